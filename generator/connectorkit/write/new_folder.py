"""New folders that appear whole or not at all. People edit them afterwards, unlike the folders of a build."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from connectorkit.diagnostics.finding import Unusable


def create(directory: Path, tree: dict[str, bytes]) -> None:
    """Write ``tree`` into ``directory``, which must be missing or empty, or hold exactly the same files.

    Raises Unusable when something else is there, or when the disk refuses; then nothing is left behind.
    """
    try:
        if not _holds(directory, tree):
            _refuse_occupied(directory)
            _place(directory, tree)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise Unusable(f"{directory}: cannot be created ({why})") from None


def _holds(directory: Path, tree: dict[str, bytes]) -> bool:
    if not directory.is_dir():
        return False
    files = {path.relative_to(directory).as_posix(): path for path in directory.rglob("*") if not path.is_dir()}
    return set(files) == set(tree) and all(path.read_bytes() == tree[name] for name, path in files.items())


def _refuse_occupied(directory: Path) -> None:
    if directory.is_dir():
        if any(directory.iterdir()):
            raise Unusable(f"{directory}: not empty; name a new or an empty folder")
    elif directory.exists() or directory.is_symlink():
        raise Unusable(f"{directory}: is a file; name a new or an empty folder")


def _place(directory: Path, tree: dict[str, bytes]) -> None:
    """Write beside the target first, so that the folder appears whole or not at all."""
    if directory.is_dir():
        _fill(directory, tree)
        return
    made = _missing(directory.parent)
    directory.parent.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=directory.parent, prefix=".connectorkit-") as scratch:
            project = Path(scratch) / "project"
            fill(project, tree)
            project.rename(directory)
    except BaseException:
        for folder in made:
            folder.rmdir()
        raise


def _missing(folder: Path) -> list[Path]:
    """The folders that must be created for ``folder`` to exist, the deepest first."""
    return [part for part in (folder, *folder.parents) if not part.exists()]


def _fill(directory: Path, tree: dict[str, bytes]) -> None:
    # The folder itself is kept: it may be the current folder of the user.
    try:
        with tempfile.TemporaryDirectory(dir=directory, prefix=".connectorkit-") as scratch:
            fill(Path(scratch), tree)
            for entry in sorted(Path(scratch).iterdir()):
                entry.rename(directory / entry.name)
    except BaseException:
        for top in {Path(name).parts[0] for name in tree}:
            _remove(directory / top)
        raise


def fill(root: Path, tree: dict[str, bytes]) -> None:
    """Write ``tree`` below ``root``, one file after another."""
    for name, data in tree.items():
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)

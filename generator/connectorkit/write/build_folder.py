"""Write: an in-memory tree of files to a folder, whole or not at all.

The new state is built beside the old one and swapped in by rename, so that an interrupted build
leaves the old folder as it was. A list of generated files in the folder tells what is ours.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path, PurePosixPath

from connectorkit.diagnostics.finding import Unusable

MANIFEST = ".connectorkit"


def owned(out: Path) -> set[str]:
    """The files that an earlier build wrote into ``out``."""
    try:
        return set((out / MANIFEST).read_text(encoding="utf-8").splitlines()[1:])
    except (OSError, UnicodeDecodeError):
        return set()


def refuse_other(out: Path, mark: str, wanted: bool, what: str) -> None:
    """Raises Unusable where ``out`` has the files of another command, which this one would take away.

    ``mark`` is a file that every package has; ``wanted``: a package is to be written. ``what`` names the other files.
    """
    mine = owned(out)
    if mine and (mark in mine) != wanted:
        raise Unusable(f"{out}: holds {what}, which would be removed; choose a folder of its own")


def stale(out: Path, tree: dict[str, bytes], outputs: set[str] | None = None) -> list[str]:
    """The files of ``out`` that differ from ``tree``, are missing, or are no longer generated."""
    changed = [name for name, data in tree.items() if _read(out / name) != data]
    return sorted(changed + [name for name in _gone(out, tree, outputs) if (out / name).exists()])


def diff(out: Path, tree: dict[str, bytes], outputs: set[str] | None = None) -> str:
    """A unified diff of what ``write`` would change."""
    import difflib

    parts: list[str] = []
    for name in stale(out, tree, outputs):
        old = (_read(out / name) or b"").decode("utf-8", "replace").splitlines(keepends=True)
        new = tree.get(name, b"").decode("utf-8", "replace").splitlines(keepends=True)
        parts += difflib.unified_diff(old, new, f"a/{name}", f"b/{name}")
    return "".join(parts)


def write(out: Path, tree: dict[str, bytes], outputs: set[str] | None = None) -> list[str]:
    """Make ``out`` hold ``tree``; gives the names of the files that changed.

    ``outputs`` names the top folders that were rendered; files of others are left alone.
    Raises Unusable when a file that was not generated stands in the way, or the disk refuses.
    """
    _sweep(out.absolute().parent, f".{out.name}.connectorkit-")
    _refuse_foreign(out, tree)
    changed = stale(out, tree, outputs)
    if not changed and (out / MANIFEST).exists():
        return []
    try:
        _swap(out, tree, changed, (owned(out) - _gone(out, tree, outputs)) | set(tree))
    except OSError as error:
        raise Unusable(f"{out}: cannot be written ({error.strerror or error}); nothing was changed") from None
    return changed


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _gone(out: Path, tree: dict[str, bytes], outputs: set[str] | None) -> set[str]:
    return {
        name
        for name in owned(out) - set(tree)
        if _safe(name) and (outputs is None or PurePosixPath(name).parts[0] in outputs)
    }


def _safe(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts


def _refuse_foreign(out: Path, tree: dict[str, bytes]) -> None:
    if not all(_safe(name) for name in tree):
        raise Unusable(f"{out}: an output has a name outside the folder")
    if out.exists() and not out.is_dir():
        raise Unusable(f"{out}: is a file; name a folder")
    mine = owned(out)
    foreign = sorted(n for n in tree if n not in mine and (out / n).exists() and _read(out / n) != tree[n])
    if foreign:
        raise Unusable(f"{out / foreign[0]}: was not written by connectorkit; move it away or build elsewhere")
    if out.is_symlink() or any(_linked(out, name) for name in tree):
        raise Unusable(f"{out}: holds a symbolic link where a file is to be written")


def _linked(out: Path, name: str) -> bool:
    path = out / name
    return path.is_symlink() or any(parent.is_symlink() for parent in path.parents if parent.is_relative_to(out))


def _swap(out: Path, tree: dict[str, bytes], changed: list[str], names: set[str]) -> None:
    parent = out.resolve().parent
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}.connectorkit-{os.getpid()}-", dir=parent) as scratch:
        new = Path(scratch) / "new"
        if out.exists():
            shutil.copytree(out, new, symlinks=True, copy_function=_link)
        new.mkdir(exist_ok=True)
        for name in changed:
            target = new / name
            target.unlink(missing_ok=True)
            if name in tree:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(tree[name])
            else:
                _prune(target.parent, new)
        manifest = new / MANIFEST
        manifest.unlink(missing_ok=True)
        manifest.write_text("\n".join(["Files generated by connectorkit:", *sorted(names)]) + "\n", encoding="utf-8")
        _exchange(out, new, Path(scratch) / "old")


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def _prune(folder: Path, root: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _exchange(out: Path, new: Path, old: Path) -> None:
    if not out.exists():
        new.rename(out)
        return
    if _exchanged(out, new):
        return
    out.rename(old)
    try:
        new.rename(out)
    except BaseException:
        old.rename(out)
        raise


def _exchanged(out: Path, new: Path) -> bool:
    """Linux swaps two folders in one step, so that there is no moment without ``out``."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes

    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    here, exchange = -100, 2
    return int(call(here, os.fsencode(out), here, os.fsencode(new), exchange)) == 0


def _sweep(parent: Path, prefix: str) -> None:
    """Remove what killed builds left behind; a folder of a process that still runs stays."""
    for left in parent.glob(f"{prefix}*"):
        number = left.name.removeprefix(prefix).partition("-")[0]
        if number.isdecimal() and not _runs(int(number)):
            shutil.rmtree(left, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True

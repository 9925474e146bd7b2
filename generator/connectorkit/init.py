"""Init: a small connector project that builds and tests at once, and is meant to be edited."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from connectorkit import names
from connectorkit.findings import Unusable
from connectorkit.outputs import docs_text
from connectorkit.templating import Templates

# A title may neither hold these words nor be longer: the platform refuses it.
_REFUSED = ("api", "connector")
_LONGEST = 30

_FILES = (
    ("README.md", "README.md.j2"),
    ("Makefile", "Makefile.j2"),
    (".gitignore", "gitignore.j2"),
    ("connector/connector.yaml", "connector/connector.yaml.j2"),
    ("connector/types.yaml", "connector/types.yaml.j2"),
    ("connector/actions/list_tasks.yaml", "connector/actions/list_tasks.yaml.j2"),
    ("connector/actions/create_task.yaml", "connector/actions/create_task.yaml.j2"),
    ("connector/actions/delete_webhook.yaml", "connector/actions/delete_webhook.yaml.j2"),
    ("connector/triggers/task_done.yaml", "connector/triggers/task_done.yaml.j2"),
    ("tests/test_connector.py", "tests/test_connector.py.j2"),
)


def create(directory: Path, title: str | None = None) -> list[Path]:
    """Make a connector project in ``directory``, which must be missing or empty; gives the files made.

    ``title`` is the connector's title, at most 30 characters; it is made from the name of the folder
    when left out. Raises Unusable when something stands there already, or when the disk refuses;
    then nothing is left behind.
    """
    chosen = _title(directory) if title is None else _checked(title)
    values = {"title": chosen, "heading": docs_text.inline(chosen)}
    templates = Templates()
    tree = {name: templates.render(f"init/{template}", values).encode() for name, template in _FILES}
    try:
        _refuse_occupied(directory)
        _place(directory, tree)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise Unusable(f"{directory}: cannot be made ({why})") from None
    return [directory / name for name in tree]


def _title(directory: Path) -> str:
    words = [word for word in names.words(directory.resolve().name) if word not in _REFUSED]
    title = ""
    for word in words:
        longer = f"{title} {word[:1].upper()}{word[1:]}".strip()
        if len(longer) > _LONGEST:
            break
        title = longer
    return title or "Example Tasks"


def _checked(title: str) -> str:
    title = title.strip()
    if not title or not title.isprintable() or len(title) > _LONGEST:
        raise Unusable(f"A title is one line of 1 to {_LONGEST} characters; {title[:60]!r} is not.")
    return title


def _refuse_occupied(directory: Path) -> None:
    if directory.is_dir():
        if any(directory.iterdir()):
            raise Unusable(f"{directory}: not empty; name a new or an empty folder")
    elif directory.exists() or directory.is_symlink():
        raise Unusable(f"{directory}: a file stands there; name a new or an empty folder")


def _place(directory: Path, tree: dict[str, bytes]) -> None:
    """Write beside the target first, so that the project appears whole or not at all."""
    if directory.is_dir():
        _fill(directory, tree)
        return
    made = _missing(directory.parent)
    directory.parent.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=directory.parent, prefix=".connectorkit-") as scratch:
            project = Path(scratch) / "project"
            _write(project, tree)
            project.rename(directory)
    except BaseException:
        for folder in made:
            folder.rmdir()
        raise


def _missing(folder: Path) -> list[Path]:
    """The folders that have to be made for ``folder`` to exist, the deepest first."""
    return [part for part in (folder, *folder.parents) if not part.exists()]


def _fill(directory: Path, tree: dict[str, bytes]) -> None:
    # The folder itself is kept: it may be the one in which the user stands.
    try:
        with tempfile.TemporaryDirectory(dir=directory, prefix=".connectorkit-") as scratch:
            _write(Path(scratch), tree)
            for entry in sorted(Path(scratch).iterdir()):
                entry.rename(directory / entry.name)
    except BaseException:
        for top in {Path(name).parts[0] for name in tree}:
            _remove(directory / top)
        raise


def _write(root: Path, tree: dict[str, bytes]) -> None:
    for name, data in tree.items():
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)

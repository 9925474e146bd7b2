"""Init: a small connector project that builds and tests at once, and is meant to be edited."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from connectorkit import __version__
from connectorkit.diagnostics.finding import Unusable
from connectorkit.model import python_names
from connectorkit.model.file_names import SOURCE
from connectorkit.read import installation
from connectorkit.render.docs import markdown_text
from connectorkit.render.templates import Templates
from connectorkit.style import style
from connectorkit.validate.key_order import TYPES
from connectorkit.write import new_folder

# A title may neither hold these words nor be longer: the platform refuses it.
_REFUSED = ("api", "connector")
_LONGEST = 30
# Where a project keeps the toolkit, so that a clone needs no index that knows it.
_TOOLKIT = "toolkit"
_WHEEL = re.compile(rf"{installation.NAME}-[^-]+-py3-none-any\.whl")

# What each YAML file and folder of the source holds.
_CONCEPTS = {SOURCE: "connector", "types.yaml": TYPES, "actions": "operation", "triggers": "operation"}
_FILES = (
    ("README.md", "README.md.j2"),
    ("Makefile", "Makefile.j2"),
    (".gitignore", "gitignore.j2"),
    (f"connector/{SOURCE}", f"connector/{SOURCE}.j2"),
    ("connector/types.yaml", "connector/types.yaml.j2"),
    ("connector/actions/list_tasks.yaml", "connector/actions/list_tasks.yaml.j2"),
    ("connector/actions/create_task.yaml", "connector/actions/create_task.yaml.j2"),
    ("connector/actions/delete_webhook.yaml", "connector/actions/delete_webhook.yaml.j2"),
    ("connector/triggers/task_done.yaml", "connector/triggers/task_done.yaml.j2"),
    ("tests/test_connector.py", "tests/test_connector.py.j2"),
)


def create(directory: Path, title: str | None = None, wheel: Path | None = None) -> list[Path]:
    """Make a connector project in ``directory``, which must be missing or empty; returns the files written.

    ``title`` is the connector's title, at most 30 characters; it is made from the name of the folder when left out.
    ``wheel`` is a wheel of the toolkit to put into the project; when left out, the one that the toolkit was installed
    from, where it is still there. Raises Unusable when ``directory`` is not empty, ``wheel`` is none, or the
    disk refuses; then nothing is left behind.
    """
    chosen = _title(directory) if title is None else _checked(title)
    held = _held(wheel or installation.wheel())
    path = next(iter(held), f"{_TOOLKIT}/{installation.NAME}-{__version__}-py3-none-any.whl")
    values = {"title": chosen, "heading": markdown_text.inline(chosen), "toolkit": path, "held": bool(held)}
    templates = Templates()
    tree = {name: _written(name, templates.render(f"init/{template}", values)) for name, template in _FILES}
    tree |= {f"{_TOOLKIT}/constraints.txt": _constraints(), **held}
    new_folder.create(directory, tree)
    return [directory / name for name in tree]


def _written(name: str, text: str) -> bytes:
    """A file of the project; a title can be longer than the line that the template has for it."""
    concept = _CONCEPTS.get(name.split("/")[1]) if name.endswith(".yaml") else None
    return style.styled(name, text.encode(), concept).data if concept else text.encode()


def missing(made: list[Path]) -> str:
    """What a new project still needs before its Makefile works, in one line; "" when it has the toolkit."""
    if any(path.suffix == ".whl" for path in made):
        return ""
    name = f"{_TOOLKIT}/{installation.NAME}-{__version__}-py3-none-any.whl"
    return f"To use its Makefile, copy the toolkit's wheel to {name}, or run make with CONNECTORKIT=PATH."


def _held(wheel: Path | None) -> dict[str, bytes]:
    """The wheel as a file of the project, by its path; empty when there is none."""
    if wheel is None:
        return {}
    if not _WHEEL.fullmatch(wheel.name):
        raise Unusable(f"{wheel}: not a wheel of {installation.NAME}; name a file like {installation.NAME}-*.whl")
    try:
        if not zipfile.is_zipfile(wheel):
            raise Unusable(f"{wheel}: no such file, or not a wheel")
        return {f"{_TOOLKIT}/{wheel.name}": wheel.read_bytes()}
    except OSError as error:
        raise Unusable(f"{wheel}: cannot be read ({error.strerror})") from None


def _constraints() -> bytes:
    """The versions that this toolkit was tested with, for pip."""
    text = Path(installation.resource("constraints.txt")).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return "\n".join([f"# The versions that {installation.NAME} {__version__} was tested with.", *lines, ""]).encode()


def _title(directory: Path) -> str:
    words = [word for word in python_names.words(directory.resolve().name) if word not in _REFUSED]
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

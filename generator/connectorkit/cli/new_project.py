"""Init: a small connector project that builds and tests at once, and is meant to be edited."""

from __future__ import annotations

import re
import tempfile
import zipfile
from pathlib import Path

from connectorkit import __version__, pipeline
from connectorkit.cli import project_templates
from connectorkit.diagnostics.finding import Unusable
from connectorkit.model import installation, python_names
from connectorkit.model.file_names import SOURCE
from connectorkit.render.docs import markdown_text
from connectorkit.render.editor import source_files
from connectorkit.render.templates import Templates
from connectorkit.style import style
from connectorkit.validate.key_order import TYPES
from connectorkit.write import build_folder, new_folder

# A title may neither hold these words nor be longer: the platform refuses it.
_REFUSED = ("api", "connector")
_LONGEST = 30
# Where a project keeps the toolkit, so that a clone needs no index that knows it.
_TOOLKIT = "toolkit"
_SOURCE = "connector/"
# What a project has from the toolkit as it is: where it is in the project, by its name in the toolkit.
_COPIED = {"requirements.txt": f"{_TOOLKIT}/requirements.txt", "action.yml": ".github/actions/connectorkit/action.yml"}
_WHEEL = re.compile(rf"{installation.NAME}-[^-]+-py3-none-any\.whl")

# What each YAML file and folder of the source holds.
_CONCEPTS = {
    SOURCE: "connector",
    "types.yaml": TYPES,
    "sandbox.yaml": "sandbox",
    "actions": "operation",
    "triggers": "operation",
    "mcp": "operation",
}


def create(
    directory: Path, title: str | None = None, wheel: Path | None = None, template: str = project_templates.DEFAULT
) -> list[Path]:
    """Make a connector project in ``directory``, which must be missing or empty; returns the files written.

    ``title`` is the connector's title, at most 30 characters; it is made from the name of the folder when left out.
    ``wheel`` is a wheel of the toolkit to put into the project; when left out, the one that the toolkit was installed
    from, where it is still there. ``template`` names the source to start from (`project_templates`). Raises
    Unusable when ``directory`` is not empty, there is no such wheel or template, or the disk refuses; then nothing
    is left behind.
    """
    files = project_templates.files(project_templates.chosen(template))
    chosen = _title(directory) if title is None else _checked(title)
    held = _held(wheel or installation.wheel())
    path = next(iter(held), f"{_TOOLKIT}/{installation.NAME}-{__version__}-py3-none-any.whl")
    # The registration of MCP servers takes letters and digits only; a title that a person chose is theirs.
    token = chosen if title is not None else re.sub("[^A-Za-z0-9]", "", chosen)
    named = {"title": chosen, "token": token, "heading": markdown_text.inline(chosen)}
    folders = sorted({name.split("/")[1] for name in files if name.startswith(_SOURCE) and name.count("/") > 1})
    types = f"{_SOURCE}types.yaml" in files
    values = {**named, "toolkit": path, "held": bool(held), "folders": folders, "types": types}
    templates = Templates()
    tree = {name: _written(name, templates.render(file, values)) for name, file in files.items()}
    source = {name: tree.pop(name) for name in list(tree) if name.startswith(_SOURCE)}
    equipped = source_files.equipped({name.removeprefix(_SOURCE): data for name, data in source.items()})
    tree |= {f"{_SOURCE}{name}": data for name, data in equipped.items()}
    tree |= {place: Path(installation.resource(name)).read_bytes() for name, place in _COPIED.items()}
    try:
        tree |= held | _built(equipped)
    except OSError as error:
        raise Unusable(f"{directory}: cannot be created ({error.strerror or error})") from None
    new_folder.create(directory, tree)
    return [directory / name for name in tree]


def _built(source: dict[str, bytes]) -> dict[str, bytes]:
    """The folder `build` of a project, so that its first commit is complete."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, out = Path(scratch) / "connector", Path(scratch) / "build"
        new_folder.fill(folder, source)
        build_folder.write(out, pipeline.build(folder).files)
        files = sorted(path for path in out.rglob("*") if path.is_file())
        return {path.relative_to(scratch).as_posix(): path.read_bytes() for path in files}


def _written(name: str, text: str) -> bytes:
    """A file of the project; a title can be longer than the line that the template has for it."""
    inside = name.removeprefix(_SOURCE).split("/")[0] if name.startswith(_SOURCE) else ""
    concept = _CONCEPTS.get(inside) if name.endswith(".yaml") else None
    return style.styled(name, text.encode(), concept).data if concept else text.encode()


def listed(directory: Path, made: list[Path]) -> list[str]:
    """What was made, a line for each file; the rendered folder is one line."""
    rendered = directory / "build"
    files = [path for path in made if rendered not in path.parents]
    return [*map(str, files), f"{rendered}: {len(made) - len(files)} files"]


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

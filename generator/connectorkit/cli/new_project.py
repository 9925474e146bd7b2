"""Init: a small connector project that builds and passes its tests, as a starting point for edits."""

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

# The platform rejects a title that contains these words or is longer.
_REFUSED = ("api", "connector")
_LONGEST = 30
# Where a project stores the toolkit's wheel, so that a clone needs no package index that has it.
_TOOLKIT = "toolkit"
_SOURCE = "connector/"
# Files that are copied from the toolkit unchanged: their paths in the project by their names in the toolkit.
_COPIED = {"requirements.txt": f"{_TOOLKIT}/requirements.txt", "action.yml": ".github/actions/connectorkit/action.yml"}
_PLAIN_PATH = re.compile(r"[A-Za-z0-9_./][A-Za-z0-9_./-]*(?<!/)/?")
_WHEEL = re.compile(rf"{installation.NAME}-[^-]+-py3-none-any\.whl")

# The concept of each YAML file and folder of the source.
_CONCEPTS = {
    SOURCE: "connector",
    "types.yaml": TYPES,
    "sandbox.yaml": "sandbox",
    "actions": "operation",
    "triggers": "operation",
    "mcp": "operation",
}


def create(
    directory: Path,
    title: str | None = None,
    wheel: Path | None = None,
    template: str = project_templates.DEFAULT,
    checkout: str = "",
) -> list[Path]:
    """Create a connector project in ``directory``, which must be missing or empty; returns the files written.

    ``title`` is the connector's title, at most 30 characters; by default, it is derived from the name of the folder.
    ``wheel`` is a wheel of the toolkit to put into the project; by default, the one that the toolkit was installed
    from, if it still exists. ``checkout`` is the path of a checkout of the toolkit that is used instead of a wheel,
    relative to ``directory``. ``template`` names the source to start from (`project_templates`). Raises Unusable if
    ``directory`` is not empty, if the wheel or template does not exist, or if a file cannot be written; then no files
    are left behind.
    """
    files = project_templates.files(project_templates.chosen(template))
    chosen = _title(directory) if title is None else _checked(title)
    held = {} if checkout else _held(wheel or installation.wheel())
    path = _path(checkout) or next(iter(held), f"{_TOOLKIT}/{installation.NAME}-{__version__}-py3-none-any.whl")
    # The registration of MCP servers accepts only letters and digits; a title that the user chose is not changed.
    token = chosen if title is not None else re.sub("[^A-Za-z0-9]", "", chosen)
    named = {"title": chosen, "token": token, "heading": markdown_text.inline(chosen)}
    folders = sorted({name.split("/")[1] for name in files if name.startswith(_SOURCE) and name.count("/") > 1})
    types = f"{_SOURCE}types.yaml" in files
    toolkit = {"toolkit": path, "held": bool(held), "checkout": bool(checkout)}
    values = {**named, **toolkit, "folders": folders, "types": types}
    templates = Templates()
    tree = {name: _written(name, templates.render(file, values)) for name, file in files.items()}
    source = {name: tree.pop(name) for name in list(tree) if name.startswith(_SOURCE)}
    equipped = source_files.equipped({name.removeprefix(_SOURCE): data for name, data in source.items()})
    tree |= {f"{_SOURCE}{name}": data for name, data in equipped.items()}
    copied = {name: place for name, place in _COPIED.items() if not (checkout and place.startswith(_TOOLKIT))}
    tree |= {place: Path(installation.resource(name)).read_bytes() for name, place in copied.items()}
    try:
        tree |= held | _built(equipped)
    except OSError as error:
        raise Unusable(f"{directory}: cannot be created ({error.strerror or error})") from None
    new_folder.create(directory, tree)
    return [directory / name for name in tree]


def _built(source: dict[str, bytes]) -> dict[str, bytes]:
    """The files in the folder `build` of a project, so that its first commit is complete."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, out = Path(scratch) / "connector", Path(scratch) / "build"
        new_folder.fill(folder, source)
        build_folder.write(out, pipeline.build(folder).files)
        files = sorted(path for path in out.rglob("*") if path.is_file())
        return {path.relative_to(scratch).as_posix(): path.read_bytes() for path in files}


def _written(name: str, text: str) -> bytes:
    """A file of the project; YAML is formatted again, since a long title can exceed the line length."""
    inside = name.removeprefix(_SOURCE).split("/")[0] if name.startswith(_SOURCE) else ""
    concept = _CONCEPTS.get(inside) if name.endswith(".yaml") else None
    return style.styled(name, text.encode(), concept).data if concept else text.encode()


def listed(directory: Path, made: list[Path]) -> list[str]:
    """The created files, one per line; the folder `build` is one line."""
    rendered = directory / "build"
    files = [path for path in made if rendered not in path.parents]
    return [*map(str, files), f"{rendered}: {len(made) - len(files)} files"]


def missing(directory: Path, made: list[Path], checkout: str = "") -> str:
    """What a new project still needs before its Makefile works, in one line; "" if it contains the toolkit."""
    if checkout:
        place = directory / checkout
        return "" if place.exists() else f"To use its Makefile, check connectorkit out to {place}."
    if any(path.suffix == ".whl" for path in made):
        return ""
    name = f"{_TOOLKIT}/{installation.NAME}-{__version__}-py3-none-any.whl"
    return f"To use its Makefile, copy the toolkit's wheel to {name}, or run make with CONNECTORKIT=PATH."


def _path(checkout: str) -> str:
    """The path of a checkout as it is written into Makefile, workflow and README, which quote differently."""
    if checkout and not _PLAIN_PATH.fullmatch(checkout):
        raise Unusable(f"--checkout {checkout[:60]}: use letters, digits, '.', '-', '_' and '/' for the path")
    path = checkout.rstrip("/")
    # Without a slash, pip reads it as the name of a package.
    return path if "/" in path or not path else f"./{path}"


def _held(wheel: Path | None) -> dict[str, bytes]:
    """The wheel as a file of the project, by its path; empty if there is none."""
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

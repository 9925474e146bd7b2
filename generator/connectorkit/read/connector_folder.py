"""The files of a published connector as values, with places for findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from pathlib import Path
from typing import NamedTuple

from connectorkit.diagnostics.finding import Finding, Span, Unusable
from connectorkit.model import encodings, file_names, json_pointer
from connectorkit.model.connector import Json
from connectorkit.model.record import record
from connectorkit.read import files_beside, json_document, yaml_document

Plain = dict[str, Json]
Place = Callable[[str], Span]


class Document(NamedTuple):
    """A file: its value, the places of JSON pointers, and its text if it is JSON."""

    value: Plain
    place: Place
    text: Written | None = None


class Written(NamedTuple):
    """A repaired JSON text, and whether the file began with a byte order mark."""

    text: str
    mark: bool


Read = tuple[Document | None, list[Finding]]
# File names of a folder match in any letter case.
PROPERTIES = file_names.PROPERTIES.lower()
_DEFINITION = file_names.DEFINITION.lower()
_TEXTS = (("swagger",), ("openapi",), ("info", "version"), ("info", "title"))
_NOT_DEFINITIONS = frozenset((PROPERTIES, file_names.SETTINGS, "package.json"))


class Beside(NamedTuple):
    """Files that a build copies unchanged."""

    icon: bytes | None = None
    script: bytes | None = None
    readme: bytes | None = None
    intro: bytes | None = None


NOTHING = Beside()
BESIDE = {**file_names.NAMED, "readme": file_names.README}
"""The names that a build gives to the files of Beside."""


@record
class Original:
    """A published connector. ``place`` returns the span of a JSON pointer into the definition.

    ``texts`` are the JSON files by the names that a build gives them.
    ``places`` return the spans of pointers into the other files, by the same names. ``whole``: it is a folder or a
    solution, so a missing file does not exist. ``unsupported``: keys of `properties` that this form cannot hold.
    ``package`` is what a solution has beyond the connector, as the key ``package`` of connector.yaml.
    """

    name: str
    definition: Plain
    place: Place
    properties: Plain | None = None
    beside: Beside = NOTHING
    texts: dict[str, Written] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    whole: bool = False
    unsupported: frozenset[str] = frozenset()
    file: Path = Path()
    findings: list[Finding] = field(default_factory=list)
    package: Plain = field(default_factory=dict)

    @property
    def version(self) -> int:
        """2 for Swagger 2.0, 3 for OpenAPI 3."""
        return 2 if self.definition.get("swagger") == "2.0" else 3

    def span(self, document: str, pointer: str) -> Span:
        """The place of a pointer into ``document``, or of the nearest value around it."""
        if document not in self.places:
            return self.place(pointer if document == file_names.DEFINITION else "")
        return self.places[document](pointer)


def name_of(path: Path) -> str:
    """The folder name for the source of ``path`` when several are imported."""
    path = path.resolve()
    if path.is_dir():
        return path.name
    stem = path.name.lower().removesuffix(path.suffix.lower()).removesuffix(".swagger")
    return path.parent.name if stem == "apidefinition" else path.name[: len(stem)]


def gather(path: Path) -> tuple[Original | None, list[Finding]]:
    """The connector of a folder or file; None when its definition cannot be read.

    Raises Unusable when there is nothing to import.
    """
    file = definition_file(path)
    whole, findings = _document(file)
    if whole is None:
        return None, findings
    findings += no_connector(whole.value, whole.place)
    original = Original(name_of(path), whole.value, whole.place, file=file, whole=path.is_dir())
    if whole.text is not None:
        original.texts[file_names.DEFINITION] = whole.text
    if path.is_dir():
        findings += _take_up(original, path, file)
    return (None if any(finding.blocking for finding in findings) else original), findings


def definition_file(path: Path) -> Path:
    """The definition in a connector folder, or the file itself; raises Unusable when there is none or more than one."""
    if not path.exists():
        raise Unusable(f"{path}: no such file or folder")
    return _definition(path) if path.is_dir() else path


def beside(folder: Path, name: str) -> Path | None:
    """The file of a folder with that name, in any letter case; None when there is none."""
    return next((path for path in _listed(folder) if path.name.lower() == name.lower()), None)


def at_start(file: str) -> Place:
    """Places in a file that is not JSON: always its start."""
    return lambda pointer: Span(file, 1, 1, 1, 1)


def _definition(folder: Path) -> Path:
    if (folder / file_names.SOURCE).is_file():
        raise Unusable(f"{folder}: is already a connectorkit source; build it")
    files = _listed(folder)
    exact = [p for p in files if p.name.lower() == _DEFINITION]
    swaggers = [p for p in files if p.name.lower().endswith("swagger.json")]
    others = [
        p for p in files if p.suffix.lower() in (".json", ".yaml", ".yml") and p.name.lower() not in _NOT_DEFINITIONS
    ]
    found = exact or swaggers or others
    if not found:
        raise Unusable(f"{folder}: contains no connector (no {file_names.DEFINITION})")
    if len(found) > 1:
        listed = ", ".join(p.name for p in found[:4])
        raise Unusable(f"{folder}: contains several definitions ({listed}); name one of them")
    return found[0]


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(p for p in folder.iterdir() if p.is_file())
    except OSError as error:
        raise Unusable(f"{folder}: cannot be read ({error.strerror or error})") from None


def _document(file: Path) -> Read:
    name = str(file)
    data = read_bytes(file)
    if data is None:
        return None, [json_document.too_large(name)]
    if is_yaml(file, data):
        tree, findings = read_yaml(name, data)
        return (
            _mapping(name, tree.plain(), lambda pointer: place(tree, pointer), findings) if tree else (None, findings)
        )
    document, findings = json_document.read(name, data)
    if document is None:
        return None, findings
    text = document.text
    written = Written(text.text, encodings.marked(data) is not None)
    return _mapping(name, document.value, lambda pointer: text.shown(text.find(pointer)), findings, written)


def part(file: Path) -> tuple[Json, Place, list[Finding]]:
    """A file that a description refers to: its value, its places, and findings."""
    whole, findings = _document(file)
    return (
        (whole.value, whole.place, findings) if whole else (None, lambda pointer: Span(str(file), 1, 1, 1, 1), findings)
    )


def read_bytes(file: Path) -> bytes | None:
    """The bytes of a file; None when it is too large."""
    try:
        # The size of the file is not checked first: pipes and devices have none.
        with file.open("rb") as opened:
            data = opened.read(json_document.MAX_BYTES + 1)
        return None if len(data) > json_document.MAX_BYTES else data
    except OSError as error:
        raise Unusable(f"{file}: cannot be read ({error.strerror or error})") from None


def read_yaml(name: str, data: bytes) -> tuple[yaml_document.Node | None, list[Finding]]:
    """The tree of a YAML file in another format, such as a swagger; None when it has errors."""
    decoded, repairs = json_document.decode(name, data)
    tree, findings = yaml_document.parse(name, decoded.encode("utf-8", "replace"), texts=_TEXTS)
    findings = [*repairs, *findings]
    return (None if any(finding.blocking for finding in findings) else tree), findings


def is_yaml(file: Path, data: bytes) -> bool:
    """Whether a document is YAML: by its name, else by how it begins."""
    suffix = file.suffix.lower()
    return suffix in (".yaml", ".yml") or (suffix != ".json" and data.lstrip()[:1].isalpha())


def place(tree: yaml_document.Node, pointer: str) -> Span:
    """The span of the value at ``pointer``: of a scalar itself, of the key of a mapping or a list that has one."""
    node, span = tree, tree.span
    for key in json_pointer.split(pointer):
        index = json_pointer.index(key) if isinstance(node.value, list) else None
        below = node.at(iter([key if index is None else index]))
        if below is node:
            break
        span = node.keys.get(key, below.span) if isinstance(below.value, (dict, list)) else below.span
        node = below
    return span


def _mapping(name: str, value: Json, place: Place, findings: list[Finding], text: Written | None = None) -> Read:
    if isinstance(value, dict):
        return Document(value, place, text), findings
    return None, [
        *findings,
        Finding(
            "IMP001",
            "The file does not contain an object.",
            Span(name, 1, 1, 1, 1),
            "Name a Swagger file, an OpenAPI file or a connector folder.",
        ),
    ]


def foreign(value: Plain) -> str:
    """A suggestion for a document of another program that is often mistaken for an API description; "" for others."""
    info = value.get("info")
    if isinstance(info, dict) and "getpostman.com" in str(info.get("schema", "")):
        return "This is a Postman collection: convert it to OpenAPI, and import the result."
    return ""


def no_connector(value: Plain, place: Place) -> list[Finding]:
    """An error when the document is not an API description of a supported version."""
    known = value.get("swagger") == "2.0" or str(value.get("openapi", "")).startswith(("3.0", "3.1"))
    if known and isinstance(value.get("paths", {}), dict):
        return []
    key = next((key for key in ("swagger", "openapi", "paths") if key in value and (not known or key == "paths")), "")
    if known:
        message, way = "`paths` is not an object.", "Write `paths` as an object with one key for each path."
    else:
        message = "The file is neither Swagger 2.0 nor OpenAPI 3.0 or 3.1."
        way = foreign(value) or 'The top level must have "swagger": "2.0" or "openapi": "3.0.x".'
    return [Finding("IMP001", message, place(f"/{key}" if key else ""), way)]


def _take_up(original: Original, folder: Path, definition: Path) -> list[Finding]:
    """Add the files beside the definition to ``original``."""
    named = {p.name.lower(): p for p in reversed(_listed(folder))}
    findings: list[Finding] = []
    if PROPERTIES in named:
        whole, findings = _document(named[PROPERTIES])
        original.properties = whole.value if whole else None
        original.places |= {file_names.PROPERTIES: whole.place} if whole else {}
        if whole and whole.text is not None:
            original.texts[file_names.PROPERTIES] = whole.text
    read = [definition, *(named[name] for name in (PROPERTIES, file_names.SETTINGS) if name in named)]
    chosen = files_beside.choose(sorted(folder.iterdir()), read)
    original.beside = Beside(**{key: read_bytes(path) for key, path in chosen.files.items()})
    original.places |= {BESIDE[key]: at_start(str(path)) for key, path in chosen.files.items()}
    if file_names.SETTINGS in named:
        findings += files_beside.settings(named[file_names.SETTINGS], _keys(named[file_names.SETTINGS]))
    return [*findings, *files_beside.findings(folder, chosen)]


def _keys(file: Path) -> list[str]:
    """The keys of a JSON object. A broken file gives none, because nothing of it is used."""
    whole, _ = _document(file)
    return list(whole.value) if whole else []

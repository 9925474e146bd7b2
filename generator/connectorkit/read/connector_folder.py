"""Gather: the files of a published connector as values, with places for what there is to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from connectorkit.diagnostics.finding import Finding, Span, Unusable
from connectorkit.model import file_names, json_pointer
from connectorkit.model.connector import Json
from connectorkit.read import json_document, yaml_document

Plain = dict[str, Json]
Place = Callable[[str], Span]
Read = tuple[tuple[Plain, Place] | None, list[Finding]]
# Folders that people keep are searched in any letter case.
PROPERTIES = file_names.PROPERTIES.lower()
_DEFINITION = file_names.DEFINITION.lower()
_TEXTS = (("swagger",), ("openapi",), ("info", "version"), ("info", "title"))
_NOT_DEFINITIONS = frozenset((PROPERTIES, file_names.SETTINGS, "package.json"))


class Beside(NamedTuple):
    """Files that travel with a connector as they are."""

    icon: bytes | None = None
    script: bytes | None = None
    intro: bytes | None = None


NOTHING = Beside()


@dataclass(slots=True)
class Original:
    """A connector as published. ``place`` gives the span of a JSON pointer into the definition.

    ``package`` is what a solution says beyond the connector, in the words of the key ``package`` of connector.yaml.
    """

    name: str
    definition: Plain
    place: Place
    properties: Plain | None = None
    beside: Beside = NOTHING
    findings: list[Finding] = field(default_factory=list)
    package: Plain = field(default_factory=dict)

    @property
    def version(self) -> int:
        """2 for Swagger 2.0, 3 for OpenAPI 3."""
        return 2 if self.definition.get("swagger") == "2.0" else 3


def name_of(path: Path) -> str:
    """The name under which the source of ``path`` is written when there are several."""
    path = path.resolve()
    if path.is_dir():
        return path.name
    stem = path.name.lower().removesuffix(path.suffix.lower()).removesuffix(".swagger")
    return path.parent.name if stem == "apidefinition" else path.name[: len(stem)]


def gather(path: Path) -> tuple[Original | None, list[Finding]]:
    """What is in a folder or file; no original when its definition cannot be read.

    Raises Unusable when there is nothing to import at all.
    """
    file = definition_file(path)
    whole, findings = _document(file)
    if whole is None:
        return None, findings
    value, place = whole
    findings += no_connector(value, place)
    original = Original(name_of(path), value, place)
    if path.is_dir():
        findings += _take_up(original, path)
    return (None if any(finding.blocking for finding in findings) else original), findings


def definition_file(path: Path) -> Path:
    """The definition of a connector folder, or the file itself; raises Unusable when there is none, or no one."""
    if not path.exists():
        raise Unusable(f"{path}: no such file or folder")
    return _definition(path) if path.is_dir() else path


def beside(folder: Path, name: str) -> Path | None:
    """The file of a folder by that name in any letter case."""
    return next((path for path in _listed(folder) if path.name.lower() == name.lower()), None)


def _definition(folder: Path) -> Path:
    if (folder / file_names.SOURCE).is_file():
        raise Unusable(f"{folder}: is a connectorkit source already; build it")
    files = _listed(folder)
    exact = [p for p in files if p.name.lower() == _DEFINITION]
    swaggers = [p for p in files if p.name.lower().endswith("swagger.json")]
    others = [
        p for p in files if p.suffix.lower() in (".json", ".yaml", ".yml") and p.name.lower() not in _NOT_DEFINITIONS
    ]
    found = exact or swaggers or others
    if not found:
        raise Unusable(f"{folder}: holds no connector (no {file_names.DEFINITION})")
    if len(found) > 1:
        listed = ", ".join(p.name for p in found[:4])
        raise Unusable(f"{folder}: holds several definitions ({listed}); name one of them")
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
    if _is_yaml(file, data):
        decoded, mended = json_document.decode(name, data)
        tree, findings = yaml_document.parse(name, decoded.encode("utf-8", "replace"), texts=_TEXTS)
        findings = [*mended, *findings]
        if tree is None or any(finding.blocking for finding in findings):
            return None, findings
        return _mapping(name, tree.plain(), lambda pointer: _place(tree, pointer), findings)
    document, findings = json_document.read(name, data)
    if document is None:
        return None, findings
    text = document.text
    return _mapping(name, document.value, lambda pointer: text.shown(text.find(pointer)), findings)


def read_bytes(file: Path) -> bytes | None:
    """The bytes of a file, None when there are too many."""
    try:
        # The size that a file says is not asked: a pipe or a device says none.
        with file.open("rb") as opened:
            data = opened.read(json_document.MAX_BYTES + 1)
        return None if len(data) > json_document.MAX_BYTES else data
    except OSError as error:
        raise Unusable(f"{file}: cannot be read ({error.strerror or error})") from None


def _is_yaml(file: Path, data: bytes) -> bool:
    suffix = file.suffix.lower()
    return suffix in (".yaml", ".yml") or (suffix != ".json" and data.lstrip()[:1].isalpha())


def _place(tree: yaml_document.Node, pointer: str) -> Span:
    """The span of a scalar; the key of a mapping or a list, where it has one."""
    node, span = tree, tree.span
    for key in json_pointer.split(pointer):
        index = json_pointer.index(key) if isinstance(node.value, list) else None
        below = node.at(iter([key if index is None else index]))
        if below is node:
            break
        span = node.keys.get(key, below.span) if isinstance(below.value, (dict, list)) else below.span
        node = below
    return span


def _mapping(name: str, value: Json, place: Place, findings: list[Finding]) -> Read:
    if isinstance(value, dict):
        return (value, place), findings
    return None, [
        *findings,
        Finding(
            "IMP001",
            "The file holds no object.",
            Span(name, 1, 1, 1, 1),
            "Name a swagger, an OpenAPI file or a connector folder.",
        ),
    ]


def no_connector(value: Plain, place: Place) -> list[Finding]:
    """An error when the document is no API description of a version that is read."""
    known = value.get("swagger") == "2.0" or str(value.get("openapi", "")).startswith(("3.0", "3.1"))
    if known and isinstance(value.get("paths", {}), dict):
        return []
    key = next((key for key in ("swagger", "openapi", "paths") if key in value and (not known or key == "paths")), "")
    if known:
        message, way = "`paths` is not an object.", "Write the paths as an object, one key for each path."
    else:
        message = "The file is neither Swagger 2.0 nor OpenAPI 3.0 or 3.1."
        way = 'The top of the file must say "swagger": "2.0" or "openapi": "3.0.x".'
    return [Finding("IMP001", message, place(f"/{key}" if key else ""), way)]


def _take_up(original: Original, folder: Path) -> list[Finding]:
    """The files that stand beside the definition."""
    named = {p.name.lower(): p for p in reversed(_listed(folder))}
    findings: list[Finding] = []
    if PROPERTIES in named:
        whole, findings = _document(named[PROPERTIES])
        original.properties = whole[0] if whole else None
    original.beside = Beside(
        **{key: read_bytes(named[name]) for key, name in file_names.NAMED.items() if name in named}
    )
    return findings

"""Convert: the two JSON documents of a connector as the files of a source."""

from __future__ import annotations

import re
from typing import NamedTuple

from connectorkit.importing import compare, defaults, properties, root, style_of
from connectorkit.importing.emit import emit
from connectorkit.importing.operation import Paths
from connectorkit.importing.shape import Converter
from connectorkit.model import Json
from connectorkit.names import unique

Plain = dict[str, Json]
FEW = 3
"""Up to so many operations stand in connector.yaml itself."""
_UNSAFE = re.compile(r"[^a-z0-9]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_DEVICES = frozenset(("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))))
_FRONT = ("connector", "description", "version", "server", "host", "base_path", "schemes")


class Beside(NamedTuple):
    """Files that travel with a connector as they are."""

    icon: bytes | None = None
    script: bytes | None = None
    intro: bytes | None = None


NOTHING = Beside()


def files(
    swagger: Plain, document: Plain | None, beside: Beside = NOTHING, exact: bool = False
) -> dict[str, bytes]:
    """The files of the source that is rendered as ``swagger`` and ``document`` (apiProperties.json, None: absent).

    ``exact``: what stands for nothing in the swagger is kept as well, such as ``required: false``.
    """
    swagger = swagger if exact else compare.telling(swagger)
    style, everywhere = style_of.of(swagger, exact)
    shapes = Converter(style, frozenset(_mapping(swagger.get("definitions"))))
    node, rest = root.head(swagger)
    head: Plain = {key: node[key] for key in _FRONT if key in node} | node
    paths = Paths(shapes, _shared(swagger), frozenset(_mapping(swagger.get("responses"))), everywhere)
    operations = [entry for path, item in _mapping(swagger.get("paths")).items() for entry in paths.entries(path, item)]
    said = properties.convert(document) if document is not None else {}
    made = {**head, **said, **_omitted(head, said)}
    made |= {f"operations_{key[:-1]}": list(value) for key, value in everywhere.items()}
    written = style_of.written(style)
    if written:
        made["style"] = written
    made |= root.tail(rest, shapes, paths)
    types: Plain = {name: shapes.field(one) for name, one in _mapping(swagger.get("definitions")).items()}
    answers = defaults.take(operations)
    if answers:
        made["default_responses"] = answers
    return _laid_out(made, types, operations, beside)


def _omitted(*nodes: Plain) -> Plain:
    listed: list[Json] = []
    for node in nodes:
        said = node.get("omit")
        listed += said if isinstance(said, list) else []
    return {"omit": listed} if listed else {}


def _laid_out(made: Plain, types: Plain, operations: list[Plain], beside: Beside) -> dict[str, bytes]:
    tree: dict[str, bytes] = {}
    for key, name, data in (("icon", "icon.png", beside.icon), ("script", "script.csx", beside.script),
                            ("intro", "intro.md", beside.intro)):  # fmt: skip
        if data is not None:
            made[key] = name
            tree[name] = data
    if len(operations) > FEW:
        names = _file_names(operations)
        made["operations"] = list(names)
        tree |= {name: emit(node).encode() for name, node in zip(names, operations, strict=True)}
        if types:
            made["types"] = "types.yaml"
            tree["types.yaml"] = emit(types).encode()
    else:
        made["operations"] = list(operations)
        if types:
            made["types"] = types
    return {"connector.yaml": emit(made).encode(), **tree}


def _file_names(operations: list[Plain]) -> list[str]:
    called = [node.get("action") or node.get("trigger") or f"path {node.get('path', '')}" for node in operations]
    stems = [_stem(str(name)) for name in called]
    folders = ["triggers" if "trigger" in node else "paths" if "path" in node else "actions" for node in operations]
    return [f"{name}.yaml" for name in unique([f"{a}/{b}" for a, b in zip(folders, stems, strict=True)])]


def _stem(name: str) -> str:
    words = _UNSAFE.sub("_", _HUMP.sub("_", name).lower()).strip("_")[:80].rstrip("_")
    return f"{words}_" if not words or words in _DEVICES else words


def _shared(swagger: Plain) -> dict[str, str]:
    """Shared parameters: key to the name that travels."""
    return {key: str(one["name"]) if isinstance(one, dict) and isinstance(one.get("name"), str) else key
            for key, one in _mapping(swagger.get("parameters")).items()}  # fmt: skip


def _mapping(node: Json) -> Plain:
    return node if isinstance(node, dict) else {}

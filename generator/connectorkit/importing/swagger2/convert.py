"""The two JSON documents of a connector as the files of a source."""

from __future__ import annotations

from dataclasses import replace

from connectorkit.importing import layout, pages
from connectorkit.importing.shared_types import name_repeats
from connectorkit.importing.swagger2 import (
    api_properties,
    default_responses,
    detect_style,
    guesses,
    head,
    shared_extras,
)
from connectorkit.importing.swagger2.operations import Paths
from connectorkit.importing.swagger2.schemas import Converter
from connectorkit.model import compare, file_names
from connectorkit.model.connector import Json
from connectorkit.read.connector_folder import NOTHING, Beside

Plain = dict[str, Json]


def files(
    swagger: Plain,
    document: Plain | None,
    beside: Beside = NOTHING,
    exact: bool = False,
    *,
    layout: bool = False,
    package: Plain | None = None,
) -> dict[str, bytes]:
    """The files of a source for ``swagger`` and ``document`` (apiProperties.json, None: absent).

    ``exact``: keys without effect, such as ``required: false``, are kept too. ``layout``: the source names the file of
    a recorded layout, which is empty here. ``package`` is the value of the key `package` in connector.yaml.
    """
    swagger = swagger if exact else compare.effective(swagger)
    style, everywhere = detect_style.of(swagger, exact)
    shapes = Converter(style, frozenset(_mapping(swagger.get("definitions"))))
    node, rest = head.head(swagger)
    paths = Paths(shapes, _shared(swagger), frozenset(_mapping(swagger.get("responses"))), everywhere, document=swagger)
    operations = [entry for path, item in _mapping(swagger.get("paths")).items() for entry in paths.entries(path, item)]
    said = api_properties.convert(document) if document is not None else {}
    made = {**node, **said, **_omitted(node, said)}
    made |= {"package": package} if package else {}
    made |= {f"operations_{key[:-1]}": list(value) for key, value in everywhere.items()}
    written = detect_style.written(style)
    if written:
        made["style"] = written
    made |= head.tail(rest, shapes, paths)
    # A named type without a description would get one from its title at each use.
    plain = replace(style.fields, descriptions="none")
    types: Plain = {name: shapes.field(one, style=plain) for name, one in _mapping(swagger.get("definitions")).items()}
    answers = default_responses.take(operations)
    if answers:
        made["default_responses"] = answers
    shared = shared_extras.take(operations)
    if shared:
        made[shared_extras.KEY] = shared
    operations = guesses.mark(operations, types)
    named = name_repeats.take(made, types, operations, style)
    # If types are always copied into place, all are in one file.
    shapes_apart = named if types else {}
    kept: dict[str, bytes] = {}
    if layout:
        made["layout"], kept = file_names.LAYOUT, {file_names.LAYOUT: b"{}\n"}
    return _with(made, types or named, shapes_apart, operations, beside) | kept


def _omitted(*nodes: Plain) -> Plain:
    listed: list[Json] = []
    for node in nodes:
        said = node.get("omit")
        listed += said if isinstance(said, list) else []
    return {"omit": listed} if listed else {}


def _with(made: Plain, types: Plain, apart: Plain, operations: list[Plain], beside: Beside) -> dict[str, bytes]:
    kept: dict[str, bytes] = {}
    for key in ("icon", "script"):
        data = getattr(beside, key)
        if data is not None:
            made[key] = file_names.NAMED[key]
            kept[file_names.NAMED[key]] = data
    names = frozenset(str(node["summary"]) for node in operations if "summary" in node)
    for key, (value, files) in pages.taken(beside.readme, beside.intro, names).items():
        made[key] = value
        kept |= files
    return layout.files(made, types, apart, operations) | kept


def _shared(swagger: Plain) -> dict[str, str]:
    """The wire names of shared parameters by key."""
    return {
        key: str(one["name"]) if isinstance(one, dict) and isinstance(one.get("name"), str) else key
        for key, one in _mapping(swagger.get("parameters")).items()
    }


def _mapping(node: Json) -> Plain:
    return node if isinstance(node, dict) else {}

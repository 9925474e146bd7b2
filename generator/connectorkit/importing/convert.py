"""Convert: the two JSON documents of a connector as the files of a source."""

from __future__ import annotations

from dataclasses import replace

from connectorkit.importing import compare, defaults, guess, layout, properties, repeats, root, style_of
from connectorkit.importing.gather import NOTHING, Beside
from connectorkit.importing.operation import Paths
from connectorkit.importing.shape import Converter
from connectorkit.model import Json

Plain = dict[str, Json]


def files(swagger: Plain, document: Plain | None, beside: Beside = NOTHING, exact: bool = False) -> dict[str, bytes]:
    """The files of the source that is rendered as ``swagger`` and ``document`` (apiProperties.json, None: absent).

    ``exact``: what stands for nothing in the swagger is kept as well, such as ``required: false``.
    """
    swagger = swagger if exact else compare.telling(swagger)
    style, everywhere = style_of.of(swagger, exact)
    shapes = Converter(style, frozenset(_mapping(swagger.get("definitions"))))
    node, rest = root.head(swagger)
    paths = Paths(shapes, _shared(swagger), frozenset(_mapping(swagger.get("responses"))), everywhere)
    operations = [entry for path, item in _mapping(swagger.get("paths")).items() for entry in paths.entries(path, item)]
    said = properties.convert(document) if document is not None else {}
    made = {**node, **said, **_omitted(node, said)}
    made |= {f"operations_{key[:-1]}": list(value) for key, value in everywhere.items()}
    written = style_of.written(style)
    if written:
        made["style"] = written
    made |= root.tail(rest, shapes, paths)
    # A named type has no description unless it says one; its title gives one to each field that uses it.
    plain = replace(style.fields, descriptions="none")
    types: Plain = {name: shapes.field(one, style=plain) for name, one in _mapping(swagger.get("definitions")).items()}
    answers = defaults.take(operations)
    if answers:
        made["default_responses"] = answers
    operations = guess.mark(operations, types)
    named = repeats.take(made, types, operations, style)
    # Where types are copied into place anyway, all of them stand together.
    shapes_apart = named if types else {}
    return _with(made, types or named, shapes_apart, operations, beside)


def _omitted(*nodes: Plain) -> Plain:
    listed: list[Json] = []
    for node in nodes:
        said = node.get("omit")
        listed += said if isinstance(said, list) else []
    return {"omit": listed} if listed else {}


def _with(made: Plain, types: Plain, apart: Plain, operations: list[Plain], beside: Beside) -> dict[str, bytes]:
    kept = {}
    for key, name, data in (
        ("icon", "icon.png", beside.icon),
        ("script", "script.csx", beside.script),
        ("intro", "intro.md", beside.intro),
    ):
        if data is not None:
            made[key] = name
            kept[name] = data
    return layout.files(made, types, apart, operations) | kept


def _shared(swagger: Plain) -> dict[str, str]:
    """Shared parameters: key to the name that travels."""
    return {
        key: str(one["name"]) if isinstance(one, dict) and isinstance(one.get("name"), str) else key
        for key, one in _mapping(swagger.get("parameters")).items()
    }


def _mapping(node: Json) -> Plain:
    return node if isinstance(node, dict) else {}

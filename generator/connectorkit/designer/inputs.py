"""Inputs: the parameters of an operation as rows of its card.

The rules are those of ``ParametersProcessor`` in LogicAppsUX (``libs/logic-apps-shared/src/parsers/lib/swagger``).
"""

from __future__ import annotations

from typing import NamedTuple

from connectorkit.designer import javascript
from connectorkit.designer.choices import Editor, editor
from connectorkit.designer.fields import Budget, Field, Fields, Place, rank
from connectorkit.designer.javascript import Plain, encoded, mapping, same, words
from connectorkit.designer.references import Laid, References
from connectorkit.model.schema import Json

_PLAIN = ("header", "path", "query")
_PLAIN_TYPES = frozenset(("array", "boolean", "file", "integer", "number", "string"))
_FORM_TYPES = frozenset(("boolean", "integer", "number", "string"))
_TYPES = _PLAIN_TYPES | {"object"}
_UNWRITABLE = ('"', "@")
_BODY_TYPES = frozenset(("boolean", "integer", "null", "number", "object", "string"))


class Dropped(NamedTuple):
    """A parameter that the designer silently leaves out.

    ``kind``: its type; "file" also for a file whose name has a character that the designer cannot write.
    """

    name: str
    place: str
    kind: str
    pointer: str


def dropped(parameters: list[Laid]) -> list[Dropped]:
    """The visible parameters with a valid type but without a row."""
    found = []
    for one in parameters:
        place, kind, internal = (words(one.node.get(key)) for key in ("in", "type", "x-ms-visibility"))
        without = not _shown(one.node) and place in (*_PLAIN, "formData") and kind in _TYPES
        if without and not same(internal, "internal"):
            found.append(Dropped(_own_name(one.node), place, kind, one.site))
    return found


def _shown(node: Plain) -> bool:
    place, kind = node.get("in"), node.get("type")
    if place == "formData" and kind == "file":
        return not any(character in _own_name(node) for character in _UNWRITABLE)
    kinds = _FORM_TYPES if place == "formData" else _PLAIN_TYPES
    return place == "body" or ((place == "formData" or place in _PLAIN) and _is(kind, kinds))


def inputs(parameters: list[Laid], references: References, budget: Budget) -> list[Field]:
    """The inputs of an operation in the designer's order; of two with one key, the last replaces the first."""
    ranked = sorted(parameters, key=lambda one: rank(bool(one.node.get("required")), one.node.get("x-ms-visibility")))
    rows = [row for one in ranked for row in _rows(one, references, budget)]
    found = javascript.by_key((row.key, row) for row in rows).values()
    return [row for row in found if not same(row.visibility, "internal")]


def _rows(parameter: Laid, references: References, budget: Budget) -> list[Field]:
    node = parameter.node
    place, kind = node.get("in"), node.get("type")
    if not _shown(node):
        return []
    if place == "body":
        return _body(parameter, references, budget)
    if place == "formData" and kind == "file":
        return _file(parameter)
    return [_plain(parameter, f"{words(place)}.$.{encoded(_own_name(node))}")]


def _is(kind: Json, kinds: frozenset[str]) -> bool:
    return isinstance(kind, str) and kind in kinds


def _body(parameter: Laid, references: References, budget: Budget) -> list[Field]:
    """The fields of a body that is an object with properties; one row for any other body."""
    node = parameter.node
    schema = references.below(parameter, "schema")
    kind = schema.node.get("type")
    place = Place(inputs=True, key="body.$", required=_required(node), budget=budget)
    if kind == "array":
        place.name = encoded(_own_name(node))
        place.visibility = words(node.get("x-ms-visibility"))
        return Fields(references).of(schema, place)
    dynamic = bool(schema.node.get("x-ms-dynamic-schema"))
    if kind == "object" and (dynamic or mapping(schema.node.get("properties"))):
        place.name = encoded(_own_name(node)) if dynamic else ""
        rows = Fields(references).of(schema, place)
        if rows:
            return rows
    return [_whole(parameter, schema.node)]


def _required(node: Plain) -> bool | None:
    return None if node.get("required") is None else bool(node["required"])


def _whole(parameter: Laid, schema: Plain) -> Field:
    node = parameter.node
    row = _plain(parameter, "body.$", schema)
    kind = schema.get("type")
    return row._replace(
        type=kind if isinstance(kind, str) and kind in _BODY_TYPES else "any",
        default=schema.get("default"),
        dynamic=bool(node.get("x-ms-dynamic-schema") or node.get("x-ms-dynamic-properties")),
    )


def _plain(parameter: Laid, key: str, listed: Plain | None = None) -> Field:
    node = parameter.node
    name = _own_name(node)
    kind = node.get("type")
    required, visibility = bool(node.get("required")), words(node.get("x-ms-visibility"))
    return Field(
        key=key,
        title=words(node.get("x-ms-summary")) or name,
        name=name,
        type=kind if isinstance(kind, str) else "any",
        visibility=visibility,
        required=required,
        rank=rank(required, visibility),
        editor=editor(node, required, listed),
        description=words(node.get("description")),
        default=node.get("default"),
        pointer=parameter.site,
        titled=bool(words(node.get("x-ms-summary"))),
    )


def _file(parameter: Laid) -> list[Field]:
    """The rows of a file: its content and, unless it is sent without one, its name."""
    node = parameter.node
    name = _own_name(node)
    key = f"formData.$.{encoded(name)}"
    content = _plain(parameter, f"{key}.$content")
    if node.get("x-ms-format") == "contentOnly":
        return [content]
    own = node.get("x-ms-editor")
    named = Field(
        key=f"{key}.$filename",
        title=f"{words(node.get('x-ms-summary'))} (file name)",
        name=name,
        type="string",
        visibility="",
        required=False,
        rank=rank(False, ""),
        editor=Editor(own if isinstance(own, str) else ""),
        pointer=parameter.site,
        titled=bool(words(node.get("x-ms-summary"))),
    )
    return [content, named]


def _own_name(node: Plain) -> str:
    return words(node.get("name"))

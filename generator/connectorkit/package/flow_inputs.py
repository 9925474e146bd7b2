"""The inputs of a step of the sample flow, with the keys of a flow: ``body/messages``, ``list_id``."""

from __future__ import annotations

from connectorkit.model.connector import Connector, Field, Json, Operation, Parameter, Schema, Unset

_DEPTH = 8
_TEXTS = {
    "date": "2026-01-31",
    "date-no-tz": "2026-01-31",
    "date-time": "2026-01-31T09:00:00Z",
    "email": "name@example.com",
    "uri": "https://example.com",
    "uuid": "00000000-0000-0000-0000-000000000000",
    "byte": "AA==",
    "binary": "AA==",
}


def of(connector: Connector, operation: Operation) -> dict[str, Json]:
    """A value for each required input, and for each internal one that has a default."""
    found: dict[str, Json] = {}
    for parameter in operation.parameters:
        if not _sent(parameter.required, parameter.visibility or parameter.schema.visibility, parameter.schema):
            continue
        if parameter.location == "body":
            found |= _body(connector, parameter)
        else:
            found[parameter.name] = _value(connector, parameter.schema, parameter.name, 0)
    return found


def _body(connector: Connector, parameter: Parameter) -> dict[str, Json]:
    listed = _fields(connector, parameter.schema, 0)
    if not listed:
        return {parameter.name: _value(connector, parameter.schema, parameter.name, 0)}
    return _flat(connector, listed, parameter.name, 0)


def _flat(connector: Connector, listed: list[Field], above: str, depth: int) -> dict[str, Json]:
    """The leaves of an object by path; an array is one value."""
    found: dict[str, Json] = {}
    for one in listed:
        path, shape = f"{above}/{one.name}", connector.shape_of(one.schema)
        if not _sent(one.required, one.schema.visibility, one.schema) or one.schema.callback:
            continue
        inner = _fields(connector, shape, depth) if depth < _DEPTH else []
        if inner:
            found |= _flat(connector, inner, path, depth + 1)
        else:
            found[path] = _value(connector, one.schema, one.name, depth)
    return found


def _sent(required: bool, visibility: str, schema: Schema) -> bool:
    return required and not schema.read_only and (visibility != "internal" or not isinstance(schema.default, Unset))


def _fields(connector: Connector, schema: Schema, depth: int) -> list[Field]:
    """The fields of an object, including those of its types and ``allOf`` parts."""
    shape = connector.shape_of(schema)
    if depth >= _DEPTH:
        return []
    parts = [field for part in shape.all_of for field in _fields(connector, part, depth + 1)]
    return [*parts, *(shape.fields or ())]


def _value(connector: Connector, schema: Schema, name: str, depth: int) -> Json:
    shape = connector.shape_of(schema)
    for said in (*shape.safe_values[:1], shape.default, shape.example, *(choice.value for choice in shape.choices[:1])):
        if not isinstance(said, Unset):
            return said
    listed = _fields(connector, shape, depth)
    if listed or shape.type == "object":
        return {
            one.name: _value(connector, one.schema, one.name, depth + 1)
            for one in listed
            if _sent(one.required, one.schema.visibility, one.schema)
        }
    if shape.type == "array" or shape.items is not None:
        return [_value(connector, shape.items, name, depth + 1)] if shape.items is not None and depth < _DEPTH else []
    return _plain(shape, name)


def _plain(shape: Schema, name: str) -> Json:
    if shape.type == "boolean":
        return False
    if shape.type in ("integer", "number"):
        least = shape.limits.get("minimum")
        return least if isinstance(least, int | float) and not isinstance(least, bool) else 1
    return _TEXTS.get(shape.format or "", shape.display or name)

"""Validation and sample values for JSON Schemas of vendors, such as those of MCP tools."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from connectorkit.model import json_pointer
from connectorkit.model.json_value import Json, mapping
from connectorkit.sandbox.shapes import multiples

if TYPE_CHECKING:
    import jsonschema_rs

_DEEPEST, _MOST_VALUES = 20, 10_000
_FORMATS = {
    "date": "2026-01-31",
    "date-time": "2026-01-31T12:00:00Z",
    "time": "12:00:00Z",
    "email": "someone@example.com",
    "uri": "https://example.com",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "ipv4": "192.0.2.1",
    "hostname": "example.com",
}


def problem(schema: Mapping[str, Json], value: Json) -> str:
    """What is wrong with a value, in one sentence with its place; "" if it is valid, or the schema is invalid."""
    import jsonschema_rs  # Imported at the first call of a tool.

    try:
        error = next(iter(_validator(schema).iter_errors(value)), None)
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError):
        return ""
    if error is None:
        return ""
    place = ".".join(map(str, error.instance_path))
    said = " ".join(error.message.split())
    said = said if len(said) <= 200 else f"{said[:197]}..."
    return f"{place}: {said}" if place else said


def fault(schema: Mapping[str, Json]) -> str:
    """Why ``schema`` is not a usable JSON Schema; "" if it is one."""
    import jsonschema_rs  # Imported only for a source that declares tools.

    try:
        _validator(schema)
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as error:
        said = getattr(error, "message", "") or str(error)
        return " ".join(said.split())[:200]
    return ""


def _validator(schema: Mapping[str, Json]) -> jsonschema_rs.Validator:
    import jsonschema_rs  # See above.

    # References out of the schema are rejected: the validator would open files and URLs.
    return jsonschema_rs.validator_for(dict(schema), retriever=_refused)


def _refused(address: str) -> Json:
    raise ValueError(f"the schema refers to {address}, outside this schema")


def sample(schema: Json) -> Json:
    """A value that probably matches a schema: the declared example, default or constant, or else the simplest one."""
    return _Maker(schema).made(schema, 0)


class _Maker:
    """Generates values of one schema; values of recursive schemas are cut."""

    def __init__(self, root: Json) -> None:
        self.root, self.left = mapping(root), _MOST_VALUES

    def made(self, schema: Json, depth: int) -> Json:
        self.left -= 1
        if not isinstance(schema, dict) or depth > _DEEPEST or self.left < 0:
            return {} if schema is True else None
        for key in ("const", "default", "example"):
            if key in schema:
                return schema[key]
        for key in ("examples", "enum"):
            listed = schema.get(key)
            if isinstance(listed, list) and listed:
                return listed[0]
        target = schema.get("$ref")
        if isinstance(target, str) and target.startswith("#"):
            return self.made(json_pointer.find(self.root, target[1:], {}), depth + 1)
        for key in ("anyOf", "oneOf"):
            branches = schema.get(key)
            if isinstance(branches, list) and branches:
                rest = {name: value for name, value in schema.items() if name != key}
                return self.made({**rest, **mapping(branches[0])}, depth + 1)
        return self._typed(schema, depth)

    def _typed(self, schema: Mapping[str, Json], depth: int) -> Json:
        said = schema.get("type")
        kind = said[0] if isinstance(said, list) and said else said
        if kind == "object" or (kind is None and "properties" in schema):
            fields, required = mapping(schema.get("properties")), schema.get("required")
            names = [str(one) for one in required] if isinstance(required, list) else []
            return {name: self.made(fields.get(name, {}), depth + 1) for name in names}
        if kind == "array":
            fewest = schema.get("minItems")
            count = fewest if isinstance(fewest, int) and 0 < fewest <= 100 else 1
            return [self.made(schema.get("items", {}), depth + 1) for _ in range(count)]
        if kind in ("integer", "number"):
            return _number(schema, kind == "integer")
        if kind == "boolean":
            return True
        return None if kind == "null" else _text(schema)


def _number(schema: Mapping[str, Json], whole: bool) -> Json:
    def bound(key: str) -> float | None:
        said = schema.get(key)
        return said if isinstance(said, (int, float)) and not isinstance(said, bool) else None

    low, above, most = bound("minimum"), bound("exclusiveMinimum"), bound("maximum")
    step = bound("multipleOf") or 1
    least = multiples.plus(above, step) if low is None and above is not None else low
    value = least if least is not None else min(1, most) if most is not None else 1
    return int(value) if whole and multiples.is_whole(value) else value


def _text(schema: Mapping[str, Json]) -> str:
    made = _FORMATS.get(str(schema.get("format", "")), "text")
    fewest, most = schema.get("minLength"), schema.get("maxLength")
    if isinstance(fewest, int) and len(made) < fewest <= 10_000:
        made = (made * fewest)[:fewest]
    return made[:most] if isinstance(most, int) else made

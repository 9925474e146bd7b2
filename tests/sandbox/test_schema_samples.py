"""Values that are made of JSON Schemas of tools fit them, and hostile schemas cost little."""

from __future__ import annotations

from typing import Any

import pytest

from connectorkit.sandbox.shapes import schema_samples

_LAUGHS = {
    f"d{n}": {
        "type": "object",
        "required": ["a", "b"],
        "properties": {"a": {"$ref": f"#/$defs/d{n + 1}"}, "b": {"$ref": f"#/$defs/d{n + 1}"}},
    }
    for n in range(60)
}


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"type": "object", "properties": {"a": {"type": "integer", "minimum": 3}}, "required": ["a", "b"]},
        {"type": "array", "minItems": 3, "items": {"enum": ["x"]}},
        {"type": "number", "exclusiveMinimum": 4.5, "multipleOf": 0.5},
        {"type": "integer", "maximum": -2},
        {"type": "string", "minLength": 30, "maxLength": 31},
        {"type": "string", "format": "date-time"},
        {"type": ["null", "string"]},
        {"anyOf": [{"type": "boolean"}, {"type": "string"}]},
        {"type": "object", "properties": {"a": {"$ref": "#/$defs/b"}}, "required": ["a"], "$defs": {"b": {"const": 7}}},
        {"examples": [5], "type": "integer"},
    ],
)
def test_a_value_fits_its_schema(schema: dict[str, Any]) -> None:
    assert schema_samples.fault(schema) == ""
    assert schema_samples.problem(schema, schema_samples.sample(schema)) == ""


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#"},
        {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#"}}},
        {"$ref": "#/$defs/d0", "$defs": _LAUGHS},
        {"type": "array", "minItems": 100, "items": {"type": "array", "minItems": 100, "items": {"$ref": "#"}}},
        {"type": "string", "minLength": 10**12},
        {"$ref": "#/nowhere"},
        {"$ref": 5, "type": [], "required": "a", "anyOf": 5, "enum": []},
    ],
)
def test_a_hostile_schema_costs_little(schema: dict[str, Any]) -> None:
    assert len(repr(schema_samples.sample(schema))) < 1_000_000

"""The cards of any definition are made soon and without an error."""

from __future__ import annotations

import json
from typing import Any

import pytest

from connectorkit.designer import rows
from connectorkit.designer.cards import cards
from connectorkit.designer.power_apps import rows as functions_as_rows
from connectorkit.designer.power_apps.formulas import formulas
from connectorkit.designer.power_apps.functions import functions
from connectorkit.model.file_names import DEFINITION
from tests.designer.one_operation import card
from tests.render import nasty

pytestmark = pytest.mark.part(0.15)

TWICE: Any = {
    f"T{n}": {"type": "object", "properties": {key: {"$ref": f"#/definitions/T{n + 1}"} for key in "ab"}}
    for n in range(40)
}
CHAIN = {f"T{n}": {"type": "object", "properties": {"a": {"$ref": f"#/definitions/T{n + 1}"}}} for n in range(3000)}
LISTS = {f"T{n}": {"type": "array", "items": {"$ref": f"#/definitions/T{n + 1}"}} for n in range(3000)}
ALIASES = {f"T{n}": {"$ref": f"#/definitions/T{n + 1}"} for n in range(3000)}


@pytest.mark.parametrize("chance", [0.0, 0.02, 0.1, 0.4])
@pytest.mark.parametrize("seed", range(15))
def test_hard_and_wild_definitions(seed: int, chance: float) -> None:
    definition: Any = nasty.files(seed, 8, chance)[DEFINITION]
    _read(definition if isinstance(definition, dict) else {})


def _read(definition: Any) -> None:
    json.dumps(rows.document(cards(definition)))
    json.dumps(functions_as_rows.document(functions(definition), formulas(definition)))


@pytest.mark.part(0.0)
def test_types_that_double_with_each_level_are_cut() -> None:
    operation: Any = {"operationId": "Op", "responses": {"200": {"schema": {"$ref": "#/definitions/T0"}}}}
    (found,) = functions({"paths": {"/a": {"get": operation}}, "definitions": TWICE})
    assert found.cut
    assert card({"responses": {"200": {"schema": {"$ref": "#/definitions/T0"}}}}, definitions=TWICE).cut


@pytest.mark.parametrize("types", [CHAIN, LISTS], ids=["objects", "lists"])
def test_types_that_lead_on_and_on_are_cut(types: Any) -> None:
    assert card({"responses": {"200": {"schema": {"$ref": "#/definitions/T0"}}}}, definitions=types).cut


def test_references_that_lead_on_and_on_are_followed() -> None:
    found = card(
        {"responses": {"200": {"schema": {"$ref": "#/definitions/T0"}}}},
        definitions={**ALIASES, "T3000": {"type": "string", "title": "End"}},
    )
    assert [one.title for one in found.outputs] == ["End"]
    assert not found.cut


@pytest.mark.parametrize("wrong", [None, 1, "x", True, [], {}, [None], ["x"], [[]], {"$ref": 1}, {"$ref": "#/x/0"}])
@pytest.mark.parametrize(
    "key",
    [
        "paths",
        "parameters",
        "responses",
        "schema",
        "properties",
        "required",
        "items",
        "enum",
        "type",
        "title",
        "headers",
    ],
)
def test_any_value_at_any_key(key: str, wrong: Any) -> None:
    schema: Any = {
        "type": "object",
        "properties": {
            "a": {"type": "string", "enum": ["x"], "x-ms-enum-values": wrong},
            "b": {"type": "array"},
            "c": wrong,
        },
    }
    schema["properties"]["b"]["items"] = {"type": "object", "properties": {"d": {"type": "string"}}}
    for node in (schema, schema["properties"]["a"], schema["properties"]["b"]):
        if key in ("properties", "required", "items", "enum", "type", "title"):
            node[key] = wrong
    whole = wrong if key == "schema" else schema
    operation: Any = {
        "operationId": "Op",
        "parameters": wrong if key == "parameters" else [{"name": "b", "in": "body", "schema": whole}, wrong],
        "responses": wrong if key == "responses" else {"200": {"schema": whole, "headers": wrong}},
    }
    _read(
        {
            "info": wrong,
            "consumes": wrong,
            "paths": wrong if key == "paths" else {"/a": {"get": operation, "post": wrong, "parameters": wrong}},
        }
    )

"""Required inputs of the operation that a step of a flow calls."""

from __future__ import annotations

import pytest

from connectorkit.model.json_value import Object
from connectorkit.package.judge_inputs import missing, operations

DEFINITION: Object = {
    "paths": {
        "/orders/{id}": {
            "parameters": [{"$ref": "#/parameters/id"}],
            "post": {
                "operationId": "Change",
                "parameters": [
                    {"name": "shop", "in": "query", "type": "string"},
                    {"name": "version", "in": "query", "required": True, "default": "1", "type": "string"},
                    {"name": "trace", "in": "header", "required": True, "x-ms-visibility": "internal"},
                    {"name": "order", "in": "body", "required": True, "schema": {"$ref": "#/definitions/Order"}},
                ],
            },
        }
    },
    "parameters": {"id": {"name": "id", "in": "path", "required": True, "type": "string"}},
    "definitions": {
        "Order": {
            "required": ["lines", "source"],
            "properties": {
                "lines": {"type": "object"},
                "source": {"type": "string", "x-ms-visibility": "internal"},
                "note": {"type": "string"},
            },
        }
    },
}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["id", "order/lines"]),
        ({"id": 1, "order/lines": {}}, []),
        ({"id": 1, "order/lines/first": 2}, []),
        ({"id": 1, "body/lines": 2}, []),
        ({"id": 1, "order": {}}, []),
        ({"order/note": "x"}, ["id", "order/lines"]),
    ],
)
def test_what_makers_must_fill_in(given: Object, expected: list[str]) -> None:
    assert list(missing(DEFINITION, operations(DEFINITION)["Change"], given)) == expected


@pytest.mark.parametrize("definition", [None, [], {"paths": []}, {"paths": {"/a": 1}}, {"paths": {"/a": {"get": 1}}}])
def test_a_broken_definition_has_no_operations(definition: Object) -> None:
    assert operations(definition) == {}

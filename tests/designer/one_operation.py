"""A definition of one operation, and its card as rows."""

from __future__ import annotations

from typing import Any

from connectorkit.designer import rows
from connectorkit.designer.cards import Card, cards

Doc = dict[str, Any]  # A part of a definition, right or wrong.


def card(operation: Doc, item: Doc | None = None, **definition: Any) -> Card:
    """The card of an operation; ``item`` holds further keys of its path."""
    whole = {"operationId": "Op", "summary": "Op", "responses": {}, **operation}
    found = cards({"swagger": "2.0", "paths": {"/op": {**(item or {}), "post": whole}}, **definition})
    assert len(found) == 1
    return found[0]


def inputs(*parameters: Any, **definition: Any) -> list[Any]:
    """The rows of the inputs of an operation with these parameters."""
    found: list[Any] = operation_rows(card({"parameters": list(parameters)}, **definition))["inputs"]
    return found


def body(schema: Doc, **more: Any) -> list[Any]:
    """The rows of the inputs of an operation with a required body."""
    definitions = more.pop("definitions", {})
    parameter = {"name": "body", "in": "body", "required": True, "schema": schema, **more}
    return inputs(parameter, definitions=definitions)


def tokens(schema: Doc, **more: Any) -> list[Any]:
    """The rows of the outputs of an operation with this response."""
    definitions = more.pop("definitions", {})
    response = {"description": "OK", "schema": schema, **more}
    found: list[Any] = operation_rows(card({"responses": {"200": response}}, definitions=definitions))["tokens"]
    return found


def operation_rows(one: Card) -> Doc:
    """A card as the rows of its operation."""
    operations: Any = rows.document([one])["operations"]
    found: Doc = operations[one.id]
    return found

"""The list of operations: which are shown, in which order, and with which parameters of their path."""

from __future__ import annotations

from typing import Any

from connectorkit.designer import rows
from connectorkit.designer.cards import cards
from tests.designer.one_operation import card, operation_rows


def definition(**operations: Any) -> dict[str, Any]:
    made = {f"/{id}": {"get": {"operationId": id, "responses": {}, **more}} for id, more in operations.items()}
    return {"swagger": "2.0", "paths": made}


def test_important_operations_come_first_and_advanced_ones_last() -> None:
    found = cards(
        definition(
            a={"x-ms-visibility": "advanced"},
            b={},
            c={"x-ms-visibility": "Important"},
            d={"x-ms-visibility": "internal"},
            e={"x-ms-visibility": "none"},
            f={"x-ms-visibility": "important"},
        )
    )
    assert [one.id for one in found] == ["c", "f", "b", "e", "a"]
    assert rows.document(found)["order"] == ["c", "f", "b", "e", "a"]


def test_an_operation_has_what_the_referee_lists() -> None:
    found = operation_rows(card({"summary": "Send", "x-ms-visibility": "important", "x-ms-trigger": "batch"}))
    assert found == {
        "summary": "Send",
        "visibility": "important",
        "trigger": "batch",
        "inputs": [],
        "tokens": [["Body", "body.$", "", ""]],
    }
    assert operation_rows(card({}))["trigger"] is None


def test_the_status_is_that_of_the_operation_or_of_the_connector() -> None:
    info = {"x-ms-api-annotation": {"status": "Preview"}}
    assert card({}, info=info).status == "Preview"
    assert card({"x-ms-api-annotation": {"status": "Deprecated"}}, info=info).status == "Deprecated"


def test_parameters_of_a_path_come_last_and_yield_to_those_of_the_same_name() -> None:
    shared = [{"name": "Id", "in": "path", "type": "string"}, {"name": "b", "in": "query", "type": "string"}]
    own = [{"name": "id", "in": "query", "type": "string"}, {"name": "a", "in": "query", "type": "string"}]
    assert [one.key for one in card({"parameters": own}, {"parameters": shared}).inputs] == [
        "query.$.id",
        "query.$.a",
        "query.$.b",
    ]
    # The designer stops here; the card shows the intended form.
    assert [one.name for one in card({}, {"parameters": shared}).inputs] == ["Id", "b"]


def test_of_two_operations_with_one_id_the_last_is_shown_at_the_place_of_the_first() -> None:
    one = {"operationId": "A", "summary": "First", "responses": {}}
    paths: Any = {
        "/1": {"get": one},
        "/2": {"get": {**one, "operationId": "B"}},
        "/3": {"get": {**one, "summary": "Last"}},
    }
    assert [(card.id, card.summary) for card in cards({"paths": paths})] == [("A", "Last"), ("B", "First")]


def test_an_operation_without_an_id_is_left_out() -> None:
    assert cards({"paths": {"/": {"get": {"responses": {}}}}}) == []

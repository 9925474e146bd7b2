"""The dynamic content of a card: titles, nesting, order, headers; and the list that splits a batch."""

from __future__ import annotations

from typing import Any

import pytest

from tests.designer.one_operation import Doc, card, operation_rows, tokens

TEXT = {"type": "string"}
ORDERS = {"type": "array", "items": {"type": "object", "properties": {"id": TEXT}}}


def test_objects_and_lists_are_outputs_too_and_stand_behind_their_fields() -> None:
    schema = {
        "type": "object",
        "properties": {
            "total": {"type": "integer", "x-ms-summary": "Total"},
            "buyer": {"type": "object", "x-ms-summary": "Buyer", "properties": {"name": TEXT}},
            "orders": {**ORDERS, "x-ms-summary": "Orders"},
        },
    }
    # The response is required as a whole, and so is its body.
    assert tokens(schema) == [
        ["Body", "body.$", "", ""],
        ["Total", "body.$.total", "", ""],
        ["Buyer name", "body.$.buyer.name", "", ""],
        ["Buyer", "body.$.buyer", "", ""],
        ["Orders id", "body.$.orders.[*].id", "", "array"],
        ["Orders Item", "body.$.orders.[*]", "", "array"],
        ["Orders", "body.$.orders", "", ""],
    ]


def test_required_outputs_come_first_then_important_ones() -> None:
    schema = {
        "type": "object",
        "required": ["c"],
        "properties": {
            "a": {**TEXT, "x-ms-visibility": "advanced"},
            "b": TEXT,
            "c": TEXT,
            "d": {**TEXT, "x-ms-visibility": "important"},
            "e": {**TEXT, "x-ms-visibility": "internal"},
        },
    }
    assert [row[1] for row in tokens(schema)] == ["body.$.c", "body.$", "body.$.d", "body.$.b", "body.$.a"]


@pytest.mark.parametrize(
    ("schema", "title"),
    [
        ({"type": "object"}, "Body"),
        ({"type": "object", "description": "The order."}, "The order."),
        ({"type": "object", "x-ms-summary": "Order", "description": "The order."}, "Order"),
        ({"type": "object", "title": "An order", "x-ms-summary": "Order"}, "An order"),
        ({"type": "string", "format": "binary"}, "Body"),
        ({}, "Body"),
    ],
)
def test_the_title_of_a_body(schema: Doc, title: str) -> None:
    assert tokens(schema)[-1][0] == title


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("body", "Body"),
        ("headers", "Headers"),
        ("Queries", "Queries"),
        ("statusCode", "Status code"),
        ("x-ms-file-name", "File Name"),
        ("a.b", "a.b"),
        ("note", "note"),
    ],
)
def test_some_names_at_the_top_have_a_title_of_their_own(name: str, title: str) -> None:
    assert [row[0] for row in tokens({"type": "object", "properties": {name: TEXT}})] == ["Body", title]
    below = tokens({"type": "object", "properties": {"o": {"type": "object", "properties": {name: TEXT}}}})
    assert name in [row[0] for row in below]


def test_lists_in_lists_and_lists_at_the_top() -> None:
    assert tokens({"type": "array", "title": "Rows", "items": {"type": "array", "items": TEXT}}) == [
        ["Rows Item", "body.$.[*].[*]", "", "array"],
        ["Rows", "body.$", "", ""],
        ["Rows Item", "body.$.[*]", "", "array"],
    ]


def test_an_item_with_a_title_of_its_own_drops_that_of_the_list() -> None:
    item = {"type": "object", "title": "Order", "properties": {"id": TEXT}}
    found = tokens({"type": "object", "properties": {"list": {"type": "array", "title": "Orders", "items": item}}})
    assert [row[0] for row in found] == ["Body", "Order id", "Order", "Orders"]


def test_a_list_passes_its_visibility_on() -> None:
    found = tokens({"type": "object", "properties": {"list": {**ORDERS, "x-ms-visibility": "advanced"}}})
    assert {row[1]: row[2] for row in found}["body.$.list.[*].id"] == "advanced"


def test_a_dynamic_object_is_one_output() -> None:
    dynamic = {"type": "object", "x-ms-dynamic-schema": {"operationId": "X"}, "properties": {"a": TEXT}}
    assert tokens(dynamic) == [["Body", "body.$", "", ""]]
    listed = tokens({"type": "array", "items": dynamic})
    assert [row[1] for row in listed] == ["body.$", "body.$.[*]"]


def test_headers_are_outputs_titled_by_summary_or_description() -> None:
    headers = {
        "X-Count": {"type": "integer", "x-ms-summary": "Count"},
        "X-Next": {"type": "string", "description": "The next page."},
        "x-ms-request-id": {"type": "string"},
        "X-Bare": {"type": "string"},
    }
    assert tokens({}, headers=headers)[1:] == [
        ["Count", "header.$.X-Count", "", ""],
        ["The next page.", "header.$.X-Next", "", ""],
        ["Request Id", "header.$.x-ms-request-id", "", ""],
        ["Body", "header.$.X-Bare", "", ""],
    ]


def test_several_types_are_several_outputs_of_which_the_last_counts() -> None:
    assert tokens({"type": ["object", "null"], "properties": {"a": TEXT}}) == [
        ["Body", "body.$", "", ""],
        ["a", "body.$.a", "", ""],
    ]


RESPONSES = [
    ({"200": "A", "201": "B"}, "A"),
    ({"201": "B", "default": "D"}, "B"),
    ({"202": "B", "default": "D"}, "D"),
    ({"202": "B", "204": "C"}, "Body"),
    ({"202": "B"}, "B"),
    ({"2XX": "B"}, "B"),
    ({"default": "D"}, "D"),
    ({"404": "E"}, "Body"),
    ({}, "Body"),
]


@pytest.mark.parametrize(("responses", "title"), RESPONSES)
def test_the_response_that_is_read(responses: dict[str, str], title: str) -> None:
    made = {code: {"schema": {"type": "string", "title": name}} for code, name in responses.items()}
    assert [one.title for one in card({"responses": made}).outputs] == [title]


def test_what_a_webhook_delivers_counts_instead_of_its_response() -> None:
    content = {"schema": {"type": "object", "properties": {"event": TEXT}}}
    responses = {"201": {"schema": {"type": "object", "properties": {"id": TEXT}}}}
    found = card({"x-ms-trigger": "single", "responses": responses}, {"x-ms-notification-content": content})
    assert [one.key for one in found.outputs] == ["body.$", "body.$.event"]
    assert not found.polls
    assert card({"x-ms-trigger": "single", "responses": responses}).polls
    assert [one.key for one in card({"responses": responses}, {"x-ms-notification-content": {}}).outputs] == ["body.$"]


HIDDEN = {**TEXT, "x-ms-visibility": "internal"}
BATCHES: list[tuple[str, Doc, Any]] = [
    ("body", ORDERS, {"collectionPath": "", "required": True}),
    ("property", {"type": "object", "properties": {"v": ORDERS}}, {"collectionPath": "v", "required": False}),
    (
        "required property",
        {"type": "object", "required": ["v"], "properties": {"v": ORDERS, "next": HIDDEN}},
        {"collectionPath": "v", "required": True},
    ),
    (
        "deeper",
        {"type": "object", "required": ["d"], "properties": {"d": {"type": "object", "properties": {"v": ORDERS}}}},
        {"collectionPath": "d.v", "required": False},
    ),
    ("two properties", {"type": "object", "properties": {"v": ORDERS, "next": TEXT}}, None),
    ("no list", {"type": "object", "properties": {"v": TEXT}}, None),
    ("no type", {"properties": {"v": ORDERS}}, None),
]


@pytest.mark.parametrize(("schema", "expected"), [row[1:] for row in BATCHES], ids=[row[0] for row in BATCHES])
def test_the_list_that_splits_a_batch(schema: Doc, expected: Any) -> None:
    rows = operation_rows(card({"responses": {"200": {"schema": schema}}}))
    assert rows.get("output") == (expected and {"array": expected})

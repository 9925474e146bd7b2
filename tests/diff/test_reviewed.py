"""Changes as reviewers meet them, each with all that is reported about it."""

from __future__ import annotations

import copy

import pytest

from connectorkit.diff.comparison import compare
from tests.diff.base import GONE, Edit, Plain, base, compared, move, put, side

GET = "/definition/paths/~1orders~1{order_id}/get"
FIELD = "/definition/paths/~1orders/post/parameters/0/schema/properties"
STATUS = "/definition/definitions/Order/properties/status"
HOOK = "/definition/paths/~1hooks"
KEY = "/definition/securityDefinitions/key"
OAUTH = {"type": "oauth2", "tokenUrl": "https://login.example.com/token"}


def reported(*edits: Edit) -> list[tuple[str, str]]:
    """The id and the verdict of each change."""
    return [
        (one.finding.id, "".join("-" if level == "ok" else level for level in one.change.verdict))
        for one in compared(*edits).reported
    ]


def said(*edits: Edit) -> list[str]:
    return [one.finding.message for one in compared(*edits).reported]


def two_parameters(path: str) -> Plain:
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    order = [{"name": name, "in": "path", "required": True, "type": "string"} for name in sorted(names)]
    return {path: {"get": {"operationId": "Both", "summary": "Both", "parameters": order, "responses": {}}}}


def test_parameters_keep_their_names_when_the_parts_of_a_path_change_places() -> None:
    old, new = base(), base()
    old["definition"]["paths"] = two_parameters("/zip/{zip}/year/{year}")
    new["definition"]["paths"] = two_parameters("/year/{year}/zip/{zip}")
    found = compare(side(old), side(new)).reported
    assert [one.finding.id for one in found] == ["BRK050"]


def test_parameters_of_a_path_that_stayed_are_found_by_position() -> None:
    old, new = base(), base()
    old["definition"]["paths"] = two_parameters("/zip/{a}/year/{b}")
    new["definition"]["paths"] = two_parameters("/zip/{c}/year/{d}")
    found = compare(side(old), side(new)).reported
    assert [one.finding.id for one in found] == ["BRK060", "BRK060"]


def test_both_paths_are_named_in_full() -> None:
    long = "/shops/of/the/whole/country/with/their/orders"
    assert said(move("/definition/paths/~1orders", long)) == [
        f"The action 'Create order' (CreateOrder) has a different path: it changed from '/orders' to '{long}'."
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["open"], ("BRK381", "The output 'Status' (status) of 'Get order' (GetOrder) and 2 other operations can no")),
        (["open", "closed", "lost"], ("BRK380", "The output 'Status' (status) of 'Get order' (GetOrder) and 2 other")),
    ],
)
def test_values_of_an_output_that_came_or_went_are_reported(values: list[str], expected: tuple[str, str]) -> None:
    found = compared(put(f"{STATUS}/enum", values)).reported
    assert [one.finding.id for one in found] == [expected[0]]
    assert found[0].finding.message.startswith(expected[1])


def test_an_output_that_is_limited_to_values_is_reported() -> None:
    assert reported(put("/definition/definitions/Order/properties/order_id/enum", ["a"])) == [("BRK381", "----")]


def with_titles(*rows: tuple[str, str]) -> Edit:
    values = [{"value": value, "displayName": title} for value, title in rows]
    return put(f"{FIELD}/currency/x-ms-enum-values", values)


def test_named_choices_replace_the_plain_ones_in_a_card() -> None:
    assert reported(with_titles(("EUR", "Euro"))) == [("BRK350", "BBbb")]
    old, new = base(), base()
    with_titles(("EUR", "Euro"), ("USD", "Dollar"))(old)
    with_titles(("EUR", "Euro"), ("USD", "US dollar"))(new)
    found = compare(side(old), side(new)).reported
    assert [one.finding.id for one in found] == ["BRK362"]
    assert found[0].finding.message.endswith(
        "shows the choice 'USD' under another title: it changed from 'Dollar' to 'US dollar'."
    )


def test_a_required_internal_input_with_a_default_is_harmless_in_an_optional_body_too() -> None:
    old, new = base(), base()
    for documents in (old, new):
        put("/definition/paths/~1orders/post/parameters/0/required", False)(documents)
    put(f"{FIELD}/mode", {"type": "string", "default": "x", "x-ms-visibility": "internal"})(new)
    put(f"{FIELD[:-11]}/required", ["customer", "amount", "source", "mode"])(new)
    assert [one.finding.id for one in compare(side(old), side(new)).reported] == ["BRK230"]


def test_a_trigger_that_became_an_action_keeps_its_notifications() -> None:
    assert reported(put(f"{HOOK}/post/x-ms-trigger", GONE)) == [("BRK150", "-BBB")]


def test_notifications_of_a_path_are_those_of_its_trigger() -> None:
    listing = {"operationId": "ListHooks", "summary": "List hooks", "responses": {"200": {"description": "OK"}}}
    old, new = base(), base()
    for documents in (old, new):
        put(f"{HOOK}/get", listing)(documents)
    put(f"{HOOK}/x-ms-notification-content/schema/properties/amount", GONE)(new)
    found = compare(side(old), side(new)).reported
    assert [one.finding.id for one in found] == ["BRK190"]
    assert [name.id for name in found[0].change.operations] == ["OnOrder"]
    assert said(put(f"{HOOK}/get", listing)) == ["The action 'List hooks' (ListHooks) was added."]


def test_an_action_that_waits_for_a_notification_can_lose_it() -> None:
    old = base()
    put(f"{HOOK}/post/x-ms-trigger", GONE)(old)
    new = copy.deepcopy(old)
    put(f"{HOOK}/x-ms-notification-content", GONE)(new)
    assert [one.finding.id for one in compare(side(old), side(new)).reported] == ["BRK193"]


def test_another_status_of_success_is_one_change() -> None:
    edit = put(f"{GET}/responses", {"202": {"description": "Later"}, "404": {"description": "Not found"}})
    assert said(edit) == ["The action 'Get order' (GetOrder) succeeds with status 202, not 200."]
    edit = put(f"{GET}/responses", {"404": {"description": "Not found"}})
    assert said(edit) == ["The action 'Get order' (GetOrder) no longer declares response 200."]


def test_a_drop_down_names_both_sources() -> None:
    assert said(put(f"{FIELD}/list_id/x-ms-dynamic-values/operationId", "GetOrder")) == [
        "The input 'List' (list_id) of 'Create order' (CreateOrder) fills its drop-down from 'GetOrder', "
        "not from 'ListLists'."
    ]


@pytest.mark.parametrize(
    ("edit", "id_", "sentence"),
    [
        (
            put(f"{KEY}/name", "X-New"),
            "BRK634",
            "The API key is sent in the header 'x-new', no longer in the header 'x-key'.",
        ),
        (
            put("/definition/securityDefinitions/oauth", OAUTH),
            "BRK636",
            "The sign-in by OAuth was added to the security definitions.",
        ),
        (put("/definition/security", []), "BRK800", "The connector requires different credentials."),
        (
            put("/definition/x-ms-capabilities", {"testConnection": {"operationId": "ListLists"}}),
            "BRK800",
            "The definition has a different value of x-ms-capabilities.",
        ),
    ],
)
def test_what_the_definition_says_as_a_whole_is_compared(edit: Edit, id_: str, sentence: str) -> None:
    found = compared(edit).reported
    assert [(one.finding.id, one.finding.message) for one in found] == [(id_, sentence)]


def test_another_address_of_a_sign_in_is_reported_without_api_properties() -> None:
    old, new = base(), base()
    for documents in (old, new):
        put("/definition/securityDefinitions/oauth", OAUTH)(documents)
        documents["properties"] = None
    put("/definition/securityDefinitions/oauth/tokenUrl", "https://other.example.com/token")(new)
    found = compare(side(old), side(new)).reported
    assert [(one.finding.id, one.finding.severity) for one in found] == [("BRK662", "warning")]


def test_a_base_path_that_only_some_paths_make_up_for_moves_the_others() -> None:
    paths = base()["definition"]["paths"]
    half = {("/v1" + path if path == "/lists" else path): item for path, item in paths.items()}
    found = compared(put("/definition/basePath", "/"), put("/definition/paths", half)).reported
    assert [(one.finding.id, one.finding.severity) for one in found] == [("BRK091", "error")]


def test_an_input_that_is_no_longer_deprecated_is_reported() -> None:
    old, new = base(), base()
    put(f"{FIELD}/note/x-deprecated", True)(old)
    assert [one.finding.id for one in compare(side(old), side(new)).reported] == ["BRK211"]
    assert [one.finding.id for one in compare(side(new), side(old)).reported] == ["BRK210"]


def test_what_is_no_longer_internal_is_said_so() -> None:
    old, new = base(), base()
    put(f"{STATUS}/x-ms-visibility", "internal")(old)
    assert compare(side(old), side(new)).reported[0].finding.message.endswith("is no longer internal.")


def test_titles_that_are_made_of_the_names_do_not_hide_a_rename() -> None:
    properties = "/definition/definitions/Order/properties"
    old, new = base(), base()
    put(f"{properties}/customer_name", {"type": "string", "x-ms-summary": "Customer name"})(old)
    put(f"{properties}/customers_name", {"type": "string", "x-ms-summary": "Customers name"})(new)
    found = compare(side(old), side(new)).reported
    assert [one.finding.id for one in found] == ["BRK540", "BRK580"]

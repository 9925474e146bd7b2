"""The sandbox of ClickSend behaves like ClickSend: state, batches, errors, webhooks."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from connectorkit.contract.contract import Listener
from connectorkit.model.json_value import mapping
from connectorkit.sandbox.server.server import Running
from tests.sandbox.helpers import Api

PERSON = {"first_name": "Ada", "last_name": "Byron", "phone_number": "+61411111111"}
RULE = {
    "message_search_type": 0,
    "message_search_term": "*",
    "dedicated_number": "*",
    "rule_name": "Power-Automate",
    "webhook_type": "json",
    "action": "URL",
    "enabled": 1,
}


def sms(to: str, **more: Any) -> dict[str, Any]:
    return {"to": to, "body": "Order 17 ready", "source": "test", **more}


def made_list(api: Api, name: str = "Depot") -> int:
    return int(api.call("POST", "/lists", {"list_name": name})[1]["data"]["list_id"])


def test_created_list_is_listed_with_its_contacts_counted(api: Api) -> None:
    number = made_list(api)
    api.call("POST", f"/lists/{number}/contacts", PERSON)
    status, document = api.call("GET", "/lists")
    assert status == 200
    assert document["data"]["total"] == 1
    row = document["data"]["data"][0]
    assert (row["list_id"], row["list_name"], row["_contacts_count"]) == (number, "Depot", 1)


def test_numbers_are_the_vendor_s_to_give(api: Api) -> None:
    first = made_list(api)
    second = api.call("POST", "/lists", {"list_name": "Yard", "list_id": first})[1]["data"]["list_id"]
    assert second == first + 1
    assert [row["list_name"] for row in api.call("GET", "/lists")[1]["data"]["data"]] == ["Depot", "Yard"]


def test_deleted_contact_is_counted_no_more(api: Api) -> None:
    number = made_list(api)
    contacts = [api.call("POST", f"/lists/{number}/contacts", PERSON)[1]["data"]["contact_id"] for _ in range(2)]
    api.call("DELETE", f"/lists/{number}/contacts/{contacts[0]}")
    assert api.call("GET", "/lists")[1]["data"]["data"][0]["_contacts_count"] == 1
    rows = api.call("GET", f"/lists/{number}/contacts")[1]["data"]["data"]
    assert [row["contact_id"] for row in rows] == contacts[1:]


def test_contact_shows_what_was_given_and_null_or_empty_for_the_rest(api: Api) -> None:
    number = made_list(api)
    _, document = api.call("POST", f"/lists/{number}/contacts", {**PERSON, "email": "ada@example.com"})
    contact = document["data"]
    assert contact["email"] == "ada@example.com"
    assert (contact["custom_1"], contact["fax_number"], contact["_list_name"]) == ("", None, "Depot")
    assert document["response_msg"] == "New contact has been created."


def test_contacts_come_in_pages_of_at_least_fifteen(api: Api) -> None:
    number = made_list(api)
    for _ in range(17):
        api.call("POST", f"/lists/{number}/contacts", PERSON)
    first = api.call("GET", f"/lists/{number}/contacts?limit=3")[1]["data"]
    second = api.call("GET", f"/lists/{number}/contacts?page=2")[1]["data"]
    beyond = api.call("GET", f"/lists/{number}/contacts?page=3")[1]["data"]
    assert (len(first["data"]), first["per_page"], first["last_page"], first["from"], first["to"]) == (15, 15, 2, 1, 15)
    assert first["next_page_url"].endswith(f"/v3/lists/{number}/contacts?page=2")
    assert (len(second["data"]), second["from"], second["to"], second["next_page_url"]) == (2, 16, 17, None)
    assert (beyond["data"], beyond["from"], beyond["to"]) == ([], None, None)


def test_empty_collection_has_no_last_page(api: Api) -> None:
    data = api.call("GET", "/lists")[1]["data"]
    assert (data["total"], data["current_page"], data["last_page"], data["data"]) == (0, 1, 0, [])


def test_search_finds_contacts_as_well_as_lists(api: Api) -> None:
    number = made_list(api, "Ada friends")
    api.call("POST", f"/lists/{number}/contacts", PERSON)
    rows = api.call("GET", "/search/contacts-lists?q=ADA")[1]["data"]["data"]
    assert [(row["type"], row["contacts_count"]) for row in rows] == [("contact", None), ("list", 1)]
    assert api.call("GET", "/search/contacts-lists?q=nobody")[1]["data"]["total"] == 0


def test_deleted_list_takes_its_contacts_along(api: Api) -> None:
    number = made_list(api)
    api.call("POST", f"/lists/{number}/contacts", PERSON)
    status, document = api.call("DELETE", f"/lists/{number}")
    assert (status, document["data"], document["response_msg"]) == (200, [], f"List #{number} has been deleted.")
    assert api.call("DELETE", f"/lists/{number}")[0] == 404
    assert api.call("GET", "/_sandbox/state")[1]["collections"]["contacts"] == []


def test_contact_of_an_unknown_list_is_forbidden_and_an_unknown_contact_not_found(api: Api) -> None:
    number, other = made_list(api), made_list(api)
    contact = api.call("POST", f"/lists/{number}/contacts", PERSON)[1]["data"]["contact_id"]
    assert api.call("POST", "/lists/99/contacts", PERSON)[0] == 403
    status, document = api.call("DELETE", f"/lists/{other}/contacts/{contact}")
    assert (status, document["response_msg"]) == (404, "Contact record not found.")
    assert api.call("DELETE", f"/lists/{number}/contacts/{contact}")[0] == 200


def test_one_bad_recipient_does_not_stop_the_others(api: Api) -> None:
    items = [sms("+61455555555", custom_string="a"), sms("12"), sms("+61411111111")]
    status, document = api.call("POST", "/sms/send", {"messages": items})
    data = document["data"]
    assert (status, document["response_code"]) == (200, "SUCCESS")
    assert [one["status"] for one in data["messages"]] == ["SUCCESS", "INVALID_RECIPIENT", "SUCCESS"]
    assert (data["total_count"], data["queued_count"], data["total_price"]) == (3, 2, 0.0792)
    assert set(data["messages"][1]) == set(
        "to body from schedule message_id custom_string is_shared_system_number status".split()
    )
    assert [one["custom_string"] for one in data["messages"]] == ["a", "", ""]
    assert data["messages"][2]["message_price"] == "0.0000"
    assert len({one["message_id"] for one in data["messages"]}) == 3


def test_accepted_messages_are_kept_and_refused_ones_are_not(api: Api) -> None:
    api.call("POST", "/sms/send", {"messages": [sms("+61455555555"), sms("12")]})
    kept = api.call("GET", "/_sandbox/state")[1]["collections"]["messages"]
    assert [(one["operation"], one["to"]) for one in kept] == [("sms_send", "+61455555555")]


def test_message_to_a_list_goes_to_each_contact(api: Api) -> None:
    number = made_list(api)
    for phone in ("+61411111111", "+61422222222"):
        api.call("POST", f"/lists/{number}/contacts", {**PERSON, "phone_number": phone})
    _, document = api.call("POST", "/sms/send", {"messages": [sms("", list_id=number)]})
    assert [one["to"] for one in document["data"]["messages"]] == ["+61411111111", "+61422222222"]


def test_letter_shows_its_return_address(api: Api) -> None:
    address = {
        "address_name": "J",
        "address_line_1": "1 Test St",
        "address_city": "Perth",
        "address_state": "WA",
        "address_postal_code": "11111",
        "address_country": "AU",
        "return_address_id": 4,
    }
    letter = {"file_url": "https://x.example/l.pdf", "colour": 1, "duplex": 0, "source": "t", "recipients": [address]}
    item = api.call("POST", "/post/letters/send", letter)[1]["data"]["recipients"][0]
    assert (item["_return_address"]["address_name"], item["_file_url"]) == ("My Address", "https://x.example/l.pdf")


def test_upload_needs_base64_and_a_known_use(api: Api) -> None:
    content = base64.b64encode(b"%PDF").decode()
    status, document = api.call("POST", "/uploads?convert=fax", {"content": content})
    assert (status, document["data"]["date_delete"] - document["data"]["date_added"]) == (200, 604_800)
    assert document["data"]["_url"].endswith(document["data"]["file_name"])
    assert "content" in api.call("POST", "/uploads?convert=fax", {"content": "?"})[1]["data"]
    assert "convert" in api.call("POST", "/uploads?convert=nothing", {"content": content})[1]["data"]


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Basic c2FuZGJveDp3cm9uZw=="}, {"Authorization": "Bearer sandbox"}]
)
def test_wrong_credentials_get_the_vendor_s_answer_on_any_path(api: Api, headers: dict[str, str]) -> None:
    stranger = Api(api.root, api.url, headers)
    text = "Authorization failed."
    expected = {"http_code": 401, "response_code": "UNAUTHORIZED", "response_msg": text, "data": None}
    assert stranger.call("GET", "/lists") == (401, expected)
    assert stranger.call("POST", "/no/such/path", {})[0] == 401


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "list_name"),
        ({"list_name": None}, "list_name"),
        ({"list_name": 5}, "list_name"),
        ([], "body"),
    ],
)
def test_wrong_body_is_refused_with_the_field(api: Api, body: Any, field: str) -> None:
    status, document = api.call("POST", "/lists", body)
    assert (status, document["response_code"], list(document["data"])) == (400, "BAD_REQUEST", [field])


@pytest.mark.parametrize("name", [{"a": 1}, ["x"]])
def test_object_in_place_of_a_text_gets_the_integer_code(api: Api, name: Any) -> None:
    status, document = api.call("POST", "/lists", {"list_name": name})
    assert (status, document["response_code"], document["data"]) == (400, 400, None)


def test_nested_field_is_named_by_its_place(api: Api) -> None:
    status, document = api.call("POST", "/sms/send", {"messages": [sms("+61411111111"), {"to": "1", "source": "t"}]})
    assert (status, list(document["data"])) == (400, ["messages.1.body"])


def test_broken_json_is_refused(api: Api) -> None:
    status, _, text = api.raw("POST", "/lists", b'{"list_name": ')
    assert status == 400
    assert "BAD_REQUEST" in text


def test_unknown_path_and_wrong_method(api: Api) -> None:
    assert api.call("GET", "/nothing")[1]["response_code"] == "NOT_FOUND"
    status, headers, _ = api.raw("PATCH", "/lists")
    assert (status, headers["allow"]) == (405, "GET, POST")


def test_inbound_message_is_delivered_until_the_rule_is_deleted(api: Api) -> None:
    with Listener() as listener:
        _, document = api.call("POST", "/ms-flow/automations/sms/inbound", {**RULE, "action_address": listener.url})
        rule = document["data"]["inbound_rule_id"]
        status, report = api.call("POST", "/_sandbox/events/sms_inbound_automation", {"body": "STOP"})
        (delivery,) = report["deliveries"]
        assert (status, delivery["id"], delivery["url"], delivery["status"]) == (200, rule, listener.url, 200)
        event = mapping(*listener.taken())
        assert (event["body"], event["from"], event["timestamp"]) == ("STOP", "+61411111111", 1785000000)
        assert api.call("DELETE", f"/automations/sms/inbound/{rule}")[1]["data"] == []
        assert api.call("POST", "/_sandbox/events/sms_inbound_automation")[1]["deliveries"] == []
        assert listener.taken() == []
    assert api.call("DELETE", f"/automations/sms/inbound/{rule}")[0] == 404


def test_two_rules_get_two_deliveries(api: Api) -> None:
    with Listener() as listener:
        for _ in range(2):
            api.call("POST", "/ms-flow/automations/sms/inbound", {**RULE, "action_address": listener.url})
        api.call("POST", "/_sandbox/events/sms_inbound_automation")
        first, second = map(mapping, listener.taken())
    assert first["message_id"] == second["message_id"]


def test_events_leave_this_machine_never(api: Api) -> None:
    api.call("POST", "/ms-flow/automations/sms/inbound", {**RULE, "action_address": "http://192.0.2.1/x"})
    (delivery,) = api.call("POST", "/_sandbox/events/sms_inbound_automation")[1]["deliveries"]
    assert "not delivered" in delivery["error"]


def test_reset_brings_the_first_state_back(api: Api, running: Running) -> None:
    before = api.call("GET", "/_sandbox/state")[1]
    made_list(api)
    assert api.call("GET", "/_sandbox/state")[1] != before
    api.call("POST", "/_sandbox/reset")
    assert api.call("GET", "/_sandbox/state")[1] == before
    assert made_list(api) == 437

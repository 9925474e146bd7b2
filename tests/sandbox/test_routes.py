"""Calls of the vendor that the connector does not have, in their short declaration."""

from __future__ import annotations

from pathlib import Path

from connectorkit.sandbox.server.server import serve
from tests.sandbox.helpers import Api, spec_of, tiny

PERSON = {"first_name": "Ada", "last_name": "Byron", "phone_number": "+61411111111"}
MORE = """
sandbox:
  collections: {orders: {key: id, first: 5}}
  operations: {add_order: {create: orders}}
  routes:
    GET /orders/{id}: {like: add_order, view: orders}
    GET /all: {list: orders, at: found}
    GET /health: {open: true, answer: {ok: true}}
"""


def made(api: Api) -> tuple[int, int]:
    number = api.call("POST", "/lists", {"list_name": "Depot"})[1]["data"]["list_id"]
    contact = api.call("POST", f"/lists/{number}/contacts", PERSON)[1]["data"]["contact_id"]
    return int(number), int(contact)


def test_list_is_read_and_renamed(api: Api) -> None:
    number, _ = made(api)
    document = api.call("PUT", f"/lists/{number}", {"list_name": "Yard", "list_id": 9})[1]
    assert document["response_msg"] == "Your list has been updated."
    shown = api.call("GET", f"/lists/{number}")[1]["data"]
    assert (shown["list_id"], shown["list_name"], shown["_contacts_count"]) == (number, "Yard", 1)
    assert api.call("GET", "/lists/99")[1]["response_msg"] == "Your list is not found."
    assert api.call("PUT", f"/lists/{number}", {})[0] == 400


def test_contact_is_read_and_updated_in_part(api: Api) -> None:
    number, contact = made(api)
    path = f"/lists/{number}/contacts/{contact}"
    assert api.call("PUT", path, {"email": "ada@b.example"})[0] == 200
    shown = api.call("GET", path)[1]["data"]
    assert (shown["email"], shown["first_name"], shown["list_id"]) == ("ada@b.example", "Ada", number)
    status, document = api.call("PUT", f"/lists/99/contacts/{contact}", {"email": "x"})
    assert (status, document["response_msg"]) == (404, "Contact record not found.")


def test_price_of_messages_is_told_without_sending(api: Api) -> None:
    items = [{"to": "+61455555555", "body": "a" * 161, "source": "t"}, {"to": "12", "body": "x", "source": "t"}]
    api.call("POST", "/_sandbox/settings", {"balance": "0.1584", "throttled_seconds": 10})
    api.call("POST", "/sms/price", {"messages": items * 2})
    data = api.call("POST", "/sms/price", {"messages": items})[1]["data"]
    assert [one["status"] for one in data["messages"]] == ["SUCCESS", "INVALID_RECIPIENT"]
    assert (data["total_price"], data["messages"][0]["schedule"]) == (0.1584, "")
    state = api.call("GET", "/_sandbox/state")[1]
    assert (state["made"]["messages"], state["spent"]) == (0, "0")
    data = api.call("POST", "/sms/send", {"messages": items[:1] * 2})[1]["data"]
    assert [one["status"] for one in data["messages"]] == ["SUCCESS", "THROTTLED"]


def test_history_shows_what_was_sent_in_pages_and_can_be_asked(api: Api) -> None:
    items = [{"to": f"+614555555{n:02}", "body": f"No {n}", "source": "t"} for n in range(20)]
    api.call("POST", "/sms/send", {"messages": [*items, {"to": "12", "body": "x", "source": "t"}]})
    data = api.call("GET", "/sms/history?page=2")[1]["data"]
    assert (data["total"], len(data["data"]), data["data"][0]["body"]) == (20, 5, "No 15")
    found = api.call("GET", "/sms/history?q=to:%2B61455555503")[1]["data"]["data"]
    assert [one["body"] for one in found] == ["No 3"]
    assert api.call("GET", "/sms/history?q=body:No%203,to:%2B61455555504")[1]["data"]["total"] == 0
    assert api.call("GET", "/sms/history?q=body:No%203,to:%2B61455555504&operator=OR")[1]["data"]["total"] == 2
    sorted_rows = api.call("GET", "/sms/history?order_by=to:desc")[1]["data"]["data"]
    assert sorted_rows[0]["to"] == "+61455555519"
    assert api.call("GET", "/mms/history")[1]["data"]["total"] == 0


def test_any_connector_can_have_further_routes(tmp_path: Path) -> None:
    order = {"title": "Ink", "amount": 2}
    with serve(spec_of(tiny(tmp_path / "shop", more=MORE))) as running:
        api, stranger = Api(running.root, running.url, {"X-Key": "sandbox"}), Api(running.root, running.url, {})
        assert api.call("POST", "/orders", order)[1]["id"] == 5
        assert api.call("GET", "/orders/5")[1]["title"] == "Ink"
        assert api.call("GET", "/orders/6")[0] == 404
        assert api.call("GET", "/all")[1] == {"found": [{**order, "id": 5}]}
        assert [one.call("GET", "/health")[0] for one in (stranger, api)] == [200, 200]
        assert stranger.call("GET", "/all")[0] == 401
        assert api.call("POST", "/_sandbox/faults", {"operation": "GET /all", "status": 500})[0] == 200
        assert api.call("GET", "/all")[0] == 500

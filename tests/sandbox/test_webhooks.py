"""Webhooks as the vendor delivers them: formats, retries on a clock that tests move, rules, and their end."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.sandbox.helpers import Api
from tests.sandbox.receiver import Receiver

PATH = "/ms-flow/automations/sms/inbound"
EVENT = "/_sandbox/events/sms_inbound_automation"
RULE = {
    "message_search_type": 0,
    "message_search_term": "*",
    "dedicated_number": "*",
    "rule_name": "Power-Automate",
    "webhook_type": "json",
    "action": "URL",
    "enabled": 1,
}


def subscribe(api: Api, address: str, path: str = PATH, **more: Any) -> int:
    status, document = api.call("POST", path, {**RULE, "action_address": address, **more})
    assert status == 200, document
    return int(document["data"]["inbound_rule_id"])


def happen(api: Api, query: str = "", **given: Any) -> list[dict[str, Any]]:
    status, document = api.call("POST", EVENT + query, given)
    assert status == 200, document
    return list(document["deliveries"])


def pass_time(api: Api, seconds: int) -> list[dict[str, Any]]:
    return list(api.call("POST", "/_sandbox/clock", {"advance": seconds})[1]["deliveries"])


def test_failed_delivery_is_tried_again_on_the_vendor_s_schedule(api: Api) -> None:
    with Receiver(500, 0, 503) as receiver:
        subscribe(api, receiver.url)
        (first,) = happen(api)
        assert (first["status"], first["next"], first["attempts"]) == (500, 1785000010, 1)
        assert pass_time(api, 9) == []
        (second,) = pass_time(api, 1)
        assert (second["error"], second["next"]) == ("RemoteDisconnected", 1785000070)
        (third,) = pass_time(api, 60)
        assert (third["status"], third["next"]) == (503, 1785000370)
        (fourth,) = pass_time(api, 300)
        assert (fourth["status"], fourth["next"], fourth["attempts"]) == (200, None, 4)
        assert pass_time(api, 100_000) == []
    bodies = [one.body for one in receiver.arrived]
    assert (len(bodies), len(set(bodies))) == (4, 1)


def test_one_long_step_of_the_clock_makes_all_tries_that_fall_into_it(api: Api) -> None:
    with Receiver(*[500] * 20) as receiver:
        subscribe(api, receiver.url)
        happen(api)
        assert [one["attempts"] for one in pass_time(api, 400)] == [4, 4, 4]
        pass_time(api, 1_000_000)
        assert len(receiver.arrived) == 8  # The schedule has seven waits.
    (last,) = api.call("GET", "/_sandbox/state")[1]["deliveries"]
    assert (last["attempts"], last["next"]) == (8, None)


def test_ended_webhook_is_not_tried_again(api: Api) -> None:
    with Receiver(500) as receiver:
        rule = subscribe(api, receiver.url)
        happen(api)
        api.call("DELETE", f"/automations/sms/inbound/{rule}")
        (last,) = pass_time(api, 10)
        assert ("ended" in last["error"], last["next"]) == (True, None)
    assert len(receiver.arrived) == 1


def test_accepted_with_202_unless_only_200_counts(api: Api) -> None:
    with Receiver(202, 202) as receiver:
        subscribe(api, receiver.url)
        assert happen(api)[0]["next"] is None
        api.call("POST", "/_sandbox/settings", {"strict_delivery": True})
        assert happen(api)[0]["next"] == 1785000010


@pytest.mark.parametrize(
    ("way", "method", "kind"),
    [("post", "POST", "application/x-www-form-urlencoded"), ("get", "GET", ""), ("json", "POST", "application/json")],
)
def test_format_follows_the_webhook_type(api: Api, way: str, method: str, kind: str) -> None:
    with Receiver() as receiver:
        subscribe(api, receiver.url, webhook_type=way)
        happen(api, body="Yes & no")
    (one,) = receiver.arrived
    assert (one.method, one.kind) == (method, kind)
    text = urlsplit(one.path).query if way == "get" else one.body.decode()
    fields = json.loads(text) if way == "json" else {name: values[0] for name, values in parse_qs(text).items()}
    assert (fields["body"], fields["message"], fields["from"]) == ("Yes & no", "Yes & no", "+61411111111")
    assert fields["user_id"] == (1001 if way == "json" else "1001")


def test_rule_of_the_vendor_s_own_route_gets_a_form(api: Api) -> None:
    with Receiver() as receiver:
        rule = {name: one for name, one in RULE.items() if name != "webhook_type"}
        status, document = api.call("POST", "/automations/sms/inbound", {**rule, "action_address": receiver.url})
        assert (status, document["data"]["action"]) == (200, "URL")
        happen(api)
    assert receiver.arrived[0].kind == "application/x-www-form-urlencoded"


def test_reply_carries_what_it_answers(api: Api) -> None:
    message = {"to": "+61455555555", "body": "Order 17 ready", "source": "t", "custom_string": "order-17"}
    sent = api.call("POST", "/sms/send", {"messages": [message]})[1]["data"]["messages"][0]
    with Receiver() as receiver:
        subscribe(api, receiver.url)
        happen(api, body="Thanks", **{"from": "+61455555555"})
        happen(api, **{"from": "+61466666666"})
    reply, other = (json.loads(one.body) for one in receiver.arrived)
    for new, old in (("original_message_id", "originalmessageid"), ("custom_string", "customstring")):
        assert reply[new] == reply[old]
    assert (reply["original_message_id"], reply["original_body"]) == (sent["message_id"], "Order 17 ready")
    assert (reply["custom_string"], other["custom_string"], other["original_body"]) == ("order-17", "", "")


def test_leftover_rules_fire_too_and_only_ten_at_once(api: Api) -> None:
    with Receiver() as receiver:
        rules = [subscribe(api, receiver.url) for _ in range(12)]
        assert [one["id"] for one in happen(api)] == rules[:10]
        for rule in rules[2:]:
            api.call("DELETE", f"/automations/sms/inbound/{rule}")
        assert [one["id"] for one in happen(api)] == rules[:2]
    assert len({json.loads(one.body)["message_id"] for one in receiver.arrived}) == 2


def test_duplicates_on_demand_carry_the_same_message(api: Api) -> None:
    with Receiver() as receiver:
        subscribe(api, receiver.url)
        assert len(happen(api, "?times=3")) == 3
        assert api.call("POST", f"{EVENT}?times=0")[0] == 400
    assert len({json.loads(one.body)["message_id"] for one in receiver.arrived}) == 1
    assert len(receiver.arrived) == 3


@pytest.mark.parametrize(
    ("rule", "body", "fires"),
    [
        ({"message_search_type": 1, "message_search_term": "sto"}, "STOP now", True),
        ({"message_search_type": 1, "message_search_term": "now"}, "STOP now", False),
        ({"message_search_type": 2, "message_search_term": "now"}, "STOP now", True),
        ({"message_search_type": 3, "message_search_term": "now"}, "STOP now", False),
        ({"enabled": 0}, "x", False),
        ({"dedicated_number": "+61400000000"}, "x", True),
        ({"dedicated_number": "+61499999999"}, "x", False),
    ],
)
def test_rule_says_which_messages_it_is_for(api: Api, rule: dict[str, Any], body: str, fires: bool) -> None:
    with Receiver() as receiver:
        lenient = {name: one for name, one in {**RULE, **rule}.items() if name != "webhook_type"}
        api.call("POST", "/automations/sms/inbound", {**lenient, "action_address": receiver.url})
        happen(api, body=body)
    assert len(receiver.arrived) == fires


def test_updated_rule_delivers_to_its_new_address(api: Api) -> None:
    with Receiver() as first, Receiver() as second:
        rule = subscribe(api, first.url)
        path = f"/automations/sms/inbound/{rule}"
        assert api.call("PUT", path, {"action_address": second.url, "inbound_rule_id": 9})[0] == 200
        assert api.call("GET", path)[1]["data"]["action_address"] == second.url
        happen(api)
    assert (len(first.arrived), len(second.arrived)) == (0, 1)


def test_rules_are_listed_and_unknown_ones_are_not_found(api: Api) -> None:
    rules = [subscribe(api, "http://127.0.0.1:1/") for _ in range(2)]
    data = api.call("GET", "/automations/sms/inbound")[1]["data"]
    assert ([one["inbound_rule_id"] for one in data["data"]], data["total"]) == (rules, 2)
    assert data["data"][0]["rule_name"] == "Power-Automate"
    for method in ("GET", "PUT", "DELETE"):
        assert api.call(method, "/automations/sms/inbound/99", {} if method == "PUT" else None)[0] == 404


def test_clock_moves_forwards_only(api: Api) -> None:
    for wrong in (-1, "10", True, 1e9):
        assert api.call("POST", "/_sandbox/clock", {"advance": wrong})[0] == 400
    assert api.call("POST", "/_sandbox/clock", {"advance": 10})[1]["clock"] == 1785000010

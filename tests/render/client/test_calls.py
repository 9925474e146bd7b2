"""Calls of the generated ClickSend client against a server on a real socket."""

from __future__ import annotations

import asyncio
import json
import socket
from base64 import b64encode
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest

from .conftest import Answer, Server, answer, message

SENT = {
    "http_code": 200,
    "response_code": "SUCCESS",
    "response_msg": "Queued.",
    "data": {
        "total_price": 0,
        "total_count": 2,
        "queued_count": "1",
        "_currency": {"currency_name_short": "AUD"},
        "messages": [
            {"to": "+61411111111", "status": "SUCCESS", "message_price": "0.0792", "date": 1700000000, "schedule": ""},
            {"to": 61400000000, "status": "INVALID_RECIPIENT", "date": "soon", "user_id": "12", "from": None},
        ],
    },
}


def test_a_send_travels_as_declared(package: ModuleType, make: Any, server: Server) -> None:
    server.answers = [answer(SENT)]
    make().sms_send(messages=[message(package)])
    (seen,) = server.seen
    assert (seen.method, seen.target) == ("POST", "/sms/send")
    assert json.loads(seen.body) == {"messages": [{"to": "+61411111111", "body": "Hi"}]}
    assert seen.headers["content-type"] == "application/json"
    assert seen.headers["authorization"] == "Basic " + b64encode(b"user-name:top-secret").decode()


def test_answers_are_typed_to_the_last_field(package: ModuleType, make: Any, server: Server) -> None:
    server.answers = [answer(SENT)]
    result = make().sms_send(messages=[message(package), message(package)])
    assert result.data.total_price == 0 and result.data.queued_count == 1
    assert result.data.currency.currency_name_short == "AUD"
    first, second = result.data.messages
    assert (first.message_price, first.date) == (Decimal("0.0792"), 1700000000)
    assert (first.schedule, first.carrier) == (None, None)
    assert (second.to, second.user_id, second.date, second.from_) == ("61400000000", 12, None, None)
    assert result.problems == ["data.messages[].date"]
    assert result.raw == SENT


def test_a_batch_tells_what_was_refused(package: ModuleType, make: Any, server: Server) -> None:
    server.answers = [answer(SENT)]
    result = make().sms_send(messages=[message(package), message(package)])
    assert [item.status for item in result.accepted] == ["SUCCESS"]
    assert [item.status for item in result.rejected] == ["INVALID_RECIPIENT"]
    with pytest.raises(package.PartialFailure) as caught:
        result.raise_for_rejected()
    assert caught.value.positions == [1]


@pytest.mark.parametrize("data", [None, [], "text", 7, {"data": [1, None, {"messages": 3}]}, {"data": {"messages": 3}}])
def test_no_shape_of_a_good_answer_raises(package: ModuleType, make: Any, server: Server, data: object) -> None:
    server.answers = [answer(data)]
    result = make().sms_send(messages=[message(package)])
    assert result.raw == data and result.accepted == []


def test_an_envelope_of_another_value_is_an_error(package: ModuleType, make: Any, server: Server) -> None:
    server.answers = [answer({"response_code": "INSUFFICIENT_CREDIT", "response_msg": "No money", "data": {"a": 1}})]
    with pytest.raises(package.ApiError) as caught:
        make().sms_send(messages=[message(package)])
    error = caught.value
    assert (error.status, error.code, error.message) == (200, "INSUFFICIENT_CREDIT", "No money")
    assert error.details == {"a": 1} and len(server.seen) == 1


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, "BadRequest"),
        (401, "Unauthorized"),
        (403, "Forbidden"),
        (404, "NotFound"),
        (429, "RateLimited"),
        (418, "ApiError"),
        (500, "ServerError"),
        (302, "ApiError"),
    ],
)
def test_statuses_are_errors_of_a_kind(package: ModuleType, make: Any, server: Server, status: int, kind: str) -> None:
    server.answers = [answer({"response_code": status, "response_msg": "Said."}, status, headers={"X-A": "b"})]
    with pytest.raises(package.ApiError) as caught:
        make(retries=0).get_contact_lists()
    error = caught.value
    assert type(error).__name__ == kind
    assert (error.status, error.code, error.message, error.headers["x-a"]) == (status, str(status), "Said.", "b")


def test_an_error_that_is_not_json_keeps_its_text(package: ModuleType, make: Any, server: Server) -> None:
    server.answers = [Answer(b"<h1>Bad gateway</h1>", 502)]
    with pytest.raises(package.ServerError) as caught:
        make(retries=0).get_contact_lists()
    assert caught.value.raw == "<h1>Bad gateway</h1>"


@pytest.mark.parametrize("fault", [Answer(reset=True), Answer(b'{"a": 1}', cut=3)])
def test_a_send_is_never_repeated_in_doubt(package: ModuleType, make: Any, server: Server, fault: Answer) -> None:
    server.answers = [fault, answer(SENT)]
    with pytest.raises(package.OutcomeUnknown):
        make().sms_send(messages=[message(package)])
    assert len(server.seen) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_send_is_not_repeated_after_a_server_error(
    package: ModuleType, make: Any, server: Server, status: int
) -> None:
    server.answers = [answer({}, status), answer(SENT)]
    with pytest.raises(package.ServerError) as caught:
        make().sms_send(messages=[message(package)])
    assert isinstance(caught.value, package.OutcomeUnknown) and len(server.seen) == 1


def test_silence_after_a_send_is_doubt(package: ModuleType, make: Any, sleeps: list[float]) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(package.OutcomeUnknown, match="timed out"):
            client = make(base_url=f"http://127.0.0.1:{silent.getsockname()[1]}", timeout=0.1)
            client.sms_send(messages=[message(package)])
    assert sleeps == []


@pytest.mark.parametrize("body", [b"<html>", b"", b'{"a": ', b"\xff\xfe", b"[" * 100_000, b"[1]", b"7", b"null"])
def test_an_accepted_send_with_an_unreadable_answer_is_a_result(
    package: ModuleType, make: Any, server: Server, body: bytes
) -> None:
    server.answers = [Answer(body)]
    result = make().sms_send(messages=[message(package)])
    assert (result.unparsed, result.response.body, result.accepted, result.data) == (True, body, [], None)
    with pytest.raises(package.UnreadableOutcome) as caught:
        result.raise_for_rejected()
    assert caught.value.body == body and caught.value.look_for["messages[].to"] == ["+61411111111"]


def test_a_read_that_cannot_be_read_is_an_error(package: ModuleType, make: Any, server: Server) -> None:
    server.answers = [Answer(b"<html>")]
    with pytest.raises(package.DecodeError) as caught:
        make().get_contact_lists()
    assert caught.value.body == b"<html>" and not isinstance(caught.value, package.OutcomeUnknown)


@pytest.mark.parametrize("fault", [Answer(reset=True), Answer(b"{}", 500), Answer(b"{}", 503), Answer(b"{}x", cut=1)])
def test_a_read_is_repeated(make: Any, server: Server, fault: Answer, sleeps: list[float]) -> None:
    server.answers = [fault, fault, answer({"response_code": "SUCCESS"})]
    assert make().get_contact_lists().response_code == "SUCCESS"
    assert len(server.seen) == 3 and sleeps == [0.25, 0.5]


def test_retries_end(package: ModuleType, make: Any, server: Server) -> None:
    server.answers = [Answer(reset=True)]
    with pytest.raises(package.ConnectionFailed):
        make(retries=1).get_contact_lists()
    assert len(server.seen) == 2


@pytest.mark.parametrize(
    ("asked", "waited"),
    [("7", 7.0), ("Tue, 14 Nov 2023 22:13:30 GMT", 10.0), ("60", 60.0), ("soon", 0.25), ("-1", 0.25)],
)
def test_a_refused_send_is_repeated_when_the_service_asks(
    package: ModuleType, make: Any, server: Server, sleeps: list[float], asked: str, waited: float
) -> None:
    server.answers = [answer({}, 429, headers={"Retry-After": asked}), answer(SENT)]
    make().sms_send(messages=[message(package)])
    assert len(server.seen) == 2 and sleeps == [waited]


def test_rate_limited_says_when_to_come_back(package: ModuleType, make: Any, server: Server) -> None:
    server.answers = [answer({}, 429, headers={"Retry-After": "30"})]
    with pytest.raises(package.RateLimited) as caught:
        make(retries=0).get_contact_lists()
    assert caught.value.retry_after == 30.0


def test_a_connection_that_cannot_be_made_is_tried_again_and_then_fails(
    package: ModuleType, make: Any, sleeps: list[float]
) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        with pytest.raises(package.ConnectionFailed):
            make(base_url=f"http://127.0.0.1:{held.getsockname()[1]}").sms_send(messages=[message(package)])
    assert len(sleeps) == 2


def test_a_connection_is_kept_and_a_closed_one_is_not_used(package: ModuleType, make: Any, server: Server) -> None:
    server.answers = [answer(SENT), answer(SENT), answer(SENT, close=True), answer(SENT)]
    with make() as client:
        for _ in range(4):
            client.sms_send(messages=[message(package)])
    assert len(server.seen) == 4 and server.connections == 2


def test_redirects_stay_with_the_host(package: ModuleType, make: Any, server: Server) -> None:
    other = Server()
    try:
        server.answers = [answer({}, 302, headers={"Location": "/there?a=b"}), answer({"response_msg": "here"})]
        assert make().get_contact_lists().response_msg == "here"
        assert server.seen[1].target == "/there?a=b" and "authorization" in server.seen[1].headers
        server.answers = [answer({}, 302, headers={"Location": f"{other.url}/x"})]
        make().get_contact_lists()
        assert "authorization" not in other.seen[0].headers
        server.answers = [answer({}, 307, headers={"Location": f"{other.url}/x"})]
        with pytest.raises(package.OutcomeUnknown):
            make().sms_send(messages=[message(package)])
        assert len(other.seen) == 1
    finally:
        other.stop()


def test_the_throttle_waits_for_a_free_place(make: Any, server: Server, sleeps: list[float]) -> None:
    client = make(throttle=(2, 60.0))
    for _ in range(3):
        client.get_countries()
    assert sleeps == [60.0] and len(server.seen) == 3


def test_all_pages_are_walked(make: Any, server: Server) -> None:
    def page(seen: Any) -> Answer:
        number = int(seen.target.partition("page=")[2].split("&")[0])
        rows = [{"contact_id": number * 10 + n} for n in range(2)]
        return answer({"response_code": "SUCCESS", "data": {"current_page": number, "last_page": "3", "data": rows}})

    server.choose = page
    contacts = list(make().iter_view_list_contacts(list_id=5))
    assert [contact.contact_id for contact in contacts] == [10, 11, 20, 21, 30, 31]
    assert server.seen[1].target == "/lists/5/contacts?page=2&limit=100"


def test_pages_of_a_service_that_ignores_the_number_end(make: Any, server: Server) -> None:
    server.answers = [answer({"data": {"data": [{"contact_id": 1}]}})]
    assert len(list(make().iter_view_list_contacts(list_id=5))) == 1
    assert len(server.seen) == 2


def test_a_wrong_call_is_not_sent(package: ModuleType, make: Any, server: Server) -> None:
    client = make()
    with pytest.raises(package.ValidationFailed) as caught:
        client.send_letter(file_url=None, colour=7, duplex="1", recipients=[{"address_name": "x"}])
    problems = caught.value.problems
    assert problems[0] == "file_url is required" and problems[1].startswith("colour must be one of")
    assert "duplex must be an integer, not str" in problems
    assert any(problem.startswith("recipients[0] must be of the class ") for problem in problems)
    assert server.seen == []


def test_half_a_character_is_refused_at_its_place(package: ModuleType, make: Any, server: Server) -> None:
    with pytest.raises(package.ValidationFailed, match=r"messages\[1\]\.custom_string contains an unpaired surrogate"):
        make().sms_send(messages=[message(package), message(package, custom_string="a\ud83d")])
    make().sms_send(messages=[message(package, custom_string="\U0001f600 \u2013 ž")])
    assert json.loads(server.seen[0].body)["messages"][0]["custom_string"] == "\U0001f600 \u2013 ž"


def test_bytes_travel_as_base64(make: Any, server: Server) -> None:
    make().upload_media(convert="fax", content=b"\x00\xff")
    assert json.loads(server.seen[0].body) == {"content": "AP8="}
    assert server.seen[0].target == "/uploads?convert=fax"


def test_the_environment_holds_the_settings(package: ModuleType, server: Server) -> None:
    environ = {"CLICKSEND_SMS_USERNAME": "u", "CLICKSEND_SMS_PASSWORD": "p", "CLICKSEND_SMS_BASE_URL": server.url}
    with package.Client.from_env(environ=environ) as client:
        client.get_countries()
    assert server.seen[0].headers["authorization"] == "Basic " + b64encode(b"u:p").decode()
    with pytest.raises(package.ValidationFailed, match="CLICKSEND_SMS_PASSWORD"):
        package.Client.from_env(environ={"CLICKSEND_SMS_USERNAME": "u"})


def test_no_text_holds_a_secret(package: ModuleType, make: Any, server: Server) -> None:
    encoded = b64encode(b"user-name:top-secret").decode()
    server.answers = [answer({"response_code": "top-secret", "response_msg": "key top-secret is wrong"}, 401)]
    client = make()
    with pytest.raises(package.Unauthorized) as caught:
        client.get_countries()
    with pytest.raises(package.ValidationFailed) as refused:
        make(password="top-secret\n")
    for text in (repr(client), str(caught.value), repr(caught.value), caught.value.message, str(refused.value)):
        assert "top-secret" not in text and "user-name" not in text and encoded not in text
    assert repr(client) == f"Client(base_url='{server.url}')"


def test_a_subscription_can_be_ended(make: Any, server: Server) -> None:
    server.answers = [answer({"response_code": "SUCCESS", "data": {"inbound_rule_id": 42}}), answer({"data": []})]
    client = make()
    rule = client.sms_inbound_automation(action_address="https://example.com/hook")
    client.delete_sms_inbound_automation(inbound_rule_id=int(rule.subscription))
    assert json.loads(server.seen[0].body)["action_address"] == "https://example.com/hook"
    assert json.loads(server.seen[0].body)["rule_name"] == "Power-Automate"
    assert (server.seen[1].method, server.seen[1].target) == ("DELETE", "/automations/sms/inbound/42")


@pytest.mark.parametrize(
    "body",
    [
        b'{"from": "+61", "user_id": 7, "timestamp": 170, "body": "a b"}',
        "from=%2B61&user_id=7&timestamp=170&body=a+b",
        {"from": "+61", "user_id": "7", "timestamp": "170", "body": "a b"},
    ],
)
def test_a_delivery_is_read_in_each_form(package: ModuleType, body: Any) -> None:
    event = package.Client.parse_sms_inbound_automation(body)
    assert (event.from_, event.user_id, event.timestamp, event.body) == ("+61", 7, "170", "a b")
    assert event.message_id is None and event.problems == []


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", "plain text"])
def test_a_delivery_that_is_none_is_refused(package: ModuleType, body: Any) -> None:
    with pytest.raises(package.DecodeError):
        package.Client.parse_sms_inbound_automation(body)


class TestAsync:
    """The asynchronous client does the same."""

    def run(self, package: ModuleType, server: Server, sleeps: list[float], name: str, **arguments: object) -> Any:
        async def rest(seconds: float) -> None:
            sleeps.append(seconds)

        async def call() -> Any:
            runtime = package.Runtime(clock=lambda: 0.0, random=lambda: 0.0, async_sleep=rest)
            async with package.AsyncClient(
                username="user-name", password="top-secret", base_url=server.url, runtime=runtime
            ) as client:
                if name.startswith("iter_"):
                    return [item async for item in getattr(client, name)(**arguments)]
                return await getattr(client, name)(**arguments)

        return asyncio.run(call())

    def test_the_same_request_and_result(
        self, package: ModuleType, make: Any, server: Server, sleeps: list[float]
    ) -> None:
        server.answers = [answer(SENT)]
        result = self.run(package, server, sleeps, "sms_send", messages=[message(package)])
        assert result == make().sms_send(messages=[message(package)])
        first, second = server.seen
        drop = ("connection",)
        assert (first.method, first.target, first.body) == (second.method, second.target, second.body)
        assert {k: v for k, v in first.headers.items() if k not in drop} == second.headers

    @pytest.mark.parametrize("fault", [Answer(reset=True), Answer(b'{"a": 1}', cut=3)])
    def test_a_send_is_never_repeated_in_doubt(
        self, package: ModuleType, server: Server, sleeps: list[float], fault: Answer
    ) -> None:
        server.answers = [fault, answer(SENT)]
        with pytest.raises(package.OutcomeUnknown):
            self.run(package, server, sleeps, "sms_send", messages=[message(package)])
        assert len(server.seen) == 1

    def test_a_delete_is_sent_as_often_as_decided_here(
        self, package: ModuleType, server: Server, sleeps: list[float]
    ) -> None:
        server.answers = [Answer(reset=True)]
        with pytest.raises(package.ConnectionFailed):
            self.run(package, server, sleeps, "delete_list", list_id=1)
        assert len(server.seen) == 3

    def test_pages_and_refusals(self, package: ModuleType, server: Server, sleeps: list[float]) -> None:
        page = answer({"data": {"data": [{"contact_id": 1}]}})
        server.answers = [answer({}, 429, headers={"Retry-After": "3"}), page]
        assert len(self.run(package, server, sleeps, "iter_view_list_contacts", list_id=5)) == 1
        assert sleeps == [3.0]

    def test_no_connection(self, package: ModuleType, server: Server, sleeps: list[float]) -> None:
        server.stop()
        with pytest.raises(package.ConnectionFailed):
            self.run(package, server, sleeps, "sms_send", messages=[message(package)])
        assert len(sleeps) == 2

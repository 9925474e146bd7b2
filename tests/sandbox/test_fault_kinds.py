"""Each kind of fault: the response, and whether the call was processed."""

from __future__ import annotations

import http.client
import json
import select
import time
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from connectorkit.sandbox.server.server import Running
from tests.sandbox.helpers import Api

SMS = {"messages": [{"to": "+61455555555", "body": "Order 17 ready", "source": "test"}]}


def fault(api: Api, **said: Any) -> None:
    status, document = api.call("POST", "/_sandbox/faults", {"operation": "sms_send", **said})
    assert status == 200, document


def sent(api: Api) -> int:
    return len(api.call("GET", "/_sandbox/state")[1]["collections"]["messages"])


def handled(api: Api) -> dict[str, int]:
    return dict(api.call("GET", "/_sandbox/state")[1]["operations"]["sms_send"])


def test_throttled_with_seconds_a_date_or_nothing(api: Api) -> None:
    fault(api, rate_limit={"retry_after": 7})
    fault(api, rate_limit={"retry_after": 7, "form": "date"})
    fault(api, rate_limit={"retry_after": None})
    answers = [api.raw("POST", "/sms/send", json.dumps(SMS).encode()) for _ in range(3)]
    assert [status for status, _, _ in answers] == [429, 429, 429]
    assert {json.loads(text)["response_code"] for _, _, text in answers} == {"HTTP_TOO_MANY_REQUESTS"}
    assert (answers[0][1]["retry-after"], answers[0][1]["ratelimit-reset"]) == ("7", "7")
    ahead = parsedate_to_datetime(answers[1][1]["retry-after"]) - parsedate_to_datetime(answers[1][1]["date"])
    assert 7 <= ahead.total_seconds() <= 10  # Never too early; the date of a response may be a second old.
    assert not {"retry-after", "ratelimit-reset"} & answers[2][1].keys()
    assert (sent(api), handled(api)) == (0, {"requests": 3, "handled": 0})


def test_bad_gateway_speaks_html(api: Api) -> None:
    fault(api, status=502, html=True)
    status, headers, text = api.raw("POST", "/sms/send", json.dumps(SMS).encode())
    assert (status, headers["content-type"], text[:6], sent(api)) == (502, "text/html", "<html>", 0)


@pytest.mark.parametrize("said", [{"status": 500}, {"html": True}, {"envelope": "FAILED"}, {"rate_limit": True}])
def test_an_answer_of_failure_can_come_after_the_send(api: Api, said: dict[str, Any]) -> None:
    fault(api, **said)
    fault(api, **said, handled=True)
    answers = [api.raw("POST", "/sms/send", json.dumps(SMS).encode())[::2] for _ in range(2)]
    assert answers[0] == answers[1]
    assert (sent(api), handled(api)) == (1, {"requests": 2, "handled": 1})


@pytest.mark.parametrize(("how", "error"), [("reset", ConnectionResetError), ("close", http.client.RemoteDisconnected)])
@pytest.mark.parametrize(("when", "kept"), [("before", 0), ("after", 1)])
def test_connection_ends_before_or_after_the_send(
    api: Api, how: str, error: type[Exception], when: str, kept: int
) -> None:
    fault(api, **{how: when})
    with pytest.raises(error):
        api.call("POST", "/sms/send", SMS)
    assert sent(api) == kept


def test_slow_answer_is_carried_out_at_once(api: Api) -> None:
    fault(api, delay_ms=600)
    began = time.monotonic()
    assert api.call("POST", "/sms/send", SMS)[0] == 200
    assert time.monotonic() - began >= 0.5  # A timer may be a little early.
    assert sent(api) == 1


def test_held_answer_waits_for_the_caller_to_give_up_and_is_carried_out_at_once(api: Api) -> None:
    fault(api, hold=True)
    parts = urlsplit(api.url)
    connection = http.client.HTTPConnection(parts.netloc)
    connection.request("POST", f"{parts.path}/sms/send", json.dumps(SMS), api.headers)
    while handled(api) != {"requests": 1, "handled": 1}:
        time.sleep(0.01)
    assert connection.sock is not None
    assert not select.select([connection.sock], [], [], 0.1)[0]
    connection.close()
    assert api.call("POST", "/sms/send", SMS)[0] == 200
    assert sent(api) == 2


def test_half_a_body_and_broken_json(api: Api) -> None:
    fault(api, truncate=True)
    fault(api, invalid_json=True)
    with pytest.raises(http.client.IncompleteRead):
        api.raw("POST", "/sms/send", json.dumps(SMS).encode())
    status, headers, text = api.raw("POST", "/sms/send", json.dumps(SMS).encode())
    assert (status, headers["content-type"], sent(api)) == (200, "application/json", 2)
    with pytest.raises(ValueError, match="Expecting"):
        json.loads(text)


def test_fields_can_be_set_added_retyped_and_removed(api: Api) -> None:
    fault(
        api,
        set={"data.messages[].status": "QUEUED_LATER", "data.new": {"a": 1}},
        retype=["data.total_price", "data.messages[].to", "data._currency"],
        remove=["data.messages[].message_id", "response_msg", "data.nothing.here"],
    )
    _, document = api.call("POST", "/sms/send", SMS)
    data = document["data"]
    assert (data["messages"][0]["status"], data["new"], "response_msg" in document) == ("QUEUED_LATER", {"a": 1}, False)
    assert (data["total_price"], data["_currency"]) == ("unexpected", "unexpected")
    assert data["messages"][0]["to"] == {"unexpected": True}
    assert "message_id" not in data["messages"][0]
    kept = api.call("GET", "/_sandbox/state")[1]["collections"]["messages"][0]
    assert (kept["status"], kept["to"], len(kept["message_id"])) == ("SUCCESS", "+61455555555", 36)


def test_envelope_error_travels_with_status_200(api: Api) -> None:
    fault(api, envelope="ACCOUNT_NOT_ACTIVATED")
    status, document = api.call("POST", "/sms/send", SMS)
    assert (status, document["response_code"], document["data"], sent(api)) == (200, "ACCOUNT_NOT_ACTIVATED", None, 0)


def test_fault_passes_the_first_calls_and_stays_while_asked(api: Api) -> None:
    fault(api, status=500, skip=1, times="always")
    assert [api.call("POST", "/sms/send", SMS)[0] for _ in range(4)] == [200, 500, 500, 500]
    assert api.call("DELETE", "/_sandbox/faults")[1] == {"faults": 0}
    assert api.call("POST", "/sms/send", SMS)[0] == 200


def test_journal_names_the_fault_and_what_was_carried_out(api: Api) -> None:
    fault(api, reset="after", times=1)
    with pytest.raises(ConnectionResetError):
        api.call("POST", "/sms/send", SMS)
    api.call("POST", "/sms/send", {"messages": []})
    first, second = api.call("GET", "/_sandbox/requests")[1]["requests"]
    assert (first["operation"], first["fault"], first["handled"]) == ("sms_send", ["reset"], True)
    assert second["fault"] == []


def test_faults_can_be_put_into_the_state_of_this_process(api: Api, running: Running) -> None:
    running.fault(operation="get_countries", status=500)
    assert [api.call("GET", "/countries")[0] for _ in range(2)] == [500, 200]
    with pytest.raises(ValueError, match="Did you mean 'get_countries'"):
        running.fault(operation="get_country", status=500)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"operation": "send_sms", "status": 500}, "Did you mean 'send_mms'?"),
        ({"stauts": 500}, "Did you mean 'status'?"),
        ({"times": 0, "status": 500}, "'times' of a fault is a number of calls, at least 1"),
        ({"rate_limit": {"retry_after": "7"}}, "'rate_limit'"),
        ({"operation": "sms_send"}, "A fault must contain an effect"),
        ({"headers": {"X": "a\nb"}, "status": 500}, "'headers'"),
        ({"remove": [""]}, "'remove'"),
    ],
)
def test_unclear_fault_is_refused_with_a_way_out(api: Api, said: dict[str, Any], told: str) -> None:
    status, document = api.call("POST", "/_sandbox/faults", said)
    assert (status, told in document["error"]) == (400, True), document

"""Send MMS (send_mms).

POST /mms/send; effect of a call: sends.
"""

from __future__ import annotations

from typing import Any

import pytest

from connectorkit.contract.contract import Answer, Contract, Each, Some, placed
from connectorkit.contract.client import KINDS, Clients, meets
from connectorkit.contract.contract_types import Fault, Request, Step
from connectorkit.contract.pytest_plugin import Note

OPERATION, EFFECT = "send_mms", "sends"
pytestmark = pytest.mark.contract(operation=OPERATION, effect=EFFECT, safe=True)

REQUEST: Request = {
    "operation": "send_mms",
    "method": "POST",
    "path": "/mms/send",
    "body": {
        "messages": [
            {
                "to": "+61411111111",
                "subject": "sandbox subject",
                "body": "sandbox body",
                "source": "MSPowerAutomate",
            },
        ],
        "media_file": "https://example.com/picture.jpg",
    },
}

# What has to exist before the call.
BEFORE: list[Step] = []

STATUS = 200
SUCCESS: dict[str, object] = {"response_code": "SUCCESS", "data.messages[].status": "SUCCESS"}

# Each declared response path and what may stand there.
RESPONSE = {
    "http_code": "integer",
    "response_code": "string",
    "response_msg": "string",
    "data": "object",
    "data.total_price": "number",
    "data.total_count": "integer",
    "data.queued_count": "integer",
    "data.messages": "array",
    "data.messages[].list_id": "integer or string or null",
    "data.messages[].contact_id": "integer or null",
    "data.messages[].message_id": "string",
    "data.messages[].to": "string",
    "data.messages[].subject": "string",
    "data.messages[].from": "string",
    "data.messages[].body": "string",
    "data.messages[].country": "string",
    "data.messages[].custom_string": "string",
    "data.messages[].message_parts": "integer",
    "data.messages[].message_price": "string",
    "data.messages[]._media_file_url": "string",
    "data.messages[].status": "string",
}

# What a sandbox answers each time: constants, what was sent, and the types of what is new each time.
EXAMPLE = {
    "http_code": 200,
    "response_code": "SUCCESS",
    "response_msg": "Messages queued for delivery.",
    "data.total_price": 0,
    "data.total_count": 1,
    "data.queued_count": 1,
    "data.messages[].list_id": [None],
    "data.messages[].contact_id": [None],
    "data.messages[].message_id": Each(Some("string")),
    "data.messages[].to": ["+61411111111"],
    "data.messages[].subject": ["sandbox subject"],
    "data.messages[].from": ["+61400000000"],
    "data.messages[].body": ["sandbox body"],
    "data.messages[].country": ["AU"],
    "data.messages[].custom_string": [""],
    "data.messages[].message_parts": [0],
    "data.messages[].message_price": ["0.0000"],
    "data.messages[]._media_file_url": ["https://example.com/picture.jpg"],
    "data.messages[].status": ["SUCCESS"],
}

# How many more records a sandbox keeps after the call.
KEPT: dict[str, int | None] = {"messages": 1}

# What a sandbox answers to a call that it refuses or fails at, by status.
REFUSALS: dict[int, dict[str, object]] = {
    400: {"http_code": 400, "response_code": "BAD_REQUEST", "response_msg": "Invalid input."},
    401: {
        "http_code": 401,
        "response_code": "UNAUTHORIZED",
        "response_msg": "Authorization failed.",
        "data": None,
    },
    429: {
        "http_code": 429,
        "response_code": "HTTP_TOO_MANY_REQUESTS",
        "response_msg": "Too many attempts.",
        "data": None,
    },
    500: {
        "http_code": 500,
        "response_code": "INTERNAL_SERVER_ERROR",
        "response_msg": "Internal server error.",
        "data": None,
    },
}

# Left out one at a time; each time the call has to be refused, with what a sandbox says are the details.
REQUIRED: dict[str, object] = {
    "body.messages": {"messages": "messages is required."},
    "body.messages[].to": {"messages.0.to": "messages.0.to is required."},
    "body.messages[].subject": {"messages.0.subject": "messages.0.subject is required."},
    "body.messages[].body": {"messages.0.body": "messages.0.body is required."},
    "body.media_file": {"media_file": "media_file is required."},
}

# What the call may hold beyond what is required, and what the answer has that is other then.
OPTIONAL: dict[str, object] = {"body.messages[].custom_string": "sandbox custom string"}
OPTIONAL_EXAMPLE: dict[str, object] = {"data.messages[].custom_string": ["sandbox custom string"]}

# What goes wrong, and what the client makes of it: `meets` says what the words stand for.
FAULTS: dict[str, tuple[Fault, str]] = {
    "429, seconds": ({"rate_limit": {"retry_after": 7}}, "repeated"),
    "429, a date": ({"rate_limit": {"retry_after": 30, "form": "date"}}, "repeated"),
    "500": ({"status": 500}, "unknown"),
    "502 in HTML": ({"status": 502, "html": True}, "unknown"),
    "no answer in time": ({"hold": True}, "unknown"),
    "closed before handling": ({"close": "before"}, "unknown"),
    "closed after handling": ({"close": "after"}, "unknown"),
    "reset after handling": ({"reset": "after"}, "unknown"),
    "truncated": ({"truncate": True}, "unknown"),
    "wrong type at http_code": ({"retype": ["http_code"]}, "flagged"),
    "an unknown field": ({"set": {"not_documented": "new"}}, "answered"),
    "an unknown value at data.messages[].status": ({"set": {"data.messages[].status": "NEW_VALUE"}}, "answered"),
    "an error in a 200": ({"envelope": "NOT_CARRIED_OUT"}, "refused"),
}


def call(client: Any, known: dict[str, Any]) -> Any:
    """The call with a client, to be awaited if it is asynchronous; `known` has the values of earlier steps."""
    from clicksend_sms import SendMmsMessage

    return client.send_mms(
        messages=[SendMmsMessage(to="+61411111111", subject="sandbox subject", body="sandbox body")],
        media_file="https://example.com/picture.jpg",
    )


@pytest.fixture(scope="module")
def answer(contract: Contract) -> Answer:
    """The response of one call, which the tests below read."""
    return contract.observed(REQUEST, BEFORE)


def test_happy_path(contract: Contract, answer: Answer, note: Note) -> None:
    note.operation(OPERATION, contract.undocumented(answer.document, OPERATION))
    answer.succeeded(STATUS, SUCCESS)


@pytest.mark.sandbox
def test_headers(answer: Answer) -> None:
    answer.has_header("Content-Type", "application/json")


@pytest.mark.parametrize("path", RESPONSE)
def test_response_path(answer: Answer, note: Note, path: str) -> None:
    note.path(OPERATION, path, answer.holds(path, RESPONSE))


@pytest.mark.sandbox
@pytest.mark.parametrize("path", EXAMPLE)
def test_example(answer: Answer, path: str) -> None:
    answer.equals(path, EXAMPLE[path])


@pytest.mark.sandbox
def test_handled_once(answer: Answer) -> None:
    answer.handled_once(KEPT)


@pytest.mark.writes
def test_optional(contract: Contract) -> None:
    answer = contract.call(placed(REQUEST, OPTIONAL), BEFORE)
    answer.call += " with all that is optional"
    answer.succeeded(STATUS, SUCCESS)
    for path in RESPONSE:
        answer.holds(path, RESPONSE)
    contract.alike(answer, EXAMPLE | OPTIONAL_EXAMPLE)


@pytest.mark.parametrize("left_out", REQUIRED)
def test_required(contract: Contract, left_out: str) -> None:
    contract.refuses_without(REQUEST, BEFORE, left_out, [400], REFUSALS, REQUIRED[left_out])


@pytest.mark.parametrize("credentials", ["wrong", "missing", "wrong username", "wrong password"])
def test_credentials(contract: Contract, credentials: str) -> None:
    contract.compare(contract.refuses_credentials(REQUEST, credentials), REFUSALS)


@pytest.mark.sandbox
@pytest.mark.parametrize("status", [429, 500])
def test_failure(contract: Contract, status: int) -> None:
    contract.compare(contract.fails(REQUEST, BEFORE, status), REFUSALS)


@pytest.mark.sandbox
@pytest.mark.client
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fault", FAULTS)
def test_fault(contract: Contract, clients: Clients, fault: str, kind: str) -> None:
    meets(contract, clients, call, BEFORE, (OPERATION, EFFECT), FAULTS[fault], kind)

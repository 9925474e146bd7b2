"""Send Letter (send_letter).

POST /post/letters/send; effect of a call: sends.
"""

from __future__ import annotations

from typing import Any

import pytest

from connectorkit.contract.contract import Answer, Contract, Each, Moment, Some, placed
from connectorkit.contract.client import KINDS, Clients, meets
from connectorkit.contract.contract_types import Fault, Request, Step
from connectorkit.contract.pytest_plugin import Note

OPERATION, EFFECT = "send_letter", "sends"
pytestmark = pytest.mark.contract(operation=OPERATION, effect=EFFECT, safe=True)

REQUEST: Request = {
    "operation": "send_letter",
    "method": "POST",
    "path": "/post/letters/send",
    "body": {
        "file_url": "https://example.com/document.pdf",
        "colour": 0,
        "duplex": 0,
        "source": "MSPowerAutomate",
        "recipients": [
            {
                "address_name": "sandbox address name",
                "address_city": "sandbox address city",
                "address_state": "sandbox address state",
                "address_postal_code": "11111",
                "address_country": "AU",
                "return_address_id": 4,
                "address_line_1": "sandbox address line 1",
            },
        ],
    },
}

# What has to exist before the call.
BEFORE: list[Step] = []

STATUS = 200
SUCCESS: dict[str, object] = {"response_code": "SUCCESS", "data.recipients[].status": "SUCCESS"}

# Each declared response path and what may stand there.
RESPONSE = {
    "http_code": "integer",
    "response_code": "string",
    "response_msg": "string",
    "data": "object",
    "data.total_price": "number",
    "data.total_count": "integer",
    "data.queued_count": "integer",
    "data.recipients": "array",
    "data.recipients[].user_id": "integer",
    "data.recipients[].subaccount_id": "integer",
    "data.recipients[].message_id": "string",
    "data.recipients[].address_name": "string",
    "data.recipients[].address_line_1": "string",
    "data.recipients[].address_line_2": "string",
    "data.recipients[].address_city": "string",
    "data.recipients[].address_state": "string",
    "data.recipients[].address_postal_code": "string",
    "data.recipients[].address_country": "string",
    "data.recipients[].return_address_id": "integer",
    "data.recipients[].custom_string": "string",
    "data.recipients[].source": "string",
    "data.recipients[].colour": "integer",
    "data.recipients[].duplex": "integer",
    "data.recipients[].post_pages": "integer",
    "data.recipients[].post_price": "string",
    "data.recipients[].priority_post": "integer",
    "data.recipients[].date_added": "integer",
    "data.recipients[].status": "string",
    "data.recipients[]._file_url": "string",
    "data.recipients[]._return_address": "object",
    "data.recipients[]._return_address.return_address_id": "integer",
    "data.recipients[]._return_address.user_id": "integer",
    "data.recipients[]._return_address.address_name": "string",
    "data.recipients[]._return_address.address_line_1": "string",
    "data.recipients[]._return_address.address_line_2": "string",
    "data.recipients[]._return_address.address_city": "string",
    "data.recipients[]._return_address.address_state": "string",
    "data.recipients[]._return_address.address_postal_code": "string",
    "data.recipients[]._return_address.address_country": "string",
    "data.recipients[]._api_username": "string",
    "data._currency": "object",
    "data._currency.currency_name_short": "string",
    "data._currency.currency_prefix_d": "string",
    "data._currency.currency_prefix_c": "string",
    "data._currency.currency_name_long": "string",
}

# What a sandbox answers each time: constants, what was sent, and the types of what is new each time.
EXAMPLE = {
    "http_code": 200,
    "response_code": "SUCCESS",
    "response_msg": "Letters queued for delivery.",
    "data.total_price": 0,
    "data.total_count": 1,
    "data.queued_count": 1,
    "data.recipients[].user_id": [1001],
    "data.recipients[].subaccount_id": [2001],
    "data.recipients[].message_id": Each(Some("string")),
    "data.recipients[].address_name": ["sandbox address name"],
    "data.recipients[].address_line_1": ["sandbox address line 1"],
    "data.recipients[].address_line_2": [""],
    "data.recipients[].address_city": ["sandbox address city"],
    "data.recipients[].address_state": ["sandbox address state"],
    "data.recipients[].address_postal_code": ["11111"],
    "data.recipients[].address_country": ["AU"],
    "data.recipients[].return_address_id": [4],
    "data.recipients[].custom_string": [""],
    "data.recipients[].source": ["MSPowerAutomate"],
    "data.recipients[].colour": [0],
    "data.recipients[].duplex": [0],
    "data.recipients[].post_pages": [1],
    "data.recipients[].post_price": ["0.0000"],
    "data.recipients[].priority_post": [0],
    "data.recipients[].date_added": Each(Moment()),
    "data.recipients[].status": ["SUCCESS"],
    "data.recipients[]._file_url": ["https://example.com/document.pdf"],
    "data.recipients[]._return_address.return_address_id": [4],
    "data.recipients[]._return_address.user_id": [1001],
    "data.recipients[]._return_address.address_name": ["My Address"],
    "data.recipients[]._return_address.address_line_1": ["Maritime Avenue"],
    "data.recipients[]._return_address.address_line_2": [""],
    "data.recipients[]._return_address.address_city": ["Flynn"],
    "data.recipients[]._return_address.address_state": ["WA"],
    "data.recipients[]._return_address.address_postal_code": ["6302"],
    "data.recipients[]._return_address.address_country": ["AU"],
    "data.recipients[]._api_username": ["demo"],
    "data._currency.currency_name_short": "AUD",
    "data._currency.currency_prefix_d": "$",
    "data._currency.currency_prefix_c": "c",
    "data._currency.currency_name_long": "Australian Dollars",
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
    "body.file_url": {"file_url": "file_url is required."},
    "body.colour": {"colour": "colour is required."},
    "body.duplex": {"duplex": "duplex is required."},
    "body.recipients": {"recipients": "recipients is required."},
    "body.recipients[].address_name": {"recipients.0.address_name": "recipients.0.address_name is required."},
    "body.recipients[].address_city": {"recipients.0.address_city": "recipients.0.address_city is required."},
    "body.recipients[].address_state": {
        "recipients.0.address_state": "recipients.0.address_state is required.",
    },
    "body.recipients[].address_postal_code": {
        "recipients.0.address_postal_code": "recipients.0.address_postal_code is required.",
    },
    "body.recipients[].address_country": {
        "recipients.0.address_country": "recipients.0.address_country is required.",
    },
    "body.recipients[].return_address_id": {
        "recipients.0.return_address_id": "recipients.0.return_address_id is required.",
    },
    "body.recipients[].address_line_1": {
        "recipients.0.address_line_1": "recipients.0.address_line_1 is required.",
    },
}

# What the call may hold beyond what is required, and what the answer has that is other then.
OPTIONAL: dict[str, object] = {
    "body.template_used": 1,
    "body.priority_post": 1,
    "body.recipients[].address_line_2": "sandbox address line 2",
}
OPTIONAL_EXAMPLE: dict[str, object] = {
    "data.recipients[].address_line_2": ["sandbox address line 2"],
    "data.recipients[].priority_post": [1],
}

# Where a bound holds, what it is, values that are within and values that are not.
BOUNDS: list[tuple[str, str, list[object], list[object]]] = [
    (
        "body.template_used",
        "one of 2 choices",
        [1, 0],
        [2],
    ),
    (
        "body.colour",
        "one of 2 choices",
        [0, 1],
        [2],
    ),
    (
        "body.duplex",
        "one of 2 choices",
        [0, 1],
        [2],
    ),
    (
        "body.priority_post",
        "one of 2 choices",
        [1, 0],
        [2],
    ),
]

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
    "an unknown value at data.recipients[].status": ({"set": {"data.recipients[].status": "NEW_VALUE"}}, "answered"),
    "an error in a 200": ({"envelope": "NOT_CARRIED_OUT"}, "refused"),
}


def call(client: Any, known: dict[str, Any]) -> Any:
    """The call with a client, to be awaited if it is asynchronous; `known` has the values of earlier steps."""
    from clicksend_sms import Recipient

    return client.send_letter(
        file_url="https://example.com/document.pdf",
        colour=0,
        duplex=0,
        recipients=[
            Recipient(
                address_name="sandbox address name",
                address_city="sandbox address city",
                address_state="sandbox address state",
                address_postal_code="11111",
                address_country="AU",
                return_address_id=4,
                address_line_1="sandbox address line 1",
            ),
        ],
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


@pytest.mark.parametrize(("path", "at", "over"), [pytest.param(p, a, o, id=f"{p}: {s}") for p, s, a, o in BOUNDS])
def test_bound(contract: Contract, path: str, at: list[object], over: list[object]) -> None:
    contract.bounds(placed(REQUEST, OPTIONAL), BEFORE, path, at, over, STATUS, [400])


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

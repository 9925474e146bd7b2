"""Get Contact Lists (get_contact_lists).

GET /lists; effect of a call: reads.
"""

from __future__ import annotations

from typing import Any

import pytest

from connectorkit.contract.contract import Answer, Contract, Each, Some, placed
from connectorkit.contract.client import KINDS, Clients, meets
from connectorkit.contract.lists import pages
from connectorkit.contract.contract_types import Fault, Paged, Request, Step
from connectorkit.contract.pytest_plugin import Note

OPERATION, EFFECT = "get_contact_lists", "reads"
pytestmark = pytest.mark.contract(operation=OPERATION, effect=EFFECT, safe=True)

REQUEST: Request = {"operation": "get_contact_lists", "method": "GET", "path": "/lists"}

# What has to exist before the call.
BEFORE: list[Step] = [
    {
        "name": "",
        "create": {
            "request": {
                "operation": "create_list",
                "method": "POST",
                "path": "/lists",
                "body": {"list_name": "Depot alerts"},
            },
            "value": "data.list_id",
        },
        "only_to_make": True,
    },
]

STATUS = 200
SUCCESS: dict[str, object] = {"response_code": "SUCCESS"}

# Each declared response path and what may stand there.
RESPONSE = {
    "http_code": "integer",
    "response_code": "string",
    "response_msg": "string",
    "data": "object",
    "data.total": "integer",
    "data.per_page": "integer",
    "data.current_page": "integer",
    "data.last_page": "integer",
    "data.next_page_url": "string or null",
    "data.prev_page_url": "string or null",
    "data.from": "integer or null",
    "data.to": "integer or null",
    "data.data": "array",
    "data.data[].list_id": "integer",
    "data.data[].list_name": "string",
    "data.data[].list_email_id": "string",
    "data.data[]._contacts_count": "integer",
    "data.data[]._import_in_progress": "integer",
    "data.data[]._optout_in_progress": "integer",
}

# What a sandbox answers each time: constants, what was sent, and the types of what is new each time.
EXAMPLE = {
    "http_code": 200,
    "response_code": "SUCCESS",
    "response_msg": "Here are your data.",
    "data.total": Some("integer"),
    "data.per_page": 15,
    "data.current_page": 1,
    "data.last_page": Some("integer"),
    "data.prev_page_url": None,
    "data.from": 1,
    "data.to": Some("integer"),
    "data.data[].list_id": Each(Some("integer")),
    "data.data[].list_name": Each(Some("string")),
    "data.data[].list_email_id": Each(Some("string")),
    "data.data[]._contacts_count": Each(Some("integer")),
    "data.data[]._import_in_progress": Each(0),
    "data.data[]._optout_in_progress": Each(0),
}

# How many more records a sandbox keeps after the call.
KEPT: dict[str, int | None] = {}

# How the list comes in pages.
PAGES: Paged = {
    "pages": {
        "page": "page",
        "items": "data.data",
        "size": "limit",
        "current": "data.current_page",
        "last": "data.last_page",
    },
    "items": "data.data",
    "smallest": 15,
    "create": {
        "request": {
            "operation": "create_list",
            "method": "POST",
            "path": "/lists",
            "body": {"list_name": "Depot alerts"},
        },
        "value": "data.list_id",
    },
    "key": "list_id",
    "totals": {
        "total": "data.total",
        "per_page": "data.per_page",
        "next": "data.next_page_url",
        "previous": "data.prev_page_url",
    },
    "larger": 30,
    "alike": ["list_id", "list_name", "list_email_id", "_contacts_count"],
}

# What a sandbox answers to a call that it refuses or fails at, by status.
REFUSALS: dict[int, dict[str, object]] = {
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

# What the call may hold beyond what is required, and what the answer has that is other then.
OPTIONAL: dict[str, object] = {"query.page": "1", "query.limit": "1"}
OPTIONAL_EXAMPLE: dict[str, object] = {}

# What goes wrong, and what the client makes of it: `meets` says what the words stand for.
FAULTS: dict[str, tuple[Fault, str]] = {
    "429, seconds": ({"rate_limit": {"retry_after": 7}}, "repeated"),
    "429, a date": ({"rate_limit": {"retry_after": 30, "form": "date"}}, "repeated"),
    "500": ({"status": 500}, "repeated"),
    "502 in HTML": ({"status": 502, "html": True}, "repeated"),
    "no answer in time": ({"hold": True}, "repeated"),
    "closed before handling": ({"close": "before"}, "repeated"),
    "closed after handling": ({"close": "after"}, "repeated"),
    "reset after handling": ({"reset": "after"}, "repeated"),
    "truncated": ({"truncate": True}, "repeated"),
    "wrong type at http_code": ({"retype": ["http_code"]}, "flagged"),
    "an unknown field": ({"set": {"not_documented": "new"}}, "answered"),
    "an error in a 200": ({"envelope": "NOT_CARRIED_OUT"}, "refused"),
}


def call(client: Any, known: dict[str, Any]) -> Any:
    """The call with a client, to be awaited if it is asynchronous; `known` has the values of earlier steps."""
    return client.get_contact_lists()


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
@pytest.mark.writes
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


@pytest.mark.writes
def test_pages(contract: Contract) -> None:
    pages(contract, REQUEST, BEFORE, PAGES)


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

"""Delete List (delete_list).

DELETE /lists/{list_id}; effect of a call: idempotent.
"""

from __future__ import annotations

from typing import Any

import pytest

from connectorkit.contract.contract import Answer, Contract, Known
from connectorkit.contract.client import KINDS, Clients, meets
from connectorkit.contract.lists import forgets
from connectorkit.contract.contract_types import Fault, Listed, Request, Step
from connectorkit.contract.pytest_plugin import Note

OPERATION, EFFECT = "delete_list", "idempotent"
pytestmark = pytest.mark.contract(operation=OPERATION, effect=EFFECT, safe=False)

REQUEST: Request = {
    "operation": "delete_list",
    "method": "DELETE",
    "path": "/lists/{list_id}",
    "path_values": {"list_id": 1},
}

# What has to exist before the call.
BEFORE: list[Step] = [
    {
        "name": "list_id",
        "create": {
            "request": {
                "operation": "create_list",
                "method": "POST",
                "path": "/lists",
                "body": {"list_name": "Depot alerts"},
            },
            "value": "data.list_id",
        },
        "find": {
            "request": {"operation": "get_contact_lists", "method": "GET", "path": "/lists"},
            "value": "data.data[].list_id",
        },
    },
]

STATUS = 200
SUCCESS: dict[str, object] = {"response_code": "SUCCESS"}

# Each declared response path and what may stand there.
RESPONSE = {
    "http_code": "integer",
    "response_code": "string",
    "response_msg": "string",
}

# What a sandbox answers each time: constants, what was sent, and the types of what is new each time.
EXAMPLE = {
    "http_code": 200,
    "response_code": "SUCCESS",
    "response_msg": Known("list_id", "List #{} has been deleted."),
}

# How many more records a sandbox keeps after the call.
KEPT: dict[str, int | None] = {"lists": -1}

# The list in which it can be seen.
LISTED: Listed = {
    "request": {"operation": "get_contact_lists", "method": "GET", "path": "/lists"},
    "rows": "data.data[].list_id",
    "pages": {
        "page": "page",
        "items": "data.data",
        "size": "limit",
        "current": "data.current_page",
        "last": "data.last_page",
        "most": 100,
    },
    "alike": [],
}

# What a sandbox answers to a call that it refuses or fails at, by status.
REFUSALS: dict[int, dict[str, object]] = {
    401: {
        "http_code": 401,
        "response_code": "UNAUTHORIZED",
        "response_msg": "Authorization failed.",
        "data": None,
    },
    404: {
        "http_code": 404,
        "response_code": "NOT_FOUND",
        "response_msg": "Your list is not found.",
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

# What goes wrong, and what the client makes of it: `meets` says what the words stand for.
FAULTS: dict[str, tuple[Fault, str]] = {
    "429, seconds": ({"rate_limit": {"retry_after": 7}}, "repeated"),
    "429, a date": ({"rate_limit": {"retry_after": 30, "form": "date"}}, "repeated"),
    "500": ({"status": 500}, "repeated"),
    "502 in HTML": ({"status": 502, "html": True}, "repeated"),
    "no answer in time": ({"hold": True}, "done"),
    "closed before handling": ({"close": "before"}, "repeated"),
    "closed after handling": ({"close": "after"}, "done"),
    "reset after handling": ({"reset": "after"}, "done"),
    "truncated": ({"truncate": True}, "done"),
    "wrong type at http_code": ({"retype": ["http_code"]}, "flagged"),
    "an unknown field": ({"set": {"not_documented": "new"}}, "answered"),
    "an error in a 200": ({"envelope": "NOT_CARRIED_OUT"}, "refused"),
}


def call(client: Any, known: dict[str, Any]) -> Any:
    """The call with a client, to be awaited if it is asynchronous; `known` has the values of earlier steps."""
    return client.delete_list(list_id=known["list_id"])


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
def test_is_gone(contract: Contract) -> None:
    forgets(contract, REQUEST, BEFORE, LISTED, 404)


@pytest.mark.parametrize("credentials", ["wrong", "missing", "wrong username", "wrong password"])
def test_credentials(contract: Contract, credentials: str) -> None:
    contract.compare(contract.refuses_credentials(REQUEST, credentials), REFUSALS)


@pytest.mark.parametrize(("name", "status"), [("list_id", 404)])
def test_unknown(contract: Contract, name: str, status: int) -> None:
    contract.compare(contract.refuses_unknown(REQUEST, BEFORE, name, status), REFUSALS)


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

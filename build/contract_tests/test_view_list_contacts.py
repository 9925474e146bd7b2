"""Get Contacts in a List (view_list_contacts).

GET /lists/{list_id}/contacts; effect of a call: reads.
"""

from __future__ import annotations

from typing import Any

import pytest

from connectorkit.contract.contract import Answer, Contract, Each, Moment, Some
from connectorkit.contract.client import KINDS, Clients, meets
from connectorkit.contract.lists import pages
from connectorkit.contract.contract_types import Fault, Paged, Request, Step
from connectorkit.contract.pytest_plugin import Note

OPERATION, EFFECT = "view_list_contacts", "reads"
pytestmark = pytest.mark.contract(operation=OPERATION, effect=EFFECT, safe=True)

REQUEST: Request = {
    "operation": "view_list_contacts",
    "method": "GET",
    "path": "/lists/{list_id}/contacts",
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
    {
        "name": "",
        "create": {
            "request": {
                "operation": "create_list_contact",
                "method": "POST",
                "path": "/lists/{list_id}/contacts",
                "path_values": {"list_id": 1},
                "body": {
                    "first_name": "Ada",
                    "last_name": "Byron",
                    "phone_number": "+61411111111",
                    "address_country": "AU",
                },
            },
            "value": "data.contact_id",
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
    "data.data[].contact_id": "integer",
    "data.data[].list_id": "integer",
    "data.data[].phone_number": "string",
    "data.data[].first_name": "string",
    "data.data[].last_name": "string",
    "data.data[].custom_1": "string",
    "data.data[].custom_2": "string",
    "data.data[].custom_3": "string",
    "data.data[].custom_4": "string",
    "data.data[].date_added": "integer or string",
    "data.data[].date_updated": "integer",
    "data.data[].fax_number": "string or null",
    "data.data[].organization_name": "string or null",
    "data.data[].email": "string or null",
    "data.data[].address_line_1": "string or null",
    "data.data[].address_line_2": "string or null",
    "data.data[].address_city": "string or null",
    "data.data[].address_state": "string or null",
    "data.data[].address_postal_code": "string or null",
    "data.data[].address_country": "string or null",
    "data.data[]._list_name": "string",
}

# What a sandbox answers each time: constants, what was sent, and the types of what is new each time.
EXAMPLE = {
    "http_code": 200,
    "response_code": "SUCCESS",
    "response_msg": "Here are your data.",
    "data.total": 1,
    "data.per_page": 15,
    "data.current_page": 1,
    "data.last_page": 1,
    "data.next_page_url": None,
    "data.prev_page_url": None,
    "data.from": 1,
    "data.to": 1,
    "data.data[].contact_id": Each(Some("integer")),
    "data.data[].list_id": Each(Some("integer")),
    "data.data[].phone_number": ["+61411111111"],
    "data.data[].first_name": ["Ada"],
    "data.data[].last_name": ["Byron"],
    "data.data[].custom_1": [""],
    "data.data[].custom_2": [""],
    "data.data[].custom_3": [""],
    "data.data[].custom_4": [""],
    "data.data[].date_added": Each(Moment()),
    "data.data[].date_updated": Each(Moment()),
    "data.data[].fax_number": [None],
    "data.data[].organization_name": [None],
    "data.data[].email": [None],
    "data.data[].address_line_1": [None],
    "data.data[].address_line_2": [None],
    "data.data[].address_city": [None],
    "data.data[].address_state": [None],
    "data.data[].address_postal_code": [None],
    "data.data[].address_country": ["AU"],
    "data.data[]._list_name": ["Depot alerts"],
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
            "operation": "create_list_contact",
            "method": "POST",
            "path": "/lists/{list_id}/contacts",
            "path_values": {"list_id": 1},
            "body": {
                "first_name": "Ada",
                "last_name": "Byron",
                "phone_number": "+61411111111",
                "address_country": "AU",
            },
        },
        "value": "data.contact_id",
    },
    "key": "contact_id",
    "totals": {
        "total": "data.total",
        "per_page": "data.per_page",
        "next": "data.next_page_url",
        "previous": "data.prev_page_url",
    },
    "larger": 30,
    "alike": [
        "contact_id",
        "list_id",
        "phone_number",
        "first_name",
        "last_name",
        "custom_1",
        "custom_2",
        "custom_3",
        "custom_4",
        "date_added",
        "fax_number",
        "organization_name",
        "email",
        "address_line_1",
        "address_line_2",
        "address_city",
        "address_state",
        "address_postal_code",
        "address_country",
        "_list_name",
        "date_updated",
    ],
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
    return client.view_list_contacts(list_id=known["list_id"])


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
def test_pages(contract: Contract) -> None:
    pages(contract, REQUEST, BEFORE, PAGES)


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

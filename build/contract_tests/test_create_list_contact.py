"""Create New Contact (create_list_contact).

POST /lists/{list_id}/contacts; effect of a call: creates.
"""

from __future__ import annotations

from typing import Any

import pytest

from connectorkit.contract.contract import Answer, Contract, Known, Moment, Some, placed
from connectorkit.contract.client import KINDS, Clients, meets
from connectorkit.contract.lists import shows
from connectorkit.contract.contract_types import Fault, Listed, Request, Step
from connectorkit.contract.pytest_plugin import Note

OPERATION, EFFECT = "create_list_contact", "creates"
pytestmark = pytest.mark.contract(operation=OPERATION, effect=EFFECT, safe=False)

REQUEST: Request = {
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
    "data": "object",
    "data.contact_id": "integer",
    "data.list_id": "integer",
    "data.phone_number": "string",
    "data.first_name": "string",
    "data.last_name": "string",
    "data.custom_1": "string",
    "data.custom_2": "string",
    "data.custom_3": "string",
    "data.custom_4": "string",
    "data.date_added": "integer or string",
    "data.fax_number": "string or null",
    "data.organization_name": "string or null",
    "data.email": "string or null",
    "data.address_line_1": "string or null",
    "data.address_line_2": "string or null",
    "data.address_city": "string or null",
    "data.address_state": "string or null",
    "data.address_postal_code": "string or null",
    "data.address_country": "string or null",
    "data._list_name": "string",
}

# What a sandbox answers each time: constants, what was sent, and the types of what is new each time.
EXAMPLE = {
    "http_code": 200,
    "response_code": "SUCCESS",
    "response_msg": "New contact has been created.",
    "data.contact_id": Some("integer"),
    "data.list_id": Known("list_id"),
    "data.phone_number": "+61411111111",
    "data.first_name": "Ada",
    "data.last_name": "Byron",
    "data.custom_1": "",
    "data.custom_2": "",
    "data.custom_3": "",
    "data.custom_4": "",
    "data.date_added": Moment(),
    "data.fax_number": None,
    "data.organization_name": None,
    "data.email": None,
    "data.address_line_1": None,
    "data.address_line_2": None,
    "data.address_city": None,
    "data.address_state": None,
    "data.address_postal_code": None,
    "data.address_country": "AU",
    "data._list_name": "Depot alerts",
}

# How many more records a sandbox keeps after the call.
KEPT: dict[str, int | None] = {"contacts": 1}

# The list in which it can be seen.
LISTED: Listed = {
    "request": {
        "operation": "view_list_contacts",
        "method": "GET",
        "path": "/lists/{list_id}/contacts",
        "path_values": {"list_id": 1},
    },
    "rows": "data.data[].contact_id",
    "created": "data.contact_id",
    "pages": {
        "page": "page",
        "items": "data.data",
        "size": "limit",
        "current": "data.current_page",
        "last": "data.last_page",
        "most": 100,
    },
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
    400: {"http_code": 400, "response_code": "BAD_REQUEST", "response_msg": "Invalid input."},
    401: {
        "http_code": 401,
        "response_code": "UNAUTHORIZED",
        "response_msg": "Authorization failed.",
        "data": None,
    },
    403: {
        "http_code": 403,
        "response_code": "FORBIDDEN",
        "data": None,
        "response_msg": "Resource not found or you don't have the permissions to access this resource.",
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
    "body.first_name": {"first_name": "first_name is required."},
    "body.last_name": {"last_name": "last_name is required."},
    "body.phone_number": {"phone_number": "phone_number is required."},
}

# What the call may hold beyond what is required, and what the answer has that is other then.
OPTIONAL: dict[str, object] = {
    "body.email": "sandbox email",
    "body.fax_number": "sandbox fax number",
    "body.organization_name": "sandbox organization name",
    "body.address_state": "sandbox address state",
    "body.address_city": "sandbox address city",
    "body.custom_1": "sandbox custom 1",
    "body.custom_3": "sandbox custom 3",
    "body.address_postal_code": "sandbox address postal code",
    "body.custom_2": "sandbox custom 2",
    "body.custom_4": "sandbox custom 4",
    "body.address_line_1": "sandbox address line 1",
    "body.address_line_2": "sandbox address line 2",
}
OPTIONAL_EXAMPLE: dict[str, object] = {
    "data.custom_1": "sandbox custom 1",
    "data.custom_2": "sandbox custom 2",
    "data.custom_3": "sandbox custom 3",
    "data.custom_4": "sandbox custom 4",
    "data.fax_number": "sandbox fax number",
    "data.organization_name": "sandbox organization name",
    "data.email": "sandbox email",
    "data.address_line_1": "sandbox address line 1",
    "data.address_line_2": "sandbox address line 2",
    "data.address_city": "sandbox address city",
    "data.address_state": "sandbox address state",
    "data.address_postal_code": "sandbox address postal code",
}

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
    "an error in a 200": ({"envelope": "NOT_CARRIED_OUT"}, "refused"),
}


def call(client: Any, known: dict[str, Any]) -> Any:
    """The call with a client, to be awaited if it is asynchronous; `known` has the values of earlier steps."""
    return client.create_list_contact(
        list_id=known["list_id"],
        first_name="Ada",
        last_name="Byron",
        phone_number="+61411111111",
        address_country="AU",
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
def test_is_listed(contract: Contract) -> None:
    shows(contract, REQUEST, BEFORE, LISTED)


@pytest.mark.parametrize("left_out", REQUIRED)
def test_required(contract: Contract, left_out: str) -> None:
    contract.refuses_without(REQUEST, BEFORE, left_out, [400], REFUSALS, REQUIRED[left_out])


@pytest.mark.parametrize("credentials", ["wrong", "missing", "wrong username", "wrong password"])
def test_credentials(contract: Contract, credentials: str) -> None:
    contract.compare(contract.refuses_credentials(REQUEST, credentials), REFUSALS)


@pytest.mark.parametrize(("name", "status"), [("list_id", 403)])
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

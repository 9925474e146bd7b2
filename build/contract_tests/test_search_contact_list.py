"""Search Contact Lists (search_contact_list).

GET /search/contacts-lists; effect of a call: reads.
"""

from __future__ import annotations

import pytest

from connectorkit.sandbox.contract import Answer, Contract

pytestmark = pytest.mark.contract(operation="search_contact_list", effect="reads")

REQUEST = {
    "method": "GET",
    "path": "/search/contacts-lists",
    "query": {
        "q": "depot",
    },
}

# What has to exist before the call.
BEFORE: list[dict[str, object]] = [
    {
        "name": "list_id",
        "create": {
            "request": {
                "method": "POST",
                "path": "/lists",
                "body": {
                    "list_name": "Depot alerts",
                },
            },
            "value": "data.list_id",
        },
        "find": {
            "request": {
                "method": "GET",
                "path": "/lists",
            },
            "value": "data.data[].list_id",
        },
    },
    {
        "name": "",
        "create": {
            "request": {
                "method": "POST",
                "path": "/lists/{list_id}/contacts",
                "path_values": {
                    "list_id": 1,
                },
                "body": {
                    "first_name": "Ada",
                    "last_name": "Byron",
                    "phone_number": "+61411111111",
                    "address_country": "AU",
                },
            },
            "value": "data.contact_id",
        },
    },
    {
        "name": "",
        "create": {
            "request": {
                "method": "POST",
                "path": "/lists",
                "body": {
                    "list_name": "Depot alerts",
                },
            },
            "value": "data.list_id",
        },
    },
]

STATUS = 200
SUCCESS: dict[str, object] = {
    "response_code": "SUCCESS",
}

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
    "data.data[].id": "integer",
    "data.data[].name": "string",
    "data.data[].contact": "string",
    "data.data[].type": "string",
    "data.data[].contacts_count": "integer or null",
}

# Left out one at a time; each time the call has to be refused.
REQUIRED = [
    "query.q",
]


@pytest.fixture(scope="module")
def answer(contract: Contract) -> Answer:
    """The one call that the response is read from."""
    return contract.call(REQUEST, BEFORE)


def test_happy_path(answer: Answer) -> None:
    answer.succeeded(STATUS, SUCCESS)


@pytest.mark.parametrize("path", RESPONSE)
def test_response_path(answer: Answer, path: str) -> None:
    answer.holds(path, RESPONSE)


@pytest.mark.parametrize("left_out", REQUIRED)
def test_required(contract: Contract, left_out: str) -> None:
    contract.refuses_without(REQUEST, BEFORE, left_out)


@pytest.mark.parametrize("credentials", ["wrong", "missing"])
def test_credentials(contract: Contract, credentials: str) -> None:
    contract.refuses_credentials(REQUEST, credentials)


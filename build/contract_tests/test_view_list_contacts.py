"""Get Contacts in a List (view_list_contacts).

GET /lists/{list_id}/contacts; effect of a call: reads.
"""

from __future__ import annotations

import pytest

from connectorkit.sandbox.contract import Answer, Contract

pytestmark = pytest.mark.contract(operation="view_list_contacts", effect="reads")

REQUEST = {
    "method": "GET",
    "path": "/lists/{list_id}/contacts",
    "path_values": {
        "list_id": 1,
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


@pytest.fixture(scope="module")
def answer(contract: Contract) -> Answer:
    """The one call that the response is read from."""
    return contract.call(REQUEST, BEFORE)


def test_happy_path(answer: Answer) -> None:
    answer.succeeded(STATUS, SUCCESS)


@pytest.mark.parametrize("path", RESPONSE)
def test_response_path(answer: Answer, path: str) -> None:
    answer.holds(path, RESPONSE)


@pytest.mark.parametrize("credentials", ["wrong", "missing"])
def test_credentials(contract: Contract, credentials: str) -> None:
    contract.refuses_credentials(REQUEST, credentials)


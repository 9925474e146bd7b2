"""Create New Contact (create_list_contact).

POST /lists/{list_id}/contacts; effect of a call: creates.
"""

from __future__ import annotations

import pytest

from connectorkit.sandbox.contract import Answer, Contract

pytestmark = pytest.mark.contract(operation="create_list_contact", effect="creates")

REQUEST = {
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

# Left out one at a time; each time the call has to be refused.
REQUIRED = [
    "body.first_name",
    "body.last_name",
    "body.phone_number",
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


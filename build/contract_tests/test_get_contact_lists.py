"""Get Contact Lists (get_contact_lists).

GET /lists; effect of a call: reads.
"""

from __future__ import annotations

import pytest

from connectorkit.sandbox.contract import Answer, Contract

pytestmark = pytest.mark.contract(operation="get_contact_lists", effect="reads")

REQUEST = {
    "method": "GET",
    "path": "/lists",
}

# What has to exist before the call.
BEFORE: list[dict[str, object]] = [
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
    "data.data[].list_id": "integer",
    "data.data[].list_name": "string",
    "data.data[].list_email_id": "string",
    "data.data[]._contacts_count": "integer",
    "data.data[]._import_in_progress": "integer",
    "data.data[]._optout_in_progress": "integer",
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


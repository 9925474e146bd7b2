"""Create New Contact List (create_list).

POST /lists; effect of a call: creates.
"""

from __future__ import annotations

import pytest

from connectorkit.sandbox.contract import Answer, Contract

pytestmark = pytest.mark.contract(operation="create_list", effect="creates")

REQUEST = {
    "method": "POST",
    "path": "/lists",
    "body": {
        "list_name": "Depot alerts",
    },
}

# What has to exist before the call.
BEFORE: list[dict[str, object]] = []

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
    "data.list_id": "integer",
    "data.list_name": "string",
    "data.list_email_id": "string",
    "data._contacts_count": "integer",
}

# Left out one at a time; each time the call has to be refused.
REQUIRED = [
    "body.list_name",
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


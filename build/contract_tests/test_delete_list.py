"""Delete List (delete_list).

DELETE /lists/{list_id}; effect of a call: idempotent.
"""

from __future__ import annotations

import pytest

from connectorkit.sandbox.contract import Answer, Contract

pytestmark = pytest.mark.contract(operation="delete_list", effect="idempotent")

REQUEST = {
    "method": "DELETE",
    "path": "/lists/{list_id}",
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


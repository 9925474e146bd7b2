"""Get Countries (get_countries).

GET /countries; effect of a call: reads.
"""

from __future__ import annotations

import pytest

from connectorkit.sandbox.contract import Answer, Contract

pytestmark = pytest.mark.contract(operation="get_countries", effect="reads")

REQUEST = {
    "method": "GET",
    "path": "/countries",
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
    "data": "array",
    "data[].code": "string",
    "data[].value": "string",
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


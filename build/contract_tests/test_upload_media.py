"""Convert Media File Format (upload_media).

POST /uploads; effect of a call: idempotent.
"""

from __future__ import annotations

import pytest

from connectorkit.sandbox.contract import Answer, Contract

pytestmark = pytest.mark.contract(operation="upload_media", effect="idempotent")

REQUEST = {
    "method": "POST",
    "path": "/uploads",
    "query": {
        "convert": "fax",
    },
    "body": {
        "content": "c2FuZGJveA==",
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
    "data.upload_id": "integer",
    "data.file_name": "string",
    "data.date_added": "integer",
    "data.date_delete": "integer",
    "data.user_id": "integer",
    "data._url": "string",
}

# Left out one at a time; each time the call has to be refused.
REQUIRED = [
    "query.convert",
    "body.content",
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


"""Send MMS (send_mms).

POST /mms/send; effect of a call: sends.
"""

from __future__ import annotations

import pytest

from connectorkit.sandbox.contract import Answer, Contract

pytestmark = pytest.mark.contract(operation="send_mms", effect="sends")

REQUEST = {
    "method": "POST",
    "path": "/mms/send",
    "body": {
        "messages": [
            {
                "to": "+61411111111",
                "subject": "sandbox subject",
                "body": "sandbox body",
                "source": "MSPowerAutomate",
            },
        ],
        "media_file": "https://example.com/picture.jpg",
    },
}

# What has to exist before the call.
BEFORE: list[dict[str, object]] = []

STATUS = 200
SUCCESS: dict[str, object] = {
    "response_code": "SUCCESS",
    "data.messages[].status": "SUCCESS",
}

# Each declared response path and what may stand there.
RESPONSE = {
    "http_code": "integer",
    "response_code": "string",
    "response_msg": "string",
    "data": "object",
    "data.total_price": "number",
    "data.total_count": "integer",
    "data.queued_count": "integer",
    "data.messages": "array",
    "data.messages[].list_id": "integer or string or null",
    "data.messages[].contact_id": "integer or null",
    "data.messages[].message_id": "string",
    "data.messages[].to": "string",
    "data.messages[].subject": "string",
    "data.messages[].from": "string",
    "data.messages[].body": "string",
    "data.messages[].country": "string",
    "data.messages[].custom_string": "string",
    "data.messages[].message_parts": "integer",
    "data.messages[].message_price": "string",
    "data.messages[]._media_file_url": "string",
    "data.messages[].status": "string",
}

# Left out one at a time; each time the call has to be refused.
REQUIRED = [
    "body.messages",
    "body.messages[].to",
    "body.messages[].subject",
    "body.messages[].body",
    "body.messages[].source",
    "body.media_file",
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


"""Send Voice Message (send_voice).

POST /voice/send; effect of a call: sends.
"""

from __future__ import annotations

import pytest

from connectorkit.sandbox.contract import Answer, Contract

pytestmark = pytest.mark.contract(operation="send_voice", effect="sends")

REQUEST = {
    "method": "POST",
    "path": "/voice/send",
    "body": {
        "messages": [
            {
                "to": "+61411111111",
                "body": "sandbox body",
                "lang": "en-au",
                "voice": "male",
                "require_input": 0,
                "machine_detection": 0,
                "source": "MSPowerAutomate",
            },
        ],
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
    "data.messages[].user_id": "integer",
    "data.messages[].subaccount_id": "integer",
    "data.messages[].message_id": "string",
    "data.messages[].to": "string",
    "data.messages[].to_type": "string",
    "data.messages[].from": "string or null",
    "data.messages[].voice": "string",
    "data.messages[].lang": "string",
    "data.messages[].body": "string",
    "data.messages[].carrier": "string",
    "data.messages[].country": "string",
    "data.messages[].custom_string": "string",
    "data.messages[].schedule": "integer or string",
    "data.messages[].message_parts": "integer or string",
    "data.messages[].message_price": "string",
    "data.messages[].date_added": "integer",
    "data.messages[].require_input": "integer",
    "data.messages[].machine_detection": "integer",
    "data.messages[].status": "string",
    "data._currency": "object",
    "data._currency.currency_name_short": "string",
    "data._currency.currency_prefix_d": "string",
    "data._currency.currency_prefix_c": "string",
    "data._currency.currency_name_long": "string",
}

# Left out one at a time; each time the call has to be refused.
REQUIRED = [
    "body.messages",
    "body.messages[].to",
    "body.messages[].body",
    "body.messages[].lang",
    "body.messages[].voice",
    "body.messages[].source",
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


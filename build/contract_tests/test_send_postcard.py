"""Send Postcard (send_postcard).

POST /post/postcards/send; effect of a call: sends.
"""

from __future__ import annotations

import pytest

from connectorkit.sandbox.contract import Answer, Contract

pytestmark = pytest.mark.contract(operation="send_postcard", effect="sends")

REQUEST = {
    "method": "POST",
    "path": "/post/postcards/send",
    "body": {
        "recipients": [
            {
                "address_name": "sandbox address name",
                "address_city": "sandbox address city",
                "address_state": "sandbox address state",
                "address_postal_code": "sandbox address postal code",
                "address_country": "AU",
                "return_address_id": 4,
                "address_line_1": "sandbox address line 1",
            },
        ],
        "file_urls": [
            "sandbox file urls",
        ],
    },
}

# What has to exist before the call.
BEFORE: list[dict[str, object]] = []

STATUS = 200
SUCCESS: dict[str, object] = {
    "response_code": "SUCCESS",
    "data.recipients[].status": "SUCCESS",
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
    "data.recipients": "array",
    "data.recipients[].user_id": "integer",
    "data.recipients[].subaccount_id": "integer",
    "data.recipients[].message_id": "string",
    "data.recipients[].address_name": "string",
    "data.recipients[].address_line_1": "string",
    "data.recipients[].address_line_2": "string",
    "data.recipients[].address_city": "string",
    "data.recipients[].address_state": "string",
    "data.recipients[].address_postal_code": "string",
    "data.recipients[].address_country": "string",
    "data.recipients[].return_address_id": "integer",
    "data.recipients[].schedule": "integer",
    "data.recipients[].post_price": "string or integer",
    "data.recipients[].status": "string",
    "data.recipients[].date_added": "integer",
    "data.recipients[]._file_url": "string",
    "data.recipients[]._return_address": "object",
    "data.recipients[]._return_address.return_address_id": "integer",
    "data.recipients[]._return_address.user_id": "integer",
    "data.recipients[]._return_address.address_name": "string",
    "data.recipients[]._return_address.address_line_1": "string",
    "data.recipients[]._return_address.address_line_2": "string",
    "data.recipients[]._return_address.address_city": "string",
    "data.recipients[]._return_address.address_state": "string",
    "data.recipients[]._return_address.address_postal_code": "string",
    "data.recipients[]._return_address.address_country": "string",
    "data.recipients[]._api_username": "string",
    "data._currency": "object",
    "data._currency.currency_name_short": "string",
    "data._currency.currency_prefix_d": "string",
    "data._currency.currency_prefix_c": "string",
    "data._currency.currency_name_long": "string",
}

# Left out one at a time; each time the call has to be refused.
REQUIRED = [
    "body.recipients",
    "body.recipients[].address_name",
    "body.recipients[].address_city",
    "body.recipients[].address_state",
    "body.recipients[].address_postal_code",
    "body.recipients[].address_country",
    "body.recipients[].return_address_id",
    "body.recipients[].address_line_1",
    "body.file_urls",
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


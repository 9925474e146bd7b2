"""Delete SMS Inbound Automation (delete_sms_inbound_automation).

DELETE /automations/sms/inbound/{inbound_rule_id}; effect of a call: idempotent.
"""

from __future__ import annotations

import pytest

from connectorkit.sandbox.contract import Answer, Contract

pytestmark = pytest.mark.contract(operation="delete_sms_inbound_automation", effect="idempotent")

REQUEST = {
    "method": "DELETE",
    "path": "/automations/sms/inbound/{inbound_rule_id}",
    "path_values": {
        "inbound_rule_id": 1,
    },
}

# What has to exist before the call.
BEFORE: list[dict[str, object]] = [
    {
        "name": "inbound_rule_id",
        "create": {
            "request": {
                "method": "POST",
                "path": "/ms-flow/automations/sms/inbound",
                "body": {
                    "message_search_type": 0,
                    "message_search_term": "*",
                    "action_address": "http://127.0.0.1:9/nobody",
                    "dedicated_number": "*",
                    "rule_name": "Power-Automate",
                    "webhook_type": "json",
                    "action": "URL",
                    "enabled": 1,
                },
            },
            "value": "data.inbound_rule_id",
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


"""SMS Inbound Automation (sms_inbound_automation).

POST /ms-flow/automations/sms/inbound; effect of a call: creates.
"""

from __future__ import annotations

import pytest

from connectorkit.sandbox.contract import Contract, Story

pytestmark = pytest.mark.contract(operation="sms_inbound_automation", effect="creates")

REQUEST = {
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
}

# Where the address of the webhook travels, and the call that ends it.
CALLBACK = "body.action_address"
UNSUBSCRIBE: dict[str, object] | None = {
    "name": "inbound_rule_id",
    "value": "data.inbound_rule_id",
    "request": {
        "method": "DELETE",
        "path": "/automations/sms/inbound/{inbound_rule_id}",
        "path_values": {
            "inbound_rule_id": 1,
        },
    },
}
BEFORE: list[dict[str, object]] = []

STATUS = 200
SUCCESS: dict[str, object] = {}

# Each path of a delivered event and what may stand there.
EVENT = {
    "body": "string",
    "to": "string",
    "from": "string",
    "custom_string": "string or null",
    "original_message_id": "string or null",
    "original_body": "string",
    "user_id": "integer",
    "subaccount_id": "integer",
    "timestamp": "integer or string",
    "message_id": "string",
    "originalsenderid": "string",
    "message": "string",
    "sms": "string",
    "originalmessageid": "string",
    "customstring": "string",
    "originalmessage": "string",
}

# Left out one at a time; each time the call has to be refused.
REQUIRED = [
    "body.message_search_type",
    "body.message_search_term",
    "body.action_address",
    "body.dedicated_number",
    "body.rule_name",
    "body.webhook_type",
    "body.action",
    "body.enabled",
]


@pytest.fixture(scope="module")
def story(contract: Contract) -> Story:
    """Subscribed, one event, unsubscribed, one more event."""
    return contract.webhook(REQUEST, CALLBACK, UNSUBSCRIBE, "sms_inbound_automation")


def test_happy_path(story: Story) -> None:
    story.subscribed.succeeded(STATUS, SUCCESS)


@pytest.mark.event
def test_event_delivered(story: Story) -> None:
    assert len(story.deliveries) == 1, f"one event was made, {len(story.deliveries)} arrived"


@pytest.mark.event
@pytest.mark.parametrize("path", EVENT)
def test_event_path(story: Story, path: str) -> None:
    story.event().holds(path, EVENT)


@pytest.mark.event
def test_unsubscribe(story: Story) -> None:
    assert story.unsubscribed is not None and story.unsubscribed.status < 300, "the webhook could not be ended"
    assert story.afterwards == [], "an event was delivered after the webhook had been ended"


@pytest.mark.parametrize("left_out", REQUIRED)
def test_required(contract: Contract, left_out: str) -> None:
    contract.refuses_without(REQUEST, BEFORE, left_out)


@pytest.mark.parametrize("credentials", ["wrong", "missing"])
def test_credentials(contract: Contract, credentials: str) -> None:
    contract.refuses_credentials(REQUEST, credentials)


"""SMS Inbound Automation (sms_inbound_automation).

POST /ms-flow/automations/sms/inbound; effect of a call: creates.
"""

from __future__ import annotations

from typing import Any

import pytest

from connectorkit.contract.contract import Contract, Moment, Some, Story
from connectorkit.contract.client import KINDS, Clients, meets
from connectorkit.contract.contract_types import Ended, Fault, Request, Step
from connectorkit.contract.pytest_plugin import Note

OPERATION, EFFECT = "sms_inbound_automation", "creates"
pytestmark = pytest.mark.contract(operation=OPERATION, effect=EFFECT, safe=False)

REQUEST: Request = {
    "operation": "sms_inbound_automation",
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
UNSUBSCRIBE: Ended | None = {
    "name": "inbound_rule_id",
    "value": "data.inbound_rule_id",
    "request": {
        "operation": "delete_sms_inbound_automation",
        "method": "DELETE",
        "path": "/automations/sms/inbound/{inbound_rule_id}",
        "path_values": {"inbound_rule_id": 1},
    },
}
BEFORE: list[Step] = []

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

# What the event of a sandbox says each time.
EVENT_EXAMPLE = {
    "body": "YES",
    "to": "+61400000000",
    "from": "+61411111111",
    "custom_string": Some("string"),
    "original_message_id": Some("string"),
    "original_body": Some("string"),
    "user_id": 1001,
    "subaccount_id": 2001,
    "timestamp": Moment(),
    "message_id": Some("string"),
    "originalsenderid": "+61400000000",
    "message": "YES",
    "sms": "+61411111111",
    "originalmessageid": Some("string"),
    "customstring": Some("string"),
    "originalmessage": Some("string"),
}

# The same value means the same event, delivered again.
UNIQUE = "message_id"

# What a sandbox answers to a call that it refuses or fails at, by status.
REFUSALS: dict[int, dict[str, object]] = {
    400: {"http_code": 400, "response_code": "BAD_REQUEST", "response_msg": "Invalid input."},
    401: {
        "http_code": 401,
        "response_code": "UNAUTHORIZED",
        "response_msg": "Authorization failed.",
        "data": None,
    },
    429: {
        "http_code": 429,
        "response_code": "HTTP_TOO_MANY_REQUESTS",
        "response_msg": "Too many attempts.",
        "data": None,
    },
    500: {
        "http_code": 500,
        "response_code": "INTERNAL_SERVER_ERROR",
        "response_msg": "Internal server error.",
        "data": None,
    },
}

# Left out one at a time; each time the call has to be refused, with what a sandbox says are the details.
REQUIRED: dict[str, object] = {
    "body.message_search_type": {"message_search_type": "message_search_type is required."},
    "body.message_search_term": {"message_search_term": "message_search_term is required."},
    "body.action_address": {"action_address": "action_address is required."},
    "body.dedicated_number": {"dedicated_number": "dedicated_number is required."},
    "body.rule_name": {"rule_name": "rule_name is required."},
    "body.webhook_type": {"webhook_type": "webhook_type is required."},
    "body.action": {"action": "action is required."},
    "body.enabled": {"enabled": "enabled is required."},
}

# What goes wrong, and what the client makes of it: `meets` says what the words stand for.
FAULTS: dict[str, tuple[Fault, str]] = {
    "429, seconds": ({"rate_limit": {"retry_after": 7}}, "repeated"),
    "429, a date": ({"rate_limit": {"retry_after": 30, "form": "date"}}, "repeated"),
    "500": ({"status": 500}, "unknown"),
    "502 in HTML": ({"status": 502, "html": True}, "unknown"),
    "no answer in time": ({"hold": True}, "unknown"),
    "closed before handling": ({"close": "before"}, "unknown"),
    "closed after handling": ({"close": "after"}, "unknown"),
    "reset after handling": ({"reset": "after"}, "unknown"),
}


def call(client: Any, known: dict[str, Any]) -> Any:
    """The call with a client, to be awaited if it is asynchronous; `known` has the values of earlier steps."""
    return client.sms_inbound_automation(action_address="http://127.0.0.1:9/nobody")


@pytest.fixture(scope="module")
def story(contract: Contract) -> Story:
    """Subscribe, fire an event, the same event again and another one, unsubscribe, and fire one more event."""
    return contract.webhook(REQUEST, BEFORE, CALLBACK, UNSUBSCRIBE, UNIQUE)


def test_happy_path(contract: Contract, story: Story, note: Note) -> None:
    note.operation(OPERATION, contract.undocumented(story.subscribed.document, OPERATION))
    story.subscribed.succeeded(STATUS, SUCCESS)


@pytest.mark.sandbox
def test_headers(story: Story) -> None:
    story.subscribed.has_header("Content-Type", "application/json")
    story.subscribed.has_header("Location", "")


@pytest.mark.sandbox
def test_event_delivered(contract: Contract, story: Story, note: Note) -> None:
    story.delivered_once()
    note.operation(OPERATION, contract.undocumented(story.event().document, OPERATION, event=True))


@pytest.mark.sandbox
@pytest.mark.parametrize("path", EVENT)
def test_event_path(story: Story, note: Note, path: str) -> None:
    note.path(OPERATION, path, story.holds(path, EVENT))


@pytest.mark.sandbox
@pytest.mark.parametrize("path", EVENT_EXAMPLE)
def test_event_example(story: Story, path: str) -> None:
    story.event().equals(path, EVENT_EXAMPLE[path])


@pytest.mark.sandbox
def test_event_again(story: Story) -> None:
    story.told_apart_by(UNIQUE)


@pytest.mark.sandbox
def test_unsubscribe(story: Story) -> None:
    story.ended()


@pytest.mark.parametrize("left_out", REQUIRED)
def test_required(contract: Contract, left_out: str) -> None:
    contract.refuses_without(REQUEST, BEFORE, left_out, [400], REFUSALS, REQUIRED[left_out])


@pytest.mark.parametrize("credentials", ["wrong", "missing", "wrong username", "wrong password"])
def test_credentials(contract: Contract, credentials: str) -> None:
    contract.compare(contract.refuses_credentials(REQUEST, credentials), REFUSALS)


@pytest.mark.sandbox
@pytest.mark.parametrize("status", [429, 500])
def test_failure(contract: Contract, status: int) -> None:
    contract.compare(contract.fails(REQUEST, BEFORE, status), REFUSALS)


@pytest.mark.sandbox
@pytest.mark.client
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fault", FAULTS)
def test_fault(contract: Contract, clients: Clients, fault: str, kind: str) -> None:
    meets(contract, clients, call, BEFORE, (OPERATION, EFFECT), FAULTS[fault], kind)

"""The types of the operation SMS Inbound Automation."""

from __future__ import annotations

from .._engine.model import Event, Result, text_at
from .._engine.operation import Input, Operation


class SmsInboundAutomationResult(Result):
    """The result of sms_inbound_automation."""

    __slots__ = ()

    @property
    def subscription(self) -> str | None:
        """The value that identifies this subscription when you end it; None if the response has none."""
        return text_at(self, "data.inbound_rule_id")


class SmsInboundAutomationEvent(Event):
    """A delivery of sms_inbound_automation.

    Attributes:
        to: Recipient phone number.
        from_: Sender Id.
        user_id: The user ID of the user who sent the message.
        subaccount_id: The subaccount ID of the user who sent the message.
        timestamp: Timestamp in UNIX format.
        message_id: The Message ID for the inbound message.
    """

    __slots__ = (
        "body",
        "to",
        "from_",
        "custom_string",
        "original_message_id",
        "original_body",
        "user_id",
        "subaccount_id",
        "timestamp",
        "message_id",
        "originalsenderid",
        "message",
        "sms",
        "originalmessageid",
        "customstring",
        "originalmessage",
    )
    body: str | None
    to: str | None
    from_: str | None
    custom_string: str | None
    original_message_id: str | None
    original_body: str | None
    user_id: int | None
    subaccount_id: int | None
    timestamp: str | None
    message_id: str | None
    originalsenderid: str | None
    message: str | None
    sms: str | None
    originalmessageid: str | None
    customstring: str | None
    originalmessage: str | None

    @property
    def unique(self) -> str | None:
        """Identifies the event: deliveries with the same value are duplicates. None if it has none."""
        return text_at(self, "message_id")


SmsInboundAutomationEvent._shape = (
    ("body", "body", "s", {}),
    ("to", "to", "s", {}),
    ("from", "from_", "s", {}),
    ("custom_string", "custom_string", "s", {}),
    ("original_message_id", "original_message_id", "s", {}),
    ("original_body", "original_body", "s", {}),
    ("user_id", "user_id", "i", {}),
    ("subaccount_id", "subaccount_id", "i", {}),
    ("timestamp", "timestamp", "s", {}),
    ("message_id", "message_id", "s", {}),
    ("originalsenderid", "originalsenderid", "s", {}),
    ("message", "message", "s", {}),
    ("sms", "sms", "s", {}),
    ("originalmessageid", "originalmessageid", "s", {}),
    ("customstring", "customstring", "s", {}),
    ("originalmessage", "originalmessage", "s", {}),
)
OPERATION = Operation(
    "sms_inbound_automation",
    "POST",
    "/ms-flow/automations/sms/inbound",
    "creates",
    SmsInboundAutomationResult,
    (
        Input("", "message_search_type", "body", "i", {"constant": 0}),
        Input("", "message_search_term", "body", "s", {"constant": "*"}),
        Input("action_address", "action_address", "body", "s", {"required": True}),
        Input("", "dedicated_number", "body", "s", {"constant": "*"}),
        Input("", "rule_name", "body", "s", {"constant": "Power-Automate"}),
        Input("", "webhook_type", "body", "s", {"constant": "json"}),
        Input("", "action", "body", "s", {"constant": "URL"}),
        Input("", "enabled", "body", "i", {"constant": 1}),
    ),
    body="json",
    body_required=True,
    content_type="application/json",
    accept="application/json",
    envelope=("response_code", "SUCCESS"),
    look_for=(("action_address", "action_address", ()),),
)

"""The types of the operation Send Voice Message."""

from __future__ import annotations

from .._engine.model import Model, Result
from .._engine.operation import Batch, Input, Operation
from .models import Currency

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from typing import Literal

    from .._engine.batch import ItemOutcome


class SendVoiceMessage(Model):
    """Send voice message.

    Attributes:
        to: Mobile or landline phone number in local or international format. Must be in
            international format (E.164) if sending to a different country. e.g. +61411111111.
            Example: "+61411111111".
        body: Message body to be read out.
        lang: Language. Choose which language you want to use.
        voice: Choose the message to be read out in a Male or Female voice. Choices: male = Male,
            female = Female.
        custom_string: This is your reference. It will show on all reports and will be passed back
            with any replies.
        require_input: Receive a keypress from the recipient. Flag value must be 1 for yes or 0 for
            no. Choices: 1 = Yes, 0 = No.
        machine_detection: Detect answering machine or voicemail and leave a message. Flag value
            must be 1 for yes or 0 for no. Choices: 1 = Yes, 0 = No.
    """

    __slots__ = ("to", "body", "lang", "voice", "custom_string", "require_input", "machine_detection", "list_id")
    to: str | None
    body: str | None
    lang: str | None
    voice: Literal["male", "female"] | None
    custom_string: str | None
    require_input: Literal[1, 0] | None
    machine_detection: Literal[1, 0] | None
    list_id: int | None

    def __init__(
        self,
        *,
        to: str,
        body: str,
        voice: Literal["male", "female"],
        lang: str | None = None,
        custom_string: str | None = None,
        require_input: Literal[1, 0] | None = None,
        machine_detection: Literal[1, 0] | None = None,
        list_id: int | None = None,
    ) -> None:
        self.to = to
        self.body = body
        self.lang = lang
        self.voice = voice
        self.custom_string = custom_string
        self.require_input = require_input
        self.machine_detection = machine_detection
        self.list_id = list_id


class SendVoiceResult(Result):
    """The result of send_voice.

    Attributes:
        response_msg: Response Message.
    """

    __slots__ = ("http_code", "response_code", "response_msg", "data")
    http_code: int | None
    response_code: str | None
    response_msg: str | None
    data: SendVoiceBatch | None

    @property
    def outcomes(self) -> list[ItemOutcome[SendVoiceBatchMessage]]:
        """The outcome of each item, in the order of the request."""
        from .._engine.batch import outcomes

        return outcomes(self, BATCH, SendVoiceBatchMessage)

    @property
    def accepted(self) -> list[SendVoiceBatchMessage]:
        """The items that the service accepted."""
        from .._engine.batch import judged

        return judged(self, BATCH, SendVoiceBatchMessage, True)

    @property
    def rejected(self) -> list[SendVoiceBatchMessage]:
        """The items that the service rejected."""
        from .._engine.batch import judged

        return judged(self, BATCH, SendVoiceBatchMessage, False)

    def raise_for_rejected(self) -> None:
        """Raise an exception unless every item was accepted.

        Raises:
            PartialFailure: some items were rejected, or the response does not mention them.
            UnreadableOutcome: the service accepted the call, but the response is unreadable.
        """
        from .._engine.batch import check

        check(self, BATCH, SendVoiceBatchMessage)

    def to_repeat(self, messages: Sequence[SendVoiceMessage], *, repeated: bool = False) -> list[SendVoiceMessage]:
        """The items of the call that were rejected for a temporary reason. Nothing is sent.

        Args:
            messages: the items of the call that returned this result.
            repeated: whether they had been sent before. Items that were rejected as duplicates are then left out,
                because the first attempt may have been accepted.
        """
        from .._engine.batch import to_repeat

        return to_repeat(self, BATCH, SendVoiceBatchMessage, messages, repeated)


class SendVoiceBatch(Model):
    """Send voice batch.

    Attributes:
        total_price: An amount of money.
        blocked_count: Not declared by the connector.
    """

    __slots__ = ("total_price", "total_count", "queued_count", "messages", "currency", "blocked_count")
    total_price: Decimal | None
    total_count: int | None
    queued_count: int | None
    messages: list[SendVoiceBatchMessage] | None
    currency: Currency | None
    blocked_count: int | None


class SendVoiceBatchMessage(Model):
    """Send voice batch message.

    Attributes:
        lang: Language.
        message_price: An amount of money.
        list_id: Not declared by the connector.
        machine_detected: Not declared by the connector.
        digits: Not declared by the connector.
    """

    __slots__ = (
        "user_id",
        "subaccount_id",
        "message_id",
        "to",
        "to_type",
        "from_",
        "voice",
        "lang",
        "body",
        "carrier",
        "country",
        "custom_string",
        "schedule",
        "message_parts",
        "message_price",
        "date_added",
        "require_input",
        "machine_detection",
        "status",
        "list_id",
        "machine_detected",
        "digits",
    )
    user_id: int | None
    subaccount_id: int | None
    message_id: str | None
    to: str | None
    to_type: str | None
    from_: str | None
    voice: str | None
    lang: str | None
    body: str | None
    carrier: str | None
    country: str | None
    custom_string: str | None
    schedule: int | None
    message_parts: int | None
    message_price: Decimal | None
    date_added: int | None
    require_input: int | None
    machine_detection: int | None
    status: str | None
    list_id: str | None
    machine_detected: int | None
    digits: str | None


SendVoiceMessage._shape = (
    ("to", "to", "s", {"required": True}),
    ("body", "body", "s", {"required": True}),
    ("lang", "lang", "s", {"required": True, "default": "en-us"}),
    ("voice", "voice", "s", {"required": True, "enum": ("male", "female")}),
    ("custom_string", "custom_string", "s", {}),
    ("require_input", "require_input", "i", {"enum": (1, 0)}),
    ("machine_detection", "machine_detection", "i", {"enum": (1, 0)}),
    ("list_id", "list_id", "i", {}),
)
SendVoiceResult._shape = (
    ("http_code", "http_code", "i", {}),
    ("response_code", "response_code", "s", {}),
    ("response_msg", "response_msg", "s", {}),
    ("data", "data", SendVoiceBatch, {}),
)
SendVoiceBatch._shape = (
    ("total_price", "total_price", "d", {}),
    ("total_count", "total_count", "i", {}),
    ("queued_count", "queued_count", "i", {}),
    ("messages", "messages", ("l", SendVoiceBatchMessage, {}), {}),
    ("_currency", "currency", Currency, {}),
    ("blocked_count", "blocked_count", "i", {}),
)
SendVoiceBatchMessage._shape = (
    ("user_id", "user_id", "i", {}),
    ("subaccount_id", "subaccount_id", "i", {}),
    ("message_id", "message_id", "s", {}),
    ("to", "to", "s", {}),
    ("to_type", "to_type", "s", {}),
    ("from", "from_", "s", {}),
    ("voice", "voice", "s", {}),
    ("lang", "lang", "s", {}),
    ("body", "body", "s", {}),
    ("carrier", "carrier", "s", {}),
    ("country", "country", "s", {}),
    ("custom_string", "custom_string", "s", {}),
    ("schedule", "schedule", "i", {}),
    ("message_parts", "message_parts", "i", {}),
    ("message_price", "message_price", "e", {}),
    ("date_added", "date_added", "i", {}),
    ("require_input", "require_input", "i", {}),
    ("machine_detection", "machine_detection", "i", {}),
    ("status", "status", "s", {}),
    ("list_id", "list_id", "s", {}),
    ("machine_detected", "machine_detected", "i", {}),
    ("digits", "digits", "s", {}),
)
BATCH = Batch(
    "send_voice",
    ("data", "messages"),
    ("status",),
    "SUCCESS",
    "messages",
    ("THROTTLED", "INTERNAL_ERROR", "SOMETHING_IS_WRONG"),
    ("THROTTLED",),
)
OPERATION = Operation(
    "send_voice",
    "POST",
    "/voice/send",
    "sends",
    SendVoiceResult,
    (Input("messages", "messages", "body", ("l", SendVoiceMessage, {}), {"required": True}),),
    body="json",
    body_required=True,
    content_type="application/json",
    accept="application/json",
    envelope=("response_code", "SUCCESS"),
    batch=BATCH,
    look_for=(
        ("messages[].to", "messages", ("to",)),
        ("messages[].body", "messages", ("body",)),
        ("messages[].lang", "messages", ("lang",)),
        ("messages[].voice", "messages", ("voice",)),
        ("messages[].custom_string", "messages", ("custom_string",)),
        ("messages[].require_input", "messages", ("require_input",)),
        ("messages[].machine_detection", "messages", ("machine_detection",)),
        ("messages[].list_id", "messages", ("list_id",)),
    ),
)

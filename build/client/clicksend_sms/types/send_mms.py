"""The types of the operation Send MMS."""

from __future__ import annotations

from .._engine.model import Model, Result
from .._engine.operation import Batch, Input, Operation
from .models import Currency

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from .._engine.batch import ItemOutcome


class SendMmsMessage(Model):
    """Send mms message.

    Attributes:
        to: Mobile phone number. Can be in local or international format. Must be in international
            (E.164) format if sending to another country. e.g +61411111111. Example: "+61411111111".
        subject: Subject line. Maximum 20 characters.
        body: message. Message body. Up to 1500 characters or 500 Unicode characters.
        custom_string: This is your reference. It will show on all reports and will be passed back
            with any replies.
    """

    __slots__ = ("to", "subject", "body", "custom_string", "list_id", "from_")
    to: str | None
    subject: str | None
    body: str | None
    custom_string: str | None
    list_id: int | None
    from_: str | None

    def __init__(
        self,
        *,
        to: str,
        subject: str,
        body: str,
        custom_string: str | None = None,
        list_id: int | None = None,
        from_: str | None = None,
    ) -> None:
        self.to = to
        self.subject = subject
        self.body = body
        self.custom_string = custom_string
        self.list_id = list_id
        self.from_ = from_


class SendMmsResult(Result):
    """The result of send_mms.

    Attributes:
        response_msg: Response Message.
    """

    __slots__ = ("http_code", "response_code", "response_msg", "data")
    http_code: int | None
    response_code: str | None
    response_msg: str | None
    data: SendMmsBatch | None

    @property
    def outcomes(self) -> list[ItemOutcome[SendMmsBatchMessage]]:
        """The outcome of each item, in the order of the request."""
        from .._engine.batch import outcomes

        return outcomes(self, BATCH, SendMmsBatchMessage)

    @property
    def accepted(self) -> list[SendMmsBatchMessage]:
        """The items that the service accepted."""
        from .._engine.batch import judged

        return judged(self, BATCH, SendMmsBatchMessage, True)

    @property
    def rejected(self) -> list[SendMmsBatchMessage]:
        """The items that the service rejected."""
        from .._engine.batch import judged

        return judged(self, BATCH, SendMmsBatchMessage, False)

    def raise_for_rejected(self) -> None:
        """Raise an exception unless every item was accepted.

        Raises:
            PartialFailure: some items were rejected, or the response does not mention them.
            UnreadableOutcome: the service accepted the call, but the response is unreadable.
        """
        from .._engine.batch import check

        check(self, BATCH, SendMmsBatchMessage)

    def to_repeat(self, messages: Sequence[SendMmsMessage], *, repeated: bool = False) -> list[SendMmsMessage]:
        """The items of the call that were rejected for a temporary reason. Nothing is sent.

        Args:
            messages: the items of the call that returned this result.
            repeated: whether they had been sent before. Items that were rejected as duplicates are then left out,
                because the first attempt may have been accepted.
        """
        from .._engine.batch import to_repeat

        return to_repeat(self, BATCH, SendMmsBatchMessage, messages, repeated)


class SendMmsBatch(Model):
    """Send mms batch.

    Attributes:
        total_price: An amount of money.
        messages: Msg.
        blocked_count: Not declared by the connector.
        currency: Not declared by the connector.
    """

    __slots__ = ("total_price", "total_count", "queued_count", "messages", "blocked_count", "currency")
    total_price: Decimal | None
    total_count: int | None
    queued_count: int | None
    messages: list[SendMmsBatchMessage] | None
    blocked_count: int | None
    currency: Currency | None


class SendMmsBatchMessage(Model):
    """Send mms batch message.

    Attributes:
        message_price: An amount of money.
        schedule: Not declared by the connector.
    """

    __slots__ = (
        "list_id",
        "contact_id",
        "message_id",
        "to",
        "subject",
        "from_",
        "body",
        "country",
        "custom_string",
        "message_parts",
        "message_price",
        "media_file_url",
        "status",
        "schedule",
    )
    list_id: int | None
    contact_id: int | None
    message_id: str | None
    to: str | None
    subject: str | None
    from_: str | None
    body: str | None
    country: str | None
    custom_string: str | None
    message_parts: int | None
    message_price: Decimal | None
    media_file_url: str | None
    status: str | None
    schedule: str | None


SendMmsMessage._shape = (
    ("to", "to", "s", {"required": True}),
    ("subject", "subject", "s", {"required": True}),
    ("body", "body", "s", {"required": True}),
    ("custom_string", "custom_string", "s", {}),
    ("list_id", "list_id", "i", {}),
    ("from", "from_", "s", {}),
)
SendMmsResult._shape = (
    ("http_code", "http_code", "i", {}),
    ("response_code", "response_code", "s", {}),
    ("response_msg", "response_msg", "s", {}),
    ("data", "data", SendMmsBatch, {}),
)
SendMmsBatch._shape = (
    ("total_price", "total_price", "d", {}),
    ("total_count", "total_count", "i", {}),
    ("queued_count", "queued_count", "i", {}),
    ("messages", "messages", ("l", SendMmsBatchMessage, {}), {}),
    ("blocked_count", "blocked_count", "i", {}),
    ("_currency", "currency", Currency, {}),
)
SendMmsBatchMessage._shape = (
    ("list_id", "list_id", "i", {}),
    ("contact_id", "contact_id", "i", {}),
    ("message_id", "message_id", "s", {}),
    ("to", "to", "s", {}),
    ("subject", "subject", "s", {}),
    ("from", "from_", "s", {}),
    ("body", "body", "s", {}),
    ("country", "country", "s", {}),
    ("custom_string", "custom_string", "s", {}),
    ("message_parts", "message_parts", "i", {}),
    ("message_price", "message_price", "e", {}),
    ("_media_file_url", "media_file_url", "s", {}),
    ("status", "status", "s", {}),
    ("schedule", "schedule", "s", {}),
)
BATCH = Batch(
    "send_mms",
    ("data", "messages"),
    ("status",),
    "SUCCESS",
    "messages",
    ("THROTTLED", "INTERNAL_ERROR", "SOMETHING_IS_WRONG"),
    ("THROTTLED",),
)
OPERATION = Operation(
    "send_mms",
    "POST",
    "/mms/send",
    "sends",
    SendMmsResult,
    (
        Input("messages", "messages", "body", ("l", SendMmsMessage, {}), {"required": True}),
        Input("media_file", "media_file", "body", "s", {"required": True}),
    ),
    body="json",
    body_required=True,
    content_type="application/json",
    accept="application/json",
    envelope=("response_code", "SUCCESS"),
    batch=BATCH,
    look_for=(
        ("messages[].to", "messages", ("to",)),
        ("messages[].subject", "messages", ("subject",)),
        ("messages[].body", "messages", ("body",)),
        ("messages[].custom_string", "messages", ("custom_string",)),
        ("messages[].list_id", "messages", ("list_id",)),
        ("messages[].from", "messages", ("from_",)),
        ("media_file", "media_file", ()),
    ),
)

"""The types of the operation Send SMS."""

from __future__ import annotations

from .._engine.model import Model, Result
from .._engine.operation import Batch, Input, Operation
from .models import Currency

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from .._engine.batch import ItemOutcome


class SmsSendMessage(Model):
    """Sms send message.

    Attributes:
        to: Mobile phone number. Can be in local or international format. Must be in international
            (E.164) format if sending to another country. e.g +61411111111. Example: "+61411111111".
        body: 160 characters is 1 SMS. Can send up to 1,224 standard characters.
        custom_string: This is your reference. It will show on all reports and will be passed back
            with any replies.
    """

    __slots__ = ("to", "body", "custom_string", "list_id")
    to: str | None
    body: str | None
    custom_string: str | None
    list_id: int | None

    def __init__(
        self,
        *,
        to: str,
        body: str,
        custom_string: str | None = None,
        list_id: int | None = None,
    ) -> None:
        self.to = to
        self.body = body
        self.custom_string = custom_string
        self.list_id = list_id


class SmsSendResult(Result):
    """The result of sms_send.

    Attributes:
        response_msg: Response Message.
    """

    __slots__ = ("http_code", "response_code", "response_msg", "data")
    http_code: int | None
    response_code: str | None
    response_msg: str | None
    data: SmsSendBatch | None

    @property
    def outcomes(self) -> list[ItemOutcome[SmsSendBatchMessage]]:
        """The outcome of each item, in the order of the request."""
        from .._engine.batch import outcomes

        return outcomes(self, BATCH, SmsSendBatchMessage)

    @property
    def accepted(self) -> list[SmsSendBatchMessage]:
        """The items that the service accepted."""
        from .._engine.batch import judged

        return judged(self, BATCH, SmsSendBatchMessage, True)

    @property
    def rejected(self) -> list[SmsSendBatchMessage]:
        """The items that the service rejected."""
        from .._engine.batch import judged

        return judged(self, BATCH, SmsSendBatchMessage, False)

    def raise_for_rejected(self) -> None:
        """Raise an exception unless every item was accepted.

        Raises:
            PartialFailure: some items were rejected, or the response does not mention them.
            UnreadableOutcome: the service accepted the call, but the response is unreadable.
        """
        from .._engine.batch import check

        check(self, BATCH, SmsSendBatchMessage)

    def to_repeat(self, messages: Sequence[SmsSendMessage], *, repeated: bool = False) -> list[SmsSendMessage]:
        """The items of the call that were rejected for a temporary reason. Nothing is sent.

        Args:
            messages: the items of the call that returned this result.
            repeated: whether they had been sent before. Items that were rejected as duplicates are then left out,
                because the first attempt may have been accepted.
        """
        from .._engine.batch import to_repeat

        return to_repeat(self, BATCH, SmsSendBatchMessage, messages, repeated)


class SmsSendBatch(Model):
    """Sms send batch.

    Attributes:
        total_price: An amount of money.
        messages: Message.
        blocked_count: Not declared by the connector.
    """

    __slots__ = ("total_price", "total_count", "queued_count", "messages", "currency", "blocked_count")
    total_price: Decimal | None
    total_count: int | None
    queued_count: int | None
    messages: list[SmsSendBatchMessage] | None
    currency: Currency | None
    blocked_count: int | None


class SmsSendBatchMessage(Model):
    """Sms send batch message.

    Attributes:
        message_price: An amount of money.
        schedule: Not declared by the connector.
        is_shared_system_number: Not declared by the connector.
    """

    __slots__ = (
        "direction",
        "date",
        "to",
        "body",
        "from_",
        "message_id",
        "message_parts",
        "message_price",
        "from_email",
        "list_id",
        "custom_string",
        "contact_id",
        "user_id",
        "subaccount_id",
        "country",
        "carrier",
        "status",
        "schedule",
        "is_shared_system_number",
    )
    direction: str | None
    date: int | None
    to: str | None
    body: str | None
    from_: str | None
    message_id: str | None
    message_parts: int | None
    message_price: Decimal | None
    from_email: str | None
    list_id: str | None
    custom_string: str | None
    contact_id: str | None
    user_id: int | None
    subaccount_id: int | None
    country: str | None
    carrier: str | None
    status: str | None
    schedule: int | None
    is_shared_system_number: bool | None


SmsSendMessage._shape = (
    ("to", "to", "s", {"required": True}),
    ("body", "body", "s", {"required": True}),
    ("custom_string", "custom_string", "s", {}),
    ("list_id", "list_id", "i", {}),
)
SmsSendResult._shape = (
    ("http_code", "http_code", "i", {}),
    ("response_code", "response_code", "s", {}),
    ("response_msg", "response_msg", "s", {}),
    ("data", "data", SmsSendBatch, {}),
)
SmsSendBatch._shape = (
    ("total_price", "total_price", "d", {}),
    ("total_count", "total_count", "i", {}),
    ("queued_count", "queued_count", "i", {}),
    ("messages", "messages", ("l", SmsSendBatchMessage, {}), {}),
    ("_currency", "currency", Currency, {}),
    ("blocked_count", "blocked_count", "i", {}),
)
SmsSendBatchMessage._shape = (
    ("direction", "direction", "s", {}),
    ("date", "date", "i", {}),
    ("to", "to", "s", {}),
    ("body", "body", "s", {}),
    ("from", "from_", "s", {}),
    ("message_id", "message_id", "s", {}),
    ("message_parts", "message_parts", "i", {}),
    ("message_price", "message_price", "e", {}),
    ("from_email", "from_email", "s", {}),
    ("list_id", "list_id", "s", {}),
    ("custom_string", "custom_string", "s", {}),
    ("contact_id", "contact_id", "s", {}),
    ("user_id", "user_id", "i", {}),
    ("subaccount_id", "subaccount_id", "i", {}),
    ("country", "country", "s", {}),
    ("carrier", "carrier", "s", {}),
    ("status", "status", "s", {}),
    ("schedule", "schedule", "i", {}),
    ("is_shared_system_number", "is_shared_system_number", "b", {}),
)
BATCH = Batch(
    "sms_send",
    ("data", "messages"),
    ("status",),
    "SUCCESS",
    "messages",
    ("THROTTLED", "INTERNAL_ERROR", "SOMETHING_IS_WRONG"),
    ("THROTTLED",),
)
OPERATION = Operation(
    "sms_send",
    "POST",
    "/sms/send",
    "sends",
    SmsSendResult,
    (Input("messages", "messages", "body", ("l", SmsSendMessage, {}), {"required": True}),),
    body="json",
    body_required=True,
    content_type="application/json",
    accept="application/json",
    envelope=("response_code", "SUCCESS"),
    batch=BATCH,
    look_for=(
        ("messages[].to", "messages", ("to",)),
        ("messages[].body", "messages", ("body",)),
        ("messages[].custom_string", "messages", ("custom_string",)),
        ("messages[].list_id", "messages", ("list_id",)),
    ),
)

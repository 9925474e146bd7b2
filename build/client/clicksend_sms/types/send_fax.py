"""The types of the operation Send Fax."""

from __future__ import annotations

from .._engine.model import Model, Result
from .._engine.operation import Batch, Input, Operation
from .models import Currency

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from .._engine.batch import ItemOutcome


class SendFaxMessage(Model):
    """Send fax message.

    Attributes:
        to: Phone number in E.164 format. Eg. +61261111111. Example: "+61261111111".
        custom_string: This is your reference. It will show on all reports and will be passed back
            with any replies.
    """

    __slots__ = ("to", "custom_string", "list_id", "from_")
    to: str | None
    custom_string: str | None
    list_id: int | None
    from_: str | None

    def __init__(
        self,
        *,
        to: str,
        custom_string: str | None = None,
        list_id: int | None = None,
        from_: str | None = None,
    ) -> None:
        self.to = to
        self.custom_string = custom_string
        self.list_id = list_id
        self.from_ = from_


class SendFaxResult(Result):
    """The result of send_fax.

    Attributes:
        response_msg: Response Message.
    """

    __slots__ = ("http_code", "response_code", "response_msg", "data")
    http_code: int | None
    response_code: str | None
    response_msg: str | None
    data: SendFaxBatch | None

    @property
    def outcomes(self) -> list[ItemOutcome[SendFaxBatchMessage]]:
        """The outcome of each item, in the order of the request."""
        from .._engine.batch import outcomes

        return outcomes(self, BATCH, SendFaxBatchMessage)

    @property
    def accepted(self) -> list[SendFaxBatchMessage]:
        """The items that the service accepted."""
        from .._engine.batch import judged

        return judged(self, BATCH, SendFaxBatchMessage, True)

    @property
    def rejected(self) -> list[SendFaxBatchMessage]:
        """The items that the service rejected."""
        from .._engine.batch import judged

        return judged(self, BATCH, SendFaxBatchMessage, False)

    def raise_for_rejected(self) -> None:
        """Raise an exception unless every item was accepted.

        Raises:
            PartialFailure: some items were rejected, or the response does not mention them.
            UnreadableOutcome: the service accepted the call, but the response is unreadable.
        """
        from .._engine.batch import check

        check(self, BATCH, SendFaxBatchMessage)

    def to_repeat(self, messages: Sequence[SendFaxMessage], *, repeated: bool = False) -> list[SendFaxMessage]:
        """The items of the call that were rejected for a temporary reason. Nothing is sent.

        Args:
            messages: the items of the call that returned this result.
            repeated: whether they had been sent before. Items that were rejected as duplicates are then left out,
                because the first attempt may have been accepted.
        """
        from .._engine.batch import to_repeat

        return to_repeat(self, BATCH, SendFaxBatchMessage, messages, repeated)


class SendFaxBatch(Model):
    """Send fax batch.

    Attributes:
        total_price: An amount of money.
        blocked_count: Not declared by the connector.
    """

    __slots__ = ("total_price", "total_count", "queued_count", "messages", "currency", "blocked_count")
    total_price: Decimal | None
    total_count: int | None
    queued_count: int | None
    messages: list[SendFaxBatchMessage] | None
    currency: Currency | None
    blocked_count: int | None


class SendFaxBatchMessage(Model):
    """Send fax batch message.

    Attributes:
        message_price: An amount of money.
        schedule: Not declared by the connector.
    """

    __slots__ = (
        "user_id",
        "subaccount_id",
        "list_id",
        "message_id",
        "to",
        "from_",
        "carrier",
        "country",
        "custom_string",
        "message_pages",
        "message_price",
        "status_code",
        "status_text",
        "date_added",
        "from_email",
        "file_url",
        "status",
        "schedule",
    )
    user_id: int | None
    subaccount_id: int | None
    list_id: str | None
    message_id: str | None
    to: str | None
    from_: str | None
    carrier: str | None
    country: str | None
    custom_string: str | None
    message_pages: int | None
    message_price: Decimal | None
    status_code: str | None
    status_text: str | None
    date_added: int | None
    from_email: str | None
    file_url: str | None
    status: str | None
    schedule: str | None


SendFaxMessage._shape = (
    ("to", "to", "s", {"required": True}),
    ("custom_string", "custom_string", "s", {}),
    ("list_id", "list_id", "i", {}),
    ("from", "from_", "s", {}),
)
SendFaxResult._shape = (
    ("http_code", "http_code", "i", {}),
    ("response_code", "response_code", "s", {}),
    ("response_msg", "response_msg", "s", {}),
    ("data", "data", SendFaxBatch, {}),
)
SendFaxBatch._shape = (
    ("total_price", "total_price", "d", {}),
    ("total_count", "total_count", "i", {}),
    ("queued_count", "queued_count", "i", {}),
    ("messages", "messages", ("l", SendFaxBatchMessage, {}), {}),
    ("_currency", "currency", Currency, {}),
    ("blocked_count", "blocked_count", "i", {}),
)
SendFaxBatchMessage._shape = (
    ("user_id", "user_id", "i", {}),
    ("subaccount_id", "subaccount_id", "i", {}),
    ("list_id", "list_id", "s", {}),
    ("message_id", "message_id", "s", {}),
    ("to", "to", "s", {}),
    ("from", "from_", "s", {}),
    ("carrier", "carrier", "s", {}),
    ("country", "country", "s", {}),
    ("custom_string", "custom_string", "s", {}),
    ("message_pages", "message_pages", "i", {}),
    ("message_price", "message_price", "e", {}),
    ("status_code", "status_code", "s", {}),
    ("status_text", "status_text", "s", {}),
    ("date_added", "date_added", "i", {}),
    ("from_email", "from_email", "s", {}),
    ("_file_url", "file_url", "s", {}),
    ("status", "status", "s", {}),
    ("schedule", "schedule", "s", {}),
)
BATCH = Batch(
    "send_fax",
    ("data", "messages"),
    ("status",),
    "SUCCESS",
    "messages",
    ("THROTTLED", "INTERNAL_ERROR", "SOMETHING_IS_WRONG"),
    ("THROTTLED",),
)
OPERATION = Operation(
    "send_fax",
    "POST",
    "/fax/send",
    "sends",
    SendFaxResult,
    (
        Input("messages", "messages", "body", ("l", SendFaxMessage, {}), {"required": True}),
        Input("file_url", "file_url", "body", "s", {"required": True}),
    ),
    body="json",
    body_required=True,
    content_type="application/json",
    accept="application/json",
    envelope=("response_code", "SUCCESS"),
    batch=BATCH,
    look_for=(
        ("messages[].to", "messages", ("to",)),
        ("messages[].custom_string", "messages", ("custom_string",)),
        ("messages[].list_id", "messages", ("list_id",)),
        ("messages[].from", "messages", ("from_",)),
        ("file_url", "file_url", ()),
    ),
)

"""The types of the operation Send Letter."""

from __future__ import annotations

from .._engine.model import Model, Result
from .._engine.operation import Batch, Input, Operation
from .models import Currency, ReturnAddress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from .._engine.batch import ItemOutcome


class SendLetterRecipient(Model):
    """Send letter recipient.

    Attributes:
        address_name: Name. Name of address.
        address_city: City.
        address_state: State.
        address_postal_code: Postal Code.
        address_country: Country.
        return_address_id: Select Return Address. Return address ID to use.
        address_line_1: First line of address.
        address_line_2: Second line of address.
    """

    __slots__ = (
        "address_name",
        "address_city",
        "address_state",
        "address_postal_code",
        "address_country",
        "return_address_id",
        "address_line_1",
        "address_line_2",
    )
    address_name: str | None
    address_city: str | None
    address_state: str | None
    address_postal_code: str | None
    address_country: str | None
    return_address_id: int | None
    address_line_1: str | None
    address_line_2: str | None

    def __init__(
        self,
        *,
        address_name: str,
        address_city: str,
        address_state: str,
        address_postal_code: str,
        address_country: str,
        return_address_id: int,
        address_line_1: str,
        address_line_2: str | None = None,
    ) -> None:
        self.address_name = address_name
        self.address_city = address_city
        self.address_state = address_state
        self.address_postal_code = address_postal_code
        self.address_country = address_country
        self.return_address_id = return_address_id
        self.address_line_1 = address_line_1
        self.address_line_2 = address_line_2


class SendLetterResult(Result):
    """The answer of send_letter.

    Attributes:
        response_msg: Response Message.
    """

    __slots__ = ("http_code", "response_code", "response_msg", "data")
    http_code: int | None
    response_code: str | None
    response_msg: str | None
    data: SendLetterBatch | None

    @property
    def outcomes(self) -> list[ItemOutcome[SendLetterPostItem]]:
        """What came of each item, in the order of the request."""
        from .._engine.batch import outcomes

        return outcomes(self, BATCH, SendLetterPostItem)

    @property
    def accepted(self) -> list[SendLetterPostItem]:
        """The items that the service accepted."""
        from .._engine.batch import judged

        return judged(self, BATCH, SendLetterPostItem, True)

    @property
    def rejected(self) -> list[SendLetterPostItem]:
        """The items that the service refused; each says why."""
        from .._engine.batch import judged

        return judged(self, BATCH, SendLetterPostItem, False)

    def raise_for_rejected(self) -> None:
        """Do nothing when all items were accepted.

        Raises:
            PartialFailure: some items were refused, or the answer says nothing of them.
            UnreadableOutcome: the service accepted the call, but its answer cannot be read.
        """
        from .._engine.batch import check

        check(self, BATCH, SendLetterPostItem)

    def to_repeat(
        self, recipients: Sequence[SendLetterRecipient], *, repeated: bool = False
    ) -> list[SendLetterRecipient]:
        """Those items of the call that were refused for a reason that may pass; nothing is sent here.

        Args:
            recipients: the items of the call that this answers.
            repeated: they had been sent before. Those that are refused as duplicates are then left out: their first
                sending may have been accepted.
        """
        from .._engine.batch import to_repeat

        return to_repeat(self, BATCH, SendLetterPostItem, recipients, repeated)


class SendLetterBatch(Model):
    """Data.

    Attributes:
        total_price: An amount of money.
        recipients: item.
        blocked_count: Travels although the connector does not declare it.
    """

    __slots__ = ("total_price", "total_count", "queued_count", "recipients", "currency", "blocked_count")
    total_price: Decimal | None
    total_count: int | None
    queued_count: int | None
    recipients: list[SendLetterPostItem] | None
    currency: Currency | None
    blocked_count: int | None


class SendLetterPostItem(Model):
    """Send letter post item.

    Attributes:
        post_price: An amount of money.
        schedule: Travels although the connector does not declare it.
    """

    __slots__ = (
        "user_id",
        "subaccount_id",
        "message_id",
        "address_name",
        "address_line_1",
        "address_line_2",
        "address_city",
        "address_state",
        "address_postal_code",
        "address_country",
        "return_address_id",
        "custom_string",
        "source",
        "colour",
        "duplex",
        "post_pages",
        "post_price",
        "priority_post",
        "date_added",
        "status",
        "file_url",
        "return_address",
        "api_username",
        "schedule",
    )
    user_id: int | None
    subaccount_id: int | None
    message_id: str | None
    address_name: str | None
    address_line_1: str | None
    address_line_2: str | None
    address_city: str | None
    address_state: str | None
    address_postal_code: str | None
    address_country: str | None
    return_address_id: int | None
    custom_string: str | None
    source: str | None
    colour: int | None
    duplex: int | None
    post_pages: int | None
    post_price: Decimal | None
    priority_post: int | None
    date_added: int | None
    status: str | None
    file_url: str | None
    return_address: ReturnAddress | None
    api_username: str | None
    schedule: int | None


SendLetterRecipient._shape = (
    ("address_name", "address_name", "s", {"required": True}),
    ("address_city", "address_city", "s", {"required": True}),
    ("address_state", "address_state", "s", {"required": True}),
    ("address_postal_code", "address_postal_code", "s", {"required": True}),
    ("address_country", "address_country", "s", {"required": True}),
    ("return_address_id", "return_address_id", "i", {"required": True}),
    ("address_line_1", "address_line_1", "s", {"required": True}),
    ("address_line_2", "address_line_2", "s", {}),
)
SendLetterResult._shape = (
    ("http_code", "http_code", "i", {}),
    ("response_code", "response_code", "s", {}),
    ("response_msg", "response_msg", "s", {}),
    ("data", "data", SendLetterBatch, {}),
)
SendLetterBatch._shape = (
    ("total_price", "total_price", "d", {}),
    ("total_count", "total_count", "i", {}),
    ("queued_count", "queued_count", "i", {}),
    ("recipients", "recipients", ("l", SendLetterPostItem, {}), {}),
    ("_currency", "currency", Currency, {}),
    ("blocked_count", "blocked_count", "i", {}),
)
SendLetterPostItem._shape = (
    ("user_id", "user_id", "i", {}),
    ("subaccount_id", "subaccount_id", "i", {}),
    ("message_id", "message_id", "s", {}),
    ("address_name", "address_name", "s", {}),
    ("address_line_1", "address_line_1", "s", {}),
    ("address_line_2", "address_line_2", "s", {}),
    ("address_city", "address_city", "s", {}),
    ("address_state", "address_state", "s", {}),
    ("address_postal_code", "address_postal_code", "s", {}),
    ("address_country", "address_country", "s", {}),
    ("return_address_id", "return_address_id", "i", {}),
    ("custom_string", "custom_string", "s", {}),
    ("source", "source", "s", {}),
    ("colour", "colour", "i", {}),
    ("duplex", "duplex", "i", {}),
    ("post_pages", "post_pages", "i", {}),
    ("post_price", "post_price", "e", {}),
    ("priority_post", "priority_post", "i", {}),
    ("date_added", "date_added", "i", {}),
    ("status", "status", "s", {}),
    ("_file_url", "file_url", "s", {}),
    ("_return_address", "return_address", ReturnAddress, {}),
    ("_api_username", "api_username", "s", {}),
    ("schedule", "schedule", "i", {}),
)
BATCH = Batch(
    "send_letter",
    ("data", "recipients"),
    ("status",),
    "SUCCESS",
    "recipients",
    ("THROTTLED", "INTERNAL_ERROR", "SOMETHING_IS_WRONG"),
    ("THROTTLED",),
)
OPERATION = Operation(
    "send_letter",
    "POST",
    "/post/letters/send",
    "sends",
    SendLetterResult,
    (
        Input("file_url", "file_url", "body", "s", {"required": True}),
        Input("template_used", "template_used", "body", "i", {"enum": (1, 0)}),
        Input("colour", "colour", "body", "i", {"required": True, "enum": (0, 1)}),
        Input("duplex", "duplex", "body", "i", {"required": True, "enum": (0, 1)}),
        Input("priority_post", "priority_post", "body", "i", {"enum": (1, 0)}),
        Input("recipients", "recipients", "body", ("l", SendLetterRecipient, {}), {"required": True}),
    ),
    body="json",
    body_required=True,
    content_type="application/json",
    accept="application/json",
    envelope=("response_code", "SUCCESS"),
    batch=BATCH,
    look_for=(
        ("file_url", "file_url", ()),
        ("colour", "colour", ()),
        ("duplex", "duplex", ()),
        ("recipients[].address_name", "recipients", ("address_name",)),
        ("recipients[].address_city", "recipients", ("address_city",)),
        ("recipients[].address_state", "recipients", ("address_state",)),
        ("recipients[].address_postal_code", "recipients", ("address_postal_code",)),
        ("recipients[].address_country", "recipients", ("address_country",)),
        ("recipients[].return_address_id", "recipients", ("return_address_id",)),
        ("recipients[].address_line_1", "recipients", ("address_line_1",)),
        ("recipients[].address_line_2", "recipients", ("address_line_2",)),
        ("template_used", "template_used", ()),
        ("priority_post", "priority_post", ()),
    ),
)

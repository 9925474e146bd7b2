"""The types of the operation Send Postcard."""

from __future__ import annotations

from .._engine.model import Model, Result
from .._engine.operation import Batch, Input, Operation
from .models import Currency, ReturnAddress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from .._engine.batch import ItemOutcome


class SendPostcardRecipient(Model):
    """Send postcard recipient.

    Attributes:
        address_name: Name.
        address_city: City.
        address_state: State.
        address_postal_code: Postal Code.
        address_country: Country.
        return_address_id: Return address ID to use.
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


class SendPostcardResult(Result):
    """The answer of send_postcard.

    Attributes:
        response_msg: Response Message.
    """

    __slots__ = ("http_code", "response_code", "response_msg", "data")
    http_code: int | None
    response_code: str | None
    response_msg: str | None
    data: SendPostcardBatch | None

    @property
    def outcomes(self) -> list[ItemOutcome[SendPostcardPostItem]]:
        """What came of each item, in the order of the request."""
        from .._engine.batch import outcomes

        return outcomes(self, BATCH, SendPostcardPostItem)

    @property
    def accepted(self) -> list[SendPostcardPostItem]:
        """The items that the service accepted."""
        from .._engine.batch import judged

        return judged(self, BATCH, SendPostcardPostItem, True)

    @property
    def rejected(self) -> list[SendPostcardPostItem]:
        """The items that the service refused; each says why."""
        from .._engine.batch import judged

        return judged(self, BATCH, SendPostcardPostItem, False)

    def raise_for_rejected(self) -> None:
        """Do nothing when all items were accepted.

        Raises:
            PartialFailure: some items were refused, or the answer says nothing of them.
            UnreadableOutcome: the service accepted the call, but its answer cannot be read.
        """
        from .._engine.batch import check

        check(self, BATCH, SendPostcardPostItem)

    def to_repeat(
        self, recipients: Sequence[SendPostcardRecipient], *, repeated: bool = False
    ) -> list[SendPostcardRecipient]:
        """Those items of the call that were refused for a reason that may pass; nothing is sent here.

        Args:
            recipients: the items of the call that this answers.
            repeated: they had been sent before. Those that are refused as duplicates are then left out: their first
                sending may have been accepted.
        """
        from .._engine.batch import to_repeat

        return to_repeat(self, BATCH, SendPostcardPostItem, recipients, repeated)


class SendPostcardBatch(Model):
    """Data.

    Attributes:
        total_price: An amount of money.
        recipients: Recipient.
        blocked_count: Travels although the connector does not declare it.
    """

    __slots__ = ("total_price", "total_count", "queued_count", "recipients", "currency", "blocked_count")
    total_price: Decimal | None
    total_count: int | None
    queued_count: int | None
    recipients: list[SendPostcardPostItem] | None
    currency: Currency | None
    blocked_count: int | None


class SendPostcardPostItem(Model):
    """Send postcard post item.

    Attributes:
        post_price: An amount of money.
        letter_file_name: Travels although the connector does not declare it.
        ip_address: Travels although the connector does not declare it.
        source: Travels although the connector does not declare it.
        priority: Travels although the connector does not declare it.
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
        "schedule",
        "post_price",
        "status",
        "date_added",
        "file_url",
        "return_address",
        "api_username",
        "letter_file_name",
        "ip_address",
        "source",
        "priority",
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
    schedule: int | None
    post_price: Decimal | None
    status: str | None
    date_added: int | None
    file_url: str | None
    return_address: ReturnAddress | None
    api_username: str | None
    letter_file_name: str | None
    ip_address: str | None
    source: str | None
    priority: int | None


SendPostcardRecipient._shape = (
    ("address_name", "address_name", "s", {"required": True}),
    ("address_city", "address_city", "s", {"required": True}),
    ("address_state", "address_state", "s", {"required": True}),
    ("address_postal_code", "address_postal_code", "s", {"required": True}),
    ("address_country", "address_country", "s", {"required": True}),
    ("return_address_id", "return_address_id", "i", {"required": True}),
    ("address_line_1", "address_line_1", "s", {"required": True}),
    ("address_line_2", "address_line_2", "s", {}),
)
SendPostcardResult._shape = (
    ("http_code", "http_code", "i", {}),
    ("response_code", "response_code", "s", {}),
    ("response_msg", "response_msg", "s", {}),
    ("data", "data", SendPostcardBatch, {}),
)
SendPostcardBatch._shape = (
    ("total_price", "total_price", "d", {}),
    ("total_count", "total_count", "i", {}),
    ("queued_count", "queued_count", "i", {}),
    ("recipients", "recipients", ("l", SendPostcardPostItem, {}), {}),
    ("_currency", "currency", Currency, {}),
    ("blocked_count", "blocked_count", "i", {}),
)
SendPostcardPostItem._shape = (
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
    ("schedule", "schedule", "i", {}),
    ("post_price", "post_price", "e", {}),
    ("status", "status", "s", {}),
    ("date_added", "date_added", "i", {}),
    ("_file_url", "file_url", "s", {}),
    ("_return_address", "return_address", ReturnAddress, {}),
    ("_api_username", "api_username", "s", {}),
    ("letter_file_name", "letter_file_name", "s", {}),
    ("ip_address", "ip_address", "s", {}),
    ("source", "source", "s", {}),
    ("priority", "priority", "i", {}),
)
BATCH = Batch(
    "send_postcard",
    ("data", "recipients"),
    ("status",),
    "SUCCESS",
    "recipients",
    ("THROTTLED", "INTERNAL_ERROR", "SOMETHING_IS_WRONG"),
    ("THROTTLED",),
)
OPERATION = Operation(
    "send_postcard",
    "POST",
    "/post/postcards/send",
    "sends",
    SendPostcardResult,
    (
        Input("recipients", "recipients", "body", ("l", SendPostcardRecipient, {}), {"required": True}),
        Input("file_urls", "file_urls", "body", ("l", "s", {}), {"required": True}),
    ),
    body="json",
    body_required=True,
    content_type="application/json",
    accept="application/json",
    envelope=("response_code", "SUCCESS"),
    batch=BATCH,
    look_for=(
        ("recipients[].address_name", "recipients", ("address_name",)),
        ("recipients[].address_city", "recipients", ("address_city",)),
        ("recipients[].address_state", "recipients", ("address_state",)),
        ("recipients[].address_postal_code", "recipients", ("address_postal_code",)),
        ("recipients[].address_country", "recipients", ("address_country",)),
        ("recipients[].return_address_id", "recipients", ("return_address_id",)),
        ("recipients[].address_line_1", "recipients", ("address_line_1",)),
        ("recipients[].address_line_2", "recipients", ("address_line_2",)),
    ),
)

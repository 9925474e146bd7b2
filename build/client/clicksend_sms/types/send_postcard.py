"""The types of the operation Send Postcard."""

from __future__ import annotations

from .._engine.model import Result
from .._engine.operation import Batch, Input, Operation
from .models import PostItem, PostItemBatch, Recipient

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from .._engine.batch import ItemOutcome


class SendPostcardResult(Result):
    """The result of send_postcard.

    Attributes:
        response_msg: Response Message.
    """

    __slots__ = ("http_code", "response_code", "response_msg", "data")
    http_code: int | None
    response_code: str | None
    response_msg: str | None
    data: PostItemBatch | None

    @property
    def outcomes(self) -> list[ItemOutcome[PostItem]]:
        """The outcome of each item, in the order of the request."""
        from .._engine.batch import outcomes

        return outcomes(self, BATCH, PostItem)

    @property
    def accepted(self) -> list[PostItem]:
        """The items that the service accepted."""
        from .._engine.batch import judged

        return judged(self, BATCH, PostItem, True)

    @property
    def rejected(self) -> list[PostItem]:
        """The items that the service rejected."""
        from .._engine.batch import judged

        return judged(self, BATCH, PostItem, False)

    def raise_for_rejected(self) -> None:
        """Raise an exception unless every item was accepted.

        Raises:
            PartialFailure: some items were rejected, or the response does not mention them.
            UnreadableOutcome: the service accepted the call, but the response is unreadable.
        """
        from .._engine.batch import check

        check(self, BATCH, PostItem)

    def to_repeat(self, recipients: Sequence[Recipient], *, repeated: bool = False) -> list[Recipient]:
        """The items of the call that were rejected for a temporary reason. Nothing is sent.

        Args:
            recipients: the items of the call that returned this result.
            repeated: whether they had been sent before. Items that were rejected as duplicates are then left out,
                because the first attempt may have been accepted.
        """
        from .._engine.batch import to_repeat

        return to_repeat(self, BATCH, PostItem, recipients, repeated)


SendPostcardResult._shape = (
    ("http_code", "http_code", "i", {}),
    ("response_code", "response_code", "s", {}),
    ("response_msg", "response_msg", "s", {}),
    ("data", "data", PostItemBatch, {}),
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
        Input("recipients", "recipients", "body", ("l", Recipient, {}), {"required": True}),
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

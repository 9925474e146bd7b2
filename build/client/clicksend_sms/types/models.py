"""The types that several operations share."""

from __future__ import annotations

from .._engine.model import Model

TYPE_CHECKING = False
if TYPE_CHECKING:
    from decimal import Decimal


class Currency(Model):
    """Currency.

    Attributes:
        min_recharge_amount: An amount of money. Travels although the connector does not declare it.
        max_recharge_amount: An amount of money. Travels although the connector does not declare it.
    """

    __slots__ = (
        "currency_name_short",
        "currency_prefix_d",
        "currency_prefix_c",
        "currency_name_long",
        "min_recharge_amount",
        "max_recharge_amount",
    )
    currency_name_short: str | None
    currency_prefix_d: str | None
    currency_prefix_c: str | None
    currency_name_long: str | None
    min_recharge_amount: Decimal | None
    max_recharge_amount: Decimal | None


class ContactList(Model):
    """Data."""

    __slots__ = ("list_id", "list_name", "list_email_id", "contacts_count")
    list_id: int | None
    list_name: str | None
    list_email_id: str | None
    contacts_count: int | None


class ReturnAddress(Model):
    """Return Address."""

    __slots__ = (
        "return_address_id",
        "user_id",
        "address_name",
        "address_line_1",
        "address_line_2",
        "address_city",
        "address_state",
        "address_postal_code",
        "address_country",
    )
    return_address_id: int | None
    user_id: int | None
    address_name: str | None
    address_line_1: str | None
    address_line_2: str | None
    address_city: str | None
    address_state: str | None
    address_postal_code: str | None
    address_country: str | None


Currency._shape = (
    ("currency_name_short", "currency_name_short", "s", {}),
    ("currency_prefix_d", "currency_prefix_d", "s", {}),
    ("currency_prefix_c", "currency_prefix_c", "s", {}),
    ("currency_name_long", "currency_name_long", "s", {}),
    ("min_recharge_amount", "min_recharge_amount", "e", {}),
    ("max_recharge_amount", "max_recharge_amount", "e", {}),
)
ContactList._shape = (
    ("list_id", "list_id", "i", {}),
    ("list_name", "list_name", "s", {}),
    ("list_email_id", "list_email_id", "s", {}),
    ("_contacts_count", "contacts_count", "i", {}),
)
ReturnAddress._shape = (
    ("return_address_id", "return_address_id", "i", {}),
    ("user_id", "user_id", "i", {}),
    ("address_name", "address_name", "s", {}),
    ("address_line_1", "address_line_1", "s", {}),
    ("address_line_2", "address_line_2", "s", {}),
    ("address_city", "address_city", "s", {}),
    ("address_state", "address_state", "s", {}),
    ("address_postal_code", "address_postal_code", "s", {}),
    ("address_country", "address_country", "s", {}),
)

"""Types that several operations use, and named types of the service."""

from __future__ import annotations

from .._engine.model import Model

TYPE_CHECKING = False
if TYPE_CHECKING:
    from decimal import Decimal


class Currency(Model):
    """Currency.

    Attributes:
        min_recharge_amount: An amount of money. Not declared by the connector.
        max_recharge_amount: An amount of money. Not declared by the connector.
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
    """Contact list. An operation may return only some of these attributes; the others are None.

    Attributes:
        import_in_progress: Import Inprogress.
        optout_in_progress: OptOut Inprogress.
    """

    __slots__ = ("list_id", "list_name", "list_email_id", "contacts_count", "import_in_progress", "optout_in_progress")
    list_id: int | None
    list_name: str | None
    list_email_id: str | None
    contacts_count: int | None
    import_in_progress: int | None
    optout_in_progress: int | None


class Contact(Model):
    """Contact. An operation may return only some of these attributes; the others are None."""

    __slots__ = (
        "contact_id",
        "list_id",
        "phone_number",
        "first_name",
        "last_name",
        "custom_1",
        "custom_2",
        "custom_3",
        "custom_4",
        "date_added",
        "date_updated",
        "fax_number",
        "organization_name",
        "email",
        "address_line_1",
        "address_line_2",
        "address_city",
        "address_state",
        "address_postal_code",
        "address_country",
        "list_name",
    )
    contact_id: int | None
    list_id: int | None
    phone_number: str | None
    first_name: str | None
    last_name: str | None
    custom_1: str | None
    custom_2: str | None
    custom_3: str | None
    custom_4: str | None
    date_added: int | None
    date_updated: int | None
    fax_number: str | None
    organization_name: str | None
    email: str | None
    address_line_1: str | None
    address_line_2: str | None
    address_city: str | None
    address_state: str | None
    address_postal_code: str | None
    address_country: str | None
    list_name: str | None


class Recipient(Model):
    """Recipient.

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


class PostItemBatch(Model):
    """Post item batch.

    Attributes:
        total_price: An amount of money.
        recipients: item.
        blocked_count: Not declared by the connector.
    """

    __slots__ = ("total_price", "total_count", "queued_count", "recipients", "currency", "blocked_count")
    total_price: Decimal | None
    total_count: int | None
    queued_count: int | None
    recipients: list[PostItem] | None
    currency: Currency | None
    blocked_count: int | None


class PostItem(Model):
    """Post item. An operation may return only some of these attributes; the others are None.

    Attributes:
        post_price: An amount of money.
        letter_file_name: Not declared by the connector.
        ip_address: Not declared by the connector.
        priority: Not declared by the connector.
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
        "letter_file_name",
        "ip_address",
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
    letter_file_name: str | None
    ip_address: str | None
    priority: int | None


class ReturnAddress(Model):
    """Return address."""

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
    ("_import_in_progress", "import_in_progress", "i", {}),
    ("_optout_in_progress", "optout_in_progress", "i", {}),
)
Contact._shape = (
    ("contact_id", "contact_id", "i", {}),
    ("list_id", "list_id", "i", {}),
    ("phone_number", "phone_number", "s", {}),
    ("first_name", "first_name", "s", {}),
    ("last_name", "last_name", "s", {}),
    ("custom_1", "custom_1", "s", {}),
    ("custom_2", "custom_2", "s", {}),
    ("custom_3", "custom_3", "s", {}),
    ("custom_4", "custom_4", "s", {}),
    ("date_added", "date_added", "i", {}),
    ("date_updated", "date_updated", "i", {}),
    ("fax_number", "fax_number", "s", {}),
    ("organization_name", "organization_name", "s", {}),
    ("email", "email", "s", {}),
    ("address_line_1", "address_line_1", "s", {}),
    ("address_line_2", "address_line_2", "s", {}),
    ("address_city", "address_city", "s", {}),
    ("address_state", "address_state", "s", {}),
    ("address_postal_code", "address_postal_code", "s", {}),
    ("address_country", "address_country", "s", {}),
    ("_list_name", "list_name", "s", {}),
)
Recipient._shape = (
    ("address_name", "address_name", "s", {"required": True}),
    ("address_city", "address_city", "s", {"required": True}),
    ("address_state", "address_state", "s", {"required": True}),
    ("address_postal_code", "address_postal_code", "s", {"required": True}),
    ("address_country", "address_country", "s", {"required": True}),
    ("return_address_id", "return_address_id", "i", {"required": True}),
    ("address_line_1", "address_line_1", "s", {"required": True}),
    ("address_line_2", "address_line_2", "s", {}),
)
PostItemBatch._shape = (
    ("total_price", "total_price", "d", {}),
    ("total_count", "total_count", "i", {}),
    ("queued_count", "queued_count", "i", {}),
    ("recipients", "recipients", ("l", PostItem, {}), {}),
    ("_currency", "currency", Currency, {}),
    ("blocked_count", "blocked_count", "i", {}),
)
PostItem._shape = (
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
    ("letter_file_name", "letter_file_name", "s", {}),
    ("ip_address", "ip_address", "s", {}),
    ("priority", "priority", "i", {}),
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

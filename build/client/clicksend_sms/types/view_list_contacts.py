"""The types of the operation Get Contacts in a List."""

from __future__ import annotations

from .._engine.model import Model, Result
from .._engine.operation import Input, Operation, Paging


class ViewListContactsResult(Result):
    """The answer of view_list_contacts.

    Attributes:
        response_msg: Response Message.
    """

    __slots__ = ("http_code", "response_code", "response_msg", "data")
    http_code: int | None
    response_code: str | None
    response_msg: str | None
    data: ViewListContactsPage | None


class ViewListContactsPage(Model):
    """Data."""

    __slots__ = (
        "total",
        "per_page",
        "current_page",
        "last_page",
        "next_page_url",
        "prev_page_url",
        "from_",
        "to",
        "data",
    )
    total: int | None
    per_page: int | None
    current_page: int | None
    last_page: int | None
    next_page_url: str | None
    prev_page_url: str | None
    from_: int | None
    to: int | None
    data: list[ViewListContactsContact] | None


class ViewListContactsContact(Model):
    """View list contacts contact."""

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


ViewListContactsResult._shape = (
    ("http_code", "http_code", "i", {}),
    ("response_code", "response_code", "s", {}),
    ("response_msg", "response_msg", "s", {}),
    ("data", "data", ViewListContactsPage, {}),
)
ViewListContactsPage._shape = (
    ("total", "total", "i", {}),
    ("per_page", "per_page", "i", {}),
    ("current_page", "current_page", "i", {}),
    ("last_page", "last_page", "i", {}),
    ("next_page_url", "next_page_url", "s", {}),
    ("prev_page_url", "prev_page_url", "s", {}),
    ("from", "from_", "i", {}),
    ("to", "to", "i", {}),
    ("data", "data", ("l", ViewListContactsContact, {}), {}),
)
ViewListContactsContact._shape = (
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
OPERATION = Operation(
    "view_list_contacts",
    "GET",
    "/lists/{list_id}/contacts",
    "reads",
    ViewListContactsResult,
    (Input("list_id", "list_id", "path", "i", {"required": True}),),
    accept="application/json",
    envelope=("response_code", "SUCCESS"),
    paging=Paging(("data", "data"), "page", "limit", "data.current_page", "data.last_page", 100),
    look_for=(("list_id", "list_id", ()),),
)

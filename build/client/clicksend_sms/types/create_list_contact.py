"""The types of the operation Create New Contact."""

from __future__ import annotations

from .._engine.model import Model, Result
from .._engine.operation import Input, Operation


class CreateListContactResult(Result):
    """The answer of create_list_contact.

    Attributes:
        response_msg: Response Message.
    """

    __slots__ = ("http_code", "response_code", "response_msg", "data")
    http_code: int | None
    response_code: str | None
    response_msg: str | None
    data: CreateListContactContact | None


class CreateListContactContact(Model):
    """Data.

    Attributes:
        date_updated: Travels although the connector does not declare it.
    """

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
        "date_updated",
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
    date_updated: int | None


CreateListContactResult._shape = (
    ("http_code", "http_code", "i", {}),
    ("response_code", "response_code", "s", {}),
    ("response_msg", "response_msg", "s", {}),
    ("data", "data", CreateListContactContact, {}),
)
CreateListContactContact._shape = (
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
    ("date_updated", "date_updated", "i", {}),
)
OPERATION = Operation(
    "create_list_contact",
    "POST",
    "/lists/{list_id}/contacts",
    "creates",
    CreateListContactResult,
    (
        Input("list_id", "list_id", "path", "i", {"required": True}),
        Input("first_name", "first_name", "body", "s", {"required": True}),
        Input("last_name", "last_name", "body", "s", {"required": True}),
        Input("phone_number", "phone_number", "body", "s", {"required": True}),
        Input("email", "email", "body", "s", {}),
        Input("fax_number", "fax_number", "body", "s", {}),
        Input("organization_name", "organization_name", "body", "s", {}),
        Input("address_country", "address_country", "body", "s", {}),
        Input("address_state", "address_state", "body", "s", {}),
        Input("address_city", "address_city", "body", "s", {}),
        Input("custom_1", "custom_1", "body", "s", {}),
        Input("custom_3", "custom_3", "body", "s", {}),
        Input("address_postal_code", "address_postal_code", "body", "s", {}),
        Input("custom_2", "custom_2", "body", "s", {}),
        Input("custom_4", "custom_4", "body", "s", {}),
        Input("address_line_1", "address_line_1", "body", "s", {}),
        Input("address_line_2", "address_line_2", "body", "s", {}),
    ),
    body="json",
    body_required=True,
    content_type="application/json",
    accept="application/json",
    envelope=("response_code", "SUCCESS"),
    look_for=(
        ("list_id", "list_id", ()),
        ("phone_number", "phone_number", ()),
        ("first_name", "first_name", ()),
        ("last_name", "last_name", ()),
    ),
    look_with="view_list_contacts",
)

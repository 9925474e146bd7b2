"""The types of the operation Create New Contact."""

from __future__ import annotations

from .._engine.model import Result
from .._engine.operation import Input, Operation
from .models import Contact


class CreateListContactResult(Result):
    """The result of create_list_contact.

    Attributes:
        response_msg: Response Message.
    """

    __slots__ = ("http_code", "response_code", "response_msg", "data")
    http_code: int | None
    response_code: str | None
    response_msg: str | None
    data: Contact | None


CreateListContactResult._shape = (
    ("http_code", "http_code", "i", {}),
    ("response_code", "response_code", "s", {}),
    ("response_msg", "response_msg", "s", {}),
    ("data", "data", Contact, {}),
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

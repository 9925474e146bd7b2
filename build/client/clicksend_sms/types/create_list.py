"""The types of the operation Create New Contact List."""

from __future__ import annotations

from .._engine.model import Result
from .._engine.operation import Input, Operation
from .models import ContactList


class CreateListResult(Result):
    """The result of create_list.

    Attributes:
        response_msg: Response Message.
    """

    __slots__ = ("http_code", "response_code", "response_msg", "data")
    http_code: int | None
    response_code: str | None
    response_msg: str | None
    data: ContactList | None


CreateListResult._shape = (
    ("http_code", "http_code", "i", {}),
    ("response_code", "response_code", "s", {}),
    ("response_msg", "response_msg", "s", {}),
    ("data", "data", ContactList, {}),
)
OPERATION = Operation(
    "create_list",
    "POST",
    "/lists",
    "creates",
    CreateListResult,
    (Input("list_name", "list_name", "body", "s", {"required": True}),),
    body="json",
    body_required=True,
    content_type="application/json",
    accept="application/json",
    envelope=("response_code", "SUCCESS"),
    look_for=(("list_name", "list_name", ()),),
    look_with="get_contact_lists",
)

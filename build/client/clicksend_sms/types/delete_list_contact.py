"""The types of the operation Delete a Contact."""

from __future__ import annotations

from .._engine.model import Result
from .._engine.operation import Input, Operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .._engine.jsonvalue import JsonValue


class DeleteListContactResult(Result):
    """The result of delete_list_contact.

    Attributes:
        response_msg: Response Message.
        data: Not declared by the connector.
    """

    __slots__ = ("http_code", "response_code", "response_msg", "data")
    http_code: int | None
    response_code: str | None
    response_msg: str | None
    data: list[JsonValue] | None


DeleteListContactResult._shape = (
    ("http_code", "http_code", "i", {}),
    ("response_code", "response_code", "s", {}),
    ("response_msg", "response_msg", "s", {}),
    ("data", "data", ("l", "j", {}), {}),
)
OPERATION = Operation(
    "delete_list_contact",
    "DELETE",
    "/lists/{list_id}/contacts/{contact_id}",
    "idempotent",
    DeleteListContactResult,
    (
        Input("list_id", "list_id", "path", "i", {"required": True}),
        Input("contact_id", "contact_id", "path", "i", {"required": True}),
    ),
    accept="application/json",
    envelope=("response_code", "SUCCESS"),
    look_for=(("list_id", "list_id", ()), ("contact_id", "contact_id", ())),
)

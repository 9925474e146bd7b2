"""The types of the operation Get Contact Lists."""

from __future__ import annotations

from .._engine.model import Model, Result
from .._engine.operation import Input, Operation, Paging
from .models import ContactList


class GetContactListsResult(Result):
    """The result of get_contact_lists.

    Attributes:
        response_msg: Response Message.
    """

    __slots__ = ("http_code", "response_code", "response_msg", "data")
    http_code: int | None
    response_code: str | None
    response_msg: str | None
    data: GetContactListsPage | None


class GetContactListsPage(Model):
    """Get contact lists page.

    Attributes:
        first_page_url: Not declared by the connector.
        last_page_url: Not declared by the connector.
        path: Not declared by the connector.
    """

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
        "first_page_url",
        "last_page_url",
        "path",
    )
    total: int | None
    per_page: int | None
    current_page: int | None
    last_page: int | None
    next_page_url: str | None
    prev_page_url: str | None
    from_: int | None
    to: int | None
    data: list[ContactList] | None
    first_page_url: str | None
    last_page_url: str | None
    path: str | None


GetContactListsResult._shape = (
    ("http_code", "http_code", "i", {}),
    ("response_code", "response_code", "s", {}),
    ("response_msg", "response_msg", "s", {}),
    ("data", "data", GetContactListsPage, {}),
)
GetContactListsPage._shape = (
    ("total", "total", "i", {}),
    ("per_page", "per_page", "i", {}),
    ("current_page", "current_page", "i", {}),
    ("last_page", "last_page", "i", {}),
    ("next_page_url", "next_page_url", "s", {}),
    ("prev_page_url", "prev_page_url", "s", {}),
    ("from", "from_", "i", {}),
    ("to", "to", "i", {}),
    ("data", "data", ("l", ContactList, {}), {}),
    ("first_page_url", "first_page_url", "s", {}),
    ("last_page_url", "last_page_url", "s", {}),
    ("path", "path", "s", {}),
)
OPERATION = Operation(
    "get_contact_lists",
    "GET",
    "/lists",
    "reads",
    GetContactListsResult,
    (
        Input("page", "page", "query", "i", {}),
        Input("limit", "limit", "query", "i", {}),
    ),
    accept="application/json",
    envelope=("response_code", "SUCCESS"),
    paging=Paging(
        "page",
        ("data", "data"),
        ("data", "data"),
        place=("query", ("page",), False),
        size=("query", ("limit",), False),
        paths={"current": ("data", "current_page"), "last": ("data", "last_page")},
        first=1,
        max_size=100,
    ),
    look_for=(("page", "page", ()), ("limit", "limit", ())),
)

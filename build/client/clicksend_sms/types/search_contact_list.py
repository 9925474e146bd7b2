"""The types of the operation Search Contact Lists."""

from __future__ import annotations

from .._engine.model import Model, Result
from .._engine.operation import Input, Operation, Paging


class SearchContactListResult(Result):
    """The result of search_contact_list.

    Attributes:
        response_msg: Response Message.
    """

    __slots__ = ("http_code", "response_code", "response_msg", "data")
    http_code: int | None
    response_code: str | None
    response_msg: str | None
    data: SearchContactListPage | None


class SearchContactListPage(Model):
    """Search contact list page."""

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
    data: list[SearchContactListItem] | None


class SearchContactListItem(Model):
    """Search contact list item."""

    __slots__ = ("id", "name", "contact", "type", "contacts_count")
    id: int | None
    name: str | None
    contact: str | None
    type: str | None
    contacts_count: int | None


SearchContactListResult._shape = (
    ("http_code", "http_code", "i", {}),
    ("response_code", "response_code", "s", {}),
    ("response_msg", "response_msg", "s", {}),
    ("data", "data", SearchContactListPage, {}),
)
SearchContactListPage._shape = (
    ("total", "total", "i", {}),
    ("per_page", "per_page", "i", {}),
    ("current_page", "current_page", "i", {}),
    ("last_page", "last_page", "i", {}),
    ("next_page_url", "next_page_url", "s", {}),
    ("prev_page_url", "prev_page_url", "s", {}),
    ("from", "from_", "i", {}),
    ("to", "to", "i", {}),
    ("data", "data", ("l", SearchContactListItem, {}), {}),
)
SearchContactListItem._shape = (
    ("id", "id", "i", {}),
    ("name", "name", "s", {}),
    ("contact", "contact", "s", {}),
    ("type", "type", "s", {}),
    ("contacts_count", "contacts_count", "i", {}),
)
OPERATION = Operation(
    "search_contact_list",
    "GET",
    "/search/contacts-lists",
    "reads",
    SearchContactListResult,
    (Input("q", "q", "query", "s", {"required": True}),),
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
    look_for=(("q", "q", ()),),
)

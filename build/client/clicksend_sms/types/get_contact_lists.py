"""The types of the operation Get Contact Lists."""

from __future__ import annotations

from .._engine.model import Model, Result
from .._engine.operation import Input, Operation, Paging


class GetContactListsResult(Result):
    """The answer of get_contact_lists.

    Attributes:
        response_msg: Response Message.
    """

    __slots__ = ("http_code", "response_code", "response_msg", "data")
    http_code: int | None
    response_code: str | None
    response_msg: str | None
    data: GetContactListsPage | None


class GetContactListsPage(Model):
    """Data.

    Attributes:
        first_page_url: Travels although the connector does not declare it.
        last_page_url: Travels although the connector does not declare it.
        path: Travels although the connector does not declare it.
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
    data: list[GetContactListsContactList] | None
    first_page_url: str | None
    last_page_url: str | None
    path: str | None


class GetContactListsContactList(Model):
    """Get contact lists contact list.

    Attributes:
        contacts_count: Contact Count.
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
    ("data", "data", ("l", GetContactListsContactList, {}), {}),
    ("first_page_url", "first_page_url", "s", {}),
    ("last_page_url", "last_page_url", "s", {}),
    ("path", "path", "s", {}),
)
GetContactListsContactList._shape = (
    ("list_id", "list_id", "i", {}),
    ("list_name", "list_name", "s", {}),
    ("list_email_id", "list_email_id", "s", {}),
    ("_contacts_count", "contacts_count", "i", {}),
    ("_import_in_progress", "import_in_progress", "i", {}),
    ("_optout_in_progress", "optout_in_progress", "i", {}),
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
    paging=Paging(("data", "data"), "page", "limit", "data.current_page", "data.last_page", 100),
    look_for=(("page", "page", ()), ("limit", "limit", ())),
)

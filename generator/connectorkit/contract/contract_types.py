"""The plain data that the generated contract tests are written in: requests, what has to come first, lists, pages."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from connectorkit.model.json_value import Json
from connectorkit.sandbox.server.faults import Fault
from connectorkit.sandbox.shapes.document_types import PageWords

__all__ = ["Ended", "Fault", "Listed", "PageNames", "PageTotals", "Paged", "Request", "Seen", "Step", "Way"]


class Request(TypedDict):
    """A call as data; ``path_values`` stand in the braces of the path, a body is JSON, a form or a raw text."""

    operation: str
    method: str
    path: str
    path_values: NotRequired[dict[str, Json]]
    query: NotRequired[dict[str, Json]]
    headers: NotRequired[dict[str, Json]]
    form: NotRequired[dict[str, Json]]
    body: NotRequired[Json]
    raw: NotRequired[str]


class Way(TypedDict):
    """A call, and the response path of the value that the next call needs ("": the end of its Location header)."""

    request: Request
    value: str


class Step(TypedDict):
    """What has to exist before a call: made by ``create``, or taken by ``find`` where nothing may be made.

    ``name`` is the path parameter that the value is for, "" for none; a step that is ``only_to_make`` something is not
    needed where nothing may be made.
    """

    name: str
    create: Way
    find: NotRequired[Way]
    only_to_make: NotRequired[bool]


class Ended(TypedDict):
    """The call that ends a webhook: its path parameter, and the path of the subscription that has its value."""

    name: str
    value: str
    request: Request


class PageNames(PageWords):
    """Inputs and response paths of pages; ``most`` is the largest size, ``items`` the path of the records.

    ``page`` is the input that leads to a page ("" for a link). ``places`` are where ``page`` and ``size`` stand if that
    is not the query, and ``texts`` those of them whose number travels as text.
    """

    page: str
    size: NotRequired[str]
    current: NotRequired[str]
    last: NotRequired[str]
    items: str
    most: NotRequired[int]
    places: NotRequired[dict[str, str]]
    texts: NotRequired[list[str]]


class Listed(TypedDict):
    """The call that lists what another makes: paths of the key in the list (``rows``) and in what ``created`` it.

    ``alike`` are the fields that a record of a sandbox has alike in both.
    """

    request: Request
    rows: str
    created: NotRequired[str]
    pages: NotRequired[PageNames]
    alike: NotRequired[list[str]]


class PageTotals(TypedDict, total=False):
    """Response paths of what a page says about itself."""

    total: str
    per_page: str
    next: str
    previous: str


class Paged(TypedDict):
    """How a list comes in pages, and the call that makes a record for it; ``key`` is "" where rows have another.

    ``larger`` is a size above ``smallest`` that the source says a caller may ask for, up to twice as large.
    """

    pages: PageNames
    items: str
    smallest: int
    create: Way
    key: str
    totals: PageTotals
    larger: NotRequired[int]
    alike: NotRequired[list[str]]


class Seen(TypedDict):
    """What a sandbox noted of an operation: requests, how many it carried out, and changes of what it keeps."""

    requests: int
    handled: int
    kept: dict[str, int]

"""Plain data of the generated contract tests: requests, preparing steps, lists and pages."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from connectorkit.model.json_value import Json
from connectorkit.sandbox.server.faults import Fault
from connectorkit.sandbox.shapes.document_types import PageWords

__all__ = ["Ended", "Fault", "Listed", "PageNames", "PageTotals", "Paged", "Request", "Seen", "Step", "Way"]


class Request(TypedDict):
    """A call as data; ``path_values`` fill the braces of the path. A body is JSON, a form or raw text."""

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
    """A call, and the response path of the value for the next call ("": the end of its Location header)."""

    request: Request
    value: str


class Step(TypedDict):
    """A record that must exist before a call: created with ``create``, or found with ``find``.

    ``name`` is the path parameter for the value, "" for none. A step with ``only_to_make`` is skipped where nothing may
    be created.
    """

    name: str
    create: Way
    find: NotRequired[Way]
    only_to_make: NotRequired[bool]


class Ended(TypedDict):
    """The call that ends a webhook: its path parameter, and the path of its value in the subscription."""

    name: str
    value: str
    request: Request


class PageNames(PageWords):
    """Inputs and response paths of paging; ``most`` is the largest page size, ``items`` the path of the records.

    ``page`` is the input that selects a page ("" for a link). ``places`` are the places of ``page`` and ``size`` other
    than the query, and ``texts`` those whose number is sent as text.
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
    """The call that lists created records: paths of the key in the list (``rows``) and at creation (``created``).

    ``alike`` are the fields of a sandbox record that are equal in both.
    """

    request: Request
    rows: str
    created: NotRequired[str]
    pages: NotRequired[PageNames]
    alike: NotRequired[list[str]]


class PageTotals(TypedDict, total=False):
    """Response paths of a page's totals and links."""

    total: str
    per_page: str
    next: str
    previous: str


class Paged(TypedDict):
    """The paging of a list, and the call that creates a record for it; ``key`` is "" where rows have another key.

    ``larger`` is a declared page size above ``smallest``, up to twice as large.
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
    """A sandbox's record of an operation: requests, processed ones, and changes of the kept records."""

    requests: int
    handled: int
    kept: dict[str, int]

"""Paging: how the pages of a list follow one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from connectorkit.model.record import record


@record(frozen=True)
class Pages:
    """The paging of an operation. ``by``: page, offset, cursor or link.

    ``parameter`` selects a page ("" for a link) and ``size`` sets its size. Each is the name of a parameter or the path
    of a field of the body; a query parameter need not be declared by the connector. ``first`` is the number of the
    first page or the first offset. The others are response paths, except ``last_item``, the field of the last item that
    is the next cursor. ``headers`` names the response headers that hold ``next``, ``last``, ``page_count`` or
    ``total``.
    """

    items: str
    by: str = "page"
    parameter: str = "page"
    first: int = 1
    size: str = ""
    max_size: int = 0
    current: str = ""
    last: str = ""
    page_count: str = ""
    total: str = ""
    more: str = ""
    next: str = ""
    last_item: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

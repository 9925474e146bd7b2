"""How the pages of a list follow one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from connectorkit.model.record import record


@record(frozen=True)
class Pages:
    """How pages follow one another: ``by`` page, offset, cursor or link.

    ``parameter`` leads to a page ("" for a link), and ``size`` has its size: names of parameters or paths of fields of
    the body; a query parameter may be one that the vendor takes although the connector does not show it. ``first`` is
    the number of the first page or the first offset. All else are response paths, except ``last_item``, the field
    of the last item that is the next cursor. ``headers`` are the response headers that have ``next``, ``last``,
    ``page_count`` or ``total`` in place of a response path.
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

"""Pages: the records of the requested page, their order, and the page's totals and links."""

from __future__ import annotations

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection, Sequence
from itertools import islice
from urllib.parse import urlencode

from connectorkit.model.json_value import Json
from connectorkit.model.record import record
from connectorkit.sandbox.server.refusal import Refusal
from connectorkit.sandbox.server.request import Request
from connectorkit.sandbox.shapes import json_types
from connectorkit.sandbox.shapes.document_types import Paging, Record, Shape
from connectorkit.sandbox.shapes.response_paths import at, nothing, split
from connectorkit.sandbox.shapes.sandbox_types import PageRules
from connectorkit.sandbox.vendor.fill_answer import left_out, look, put

LINKED = "page_token"
"""The query parameter of a link to the next page."""
_CURSOR_BYTES = 16_384


@record(frozen=True)
class Page:
    """The requested records: ``size`` of them from ``start``, counted from 0."""

    start: int
    size: int
    rows: list[Record]
    total: int


def page(declared: Paging, said: PageRules, request: Request, rows: Collection[Record], key: str, strict: bool) -> Page:
    """The requested page; ``key`` is the field that identifies records, "" for none.

    Raises Refusal for an unknown cursor, and with ``strict`` for a size out of range.
    """
    size = _size(declared, said, request, strict)
    by, first = declared.get("by", "page"), declared.get("first")
    if by in ("cursor", "link"):
        start = _after(declared, request, rows, key)
    elif by == "offset":
        start = max((_number(request, declared["page"]) or 0) - (first or 0), 0)
    else:
        first = 1 if first is None else first
        asked = _number(request, declared["page"])
        start = max((first if asked is None else asked) - first, 0) * size
    return Page(start, size, list(islice(rows, start, start + size)), len(rows))


def _size(declared: Paging, said: PageRules, request: Request, strict: bool) -> int:
    name = declared["size"]
    most = declared["max_size"] or said.get("largest") or 1000
    least = said.get("smallest", 1)
    asked = _number(request, name)
    if strict and name and _given(request, name) is not None and (asked is None or not least <= asked <= most):
        raise Refusal(400, details={name: f"{name} must be from {least} to {most}."})
    return max(least, min(asked or said.get("size", 20), most))


def _given(request: Request, name: str) -> Json:
    """The value of a parameter, or of a field of the body by its path; None when it is missing."""
    if not name:
        return None
    if name in request.query:
        return request.query[name][-1]
    if name in request.values:
        return request.values[name]
    return (look(request.body, name) or [request.headers.get(name.lower())])[0]


def _number(request: Request, name: str) -> int | None:
    """The integer value of a parameter or field, or None."""
    value = _given(request, name)
    text = str(value) if isinstance(value, (int, str)) and not isinstance(value, bool) else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _after(declared: Paging, request: Request, rows: Collection[Record], key: str) -> int:
    """The start of a cursor's page: after the record that it names, at its current position."""
    name = declared["page"] or LINKED
    given = _given(request, name)
    if given is None or given == "":
        return 0
    path = declared.get("last_item")
    if path is not None:
        place = next((at for at, row in enumerate(rows, 1) if look(row, path)[:1] == [given]), None)
        text = str(given)
        if place is None:
            place = next((at for at, row in enumerate(rows, 1) if str((look(row, path) or [""])[0]) == text), None)
    else:
        place = _place(str(given), rows, key)
    if place is None:
        raise Refusal(400, details={name: f"{name} is not a cursor of this list."})
    return place


def _place(cursor: str, rows: Collection[Record], key: str) -> int | None:
    try:
        made = json.loads(urlsafe_b64decode(cursor[:_CURSOR_BYTES].encode()))
    except (ValueError, binascii.Error, RecursionError):
        return None
    if not isinstance(made, list) or len(made) != 2 or type(made[0]) is not int or made[0] < 0:
        return None
    if not key:
        return made[0]
    found = next((at for at, row in enumerate(rows, 1) if str(row.get(key)) == made[1]), None)
    return made[0] if found is None else found  # The record was deleted; its position remains.


def _cursor(page: Page, key: str) -> str:
    """An opaque cursor."""
    last = str(page.rows[-1].get(key)) if key and page.rows else ""
    return urlsafe_b64encode(json.dumps([page.start + len(page.rows), last]).encode()).decode()


def chosen(rows: Collection[Record], said: PageRules, request: Request) -> Collection[Record]:
    """The records that match the caller's filter (``field:value,...``), in its order (``field:desc``)."""
    if not request.query:
        return rows
    tests = [part.split(":", 1) for part in _asked(said.get("filter"), request).split(",") if ":" in part]
    mode = any if _asked(said.get("operator"), request).upper() == "OR" else all
    if tests:
        rows = [row for row in rows if mode(_holds(row, name.strip(), text) for name, text in tests)]
    field, _, order = _asked(said.get("sort"), request).partition(":")
    if field and rows and any(field in row for row in rows):
        rows = sorted(rows, key=lambda row: _rank(row.get(field)), reverse=order == "desc")
    return rows


def _asked(name: str | None, request: Request) -> str:
    return (request.query.get(name or "") or [""])[-1]


def _holds(row: Record, name: str, text: str) -> bool:
    return text.strip().casefold() in str(row.get(name, "")).casefold()


def _rank(value: Json) -> tuple[int, float, str]:
    return (0, float(value), "") if isinstance(value, (int, float)) else (1, 0.0, str(value).casefold())


def page_data(
    declared: Paging, said: PageRules, page: Page, key: str, address: str, query: dict[str, list[str]]
) -> tuple[Record, dict[str, str]]:
    """The totals and links of a page, by response path and by header.

    ``address`` is that of the list, ``query`` the parameters that links contain.
    """
    count = -(-page.total // page.size)
    number, here = page.start // page.size + 1, len(page.rows)
    shift = declared.get("first", 1) - 1 if declared.get("by", "page") == "page" else 0
    more = page.start + here < page.total
    words: Record = {
        "current": number + shift,
        "last": count + shift,
        "page_count": count,
        "total": page.total,
        "more": more,
        "next": None,
    }
    if more:
        cursor = _cursor(page, key)
        link = f"{address}?{urlencode({**query, LINKED: [cursor]}, True)}"
        words["next"] = link if declared.get("by") == "link" else cursor
    places: list[tuple[str | None, Json]] = [(_path(declared, word), value) for word, value in words.items()]
    first = page.start + 1 if here else None
    way = f"{address}?{declared['page']}="
    places += [
        (said.get("total"), page.total),
        (said.get("per_page"), page.size),
        (said.get("from"), first),
        (said.get("to"), first + here - 1 if first is not None else None),
        (said.get("next"), f"{way}{number + shift + 1}" if number < count else None),
        (said.get("previous"), f"{way}{number + shift - 1}" if number > 1 else None),
    ]
    headers = {name: _header(name, words[word], declared) for word, name in declared.get("headers", {}).items()}
    return {path: value for path, value in places if path}, {name: text for name, text in headers.items() if text}


def _path(declared: Paging, word: str) -> str:
    return str(declared.get(word, ""))


def _header(name: str, value: Json, declared: Paging) -> str:
    if value is None:
        return ""
    if name.lower() == "link" and declared.get("by") == "link":
        return f'<{value}>; rel="next"'
    return str(value)


def page_body(declared: Paging, body: Json, result: Shape | None, said: Record) -> Json:
    """A page with what it says about itself, by response path."""
    for path, value in said.items():
        steps = split(path)
        if value is None:
            end = declared.get("end") if path == _path(declared, "next") else nothing(result, steps)
            body = _ended(body, path, end)
        else:
            body = put(body, path, json_types.fit(value, json_types.kinds(at(result, steps))))
    return body


def _ended(body: Json, path: str, end: str | None) -> Json:
    """A page that has no value at a path."""
    return left_out(body, path) if end == "absent" else put(body, path, "" if end == "empty" else None)


def only(declared: Paging, body: Json) -> Json:
    """The body of a list without a collection, as its only page, without a link or cursor to another."""
    following, more = _path(declared, "next"), _path(declared, "more")
    if following and look(body, following):
        body = _ended(body, following, declared.get("end"))
    return put(body, more, False) if more and look(body, more) else body


def beside(query: dict[str, list[str]], secrets: Sequence[str]) -> dict[str, list[str]]:
    """The query parameters that a link to another page contains: all except its own and ``secrets``."""
    return {name: values for name, values in query.items() if name != LINKED and name not in secrets}

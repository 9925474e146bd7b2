"""Reading the pages of a list as its source declares: by number, offset, cursor or link."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import parse_qs, urljoin, urlsplit

from connectorkit.contract.answer import Answer, wrong
from connectorkit.contract.contract import Contract
from connectorkit.contract.contract_types import PageNames, Request
from connectorkit.contract.request import placed, without
from connectorkit.model.json_value import Json
from connectorkit.model.link_header import rel_next
from connectorkit.sandbox.shapes import response_paths
from connectorkit.sandbox.shapes.document_types import Record
from connectorkit.sandbox.vendor.fill_answer import look

MOST_EMPTY = 5
ENDS = 5
_MOST_PAGES = 2000


def walked(contract: Contract, request: Request, known: Record, names: PageNames, size: int) -> Iterator[Answer]:
    """The pages of a list in order, up to the last one or an empty one.

    Of a long list with numbered pages, only the first and the last ones are read: new records are at one of its ends.
    """
    if names.get("by") in ("cursor", "link"):
        return _led(contract, request, known, names, size)
    return _numbered(contract, request, known, names, size)


def _numbered(contract: Contract, request: Request, known: Record, names: PageNames, size: int) -> Iterator[Answer]:
    number, last, taken = 1, _MOST_PAGES, 0
    while number <= last:
        answer = _answer(contract, numbered(request, names, number, taken, size), known, number)
        count = len(look(answer.document, f"{names['items']}[]"))
        if not count:
            return
        yield answer
        taken += count
        said = page_value(answer, names, "last")
        count_said = page_value(answer, names, "page_count")
        if isinstance(said, int):
            last = said - names.get("first", 1) + 1
        elif isinstance(count_said, int):
            last = count_said
        elif page_value(answer, names, "more") is False:
            return
        skips = names.get("by") is None and number == ENDS and last > 3 * ENDS and last != _MOST_PAGES
        number = last - ENDS + 1 if skips else number + 1


def _led(contract: Contract, request: Request, known: Record, names: PageNames, size: int) -> Iterator[Answer]:
    step: Json = None
    asked, empty, seen = _first(request, names, size), 0, set[str]()
    for number in range(1, _MOST_PAGES + 1):
        answer = _answer(contract, asked, known, number)
        yield answer
        rows = look(answer.document, f"{names['items']}[]")
        empty = 0 if rows else empty + 1
        step = _next(answer, names, rows)
        if step is None:
            return
        if str(step) in seen:
            raise wrong(answer.call, _place(names), f"no {names['by']} that was given before", step)
        if empty == MOST_EMPTY:
            raise wrong(answer.call, names["items"], "an end of the list", f"{empty} empty pages in a row")
        seen.add(str(step))
        asked = _linked(contract, answer, request, names, step) if names["by"] == "link" else _at(asked, names, step)
    raise wrong(asked["operation"], names["items"], f"an end within {_MOST_PAGES} pages", step)


def _answer(contract: Contract, asked: Request, known: Record, number: int) -> Answer:
    answer = contract.send(asked, known)
    answer.call += f" page {number}"
    if answer.status >= 300:
        raise wrong(answer.call, "status", "2xx", answer.status)
    return answer


def _next(answer: Answer, names: PageNames, rows: list[Json]) -> Json:
    """The number, cursor or link of the next page; None at the end of the list."""
    more = page_value(answer, names, "more")
    if more is False:
        return None
    if "last_item" in names:
        found = look(rows[-1], names["last_item"]) if rows else []
        step = found[0] if found else None
        if rows and step is None:
            raise wrong(answer.call, _place(names), "a value in the last item", rows[-1])
    else:
        step = page_value(answer, names, "next")
    if step in (None, "", False):
        if more is True:
            raise wrong(answer.call, _place(names), f"a {names.get('by')}, as more pages follow", "nothing")
        return None
    if not isinstance(step, (str, int)) or (names.get("by") == "link" and not isinstance(step, str)):
        raise wrong(answer.call, _place(names), f"a {names.get('by')}", step)
    return step


def _place(names: PageNames) -> str:
    """The response path or header of the next page's cursor or link."""
    header = names.get("headers", {}).get("next")
    below = f"{names['items']}[].{names['last_item']}" if "last_item" in names else names.get("next", "")
    return f"header {header}" if header else below


def page_value(answer: Answer, names: PageNames, word: str) -> Json:
    """A value of a page's own data, at its path or in its header; None when it is missing."""
    header = names.get("headers", {}).get(word)
    if header:
        text = answer.header(header) or ""
        if header.lower() == "link" and names.get("by") == "link":
            return rel_next(text)
        return int(text) if word != "next" and text.isdecimal() else text or None
    path = {**names}.get(word)
    found = look(answer.document, path) if isinstance(path, str) and path else []
    return _whole(found[0], word) if found else None


def _whole(value: Json, word: str) -> Json:
    """A number that is sent as a string becomes a number, except in a cursor."""
    return int(value) if word != "next" and isinstance(value, str) and value.isdecimal() else value


def numbered(request: Request, names: PageNames, number: int, taken: int, size: int) -> Request:
    """The request of page ``number``, counted from 1, or of the page after ``taken`` items."""
    step = taken + names.get("first", 0) if names.get("by") == "offset" else number - 1 + names.get("first", 1)
    return _at(_sized(request, names, size), names, step)


def _first(request: Request, names: PageNames, size: int) -> Request:
    """The request of the first page, without the sample cursor, which belongs to no list."""
    place = input_place(names, "page") if names["page"] else ""
    whole = placed(request, {place: ""}) if place else request
    return _sized(without(whole, place) if place else whole, names, size)


def _sized(request: Request, names: PageNames, size: int) -> Request:
    return placed(request, {input_place(names, "size"): _typed(names, "size", size)}) if names.get("size") else request


def _at(request: Request, names: PageNames, step: Json) -> Request:
    return placed(request, {input_place(names, "page"): _typed(names, "page", step)})


def input_place(names: PageNames, word: str) -> str:
    """The place of an input in a request, e.g. ``query.page`` or ``body.paging.cursor``."""
    name = names["page"] if word == "page" else names.get("size", "")
    place = names.get("places", {}).get(word, "query")
    return f"body.{name}" if place == "body" else f"{place}.{response_paths.spelled(name)}"


def _typed(names: PageNames, word: str, value: Json) -> Json:
    return str(value) if word in names.get("texts", ()) else value


def _linked(contract: Contract, answer: Answer, request: Request, names: PageNames, link: Json) -> Request:
    """The request for a link, which must stay at the address under test."""
    here = urljoin(contract.url, request["path"])
    parts = urlsplit(urljoin(here, str(link)))
    below = parts.path.startswith(f"{contract.base}/") or not contract.base
    if (parts.scheme, parts.netloc) != (contract.scheme, contract.place) or not below:
        raise wrong(answer.call, _place(names), f"an address below {contract.url}", str(link))
    query: dict[str, Json] = {name: [*values] for name, values in parse_qs(parts.query, True).items()}
    made: Request = {**request, "path": parts.path.removeprefix(contract.base), "query": query}
    return made


def shown(row: Json) -> str:
    """A row as text, equal for equal rows."""
    return json.dumps(row, sort_keys=True)

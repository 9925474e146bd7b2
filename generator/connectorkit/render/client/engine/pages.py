"""Iteration over pages: by number, offset, cursor, or the link in a response."""

from __future__ import annotations

from .batch import found
from .errors import DecodeError
from .link_header import rel_next
from .model import Model
from .page_requests import Onward

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeVar

    from .auth import Auth
    from .jsonvalue import JsonValue
    from .model import Result
    from .operation import Operation, Paging, Place

    T = TypeVar("T")

# A service may return empty pages, but endless new cursors for empty pages would keep a caller forever.
_MOST_EMPTY = 100
_WORDS = {"true": True, "false": False, "1": True, "0": False}


class Walk:
    """The position in a list of pages; ``more`` becomes False at the end.

    ``repeated``: the last page was the same as the one before it.
    """

    __slots__ = (
        "_auth",
        "_before",
        "_empty",
        "_known",
        "_link",
        "_number",
        "_operation",
        "_paging",
        "_position",
        "_seen",
        "_size",
        "_taken",
        "_target",
        "more",
        "repeated",
    )

    def __init__(self, operation: Operation, arguments: Mapping[str, object], auth: Auth) -> None:
        paging = operation.paging
        if paging is None:
            raise TypeError(f"{operation.id} has no pages")
        self.more = True
        self.repeated = False
        self._operation = operation.id
        self._auth = auth
        self._paging: Paging = paging
        start = _given(operation, arguments, paging.place)
        if paging.by in ("page", "offset"):
            start = _count(start)
            self._known = start is None or start == paging.first
            start = paging.first if start is None else start
        self._position = start
        self._number = start if paging.by == "page" and isinstance(start, int) else 1
        size = _given(operation, arguments, paging.size)
        self._size = size if size is not None else paging.max_size or None
        self._taken = 0
        self._empty = 0
        self._before: object = None
        self._link = ""
        self._target = Onward()
        self._seen: set[object] = {start} if paging.by == "cursor" and start is not None else set()

    def onward(self) -> Onward:
        """The additional values of the request for the next page."""
        paging, made = self._paging, Onward()
        made.link, made.before = self._link, self._target.target
        self._target = made
        if self._link:
            return made
        if paging.place is not None and self._position is not None:
            made.place(paging.place, self._position)
        if paging.size is not None and self._size is not None:
            made.place(paging.size, self._size)
        return made

    def take(self, result: Result, item: type[T]) -> list[T] | DecodeError:
        """The items of a page; decides whether there are more.

        A page without the declared form is an error: it would be mistaken for the end of the list.
        """
        paging = self._paging
        listed = found(result, paging.items)
        if not isinstance(listed, list):
            return self._wrong(result, "it has no list of items")
        page = [one for one in listed if isinstance(one, item)]
        if len(page) < len(listed) or f"{_path(type(result), paging.items)}[]" in result.problems:
            return self._wrong(result, "an item has the wrong type")
        numbered = paging.by in ("page", "offset")
        wrong = self._numbered(result, len(listed)) if numbered else self._led(result, len(listed))
        if not wrong and self.more and not listed:
            self._empty += 1
            wrong = f"{self._empty} pages in a row are empty" if self._empty > _MOST_EMPTY else ""
        elif listed:
            self._empty = 0
        if wrong:
            return self._wrong(result, wrong)
        return [] if self.repeated else page

    def _wrong(self, result: Result, what: str) -> DecodeError:
        self.more = False
        body = result.response.body if result.response is not None else b""
        reason = f"page {self._number} does not match its declaration: {what}"
        return DecodeError(self._operation, self._auth.hide(reason), self._auth.hide_in(body))

    def _numbered(self, result: Result, count: int) -> str:
        """Move on by page number or offset; returns what is wrong, "" for nothing."""
        self._taken += count
        remaining = self._remaining(result, count)
        # A service that ignores the number would return the same page forever.
        if result.raw == self._before:
            if count and remaining:
                return "it is the same as the previous page"
            self.more, self.repeated = False, True
            return ""
        self._before = result.raw
        # An empty page is not the end if the response shows that more follow.
        self.more = remaining is not False if count else remaining is True
        if self._paging.by == "offset":
            if self.more and not count:
                return "it is empty, but more items follow"
            self._position = (_count(self._position) or 0) + count
        else:
            self._position = (_count(self._position) or 0) + 1
        self._number += 1
        return ""

    def _remaining(self, result: Result, count: int) -> bool | None:
        """Whether pages follow the one in ``result``; None if the response does not show it."""
        paging = self._paging
        here = _count(self._position) or 0
        current = _count(self._read(result, "current"))
        if current is not None and current < here:
            return False
        more = _truth(self._read(result, "more"))
        if more is not None:
            return more
        last, pages = _count(self._read(result, "last")), _count(self._read(result, "page_count"))
        if last is None and pages is not None:
            last = paging.first + pages - 1
        if last is not None:
            return last > (here if current is None else current)
        total = _count(self._read(result, "total"))
        if total is None:
            return None
        if paging.by == "offset":
            return here - paging.first + count < total
        return self._taken < total if self._known else None

    def _led(self, result: Result, count: int) -> str:
        """Move on by cursor or link; returns what is wrong, "" for nothing."""
        paging = self._paging
        said = self._read(result, "more")
        more = _truth(said)
        if said is not None and more is None:
            return f"'{'.'.join(paging.paths['more'])}' is not a boolean"
        step, wrong = (None, "") if more is False else self._next(result, count)
        if wrong:
            return wrong
        self.more = step is not None
        if step is None:
            return "more pages follow, but there is no cursor or link to them" if more else ""
        if step in self._seen:
            return f"its {paging.by} points to a page that was already read"
        self._seen.add(step)
        self._number += 1
        if paging.by == "link":
            self._link = str(step)
        else:
            self._position = step
        return ""

    def _next(self, result: Result, count: int) -> tuple[str | int | None, str]:
        """The cursor or link of the next page, None at the end; and what is wrong with it."""
        paging = self._paging
        if "last_item" in paging.paths:
            if not count:
                return None, ""
            value = _at(_last(_at(result.raw, paging.rows)), paging.paths["last_item"])
            if value is None or value == "":
                return None, f"its last item has no '{'.'.join(paging.paths['last_item'])}'"
        else:
            value = self._read(result, "next")
            if value is None or value == "" or value is False:
                return None, ""
        if isinstance(value, str) or (paging.by == "cursor" and isinstance(value, int) and value is not True):
            return value, ""
        return None, f"its next {paging.by} has the wrong type"

    def _read(self, result: Result, word: str) -> JsonValue:
        """The value of a response at the declared path or in the declared header, or None."""
        paging = self._paging
        header = paging.headers.get(word)
        if header:
            text = result.response.headers.get(header, "") if result.response is not None else ""
            return rel_next(text) if header == "link" and paging.by == "link" else text or None
        return _at(result.raw, paging.paths[word]) if word in paging.paths else None


def _given(operation: Operation, arguments: Mapping[str, object], place: Place | None) -> object:
    """The caller's argument for a page's number, cursor or size, or None."""
    if place is None:
        return None
    location, (top, *below) = place[0], place[1]
    for entry in operation.inputs:
        value = arguments.get(entry.argument) if entry.argument else None
        if entry.location == "whole" and location == "body" and value is not None:
            return _within(value, place[1])
        if entry.location == location and entry.wire == top:
            return _within(value, below)
    return None


def _within(value: object, steps: Sequence[str]) -> object:
    """The value at wire names below an argument: a model, or a mapping."""
    for step in steps:
        if isinstance(value, Model):
            value = next((getattr(value, entry[1], None) for entry in value._shape if entry[0] == step), None)
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def _at(raw: JsonValue, steps: Sequence[str]) -> JsonValue:
    for step in steps:
        raw = raw.get(step) if isinstance(raw, dict) else None
    return raw


def _last(rows: JsonValue) -> JsonValue:
    return rows[-1] if isinstance(rows, list) and rows else None


def _path(kind: object, attributes: Sequence[str]) -> str:
    """The response path of a chain of attributes."""
    steps = []
    for name in attributes:
        if not isinstance(kind, type) or not issubclass(kind, Model):
            break
        entry = next((entry for entry in kind._shape if entry[1] == name), None)
        if entry is None:
            break
        steps.append(entry[0])
        kind = entry[2]
    return ".".join(steps)


def _truth(value: JsonValue) -> bool | None:
    return _WORDS.get(str(value).lower()) if isinstance(value, (bool, int, str)) else None


def _count(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None

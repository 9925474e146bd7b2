"""Walking through pages by their number; a link that a response gives is never followed."""

from __future__ import annotations

from .batch import found
from .errors import DecodeError
from .model import Model, dig

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeVar

    from .auth import Auth
    from .model import Result
    from .operation import Operation, Paging

    T = TypeVar("T")


class Walk:
    """Where a walk through pages stands; ``more`` turns False at the end."""

    __slots__ = ("_auth", "_before", "_number", "_operation", "_paging", "_size", "more")

    def __init__(self, operation: Operation, arguments: Mapping[str, object], auth: Auth) -> None:
        given = {e.wire: arguments.get(e.argument) for e in operation.inputs if e.location == "query" and e.argument}
        paging = operation.paging
        self.more = paging is not None
        self._operation = operation.id
        self._auth = auth
        self._paging: Paging | None = paging
        start = given.get(paging.page) if paging else None
        self._number = start if isinstance(start, int) else 1
        size = given.get(paging.size) if paging else None
        self._size = size if size is not None else (paging.max_size or None) if paging else None
        self._before: object = None

    def query(self) -> dict[str, object]:
        """The query parameters of the next page."""
        paging = self._paging
        if paging is None:
            return {}
        return {paging.page: self._number, **({paging.size: self._size} if paging.size else {})}

    def take(self, result: Result, item: type[T]) -> list[T] | DecodeError:
        """The items of a page; decides whether there are more.

        A page that is not what is declared is an error: its end would be taken for the end of the list.
        """
        paging = self._paging
        if paging is None:
            return []
        listed = found(result, paging.items)
        if not isinstance(listed, list):
            return self._wrong(result, "it has no list of items")
        page = [one for one in listed if isinstance(one, item)]
        if len(page) < len(listed) or f"{_path(type(result), paging.items)}[]" in result.problems:
            return self._wrong(result, "an item is of another type")
        remaining = self._remaining(result)
        # A service that ignores the page number would send the same page for ever.
        if result.raw == self._before:
            if listed and remaining:
                return self._wrong(result, "it is the same as the page before it")
            self.more = False
            return []
        self._before = result.raw
        # If the response names the last page, an empty page before it is not the end.
        self.more = remaining is not False if listed else remaining is True
        self._number += 1
        return page

    def _wrong(self, result: Result, what: str) -> DecodeError:
        self.more = False
        body = result.response.body if result.response is not None else b""
        reason = f"page {self._number} is not what is declared: {what}"
        return DecodeError(self._operation, reason, self._auth.hide_in(body))

    def _remaining(self, result: Result) -> bool | None:
        """Whether pages follow the one in ``result``; None if the response does not show it."""
        paging = self._paging
        if paging is None:
            return False
        current = _count(dig(result.raw, paging.current)) if paging.current else None
        last = _count(dig(result.raw, paging.last)) if paging.last else None
        if current is not None and current < self._number:
            return False
        return None if last is None else last > (current or self._number)


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


def _count(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() else None

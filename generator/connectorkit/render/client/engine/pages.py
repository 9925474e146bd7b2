"""Walking through pages by their number; a link that an answer gives is never followed."""

from __future__ import annotations

from .batch import found
from .model import dig

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeVar

    from .model import Result
    from .operation import Operation, Paging

    T = TypeVar("T")


class Walk:
    """Where a walk through pages stands; ``more`` turns False at the end."""

    __slots__ = ("_before", "_number", "_paging", "_size", "more")

    def __init__(self, operation: Operation, arguments: Mapping[str, object]) -> None:
        given = {e.wire: arguments.get(e.argument) for e in operation.inputs if e.location == "query" and e.argument}
        paging = operation.paging
        self.more = paging is not None
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

    def take(self, result: Result, item: type[T]) -> list[T]:
        """The items of an answer; decides whether there are more."""
        listed = found(result, self._paging.items) if self._paging else None
        page = [one for one in listed if isinstance(one, item)] if isinstance(listed, list) else []
        # A service that ignores the page number would send the same page for ever.
        if result.raw == self._before:
            self.more = False
            return []
        self._before = result.raw
        self.more = bool(listed) and not self._last(result)
        self._number += 1
        return page

    def _last(self, result: Result) -> bool:
        paging = self._paging
        if paging is None:
            return True
        current = _count(dig(result.raw, paging.current)) if paging.current else None
        last = _count(dig(result.raw, paging.last)) if paging.last else None
        if current is not None and current < self._number:
            return True
        return last is not None and (current or self._number) >= last


def _count(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() else None

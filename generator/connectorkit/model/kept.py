"""An in-memory cache keyed by the identity of objects, so that the cost of reading a source again depends on the edit.

The key of a result is the identity of the objects that it was computed from. Objects that an edit did not touch stay
identical from one reading to the next, so they need not be compared. A caller that caches a result must ensure that it
depends only on those objects.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

Made = TypeVar("Made")
Key = tuple[object, ...]
_BY_VALUE = (str, bytes, bool, int, type(None))
# A table without a complete reading is turned after this number of new entries.
_MOST_NEW = 200_000


class Kept:
    """Cached results by name and by the objects that they were computed from.

    Strings, bytes and numbers are compared by value, other objects by identity. A result that is not used between two
    calls of :meth:`turn` is dropped at the second. Not thread-safe.
    """

    def __init__(self) -> None:
        self._tables: dict[str, _Table] = {}

    def once(self, what: str, parts: Key, make: Callable[[], Made]) -> Made:
        """The cached result for ``parts``; computed by ``make`` if there is none."""
        table = self._table(what)
        key = _key(parts)
        found = table.find(key)
        if found is None:
            found = table.now[key] = (parts, make())
        return cast("Made", found[1])

    def get(self, what: str, parts: Key) -> object | None:
        """The cached result for ``parts``, or None."""
        found = self._table(what).find(_key(parts))
        return found[1] if found is not None else None

    def put(self, what: str, parts: Key, value: object) -> None:
        """Cache a result for ``parts``; replaces an earlier one."""
        self._table(what).now[_key(parts)] = (parts, value)

    def forget(self, what: str, holds: Callable[[Key], bool]) -> None:
        """Drop the results whose parts satisfy a condition."""
        table = self._table(what)
        for entries in (table.now, table.before):
            for key in [key for key, (parts, _) in entries.items() if holds(parts)]:
                del entries[key]

    def turn(self, *names: str) -> None:
        """Drop the results that were not used since the last turn, in one table or, if none is named, in all tables."""
        for name in names or tuple(self._tables):
            self._table(name).turn()

    def _table(self, what: str) -> _Table:
        table = self._tables.get(what)
        if table is None:
            table = self._tables[what] = _Table()
        elif len(table.now) > _MOST_NEW:
            table.turn()
        return table


class Nothing(Kept):
    """A cache that stores nothing: every result is computed."""

    def once(self, what: str, parts: Key, make: Callable[[], Made]) -> Made:
        """The result of ``make``."""
        return make()

    def get(self, what: str, parts: Key) -> object | None:
        """Always None."""
        return None

    def put(self, what: str, parts: Key, value: object) -> None:
        """Do nothing."""


NOTHING = Nothing()


class _Table:
    """The results of one name. It holds references to the objects of each key, so that no identity is reused."""

    __slots__ = ("before", "now")

    def __init__(self) -> None:
        self.now: dict[Key, tuple[Key, object]] = {}
        self.before: dict[Key, tuple[Key, object]] = {}

    def find(self, key: Key) -> tuple[Key, object] | None:
        found = self.now.get(key)
        if found is None and self.before:
            found = self.before.get(key)
            if found is not None:
                self.now[key] = found
        return found

    def turn(self) -> None:
        self.before, self.now = self.now, {}


def _key(parts: Key) -> Key:
    return tuple([part if type(part) in _BY_VALUE else id(part) for part in parts])

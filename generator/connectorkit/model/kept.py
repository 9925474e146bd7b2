"""What was worked out earlier from the very same objects, so that a source that is read again costs what changed.

A result is kept under the identity of the objects that it was made of. Objects that an edit did not touch stay the
same from one reading to the next, so that nothing has to be compared. Whoever keeps a result is sure that it depends on
nothing but those objects.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

Made = TypeVar("Made")
Key = tuple[object, ...]
_BY_VALUE = (str, bytes, bool, int, type(None))
# A table that is never closed by a complete reading is closed after it has grown so much.
_MOST_NEW = 200_000


class Kept:
    """Results by name and by the objects that they were made of.

    Strings, bytes and numbers count by their value, other objects by their identity. A result that was not asked for
    between two calls of :meth:`turn` is forgotten at the second. It is not safe to use from two threads at once.
    """

    def __init__(self) -> None:
        self._tables: dict[str, _Table] = {}

    def once(self, what: str, parts: Key, make: Callable[[], Made]) -> Made:
        """What ``make`` gave for the same ``parts``, else what it gives now."""
        table = self._table(what)
        key = _key(parts)
        found = table.find(key)
        if found is None:
            found = table.now[key] = (parts, make())
        return cast("Made", found[1])

    def get(self, what: str, parts: Key) -> object | None:
        """The result that was kept for ``parts``, or None."""
        found = self._table(what).find(_key(parts))
        return found[1] if found is not None else None

    def put(self, what: str, parts: Key, value: object) -> None:
        """Keep a result for ``parts`` in place of an earlier one."""
        self._table(what).now[_key(parts)] = (parts, value)

    def forget(self, what: str, holds: Callable[[Key], bool]) -> None:
        """Forget the results whose parts a condition holds of."""
        table = self._table(what)
        for entries in (table.now, table.before):
            for key in [key for key, (parts, _) in entries.items() if holds(parts)]:
                del entries[key]

    def turn(self, *names: str) -> None:
        """Forget what was not asked for since the last turn; of all tables where none is named."""
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
    """Keeps nothing: each result is worked out anew."""

    def once(self, what: str, parts: Key, make: Callable[[], Made]) -> Made:
        """What ``make`` gives."""
        return make()

    def get(self, what: str, parts: Key) -> object | None:
        """Nothing."""
        return None

    def put(self, what: str, parts: Key, value: object) -> None:
        """Do nothing."""


NOTHING = Nothing()


class _Table:
    """The results of one name. The objects of each are held, so that their identities stay theirs."""

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

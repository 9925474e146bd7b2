"""Records of one collection, indexed by key and by parent."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator

from connectorkit.model.json_value import Json
from connectorkit.sandbox.shapes.document_types import Record

# Old records are dropped, so that a long run does not fill the memory.
MOST_RECORDS = 5_000


class Table:
    """Records in the order of creation. ``key`` and ``above`` name the fields with their key and their parent's key."""

    def __init__(self, key: str, above: str = "") -> None:
        self.key, self.above = key, above
        self.made = 0
        # Removing the first key of a plain dict leaves a gap that every later access to the first key has to skip.
        self._rows: OrderedDict[str, Record] = OrderedDict()
        self._below: dict[str, dict[str, Record]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, record: object) -> bool:
        return any(record is one for one in self)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._rows.values())

    def add(self, record: Record) -> Record | None:
        """Add a record; returns the dropped one, if any."""
        self.made += 1
        key = str(record.get(self.key, f"\0{self.made}"))
        self._rows[key] = record
        if self.above:
            self._below.setdefault(str(record.get(self.above)), {})[key] = record
        return self._take(next(iter(self._rows))) if len(self._rows) > MOST_RECORDS else None

    def find(self, key: Json) -> Record | None:
        """The record with that key."""
        return self._rows.get(str(key))

    def below(self, key: Json) -> dict[str, Record]:
        """The child records of the parent with that key."""
        return self._below.get(str(key), {})

    def remove(self, record: Record) -> None:
        """Remove a record."""
        self._take(str(record.get(self.key)))

    def clear_below(self, key: Json) -> list[Record]:
        """Remove the child records of a parent, and return them."""
        gone = self._below.pop(str(key), {})
        for one in gone:
            self._rows.pop(one, None)
        return list(gone.values())

    def _take(self, key: str) -> Record:
        record = self._rows.pop(key)
        below = self._below.get(str(record.get(self.above)), {})
        below.pop(key, None)
        if self.above and not below:
            self._below.pop(str(record.get(self.above)), None)
        return record

"""Records of one kind, found by key and by the record that they belong to."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator

from connectorkit.model.json_value import Json
from connectorkit.sandbox.shapes.document_types import Record

# Old records give way, so that a long run does not fill the memory.
MOST_RECORDS = 5_000


class Table:
    """Records in the order of their making; ``key`` and ``above`` are field names, texts and numbers being equal."""

    def __init__(self, key: str, above: str = "") -> None:
        self.key, self.above = key, above
        self.made = 0
        # Forgetting the first of a plain dict leaves a hole that every later look at its first has to pass.
        self._rows: OrderedDict[str, Record] = OrderedDict()
        self._below: dict[str, dict[str, Record]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, record: object) -> bool:
        return any(record is one for one in self)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._rows.values())

    def add(self, record: Record) -> Record | None:
        """Keep a record; the one that had to give way, if any."""
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
        """The records that belong to the record above them with that key."""
        return self._below.get(str(key), {})

    def remove(self, record: Record) -> None:
        """Forget a record."""
        self._take(str(record.get(self.key)))

    def clear_below(self, key: Json) -> list[Record]:
        """Forget what belongs to a record; returns it."""
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

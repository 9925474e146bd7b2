"""What the sandbox remembers: records, subscriptions, faults, the journal, settings and the clock."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from connectorkit.sandbox.server.journal import Journal
from connectorkit.sandbox.server.settings import Settings
from connectorkit.sandbox.vendor.table import Table

Doc = dict[str, Any]
MOST_MARKS = 2_000
START = 1_785_000_000


@dataclass(slots=True, eq=False)
class Subscription:
    """One webhook: its number or name at the vendor, where it delivers to, and its record where one is kept."""

    operation: str
    id: Any
    url: str
    record: Doc | None = None


@dataclass(slots=True)
class State:
    """The memory of one sandbox; ``clock`` is in seconds since 1970 and moves only when told."""

    spec: Mapping[str, Any]
    settings: Settings
    clock: int = START
    serial: int = 0
    spent: Decimal = Decimal(0)
    numbers: dict[str, int] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    subscriptions: list[Subscription] = field(default_factory=list)
    deliveries: list[Any] = field(default_factory=list)
    faults: list[Doc] = field(default_factory=list)
    journal: Journal = field(default_factory=Journal)
    seen: dict[Any, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Back to the rows and settings of the start; the journal and faults are emptied too."""
        self.settings.reset()
        self.clock, self.serial, self.spent = int(self.sandbox.get("clock", START)), 0, Decimal(0)
        for kept in (self.numbers, self.tables, self.seen):
            kept.clear()
        for listed in (self.subscriptions, self.deliveries, self.faults):
            listed.clear()
        self.journal.clear()
        for name in self.collections:
            self._seed(name)

    @property
    def sandbox(self) -> Doc:
        """What the source declares."""
        found: Doc = self.spec.get("sandbox") or {}
        return found

    @property
    def calls(self) -> list[Doc]:
        """The last calls as documents, the oldest first."""
        return [one.shown() for one in list(self.journal.calls)]

    @property
    def collections(self) -> Doc:
        """The declared collections by name."""
        found: Doc = self.sandbox.get("collections") or {}
        return found

    def _seed(self, name: str) -> None:
        said = self.collections[name]
        self.table(name)
        columns = said.get("columns")
        for row in said.get("rows", ()):
            record = dict(zip(columns, row, strict=False)) if columns else dict(row)
            self.add(name, deepcopy(record))

    def moment(self) -> float:
        """Seconds that pass by themselves and with the clock: for windows of time that end by waiting too."""
        return time.monotonic() + self.clock

    def change(self, given: Mapping[str, Any]) -> None:
        """Change settings; what was spent of a balance is forgotten. Raises ValueError for what is no setting."""
        self.settings.change(given)
        self.spent = Decimal(0)

    def balance(self, start: Any) -> Decimal:
        """What is left of a balance; zero when it is no amount."""
        try:
            return Decimal(str(start)) - self.spent
        except InvalidOperation:
            return Decimal(0)

    def key(self, name: str) -> str:
        """The field that tells the records of a collection apart."""
        return str((self.collections.get(name) or {}).get("key", "id"))

    def next(self, name: str) -> int:
        """The next number of a collection, from its declared ``first`` on."""
        first = int((self.collections.get(name) or {}).get("first", 1))
        number = self.numbers.get(name, first - 1) + 1
        self.numbers[name] = number
        return number

    def table(self, name: str) -> Table:
        """The records of a collection."""
        if name not in self.tables:
            parent = (self.collections.get(name) or {}).get("parent")
            self.tables[name] = Table(self.key(name), self.key(parent) if parent else "")
        return self.tables[name]

    def rows(self, name: str) -> Iterable[Doc]:
        """The records of a collection in the order of their making."""
        return self.table(name)

    def add(self, name: str, record: Doc) -> Doc:
        """Keep a record; it gets the next number as its key unless it has one."""
        key = (self.collections.get(name) or {}).get("key")
        if key and key not in record:
            record[key] = self.next(name)
        gone = self.table(name).add(record)
        if gone is not None:
            self._forget(name, gone)
        return record

    def find(self, name: str, key: Any) -> Doc | None:
        """The record with that key, numbers and their texts being equal."""
        return self.table(name).find(key)

    def remove(self, name: str, record: Doc) -> None:
        """Forget a record, and what belongs to it in other collections."""
        self.table(name).remove(record)
        self._forget(name, record)

    def _forget(self, name: str, record: Doc) -> None:
        """Forget what hangs on a record that is gone."""
        self.subscriptions = [one for one in self.subscriptions if one.record is not record]
        for other, said in self.collections.items():
            if said.get("parent") == name:
                for below in self.table(other).clear_below(record.get(self.key(name))):
                    self._forget(other, below)

    def unsubscribe(self, operation: str, key: Any) -> bool:
        """End the webhooks of an operation with that id (all of them for None); whether there was one."""
        gone = [s for s in self.subscriptions if s.operation == operation and (key is None or str(s.id) == str(key))]
        self.subscriptions = [one for one in self.subscriptions if one not in gone]
        return bool(gone)

    def repeats(self, mark: Any, seconds: float) -> bool:
        """Whether the mark was set less than that many seconds ago; it is set anew when not."""
        now = self.moment()
        last = self.seen.get(mark)
        if last is not None and now - last < seconds:
            return True
        if len(self.seen) > MOST_MARKS:
            self.seen = {one: when for one, when in self.seen.items() if now - when < seconds}
        self.seen[mark] = now
        return False

    def shown(self) -> Doc:
        """The memory as a JSON document."""
        return {
            "clock": self.clock,
            "settings": dict(self.settings.values),
            "collections": {name: list(table) for name, table in self.tables.items()},
            "made": {name: table.made for name, table in self.tables.items()},
            "spent": str(self.spent),
            "subscriptions": [{"operation": s.operation, "id": s.id, "url": s.url} for s in self.subscriptions],
            "deliveries": [one.shown() for one in self.deliveries],
            "faults": list(self.faults),
            "requests": len(self.journal.calls),
            "operations": {name: dict(count) for name, count in self.journal.counts.items()},
        }

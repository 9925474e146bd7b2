"""The state of a sandbox: records, subscriptions, faults, journal, settings and clock."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import field
from decimal import Decimal, InvalidOperation
from typing import TypedDict

from connectorkit.model.json_value import Json
from connectorkit.model.record import record
from connectorkit.sandbox.server.faults import Fault
from connectorkit.sandbox.server.journal import Journal
from connectorkit.sandbox.server.settings import Settings
from connectorkit.sandbox.shapes.document_types import Record, ServedDocument
from connectorkit.sandbox.shapes.sandbox_types import Collection, Sandbox
from connectorkit.sandbox.vendor.issued_tokens import Issued
from connectorkit.sandbox.vendor.table import Table

MOST_MARKS = 2_000
START = 1_785_000_000


@record(eq=False)
class Subscription:
    """One webhook: its id at the vendor, its notification URL, and its record if one is kept."""

    operation: str
    id: Json
    url: str
    record: Record | None = None


class Outcome(TypedDict, total=False):
    """The outcome of an attempt to deliver; ``final``: it is not retried."""

    status: int
    error: str
    final: bool


@record
class Delivery:
    """One event for one subscriber; ``next`` is the time of the next attempt, None for none."""

    number: int
    to: Subscription
    payload: Json
    way: str
    attempts: int = 0
    next: int | None = None
    outcome: Outcome | None = None

    def shown(self) -> Record:
        """The delivery as a document; ``status`` or ``error`` is that of the last attempt."""
        told: Record = {"delivery": self.number, "id": self.to.id, "url": self.to.url, "attempts": self.attempts}
        told["next"] = self.next
        outcome = self.outcome or {}
        if "status" in outcome:
            told["status"] = outcome["status"]
        if "error" in outcome:
            told["error"] = outcome["error"]
        return told


class ShownSubscription(TypedDict):
    """A webhook as a document."""

    operation: str
    id: Json
    url: str


class Counts(TypedDict):
    """The document of the control path `counts`: requests and records of a sandbox."""

    clock: int
    collections: dict[str, int]
    subscriptions: int
    operations: dict[str, dict[str, int]]


class Memory(TypedDict):
    """The document of the control path `state`: the whole state of a sandbox."""

    clock: int
    settings: dict[str, Json]
    collections: dict[str, list[Record]]
    made: dict[str, int]
    spent: str
    subscriptions: list[ShownSubscription]
    deliveries: list[Record]
    faults: list[Fault]
    requests: int
    operations: dict[str, dict[str, int]]


@record
class State:
    """The state of one sandbox; ``clock`` is in Unix seconds and only moves on request."""

    spec: ServedDocument
    settings: Settings
    clock: int = START
    serial: int = 0
    spent: Decimal = Decimal(0)
    numbers: dict[str, int] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    subscriptions: list[Subscription] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    journal: Journal = field(default_factory=Journal)
    seen: dict[tuple[str, ...], float] = field(default_factory=dict)
    issued: Issued = field(default_factory=Issued)

    def __post_init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Restore the initial rows and settings, and clear the journal and faults."""
        self.settings.reset()
        self.clock, self.serial, self.spent = self.sandbox.get("clock", START), 0, Decimal(0)
        self.numbers.clear()
        self.tables.clear()
        self.seen.clear()
        self.subscriptions.clear()
        self.deliveries.clear()
        self.faults.clear()
        self.journal.clear()
        self.issued.clear()
        for name in self.collections:
            self._seed(name)

    @property
    def sandbox(self) -> Sandbox:
        """The declared behaviour of the source."""
        return self.spec["sandbox"]

    @property
    def calls(self) -> list[Record]:
        """The last calls as documents, the oldest first."""
        return [one.shown() for one in list(self.journal.calls)]

    @property
    def collections(self) -> dict[str, Collection]:
        """The declared collections by name."""
        return self.sandbox.get("collections", {})

    def _seed(self, name: str) -> None:
        said = self.collections[name]
        self.table(name)
        columns = said.get("columns", [])
        for row in said.get("rows", ()):
            record = row if isinstance(row, dict) else dict(zip(columns, row, strict=False))
            self.add(name, deepcopy(dict(record)))

    def moment(self) -> float:
        """Seconds in real time plus the moves of the clock, for time windows that also end by waiting."""
        return time.monotonic() + self.clock

    def change(self, given: Mapping[str, Json]) -> None:
        """Change settings, and reset the amount spent of a balance. Raises ValueError for an invalid setting."""
        self.settings.change(given)
        self.spent = Decimal(0)

    def balance(self, start: Json) -> Decimal:
        """The rest of a balance; zero if it is not an amount."""
        try:
            return Decimal(str(start)) - self.spent
        except InvalidOperation:
            return Decimal(0)

    def key(self, name: str) -> str:
        """The key field of a collection."""
        return str(self.collections.get(name, {}).get("key", "id"))

    def next(self, name: str) -> int:
        """The next number of a collection, from its declared ``first`` on."""
        first = self.collections.get(name, {}).get("first", 1)
        number = self.numbers.get(name, first - 1) + 1
        self.numbers[name] = number
        return number

    def table(self, name: str) -> Table:
        """The records of a collection."""
        if name not in self.tables:
            parent = self.collections.get(name, {}).get("parent")
            self.tables[name] = Table(self.key(name), self.key(parent) if parent else "")
        return self.tables[name]

    def rows(self, name: str) -> Iterable[Record]:
        """The records of a collection in the order of creation."""
        return self.table(name)

    def add(self, name: str, record: Record) -> Record:
        """Add a record; it gets the next number as its key unless it has one."""
        key = self.collections.get(name, {}).get("key")
        if key and key not in record:
            record[key] = self.next(name)
        gone = self.table(name).add(record)
        if gone is not None:
            self._forget(name, gone)
        return record

    def find(self, name: str, key: Json) -> Record | None:
        """The record with that key, or None; a number equals the string of its digits."""
        return self.table(name).find(key)

    def remove(self, name: str, record: Record) -> None:
        """Delete a record, and its child records in other collections."""
        self.table(name).remove(record)
        self._forget(name, record)

    def _forget(self, name: str, record: Record) -> None:
        """Delete what depends on a deleted record."""
        self.subscriptions = [one for one in self.subscriptions if one.record is not record]
        for other, said in self.collections.items():
            if said.get("parent") == name:
                for below in self.table(other).clear_below(record.get(self.key(name))):
                    self._forget(other, below)

    def unsubscribe(self, operation: str, key: Json) -> bool:
        """End the webhooks of an operation with that id (None: all of them); returns whether there was one."""
        gone = [s for s in self.subscriptions if s.operation == operation and (key is None or str(s.id) == str(key))]
        self.subscriptions = [one for one in self.subscriptions if one not in gone]
        return bool(gone)

    def repeats(self, mark: tuple[str, ...], seconds: float) -> bool:
        """Whether the mark was set less than ``seconds`` ago; otherwise it is set now."""
        now = self.moment()
        last = self.seen.get(mark)
        if last is not None and now - last < seconds:
            return True
        if len(self.seen) > MOST_MARKS:
            self.seen = {one: when for one, when in self.seen.items() if now - when < seconds}
        self.seen[mark] = now
        return False

    def counts(self) -> Counts:
        """The counts of the state; safe to call from any thread."""
        return {
            "clock": self.clock,
            "collections": {name: len(table) for name, table in list(self.tables.items())},
            "subscriptions": len(self.subscriptions),
            "operations": {name: dict(count) for name, count in list(self.journal.counts.items())},
        }

    def shown(self) -> Memory:
        """The state as a JSON document."""
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

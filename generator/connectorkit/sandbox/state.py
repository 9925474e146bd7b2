"""What the sandbox remembers: records, subscriptions, faults, the journal and the clock."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from connectorkit.sandbox import shapes

Doc = dict[str, Any]
# Old entries give way, so that a long run does not fill the memory.
MOST_RECORDS = 20_000
MOST_CALLS = 2_000
START = 1_785_000_000


@dataclass(slots=True)
class Subscription:
    """One webhook: its number or name at the vendor, and the address that it delivers to."""

    operation: str
    id: Any
    url: str


@dataclass(slots=True)
class State:
    """The memory of one sandbox; ``clock`` is in seconds since 1970 and moves only when told."""

    sandbox: Mapping[str, Any]
    clock: int = START
    serial: int = 0
    numbers: dict[str, int] = field(default_factory=dict)
    records: dict[str, deque[Doc]] = field(default_factory=dict)
    subscriptions: list[Subscription] = field(default_factory=list)
    faults: list[Doc] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    calls: deque[Doc] = field(default_factory=lambda: deque(maxlen=MOST_CALLS))

    def __post_init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Back to the rows that the source declares; the journal and faults are emptied too."""
        self.clock, self.serial = int(self.sandbox.get("clock", START)), 0
        self.numbers, self.records = {}, {}
        self.subscriptions.clear()
        self.faults.clear()
        self.calls.clear()
        self.counts.clear()
        for name in self.collections:
            self._seed(name)

    @property
    def collections(self) -> Doc:
        """The declared collections by name."""
        found: Doc = self.sandbox.get("collections") or {}
        return found

    def _seed(self, name: str) -> None:
        said = self.collections[name]
        self.rows(name)
        columns = said.get("columns")
        for row in said.get("rows", ()):
            record = dict(zip(columns, row, strict=False)) if columns else dict(row)
            self.add(name, deepcopy(record))

    def next(self, name: str) -> int:
        """The next number of a collection, from its declared ``first`` on."""
        first = int((self.collections.get(name) or {}).get("first", 1))
        number = self.numbers.get(name, first - 1) + 1
        self.numbers[name] = number
        return number

    def rows(self, name: str) -> deque[Doc]:
        """The records of a collection in the order of their making."""
        return self.records.setdefault(name, deque(maxlen=MOST_RECORDS))

    def add(self, name: str, record: Doc) -> Doc:
        """Keep a record; it gets the next number as its key unless it has one."""
        key = (self.collections.get(name) or {}).get("key")
        if key and key not in record:
            record[key] = self.next(name)
        self.rows(name).append(record)
        return record

    def find(self, name: str, key: Any) -> Doc | None:
        """The record with that key, numbers and their texts being equal."""
        field_name = (self.collections.get(name) or {}).get("key", "id")
        return next((row for row in self.rows(name) if str(row.get(field_name)) == str(key)), None)

    def remove(self, name: str, record: Doc) -> None:
        """Forget a record, and what belongs to it in other collections."""
        key = self.collections[name].get("key", "id")
        self.rows(name).remove(record)
        for other, said in self.collections.items():
            if said.get("parent") == name:
                kept = [row for row in self.rows(other) if str(row.get(key)) != str(record.get(key))]
                self.records[other] = deque(kept, maxlen=MOST_RECORDS)

    def unsubscribe(self, operation: str, key: Any) -> bool:
        """End the webhooks of an operation with that id (all of them for None); whether there was one."""
        gone = [s for s in self.subscriptions if s.operation == operation and (key is None or str(s.id) == str(key))]
        self.subscriptions = [one for one in self.subscriptions if one not in gone]
        return bool(gone)

    def note(self, call: Doc) -> None:
        """Put a call into the journal, and count it."""
        self.calls.append(call)
        count = self.counts.setdefault(call["operation"], {"requests": 0, "handled": 0})
        count["requests"] += 1
        count["handled"] += call["handled"]

    def shown(self) -> Doc:
        """The memory as a JSON document."""
        subscriptions = [{"operation": s.operation, "id": s.id, "url": s.url} for s in self.subscriptions]
        return {
            "clock": self.clock,
            "collections": {name: list(rows) for name, rows in self.records.items()},
            "subscriptions": subscriptions,
            "faults": list(self.faults),
            "requests": len(self.calls),
            "operations": {name: dict(count) for name, count in self.counts.items()},
        }


WORDS = ("now", "uuid", "token", "request", "record", "text", "row", "literal")


@dataclass(slots=True)
class Values:
    """Works out declared values: a literal, or one of the words of WORDS with its argument."""

    state: State
    request: Mapping[str, Any] = field(default_factory=dict)
    record: Mapping[str, Any] = field(default_factory=dict)
    serial: int = 0

    def of(self, said: Any) -> Any:
        """The value that a declaration stands for."""
        if isinstance(said, list):
            return [self.of(one) for one in said]
        if not isinstance(said, dict):
            return said
        word = next(iter(said), "")
        if len(said) == 1 and word in WORDS:
            return self._word(word, said[word])
        return {name: self.of(one) for name, one in said.items()}

    def all(self, said: Mapping[str, Any] | None) -> Doc:
        """Each value of a mapping worked out."""
        return {name: self.of(one) for name, one in (said or {}).items()}

    def _word(self, word: str, argument: Any) -> Any:
        if word == "now":
            return self.state.clock + int(argument)
        if word == "uuid":
            return shapes.uuid(argument, self.serial)
        if word == "token":
            return shapes.token(int(argument), self.serial)
        if word == "text":
            return "".join(str(self.of(part)) for part in argument)
        if word == "row":
            return self._row(argument)
        return argument if word == "literal" else (self.request if word == "request" else self.record).get(argument)

    def _row(self, collection: str) -> Doc | None:
        key = (self.state.collections.get(collection) or {}).get("key", "id")
        return self.state.find(collection, self.record.get(key, self.request.get(key)))

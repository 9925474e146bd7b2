"""The verbs of operations on the records of a collection: create, view, update, delete, list and search."""

from __future__ import annotations

from collections.abc import Collection

from connectorkit.model.json_value import whole
from connectorkit.sandbox.server.refusal import Refusal
from connectorkit.sandbox.server.request import Request
from connectorkit.sandbox.shapes.document_types import Record
from connectorkit.sandbox.shapes.sandbox_types import Collection as Kept
from connectorkit.sandbox.shapes.sandbox_types import OperationRule
from connectorkit.sandbox.shapes.sandbox_types import Refusal as RefusalRule
from connectorkit.sandbox.vendor.state import State
from connectorkit.sandbox.vendor.values import Values


class Records:
    """The declared collections and their rules for records."""

    def __init__(self, state: State) -> None:
        self.state = state

    def create(self, rule: OperationRule, request: Request, values: Values) -> Record:
        """Create a record with the fields of the request; raises Refusal for an unknown parent."""
        name = rule["create"]
        said = self.state.collections.get(name, {})
        given = request.body if isinstance(request.body, dict) else request.values
        record: Record = {**values.all(said.get("new"))}
        left_out = rule.get("drop", ())
        record |= {key: one for key, one in given.items() if one is not None and key not in left_out}
        if "first" in said:
            record.pop(said["key"], None)  # The vendor assigns the numbers.
        parent = self.parent(said, request.values, said.get("orphan"), values)
        if parent is not None:
            key = self.state.key(said["parent"])
            record[key] = parent[key]
            record |= {to: parent.get(source) for to, source in said.get("copy", {}).items()}
        record |= values.all(rule.get("with"))
        return self.shown(name, self.state.add(name, record))

    def parent(
        self, said: Kept, given: Record, refusal: RefusalRule | None = None, values: Values | None = None
    ) -> Record | None:
        """The parent of a new or listed record; raises Refusal for an unknown one."""
        parent = said.get("parent")
        if not parent:
            return None
        key = given.get(self.state.key(parent))
        found = self.state.find(parent, key)
        if found is None and key is not None:
            raise refused(refusal, values or Values(self.state)) if refusal else self._missing(parent)
        return found

    def shown(self, name: str, record: Record) -> Record:
        """A record with the counts of its child records."""
        said = self.state.collections.get(name, {})
        if "counts" not in said:
            return record
        key = record.get(said.get("key", ""))
        counts: Record = {one: len(self.state.table(other).below(key)) for one, other in said["counts"].items()}
        return record | counts

    def found(self, name: str, request: Request) -> Record:
        """The record that the request names; raises Refusal for an unknown one, or one of another parent."""
        said = self.state.collections.get(name, {})
        record = self.state.find(name, request.values.get(self.state.key(name)))
        above = self.state.key(said["parent"]) if said.get("parent") else ""
        strange = above in request.values and record and str(record.get(above)) != str(request.values[above])
        if record is None or strange:
            raise self._missing(name)
        return record

    def _missing(self, name: str) -> Refusal:
        return refused(self.state.collections.get(name, {}).get("missing"), Values(self.state))

    def update(self, rule: OperationRule, request: Request, values: Values) -> Record:
        """Update a record with the fields of the request."""
        record = self.found(rule["update"], request)
        given = request.body if isinstance(request.body, dict) else request.values
        keys = {*request.path_values, self.state.key(rule["update"])}
        record |= {key: one for key, one in given.items() if one is not None and key not in keys}
        record |= values.all(rule.get("with"))
        return self.shown(rule["update"], record)

    def listed(self, rule: OperationRule, request: Request) -> Collection[Record]:
        """The requested records of a collection, in the order of creation."""
        name = rule["list"]
        said = self.state.collections.get(name, {})
        parent = self.parent(said, request.values)
        rows: Collection[Record] = self.state.table(name)
        if parent is not None:
            rows = self.state.table(name).below(parent[self.state.key(said["parent"])]).values()
        where = rule.get("where", {})
        if not where:
            return rows
        return [row for row in rows if all(row.get(field) == value for field, value in where.items())]

    def searched(self, rule: OperationRule, request: Request, values: Values) -> list[Record]:
        """Records of several collections that contain the searched text, in a common form."""
        asked = str(request.values.get(rule.get("by", "q"), "")).casefold()
        out = []
        for name in rule["search"]:
            said = self.state.collections[name].get("found", {})
            for row in self.state.rows(name):
                if any(asked in str(row.get(one, "")).casefold() for one in said.get("fields", row)):
                    whole = self.shown(name, row)
                    out.append(Values(self.state, values.request, whole).all(said.get("as")) or whole)
        return out


def refused(said: RefusalRule | None, values: Values) -> Refusal:
    """A declared refusal; an unknown record (404) without one."""
    if not said:
        return Refusal(404)
    return Refusal(whole(values.of(said["status"])), said.get("message", ""), code=said.get("code", ""))

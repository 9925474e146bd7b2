"""What operations do to the records of a collection: create, view, update, delete, list and search."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from connectorkit.sandbox.server.refusal import Refusal
from connectorkit.sandbox.server.request import Request
from connectorkit.sandbox.vendor.state import State
from connectorkit.sandbox.vendor.values import Values

Doc = dict[str, Any]


class Records:
    """The declared collections, with what their declarations ask of a record."""

    def __init__(self, state: State) -> None:
        self.state = state

    def create(self, rule: Doc, request: Request, values: Values) -> Doc:
        """Keep a new record with the fields of the request; raises Refusal when what it belongs to is unknown."""
        name = rule["create"]
        said = self.state.collections.get(name) or {}
        given = request.body if isinstance(request.body, dict) else request.values
        record: Doc = {**values.all(said.get("new"))}
        left_out = rule.get("drop", ())
        record |= {key: one for key, one in given.items() if one is not None and key not in left_out}
        if "first" in said:
            record.pop(said["key"], None)  # Numbers are the vendor's to give.
        parent = self.parent(said, request.values, values.all(said.get("orphan")))
        if parent is not None:
            key = self.state.key(said["parent"])
            record |= {key: parent[key]} | {to: parent.get(source) for to, source in (said.get("copy") or {}).items()}
        record |= values.all(rule.get("with"))
        return self.shown(name, self.state.add(name, record))

    def parent(self, said: Doc, given: Doc, refusal: Doc | None) -> Doc | None:
        """The record that a new or listed one belongs to; refuses an unknown one."""
        parent = said.get("parent")
        if not parent:
            return None
        key = given.get(self.state.key(parent))
        found = self.state.find(parent, key)
        if found is None and key is not None:
            raise refused(refusal or self._missing(self.state.collections[parent]))
        return found

    def shown(self, name: str, record: Doc) -> Doc:
        """A record with the numbers of records that belong to it."""
        said = self.state.collections.get(name) or {}
        if "counts" not in said:
            return record
        key = record.get(said.get("key", ""))
        counts = {}
        for field, other in (said.get("counts") or {}).items():
            counts[field] = len(self.state.table(other).below(key))
        return record | counts

    def found(self, name: str, request: Request) -> Doc:
        """The record that the request names; raises Refusal when there is none, or below another parent."""
        said = self.state.collections.get(name) or {}
        record = self.state.find(name, request.values.get(self.state.key(name)))
        above = self.state.key(said["parent"]) if said.get("parent") else ""
        strange = above in request.values and record and str(record.get(above)) != str(request.values[above])
        if record is None or strange:
            raise refused(self._missing(said))
        return record

    def _missing(self, said: Doc) -> Doc:
        return Values(self.state).all(said.get("missing"))

    def update(self, rule: Doc, request: Request, values: Values) -> Doc:
        """Take over the fields of the request."""
        record = self.found(rule["update"], request)
        given = request.body if isinstance(request.body, dict) else request.values
        keys = {*request.path_values, self.state.key(rule["update"])}
        record |= {key: one for key, one in given.items() if one is not None and key not in keys}
        record |= values.all(rule.get("with"))
        return self.shown(rule["update"], record)

    def listed(self, rule: Doc, request: Request) -> Collection[Doc]:
        """The records of a collection that the request asks for, in the order of their making."""
        name = rule["list"]
        said = self.state.collections.get(name) or {}
        parent = self.parent(said, request.values, None)
        rows: Collection[Doc] = self.state.table(name)
        if parent is not None:
            rows = self.state.table(name).below(parent[self.state.key(said["parent"])]).values()
        where = rule.get("where") or {}
        if not where:
            return rows
        return [row for row in rows if all(row.get(field) == value for field, value in where.items())]

    def searched(self, rule: Doc, request: Request, values: Values) -> list[Doc]:
        """Records of several collections in which the asked text stands, shown alike."""
        asked = str(request.values.get(rule.get("by", "q"), "")).casefold()
        out = []
        for name in rule["search"]:
            said = self.state.collections[name].get("found") or {}
            for row in self.state.rows(name):
                if any(asked in str(row.get(one, "")).casefold() for one in said.get("fields", ())):
                    whole = self.shown(name, row)
                    out.append(Values(self.state, values.request, whole).all(said.get("as")) or whole)
        return out


def refused(said: Doc | None) -> Refusal:
    """A declared refusal; an unknown record (404) without one."""
    said = said or {}
    return Refusal(int(said.get("status", 404)), str(said.get("message", "")), code=str(said.get("code", "")))

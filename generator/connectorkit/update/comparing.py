"""The comparison of the three definitions, from the top down."""

from __future__ import annotations

from dataclasses import dataclass

from connectorkit.model.connector import UNSET, Json, Unset
from connectorkit.model.json_pointer import escape
from connectorkit.update import sides
from connectorkit.update.merging import Merge, change_phrase
from connectorkit.update.schemas import Schemas
from connectorkit.update.sides import Operation, Plain, View, mapping, same
from connectorkit.update.steps import Step, Undo

_SERVER = ("host", "basePath", "schemes")
_WALKED = frozenset(("paths", "definitions", "parameters", "responses", "swagger", "info", *_SERVER))


@dataclass(slots=True)
class Definitions:
    """Compares whole definitions."""

    merge: Merge

    def run(self) -> Merge:
        """Compare all of them."""
        self._top()
        Operations(self.merge).run()
        self._shared()
        return self.merge

    def _top(self) -> None:
        base, new, current = (sides.view(one, one, "") for one in (self.merge.base, self.merge.new, self.merge.current))
        assert base is not None and new is not None and current is not None
        infos = [one.below("info") for one in (base, new, current)]
        if all(infos):
            of_base, of_new, of_current = (one for one in infos if one is not None)
            for key in dict.fromkeys([*of_base.keys(), *of_new.keys()]):
                # The version of a connector is independent of the API's after the import.
                if key != "version":
                    self.merge.value(of_base, of_new, of_current, key, f"{key} of the connector", soft=True)
        self._server(base, new, current)
        for key in dict.fromkeys([*base.keys(), *new.keys()]):
            if key not in _WALKED:
                soft = key in ("tags", "externalDocs") or key.startswith("x-")
                self.merge.value(base, new, current, key, f"`{key}`", soft=soft)

    def _server(self, base: View, new: View, current: View) -> None:
        before, after, now = ({key: one.get(key) for key in _SERVER} for one in (base, new, current))
        changed = [key for key in _SERVER if not same(before[key], after[key]) and not same(now[key], after[key])]
        if not changed:
            return
        key = changed[0]
        about = f"The address changed: `{key}` {change_phrase(before[key], after[key])}"
        if any(not same(before[one], now[one]) for one in changed):
            self.merge.conflict(about, now[key], f"/{key}", Undo(self.merge.new, key, before[key]))
            return
        value: Plain = {one: said for one in _SERVER if not isinstance(said := after[one], Unset)}
        self.merge.step(Step("server", "", key, value, about, (Undo(self.merge.new, key, before[key]),), f"/{key}"))

    def _shared(self) -> None:
        """Compare types, parameters and responses that no operation uses."""
        for group, noun in (("definitions", "type"), ("parameters", "parameter"), ("responses", "response")):
            base, new, current = (
                mapping(one.get(group, UNSET)) for one in (self.merge.base, self.merge.new, self.merge.current)
            )
            for name in base:
                pointer = f"/{group}/{escape(name)}"
                views = self.merge.views(base.get(name), new.get(name), current.get(name), pointer)
                if views is not None:
                    Schemas(self.merge, f"the {noun} '{name}'").schema(*views)


@dataclass(slots=True)
class Operations:
    """Compares operation by operation."""

    merge: Merge

    def run(self) -> None:
        """Compare operations that all sides have, added ones, and removed ones."""
        base, new, current = (sides.operations(one) for one in (self.merge.base, self.merge.new, self.merge.current))
        to_new, to_current = sides.paired(base, new), sides.paired(base, current)
        for one in base:
            now, after = to_current.get(one.pointer), to_new.get(one.pointer)
            if now is None:
                continue
            if after is None:
                self.merge.removed("UPD010", f"The vendor no longer has the operation '{now.called}'", now.pointer)
            else:
                self._operation(one, after, now)
        known = {id(one.view.own.node) for one in to_new.values()}
        here = {one.address for one in current} | {one.id for one in current if one.id}
        for one in new:
            if id(one.view.own.node) not in known and one.address not in here and one.id not in here:
                self._operation_added(one)

    def _operation_added(self, one: Operation) -> None:
        item: Plain = {key: below for key, below in one.item.items() if key in ("parameters",)}
        value: Plain = {**item, one.method: one.view.own.node}
        about = f"The vendor added the operation '{one.called}'"
        undo = Undo(one.item, one.method, UNSET)
        self.merge.step(Step("operation", "", one.path, value, about, (undo,), "/paths"))

    def _operation(self, base: Operation, new: Operation, now: Operation) -> None:
        self._address(base, new, now)
        name = now.called
        for key in dict.fromkeys([*base.view.keys(), *new.view.keys()]):
            if key == "operationId":
                continue
            if key not in ("parameters", "responses"):
                self.merge.value(base.view, new.view, now.view, key, f"`{key}` of '{name}'")
        self._parameters(base.view, new.view, now.view, name)
        if base.path == now.path and new.path == now.path:
            self._item(base, new, now)
        self._responses(base.view, new.view, now.view, name)

    def _address(self, base: Operation, new: Operation, now: Operation) -> None:
        before, after, has = (f"{one.method.upper()} {one.path}" for one in (base, new, now))
        if before == after or has == after:
            return
        about = f"The address of '{now.called}' {change_phrase(before, after)}"
        # The record keeps the operation at its old address until it has moved in the source.
        paths = mapping(self.merge.new["paths"])
        old: Plain = {**mapping(paths.get(base.path)), base.method: base.view.own.node}
        undos = (Undo(new.item, new.method, UNSET), Undo(paths, base.path, old))
        if has != before:
            self.merge.conflict(about, has, now.pointer, *undos)
        else:
            self.merge.step(Step("request", now.pointer, "", after, about, undos, now.pointer))

    def _item(self, base: Operation, new: Operation, now: Operation) -> None:
        """Compare what the path declares for all its operations."""
        pointer = f"/paths/{escape(now.path)}"
        views = self.merge.views(base.item, new.item, now.item, pointer)
        if views is None or not self.merge.first(pointer, "", "path"):
            return
        self._parameters(*views, now.path)
        events = [one.below("x-ms-notification-content", "schema") for one in views]
        if all(events):
            one, other, third = (event for event in events if event is not None)
            Schemas(self.merge, f"the notification of '{now.called}'").schema(one, other, third)

    def _parameters(self, base: View, new: View, now: View, name: str) -> None:
        before, after, has = (_inputs(one) for one in (base, new, now))
        for key, one in after.items():
            label = f"input '{key[1]}' of '{name}'"
            if key in before and key in has:
                Schemas(self.merge, f"the {label}").parameter(before[key], one, has[key])
            elif key not in before and key not in has:
                about = f"The vendor added the {label}"
                undo = Undo(_list(new, one), key[1], UNSET, one.own.node)
                value = one.layers[-1].node
                self.merge.step(Step("parameter", now.own.pointer, f"{key[0]} {key[1]}", value, about, (undo,)))
        for key in before:
            if key in has and key not in after:
                about = f"The vendor no longer has the input '{key[1]}' of '{name}'"
                self.merge.removed("UPD011", about, has[key].own.pointer)

    def _responses(self, base: View, new: View, now: View, name: str) -> None:
        before, after, has = (mapping(one.get("responses")) for one in (base, new, now))
        for status, node in after.items():
            label = f"the response {status} of '{name}'"
            pointer = f"{now.own.pointer}/responses/{escape(status)}"
            views = self.merge.views(before.get(status), node, has.get(status), pointer)
            if views is not None:
                Schemas(self.merge, label).response(*views)
            elif status not in before and status not in has:
                undo = Undo(after, status, UNSET)
                about = f"The vendor added {label}"
                self.merge.step(Step("response", now.own.pointer, status, node, about, (undo,), now.own.pointer))
        for status in before:
            if status in has and status not in after:
                about = f"The vendor no longer has the response {status} of '{name}'"
                self.merge.removed("UPD012", about, f"{now.own.pointer}/responses/{escape(status)}")


def _inputs(operation: View) -> dict[tuple[str, str], View]:
    """The parameters by place and name; the body has a fixed key."""
    found: dict[tuple[str, str], View] = {}
    for index, one in enumerate(sides.items(operation.get("parameters"))):
        made = sides.view(operation.document, one, f"{operation.own.pointer}/parameters/{index}")
        if made is not None:
            place, name = str(made.get("in")), str(made.get("name"))
            found[place, "body" if place == "body" else name] = made
    return found


def _list(operation: View, one: View) -> list[Json]:
    return sides.items(operation.get("parameters"))

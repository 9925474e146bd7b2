"""The comparison of schemas, parameters and responses by key, with references resolved on each side."""

from __future__ import annotations

from dataclasses import dataclass

from connectorkit.model.connector import UNSET, Json, Unset
from connectorkit.model.json_pointer import escape
from connectorkit.update import sides
from connectorkit.update.merging import Merge
from connectorkit.update.sides import Plain, View, items, mapping, same
from connectorkit.update.steps import Step, Undo
from connectorkit.update.words import written_out

_INNER = ("items", "additionalProperties")
_WALKED = frozenset(("properties", "required", "items", "additionalProperties", "allOf", "enum"))


@dataclass(slots=True)
class Schemas:
    """Compares one input or output; ``label`` is its name in a sentence."""

    merge: Merge
    label: str

    def _in(self, name: str) -> Schemas:
        return Schemas(self.merge, f"'{name}' in {self.label}")

    def parameter(self, base: View, new: View, now: View) -> None:
        """Compare an input: the schema of a body, else its own keywords."""
        if now.get("in") == "body":
            self._keys(base, new, now, ("schema", "name", "in"))
            schemas = [one.below("schema") for one in (base, new, now)]
            if all(schemas):
                one, other, third = (schema for schema in schemas if schema is not None)
                self.schema(one, other, third)
            return
        self._keys(base, new, now, ("name", "in", "enum", "items"))
        self._choices(base, new, now)
        self._inner(base, new, now, "items")

    def response(self, base: View, new: View, now: View) -> None:
        """Compare a response: its texts and its schema."""
        self._keys(base, new, now, ("schema",))
        before, after, has = (one.below("schema") for one in (base, new, now))
        if before and after and has:
            self.schema(before, after, has)
        elif before and has:
            place = f"{now.holder('schema').pointer}/schema"
            self.merge.removed("UPD012", f"The vendor no longer has a schema in {self.label}", place)
        elif after and not before and not same(now.get("schema"), new.get("schema")):
            self._schema_added(new, now)

    def schema(self, base: View, new: View, now: View) -> None:
        """Compare a schema and its inner schemas; a shared type is compared once."""
        pair = f"{id(base.layers[-1].node)} {id(new.layers[-1].node)}"
        if not self.merge.first(now.own.pointer, pair, "schema"):
            return
        self.merge.visit(now)
        if self._changes_structure(base, new):
            self._replace(base, new, now)
            return
        self._keys(base, new, now, tuple(_WALKED))
        self._choices(base, new, now)
        self._properties(base, new, now)
        for key in _INNER:
            self._inner(base, new, now, key)
        parts = [_parts(one) for one in (base, new, now)]
        for before, after, has in zip(*parts, strict=False):
            if before and after and has:
                self.schema(before, after, has)

    def _changes_structure(self, base: View, new: View) -> bool:
        """Whether the new schema has another structure, so that it cannot be compared by key."""
        kinds = [
            (
                one.get("type") in ("object", "array", UNSET) or one.get("type"),
                not isinstance(one.get("properties"), Unset),
                isinstance(one.get("items"), dict),
                len(items(one.get("allOf"))),
                isinstance(one.get("additionalProperties"), dict),
            )
            for one in (base, new)
        ]
        if kinds[0] == kinds[1]:
            return False
        scalars = all(not any(kind[1:]) for kind in kinds)
        grown = kinds[0][0] == kinds[1][0] and kinds[0][2:] == kinds[1][2:]
        return not scalars and not grown

    def _replace(self, base: View, new: View, now: View) -> None:
        if same(now.own.node, new.own.node):
            return
        about = f"{self.label[:1].upper()}{self.label[1:]} has a different schema"
        before, has = (written_out(one.document, one.own.node) for one in (base, now))
        undo = Undo(new.own.node, "", before)
        if not same(before, has):
            self.merge.conflict(about, "another one", now.own.pointer, undo)
            return
        value = new.own.node
        self.merge.step(Step("replace", now.own.pointer, "", value, about, (undo,), now.own.pointer))

    def _schema_added(self, new: View, now: View) -> None:
        about, value, has = f"The vendor added a schema to {self.label}", new.get("schema"), now.get("schema")
        undo, pointer = Undo(new.holder("schema").node, "schema", UNSET), now.own.pointer
        if not isinstance(has, Unset):
            self.merge.conflict(about, has, f"{now.holder('schema').pointer}/schema", undo)
        elif not isinstance(value, Unset):
            self.merge.step(Step("set", pointer, "schema", value, about, (undo,), pointer))

    def _keys(self, base: View, new: View, now: View, without: tuple[str, ...]) -> None:
        for key in dict.fromkeys([*base.keys(), *new.keys()]):
            if key not in without:
                self.merge.value(base, new, now, key, f"`{key}` of {self.label}")

    def _inner(self, base: View, new: View, now: View, key: str) -> None:
        before, after, has = (one.below(key) for one in (base, new, now))
        if before and after and has:
            Schemas(self.merge, self.label if key == "items" else f"the values of {self.label}").schema(
                before, after, has
            )
        elif not isinstance(base.get(key), dict) and not isinstance(new.get(key), dict):
            self.merge.value(base, new, now, key, f"`{key}` of {self.label}")

    def _choices(self, base: View, new: View, now: View) -> None:
        """Compare choices."""
        before, after, has = (items(one.get("enum")) for one in (base, new, now))
        if not (before and after and has):
            self.merge.value(base, new, now, "enum", f"`enum` of {self.label}")
            return
        holder = now.holder("enum")
        for value in after:
            if value not in before and value not in has and self.merge.first(holder.pointer, repr(value), "choice"):
                about = f"The vendor added the choice {value!r} of {self.label}"
                undo = Undo(new.holder("enum").node, "enum", UNSET, value)
                place = f"{holder.pointer}/enum"
                self.merge.step(Step("choice", holder.pointer, repr(value), value, about, (undo,), place))
        for value in before:
            if value not in after and value in has:
                about = f"The vendor no longer has the choice {value!r} of {self.label}"
                self.merge.removed("UPD013", about, f"{holder.pointer}/enum/{has.index(value)}")

    def _properties(self, base: View, new: View, now: View) -> None:
        before, after, has = (mapping(one.get("properties")) for one in (base, new, now))
        wanted = [_required(one) for one in (base, new, now)]
        holder = now.holder("properties")
        for name, node in after.items():
            pointer = f"{holder.pointer}/properties/{escape(name)}"
            views = self.merge.views(before.get(name), node, has.get(name), pointer)
            if views is not None:
                self._in(name).schema(*views)
                self._required(new, holder.pointer, name, [name in one for one in wanted])
            elif name not in before and name not in has and self.merge.first(holder.pointer, name, "property"):
                about = f"The vendor added '{name}' in {self.label}"
                value: Plain = {"schema": node, "required": name in wanted[1]}
                undo = Undo(after, name, UNSET)
                self.merge.step(Step("property", holder.pointer, name, value, about, (undo,), holder.pointer))
        for name in before:
            if name in has and name not in after:
                about = f"The vendor no longer has '{name}' in {self.label}"
                self.merge.removed("UPD012", about, f"{holder.pointer}/properties/{escape(name)}")

    def _required(self, new: View, pointer: str, name: str, wanted: list[bool]) -> None:
        before, after, has = wanted
        if before == after or has == after or not self.merge.first(pointer, name, "required"):
            return
        kind, said = ("require", "required") if after else ("optional", "optional")
        about = f"'{name}' in {self.label} became {said}"
        undo = Undo(new.holder("required").node, "required", before, name)
        place = f"{pointer}/properties/{escape(name)}"
        self.merge.step(Step(kind, pointer, name, None, about, (undo,), place))


def _required(one: View) -> list[Json]:
    return items(one.get("required"))


def _parts(one: View) -> list[View | None]:
    """The parts that a schema is composed of."""
    pointer = f"{one.holder('allOf').pointer}/allOf"
    return [sides.view(one.document, part, f"{pointer}/{index}") for index, part in enumerate(items(one.get("allOf")))]

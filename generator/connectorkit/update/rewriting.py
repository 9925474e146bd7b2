"""Rewriting a response, an input or a field if the YAML says no more about it than the definition.

This handles steps without an edit of a single key, such as a response that was just a text and gets a schema.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from connectorkit.edit import entry_edits
from connectorkit.edit.yaml_tree import Changes, YamlTree
from connectorkit.model import json_pointer
from connectorkit.model.connector import UNSET, Json
from connectorkit.read.yaml_document import Node
from connectorkit.update import steps
from connectorkit.update.own_responses import OwnResponses
from connectorkit.update.sides import Plain, items, mapping, same
from connectorkit.update.steps import Step
from connectorkit.update.words import Words
from connectorkit.validate import list_keys

_KINDS = frozenset(("set", "remove", "replace", "require", "optional", "property", "choice"))
_OPERATION = 3
_OF_OPERATION = 5


class Unit(NamedTuple):
    """A part of the definition that one node of the YAML declares; ``say`` converts it to YAML."""

    pointer: str
    node: Node
    say: Callable[[Plain], Json]


@dataclass(frozen=True, slots=True)
class Rewriter:
    """Finds the parts around a step. ``node`` returns the node for a pointer of ``current``."""

    text: YamlTree
    current: Plain
    words: Words
    node: Callable[[str], Node | None]
    own: OwnResponses

    def ways(self, step: Step) -> Iterator[Changes | None]:
        """The possible rewrites of a part around the place of a step, the smallest part first."""
        if step.kind not in _KINDS:
            return
        for unit in self._units(step.pointer):
            now, made = self._sides(unit.pointer, step)
            place = self.text.place(unit.node)
            said = list_keys.shortened(entry_edits.field_value(self.text, unit.node), place)
            if same(list_keys.shortened(unit.say(now), place), said):
                yield entry_edits.set_field(self.text, unit.node, unit.say(made))
                if (own := self.own.find(unit.pointer)) is not None and own.node is unit.node:
                    yield self.own.written(own, unit.say(made))

    def _sides(self, pointer: str, step: Step) -> tuple[Plain, Plain]:
        """The part at ``pointer`` before and after a step."""
        now = copy.deepcopy(mapping(json_pointer.find(self.current, pointer, UNSET)))
        return now, steps.made(now, [replace(step, pointer=step.pointer.removeprefix(pointer))], {})

    def after(self, pointer: str, step: Step) -> Json:
        """The value at ``pointer`` after a step, as a field."""
        return self.field(pointer, self._sides(pointer, step)[1])

    def _units(self, pointer: str) -> Iterator[Unit]:
        while pointer:
            node = self.node(pointer)
            above, _, name = pointer.rpartition("/")
            if node is not None and (name == "items" or above.endswith("/properties")):
                yield Unit(pointer, node, partial(self.field, pointer))
            if len(json_pointer.split(pointer)) == _OF_OPERATION:
                yield from self._of_operation(pointer)
            pointer = above

    def field(self, pointer: str, schema: Json) -> Json:
        """A schema as the field at its place."""
        above, _, name = pointer.rpartition("/")
        if not above.endswith("/properties"):
            return self.words.field(schema)
        name = json_pointer.unescape(name)
        required = json_pointer.find(self.current, f"{above.removesuffix('/properties')}/required", UNSET)
        return self.words.property(name, schema, name in items(required))

    def _of_operation(self, pointer: str) -> Iterator[Unit]:
        """The response or input of an operation at a pointer."""
        top, path, method, group, name = json_pointer.split(pointer)
        operation = self.node(json_pointer.join((top, path, method)))
        said = operation.get(group) if operation is not None and top == "paths" else None
        if operation is None:
            return
        if group == "responses" and said is not None and name in said.mapping:
            yield Unit(pointer, said.mapping[name], lambda one: self.words.response(name, one))
        elif (own := self.own.find(pointer)) is not None:
            yield Unit(pointer, own.node, lambda one: self.words.response(name, one))
        elif group == "parameters":
            one = mapping(json_pointer.find(self.current, pointer, UNSET))
            called = str(one.get("name"))
            there = operation.get("body") if one.get("in") == "body" else said.get(called) if said is not None else None
            if there is not None:
                yield Unit(pointer, there, lambda one: self._input(path, one))

    def _input(self, path: str, one: Plain) -> Json:
        said = self.words.parameter(path, one)
        return next(iter(mapping(said["parameters"]).values())) if "parameters" in said else said.get("body")

    def schema(self, step: Step) -> Iterator[Changes | None]:
        """Give an operation its own response where it uses a default response of the connector."""
        at = json_pointer.split(step.pointer)
        operation = self.node(json_pointer.join(at[:_OPERATION]))
        if operation is None or len(at) != _OF_OPERATION:
            return
        entry, there = self.words.response(at[4], self._sides(step.pointer, step)[1]), operation.get("responses")
        if there is None:
            yield self.text.insert_entry(operation, "responses", {at[4]: entry})
        elif at[4] not in there.mapping:
            yield self.text.insert_entry(there, at[4], entry)

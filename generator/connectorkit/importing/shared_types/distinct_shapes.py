"""Forms: the distinct shapes of a source. Equal shapes are one form, however often they occur.

A form is a possible named type: a shape without the keys that belong to its use (its name, whether it is required, and
for an object its texts). Each form is created once and knows its uses, so that the analysis takes linear time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from connectorkit.model.connector import Json

Plain = dict[str, Json]
TEXTS = ("title", "summary", "schema_title", "description")
PLACED = ("name", "in", "required", "url_encoding", "collection_format", "visibility")
INSIDE = ("fields", "items", "additional", "all_of")


class Root(NamedTuple):
    """A place with a shape. ``kind``: parameter, body, returns, answer, event or type.

    ``key`` is the parameter's key, the status or the type's name; ``node`` is the operation, if any.
    """

    kind: str
    key: str
    node: Plain


class Slot(NamedTuple):
    """The place of a root: the entry ``key`` of ``holder``."""

    holder: Plain
    key: str
    root: Root


@dataclass(slots=True, eq=False)
class Edge:
    """One use of a form: by a root, or in ``parent`` under ``way`` (field, items, additional, all_of).

    ``quiet``: the parent does not write it, since its base type has it already.
    """

    form: Form
    keys: Plain
    way: str
    key: str
    parent: Form | None = None
    root: Root | None = None
    quiet: bool = False


@dataclass(slots=True, eq=False)
class Form:
    """A distinct shape. ``node`` is its first occurrence; ``own`` is its size in characters without inner shapes.

    ``core`` is the shape without inner shapes and without the keys of its uses; ``parts`` describe the inner shapes,
    and ``inner`` has the edge to the form of each. ``base`` is the form that it extends, ``over`` those that extend it.
    ``kind`` is envelope or page if many responses begin with it; ``height`` is the longest chain of forms that extend
    it.
    """

    node: Plain
    is_object: bool
    own: int
    core: str
    parts: tuple[tuple[str, ...], ...]
    inner: list[Edge | None] = field(default_factory=list)
    above: list[Edge] = field(default_factory=list)
    base: Form | None = None
    over: list[Form] = field(default_factory=list)
    kind: str = ""
    height: int = 0

    @property
    def uses(self) -> list[Edge]:
        """The uses of the form and of those that extend it."""
        return [*self.above, *(edge for one in self.over for edge in one.uses)]

    @property
    def below(self) -> list[Edge]:
        """The edges to inner forms that are not quiet."""
        return [edge for edge in self.inner if edge is not None and not edge.quiet]


@dataclass(slots=True)
class Forms:
    """All forms of a source, inner ones first."""

    all: list[Form] = field(default_factory=list)
    of: dict[int, Form] = field(default_factory=dict)
    known: dict[object, Form] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)

    def take(self, slots: Iterator[Slot]) -> None:
        """Collect the shapes below all roots."""
        for slot in slots:
            node = slot.holder[slot.key]
            form = self._form(node)
            if form is not None and isinstance(node, dict):
                kind, key, _ = slot.root
                form.above.append(Edge(form, keys_of_use(node, form.is_object), kind, key, root=slot.root))

    def _form(self, node: Json) -> Form | None:
        """The form of a shape; None for a type word and for other values."""
        if not isinstance(node, dict) or "raw" in node or "shared" in node:
            return None
        inner = [(way, key, below, self._form(below)) for way, key, below in inside(node)]
        is_object = "fields" in node or "all_of" in node
        placed = keys_of_use(node, is_object)
        own = json.dumps({key: value for key, value in node.items() if key not in placed and key not in INSIDE})
        parts = tuple(self._part(way, key, below, form) for way, key, below, form in inner)
        found = self.known.get((own, parts))
        if found is None:
            size = len(own) + sum(len(part[1]) + len(part[2]) + 2 for part in parts)
            found = self.known[own, parts] = Form(node, is_object, size, own, parts)
            self.numbers[id(found)] = len(self.all)
            self.all.append(found)
            self._lead(found, inner)
        self.of[id(node)] = found
        return found

    def _part(self, way: str, key: str, below: Json, form: Form | None) -> tuple[str, ...]:
        if form is None or not isinstance(below, dict):
            return way, key, json.dumps(below)
        return way, key, json.dumps(keys_of_use(below, form.is_object)), str(self.numbers[id(form)])

    def _lead(self, form: Form, inner: list[tuple[str, str, Json, Form | None]]) -> None:
        """Connect a new form with its inner forms."""
        for way, key, below, one in inner:
            edge = None
            if one is not None and isinstance(below, dict):
                edge = Edge(one, keys_of_use(below, one.is_object), way, key, form)
                one.above.append(edge)
            form.inner.append(edge)


def inside(node: Plain) -> Iterator[tuple[str, str, Json]]:
    """The shapes directly inside a shape: the ``way``, the key and the shape."""
    fields = node.get("fields")
    for key, below in fields.items() if isinstance(fields, dict) else ():
        yield "field", key, below
    for way in ("items", "additional"):
        if way in node:
            yield way, "", node[way]
    parts = node.get("all_of")
    for below in parts if isinstance(parts, list) else ():
        yield "all_of", "", below


def keys_of_use(node: Plain, is_object: bool) -> Plain:
    """The keys of ``node`` that belong to the use of its form.

    A missing title belongs to the use too: a type without one gets the title of its use.
    """
    untitled = node.get("title") == "none"
    keys = (*PLACED, *TEXTS) if is_object else (*PLACED, "title") if untitled else PLACED
    return {key: value for key, value in node.items() if key in keys}


def slots(root: Plain, types: Plain, operations: list[Plain]) -> Iterator[Slot]:
    """All places of a source with a shape, in the order of reading."""
    for node in operations:
        yield from _of_operation(node)
    yield from _of_answers(root, "default_responses", {})
    yield from _of_parameters(root, {})
    yield from _of_answers(root, "responses", {})
    for name in types:
        yield Slot(types, name, Root("type", name, {}))


def _of_operation(node: Plain) -> Iterator[Slot]:
    yield from _of_parameters(node, node)
    body = node.get("body")
    if isinstance(body, dict):
        holder, key = (body, "schema") if "schema" in body else (node, "body")
        yield Slot(holder, key, Root("body", "", node))
    for key in ("returns", "event"):
        if key in node:
            yield Slot(node, key, Root(key, "200" if key == "returns" else "", node))
    yield from _of_answers(node, "responses", node)


def _of_parameters(holder: Plain, operation: Plain) -> Iterator[Slot]:
    listed = holder.get("parameters")
    for key, one in listed.items() if isinstance(listed, dict) else ():
        if isinstance(one, dict) and one.get("in") == "body":
            if "schema" in one:
                yield Slot(one, "schema", Root("body", "", operation))
        elif isinstance(listed, dict):
            yield Slot(listed, key, Root("parameter", key, operation))


def _of_answers(holder: Plain, key: str, operation: Plain) -> Iterator[Slot]:
    listed = holder.get(key)
    for status, answer in listed.items() if isinstance(listed, dict) else ():
        if isinstance(answer, dict) and "schema" in answer and "raw" not in answer and status != "extra":
            yield Slot(answer, "schema", Root("answer", status, operation))

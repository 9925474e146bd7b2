"""The comparison of schemas: each pair of named types is compared once for all operations.

Pairs are processed from a work list rather than recursively, so that types may be nested to any depth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from connectorkit.diff.change import Change, Name
from connectorkit.diff.kinds import (
    deprecated_inputs,
    dynamic_values,
    other_words,
    parameters,
    responses,
    schemas,
    texts,
)
from connectorkit.diff.matching.inputs import properties
from connectorkit.diff.meaning.document import At, Document, Shape
from connectorkit.diff.pairs import EVENT, Context, Node, Pair
from connectorkit.model.json_value import Json


@dataclass(slots=True)
class Bucket:
    """The changes of one pair of types, and the pairs of types in it, with their paths.

    ``uses`` are the operations that use it, with their paths.
    """

    changes: list[Change] = field(default_factory=list)
    links: list[tuple[Bucket, str]] = field(default_factory=list)
    uses: dict[Name, str] = field(default_factory=dict)


Around = tuple[Json, Json]


class _Task(NamedTuple):
    """A pair on the work list; ``around`` are the parents on both sides."""

    old: Node
    new: Node
    context: Context
    path: str
    bucket: Bucket
    around: Around


class Comparer:
    """Compares schemas of two documents; ``renamed`` maps old operationIds to new ones."""

    def __init__(self, old: Document, new: Document, renamed: dict[str, str]) -> None:
        self.old = old
        self.new = new
        self.renamed = renamed
        self.roots: list[tuple[Bucket, Name, str]] = []
        # If all possible targets of references are equal, equal nodes mean the same.
        shared = ("definitions", "parameters", "responses")
        self._plain = all(old.root.get(key) == new.root.get(key) for key in shared)
        self._plain = self._plain and all(before == after for before, after in renamed.items())
        self._buckets: dict[tuple[int, int, bool, bool, Context], Bucket] = {}
        self._tasks: list[_Task] = []

    def compare(self, name: Name, old: Node, new: Node, context: Context, path: str) -> None:
        """Compare a schema of an operation on both sides; ``path`` is its path in a flow."""
        bucket = Bucket()
        self.roots.append((bucket, name, path))
        self._add(_Task(old, new, context, "", bucket, (old.shape.at.node, new.shape.at.node)))
        while self._tasks:
            self._work(self._tasks.pop())

    def changes(self) -> Iterator[Change]:
        """All changes, each once, with the affected operations and the path in the first of them."""
        for bucket, name, path in self.roots:
            _reach(bucket, name, path)
        seen: set[int] = set()
        waiting = [bucket for bucket, _, _ in self.roots]
        while waiting:
            bucket = waiting.pop()
            if id(bucket) in seen:
                continue
            seen.add(id(bucket))
            waiting += [below for below, _ in bucket.links]
            first = next(iter(bucket.uses.values()), "")
            for change in bucket.changes:
                change.operations = list(bucket.uses)
                change.path = joined(first, change.path)
                yield change

    def _add(self, task: _Task) -> None:
        """Add a pair to the work list; a pair with a reference gets its own bucket."""
        old, new = task.old, task.new
        if self._plain and old.shape.at.node == new.shape.at.node and old.required == new.required:
            return
        if not (_refers(old) or _refers(new)):
            self._tasks.append(task)
            return
        key = (id(old.shape), id(new.shape), old.required, new.required, task.context)
        below = self._buckets.get(key)
        if below is None:
            below = self._buckets[key] = Bucket()
            around = (old.shape.at.node, new.shape.at.node)
            self._tasks.append(task._replace(old=_moved(old), new=_moved(new), path="", bucket=below, around=around))
        task.bucket.links.append((below, task.path))

    def _work(self, task: _Task) -> None:
        pair = Pair(task.old, task.new, task.context, task.path)
        found = [change for change in _judged(pair, self.renamed) if change.matters]
        for change in found:
            change.around = task.around
        task.bucket.changes += found
        if pair.old.shape.type != pair.new.shape.type:
            return
        if any(change.kind in _WHOLE for change in found):
            return
        self._properties(task, pair)
        for key, step in (("items", "[]"), ("additionalProperties", "{}")):
            if key not in pair.old.shape.words or key not in pair.new.shape.words:
                continue
            old, new = self.old.part(pair.old.shape, key), self.new.part(pair.new.shape, key)
            if old is not None and new is not None:
                inside = pair.context._replace(body=False, top=False, field=False, hidden=pair.hidden)
                left, right = _part(self.old, old), _part(self.new, new)
                self._add(_Task(left, right, inside, f"{task.path}{step}", task.bucket, task.around))

    def _properties(self, task: _Task, pair: Pair) -> None:
        """Compare properties: added, removed, renamed and unchanged ones."""
        matched = properties(_nodes(self.old, pair.old.shape, pair), _nodes(self.new, pair.new.shape, pair))
        around: Around = (pair.old.shape.at.node, pair.new.shape.at.node)
        inside = _inside(pair)
        found: list[Change] = []
        judges = parameters if pair.is_input else responses
        found += [judges.removed(node, inside, joined(task.path, node.name)) for node in matched.gone]
        found += [judges.added(node, inside, joined(task.path, node.name)) for node in matched.came]
        for old, new in matched.pairs:
            path = joined(task.path, new.name)
            both = Pair(old, new, inside, path)
            found += _named(both, joined(task.path, old.name))
            sure = inside.sure and old.required and new.required
            self._add(_Task(old, new, inside._replace(sure=sure), path, task.bucket, around))
        for change in found:
            change.around, change.near = around, pair.new.place()
        task.bucket.changes += [change for change in found if change.matters]


_WHOLE = frozenset((dynamic_values.OUTPUT_DYNAMIC, dynamic_values.INPUT_DYNAMIC, dynamic_values.SCHEMA_STATIC))


def _judged(pair: Pair, renamed: dict[str, str]) -> Iterator[Change]:
    """The changes that the judges of values find; the type of a schema that is loaded now is not compared."""
    loaded = list(dynamic_values.loaded_schemas(pair, renamed))
    yield from loaded
    if not any(change.kind in _WHOLE for change in loaded):
        for change in schemas.types(pair):
            yield change if change.kind is not schemas.OUTPUT_TYPE or not _is_event(pair) else _as_event(change)
        for judge in schemas.JUDGES[1:]:
            yield from judge(pair)
    for judge in texts.JUDGES:
        yield from judge(pair)
    yield from dynamic_values.drop_downs(pair, renamed)
    yield from parameters.defaults(pair)
    yield from parameters.visibility(pair)
    yield from deprecated_inputs.deprecation(pair)
    yield from responses.visibility(pair)
    yield from other_words.others(pair)


def _named(pair: Pair, old_path: str) -> Iterator[Change]:
    """The changes of a property in its object: its name, and whether it is required."""
    if pair.is_input:
        yield from parameters.names(pair, "", old_path)
        yield from parameters.requirements(pair)
    else:
        yield from responses.names(pair, old_path)
        yield from responses.presence(pair)


def _is_event(pair: Pair) -> bool:
    return pair.context.direction == EVENT


def _as_event(change: Change) -> Change:
    change.kind, change.verdict = responses.EVENT_TYPE, responses.EVENT_TYPE.verdict
    return change


def _inside(pair: Pair) -> Context:
    """The context of the properties of a pair: those of a body are positional arguments, nested ones are not."""
    whole = pair.context.body
    return pair.context._replace(body=False, top=whole, field=whole, hidden=pair.hidden)


def _nodes(document: Document, shape: Shape, pair: Pair) -> list[Node]:
    """The properties of a shape, for inputs without those that only the service sets."""
    found = []
    for name, at in shape.properties.items():
        below = document.shape(at)
        if not (pair.is_input and _read_only(below)):
            found.append(Node(name, below, below.words, at.pointer, name in shape.required))
    return found


def _read_only(shape: Shape) -> bool:
    return shape.words.get("readOnly") is True or shape.text("x-ms-permission").lower() == "read-only"


def _part(document: Document, at: At) -> Node:
    shape = document.shape(at)
    return Node("", shape, shape.words, at.pointer)


def _refers(node: Node) -> bool:
    """Whether a node is a reference or composed of some; only these can be recursive."""
    at = node.shape.at
    return node.pointer != at.pointer or "$ref" in at.node or "allOf" in at.node


def _moved(node: Node) -> Node:
    """The node with the place of its type."""
    return node._replace(pointer=node.shape.at.pointer)


def joined(path: str, name: str) -> str:
    """A path with one more step."""
    return f"{path}{name}" if not path or not name or name.startswith(("[", "{")) else f"{path}.{name}"


def _reach(bucket: Bucket, name: Name, path: str) -> None:
    waiting = [(bucket, path)]
    while waiting:
        here, way = waiting.pop()
        if name not in here.uses:
            here.uses[name] = way
            waiting += [(below, joined(way, step)) for below, step in here.links]

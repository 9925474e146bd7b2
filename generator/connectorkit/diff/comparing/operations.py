"""The comparison of operations that both sides have: their keys, inputs and outputs."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.designer.power_apps import arguments
from connectorkit.diff.change import Change, Place
from connectorkit.diff.comparing.schemas import Comparer
from connectorkit.diff.kinds import (
    deprecated_inputs,
    operations,
    other_words,
    parameters,
    responses,
    schemas,
    texts,
    triggers,
)
from connectorkit.diff.matching.inputs import inputs
from connectorkit.diff.meaning.document import Document
from connectorkit.diff.meaning.operations import Input, Response
from connectorkit.diff.pairs import EVENT, INPUT, OUTPUT, Context, Node, OperationPair, Pair

_JUDGES = (
    *operations.JUDGES,
    texts.of_operation,
    triggers.turns,
    triggers.pages,
    responses.statuses,
    responses.others,
    responses.events,
    other_words.of_operation,
)


class OperationComparer:
    """Compares pairs of operations; schemas are collected in ``schemas``, which reports each once at the end."""

    def __init__(self, old: Document, new: Document, renamed: dict[str, str]) -> None:
        self.old = old
        self.new = new
        self.schemas = Comparer(old, new, renamed)

    def compare(self, pair: OperationPair) -> Iterator[Change]:
        """The changes of an operation itself and of its parameters."""
        for judge in _JUDGES:
            yield from judge(pair)
        yield from triggers.splits(pair, self.old, self.new)
        yield from triggers.callbacks(pair, self.old, self.new)
        self._outputs(pair)
        for change in (*self._inputs(pair), *self._headers(pair)):
            change.operations, change.near = [pair.name], Place(pair.new.at.pointer)
            yield change

    def _inputs(self, pair: OperationPair) -> Iterator[Change]:
        matched = inputs(pair.old, pair.new)
        yield from (parameters.removed(_node(one), _top(pair), _path(one)) for one in matched.gone)
        yield from (parameters.added(_node(one), _top(pair), _path(one)) for one in matched.came)
        for old, new in matched.pairs:
            yield from self._input(pair, old, new)
        yield from self._order(pair, matched.pairs)

    def _input(self, pair: OperationPair, old: Input, new: Input) -> Iterator[Change]:
        both = Pair(_node(old), _node(new), _top(pair), _path(new))
        moved = old.location != new.location
        yield from parameters.names(both, new.location, _path(old))
        if moved:
            yield from parameters.places(both, old.location, new.location)
        if not (old.location == new.location == "path"):
            yield from parameters.requirements(both)
        else:
            yield from parameters.encodings(both)
        if new.is_body and old.is_body:
            for judge in (*texts.JUDGES, parameters.visibility, deprecated_inputs.deprecation, other_words.others):
                yield from (one for one in judge(both) if one.matters)
            context = Context(INPUT, body=True, top=True, sure=old.required and new.required, hidden=both.hidden)
            left, right = _schema(old), _schema(new)
            self.schemas.compare(pair.name, left, right, context, "")
        else:
            self.schemas.compare(pair.name, both.old, both.new, both.context, _path(new))

    def _order(self, pair: OperationPair, matched: list[tuple[Input, Input]]) -> Iterator[Change]:
        """Changes in the order of Power Apps' positional arguments: by place, in a body by its properties."""
        for place in ("path", "query", "header", "formData"):
            both = [(old, new) for old, new in matched if old.location == new.location == place]
            needed = [(old, new) for old, new in both if _positional(old) and _positional(new)]
            after = sorted(needed, key=lambda one: pair.new.inputs.index(one[1]))
            before = sorted(needed, key=lambda one: pair.old.inputs.index(one[0]))
            yield from parameters.order(pair, place, [one[1].name for one in before], [one[1].name for one in after])
        for old, new in matched:
            if old.is_body and new.is_body:
                left, right = (_required(one, document) for one, document in ((old, self.old), (new, self.new)))
                common = set(left) & set(right)
                before_, after_ = ([name for name in names if name in common] for names in (left, right))
                yield from parameters.order(pair, "body", before_, after_)

    def _outputs(self, pair: OperationPair) -> None:
        old, new = pair.old.main, pair.new.main
        if old and new and old.shape and new.shape:
            self.schemas.compare(pair.name, _given(old), _given(new), Context(OUTPUT, hidden=pair.hidden), "")
        if pair.old.event is not None and pair.new.event is not None:
            left, right = (Node("", one, one.words, one.at.pointer) for one in (pair.old.event, pair.new.event))
            self.schemas.compare(pair.name, left, right, Context(EVENT, hidden=pair.hidden), "")

    def _headers(self, pair: OperationPair) -> Iterator[Change]:
        old, new = pair.old.main, pair.new.main
        if old is None or new is None:
            return
        there = {name.lower(): name for name in new.headers}
        for name, at in old.headers.items():
            twin = there.pop(name.lower(), None)
            if twin is None:
                kind, place = responses.HEADER, Place(at.pointer)
                yield Change(kind, "response header", name, "", "was removed", place, None, kind.verdict)
            else:
                left, right = self.old.shape(at), self.new.shape(new.headers[twin])
                both = Pair(
                    Node(name, left, left.words, at.pointer),
                    Node(twin, right, right.words, new.headers[twin].pointer),
                    Context(OUTPUT),
                    f"header {name}",
                )
                yield from (one for judge in (schemas.types, *texts.JUDGES) for one in judge(both))
        for name in there.values():
            kind, place = responses.HEADER_ADDED, Place(new.headers[name].pointer)
            yield Change(kind, "response header", name, "", "was added", None, place, kind.verdict, added=True)


def _top(pair: OperationPair) -> Context:
    return Context(INPUT, top=True, hidden=pair.hidden)


def _path(one: Input) -> str:
    return one.name


def _node(one: Input) -> Node:
    """A parameter as a node; for a body, only the parameter itself."""
    words = {key: value for key, value in one.words.items() if key != "schema"}
    return Node(one.name, one.shape, words if one.is_body else one.shape.words, one.at.pointer, one.required)


def _schema(one: Input) -> Node:
    """The schema of a body as a node."""
    words = one.words.get("schema")
    pointer = f"{one.at.pointer}/schema" if isinstance(words, dict) else one.at.pointer
    return Node(one.name, one.shape, one.shape.words, pointer, one.required)


def _given(response: Response) -> Node:
    shape = response.shape
    assert shape is not None
    return Node("", shape, shape.words, f"{response.at.pointer}/schema")


def _positional(one: Input) -> bool:
    return arguments.positional(_node(one).words, one.required)


def _required(body: Input, document: Document) -> list[str]:
    """The properties of a body that are positional arguments in Power Apps, in order."""
    found = []
    for name, at in body.shape.properties.items():
        shape = document.shape(at)
        if arguments.positional(shape.words, name in body.shape.required, body.required):
            found.append(name)
    return found

"""The names of a source: types, operations and fields, where each is defined and where it is used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from connectorkit.diagnostics.finding import Span
from connectorkit.lsp import grammar
from connectorkit.lsp.shapes import ITEMS, Shape, Shapes, body, responses
from connectorkit.read import nodes
from connectorkit.read.line_offsets import Lines
from connectorkit.read.source import Source
from connectorkit.read.yaml_document import Node
from connectorkit.revise import references
from connectorkit.style import style
from connectorkit.validate import key_order
from connectorkit.validate.key_order import Place

TYPE, OPERATION, FIELD = "type", "operation", "field"
_STEP = re.compile(r"[^.\[\]'\"]+|\[\]")
# Drop-downs and loaded schemas separate nested fields with a slash, as the platform does.
_LOADED_STEP = re.compile(r"[^/]+")
PAGE_PATHS = ("items", "current", "last", "page_count", "total", "more", "next")
PAGE_INPUTS = ("page", "offset", "cursor", "size")
# What precedes the characters of a scalar.
_HEAD = re.compile(r"(?:[&!]\S*\s+)*(?:[|>][^\r\n]*[\r\n]+|[\"'])?")
Text = Callable[[Span], str]


class Use(NamedTuple):
    """An occurrence of a name. ``home`` is the span of its definition, which distinguishes fields of the same name."""

    kind: str
    name: str
    span: Span
    home: Span | None = None
    defines: bool = False


class Names:
    """All names of a source. ``text`` returns the text of a file at a span."""

    def __init__(self, source: Source, text: Text) -> None:
        self.written, self._text = source, text
        self.source = source.flat or source
        self.shapes = Shapes(self.source.types)
        self.uses: list[Use] = []
        self.types: dict[str, Span] = {}
        self.operations = {_id(node): node for node in self.source.operations if _id(node)}
        self._all: list[Shape] = []
        self._homes: dict[Span, Span] = {}
        self._fields: dict[Span, str] = {}
        self._definitions()
        for root, concept in _files(source):
            self._walk(root, key_order.top(concept), ())
        self._sandbox()
        self._flow()
        self._all_fields()
        self._all_paths()
        self.uses += [
            Use(FIELD, name, self._inner(span, name), self._home(span), span == self._home(span))
            for span, name in self._fields.items()
        ]

    def at(self, file: str, line: int, column: int) -> Use | None:
        """The name at a line and column, both counted from 1."""
        return next((use for use in self.uses if _holds(use.span, file, line, column)), None)

    def steps(self, shape: Shape, path: str, loaded: bool = False) -> Shape:
        """The shape at the end of a path. ``loaded``: the path is that of a drop-down or of a loaded schema."""
        for found in (_LOADED_STEP if loaded else _STEP).finditer(path):
            shape = self.shapes.below(shape, found[0])
        return shape

    def same(self, use: Use) -> list[Use]:
        """Every occurrence of the same name, including its definition, in the order of the files."""
        found = {one.span: one for one in self.uses if (one.kind, one.name, one.home) == (*use[:2], use.home)}
        return sorted(found.values(), key=lambda one: one.span)

    def beside(self, use: Use) -> Iterator[set[str]]:
        """The names of the sibling fields of each definition of a field."""
        spans = {span for span in self._fields if self._home(span) == use.home}
        for shape in self._all:
            if any(span in spans for span, _ in self.shapes.entries(shape, use.name)):
                yield set(self.shapes.names(shape))

    def responses(self, operation: str) -> list[Shape]:
        """The shapes of the success responses of an operation."""
        node = self.operations.get(operation)
        return [self.shapes.of(one) for one in responses(node)] if node is not None else []

    def items(self, operation: str, collection: str) -> list[Shape]:
        """The shapes of the items of a list in the response of an operation."""
        found = []
        for response in self.responses(operation):
            shape = self.steps(response, collection, loaded=True)
            found.append(self.shapes.below(shape, ITEMS) if self.shapes.has_items(shape) else shape)
        return found

    def _definitions(self) -> None:
        for node in self.source.operations:
            said = node.get("action") or node.get("trigger") or node.get("mcp")
            if said is not None and said.text:
                self._use(OPERATION, said.text, said.span, True)
        for root, _ in _files(self.source):
            for key, holder in (("types", root.get("types")), ("inline_types", root.get("inline_types")), ("", root)):
                for name, below in holder.mapping.items() if holder is not None else ():
                    if self.written.types.get(name) is below and (key or holder is not self.written.root):
                        assert holder is not None
                        self.types[name] = below.span
                        self._use(TYPE, name, holder.keys[name], True)

    def _use(self, kind: str, name: str, span: Span, defines: bool = False) -> None:
        inner = self._inner(span, name)
        if inner is not None:
            self.uses.append(Use(kind, name, inner, None, defines))

    def _inner(self, span: Span, name: str) -> Span:
        """The span of a name in a scalar, without the quotes, an anchor or the header of a block scalar."""
        raw = self._text(span)
        at = _found(raw, name)
        return span if at < 0 else _part(span, raw, at, len(name))

    def _walk(self, node: Node, place: Place | None, path: tuple[str, ...]) -> None:
        if grammar.is_field(place):
            self._shape(node)
        if isinstance(node.value, dict):
            view = key_order.mapping(place, node.mapping.keys()) if place is not None else key_order.DATA
            for key, below in node.mapping.items():
                if below.text and self._names_operation((*path, key), below.text):
                    self._use(OPERATION, below.text, below.span)
                self._walk(below, view.below.get(key, view.others), (*path, key))
        elif isinstance(node.value, list):
            listed = path[-1:] == ("script_operations",) or (path[-1:] == ("operations",) and "policies" in path)
            for below in node.value:
                if listed and below.text:
                    self._use(OPERATION, below.text, below.span)
                self._walk(below, key_order.items(place), path)

    def _names_operation(self, path: tuple[str, ...], text: str) -> bool:
        """Whether the value at ``path`` is an operationId; in an extension, it must be one of this source."""
        what = references.kind(path[-2] if len(path) > 1 else "", path[-1])
        if what != references.EXTENSION:
            return bool(what)
        return text in self.operations and not any(references.is_value(*two) for two in pairwise(("", *path)))

    def _flow(self) -> None:
        for one in references.of_flow(self.written, self.operations.keys()):
            name = next(key for key, span in one.above.keys.items() if span == one.span) if one.above else one.node.text
            self._use(OPERATION, name, one.span)

    def _shape(self, node: Node) -> None:
        for said in (node, node.get("type"), node.get("ref")):
            name = said.text.removesuffix(ITEMS) if said is not None else ""
            if said is not None and name in self.source.types:
                self._use(TYPE, name, said.span)

    def _sandbox(self) -> None:
        sandbox = self.source.sandbox
        for part in ("operations", "events"):
            below = sandbox.get(part) if sandbox is not None else None
            for name, span in below.keys.items() if below is not None else ():
                if name in self.operations:
                    self._use(OPERATION, name, span)
        waiting = [sandbox] if sandbox is not None else []
        while waiting:
            node = waiting.pop()
            for said in (node.get("like"), node.get("of"), _at(node, "where", "operation")):
                for one in (said.sequence or [said]) if said is not None else ():
                    if one.text in self.operations:
                        self._use(OPERATION, one.text, one.span)
            waiting += [*node.mapping.values(), *node.sequence]

    def _all_fields(self) -> None:
        seen: set[tuple[int, ...]] = set()
        required: list[tuple[Node, Shape]] = []
        waiting = [self.shapes.of(node) for node in self.source.types.values()]
        for operation in self.source.operations:
            waiting += [self.shapes.of(node) for node in _schemas(operation)]
        root = self.source.root
        said = [*nodes.entries(root, "responses").values(), *nodes.entries(root, "default_responses").values()]
        waiting += [self.shapes.of(one.get("schema")) for one in said]
        while waiting:
            shape = waiting.pop()
            key = tuple(id(layer) for layer in shape)
            if not shape or key in seen:
                continue
            seen.add(key)
            self._all.append(shape)
            for name in self.shapes.names(shape):
                spans = [span for span, _ in self.shapes.entries(shape, name)]
                for span in spans:
                    self._fields[span] = name
                    self._join(span, spans[-1])
                waiting.append(self.shapes.below(shape, name))
            required += [(listed, shape) for layer in shape for listed in nodes.items(layer, "required_fields")]
            waiting.append(self.shapes.below(shape, ITEMS))
            waiting += [self.shapes.of(layer.get("additional")) for layer in shape]
        for listed, shape in required:
            self._path(listed, [shape])

    def _join(self, span: Span, other: Span) -> None:
        one, two = self._home(span), self._home(other)
        if one != two:
            self._homes[one] = two

    def _home(self, span: Span) -> Span:
        while span in self._homes:
            span = self._homes[span]
        return span

    def _all_paths(self) -> None:
        every, failed = list[Shape](), list[Shape]()
        for node in self.source.operations:
            good = [self.shapes.of(one) for one in responses(node)]
            every += good
            failed += [self.shapes.of(one) for one in responses(node, "45d")]
            self._paths_of(node, good)
        root = self.source.root
        failed += [self.shapes.of(one.get("schema")) for one in nodes.entries(root, "default_responses").values()]
        for below in nodes.entries(root, "errors").values():
            self._path(below, failed)
        for key in ("envelope", "items"):
            self._path(_at(root, "success", key, "path"), every)
        for file, _ in _files(self.source):
            self._menus(file)

    def _paths_of(self, node: Node, good: list[Shape]) -> None:
        sent = [self.shapes.of(body(node))]
        for key in PAGE_PATHS:
            self._path(_at(node, "pages", key), good)
        rows = _at(node, "pages", "items")
        if rows is not None:
            self._path(_at(node, "pages", "last_item"), [self.steps(shape, rows.text) for shape in good])
        parameters = nodes.entries(node, "parameters")
        for key in PAGE_INPUTS:
            said = _at(node, "pages", key)
            self._path(said if said is not None and said.text not in parameters else None, sent)
        for key in ("envelope", "items"):
            self._path(_at(node, "success", key, "path"), good)
        self._path(_at(node, "success", "items", "request"), sent)
        self._path(_at(node, "unsubscribe", "value"), good)
        self._path(node.get("event_unique"), [self.shapes.of(node.get("event"))])
        for one in nodes.items(node.get("in_doubt"), "look_for"):
            self._path(one, sent)

    def _menus(self, node: Node) -> None:
        """Record the paths of drop-downs below a node; they name fields of the operation that fills them."""
        waiting = [node]
        while waiting:
            here = waiting.pop()
            for key in ("options", "dynamic_schema"):
                said = here.get(key)
                called = nodes.text(said, "operation")
                if said is not None and called in self.operations:
                    self._path(said.get("collection"), self.responses(called), _LOADED_STEP)
                    items = self.items(called, nodes.text(said, "collection"))
                    for part in ("value", "title"):
                        self._path(said.get(part), items if key == "options" else self.responses(called), _LOADED_STEP)
            waiting += [*here.mapping.values(), *here.sequence]

    def _path(self, node: Node | None, shapes: Iterable[Shape], steps: re.Pattern[str] = _STEP) -> None:
        """Record the fields that a path names."""
        if node is None or not node.text:
            return
        raw = self._text(node.span)
        for shape in shapes:
            after = 0
            for found in steps.finditer(node.text):
                step = found[0]
                entries = self.shapes.entries(shape, step) if step != ITEMS else []
                if entries:
                    at = _found(raw, step, after)
                    span = _part(node.span, raw, at, len(step)) if at >= 0 else node.span
                    self.uses.append(Use(FIELD, step, span, self._home(entries[-1][0])))
                    after = at + len(step) if at >= 0 else after
                shape = self.shapes.below(shape, step)


def _id(node: Node) -> str:
    return nodes.text(node, "action") or nodes.text(node, "trigger") or nodes.text(node, "mcp")


def _files(source: Source) -> Iterator[tuple[Node, str]]:
    concepts = style.concepts(source)
    for root in source.roots:
        yield root, concepts[root.span.file]


def _schemas(operation: Node) -> Iterator[Node]:
    yield from nodes.entries(operation, "parameters").values()
    for one in (body(operation), operation.get("event"), *responses(operation), *responses(operation, "1345")):
        if one is not None:
            yield one


def _at(node: Node | None, *keys: str) -> Node | None:
    for key in keys:
        node = node.get(key) if node is not None else None
    return node


def _found(raw: str, name: str, after: int = 0) -> int:
    """The offset of a name in the text of a scalar, at or after an offset; -1 where it is written otherwise."""
    head = _HEAD.match(raw)
    return raw.find(name, max(after, head.end() if head else 0))


def _part(span: Span, raw: str, start: int, length: int) -> Span:
    """The span of a part of the scalar ``raw`` at ``span``."""
    line, column = Lines(span.file, raw).place(start) if "\n" in raw or "\r" in raw else (1, start + 1)
    column += span.column - 1 if line == 1 else 0
    line += span.line - 1
    return Span(span.file, line, column, line, column + length)


def _holds(span: Span, file: str, line: int, column: int) -> bool:
    return span.file == file and span.line == line == span.end_line and span.column <= column <= span.end_column

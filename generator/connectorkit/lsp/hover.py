"""Hover: what a key means, what it becomes in the swagger, and how the designer shows it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final, NamedTuple

from connectorkit.check.locate import words
from connectorkit.diagnostics.finding import Span
from connectorkit.lsp import grammar
from connectorkit.lsp.cursor import Cursor
from connectorkit.lsp.names import FIELD, OPERATION, TYPE, Use
from connectorkit.model import json_pointer
from connectorkit.model.json_value import Json, listed, mapping
from connectorkit.read import nodes
from connectorkit.read.yaml_document import Node

_MOST_LINES: Final = 14
_MOST_ROWS = 4
Path = tuple["str | int", ...]


class Here(NamedTuple):
    """The entry under the cursor: its path, the span of its key, its value, and the mapping that contains it."""

    path: Path
    key: Span
    node: Node
    above: Node


def shown(cursor: Cursor) -> tuple[str, Span | None]:
    """The hover text at the cursor as Markdown ("" for none), and the span that it describes."""
    parts: list[str] = []
    use = cursor.use() if cursor.source is not None else None
    root = cursor.root()
    here = entry(root, *cursor.place) if root is not None else None
    place = _place(here, cursor) if here is not None else None
    if here is not None and place is not None:
        parts += _described(cursor.concept, here.path) if use is None else []
    if use is not None:
        place = use.span
        parts += list(_named(cursor, use))
    if here is not None:
        parts += list(_rendered(cursor, here))
    return "\n\n".join(filter(None, parts)) if place is not None else "", place


def _described(concept: str, path: Path) -> list[str]:
    """The format's description of a key; for a name that the source chooses, that of the parent key."""
    for length in range(len(path), 0, -1):
        about = grammar.description(grammar.place(concept, path[:length]))
        if about and isinstance(path[length - 1], str):
            name = f"**{path[-1]}**" if length == len(path) else f"**{path[-1]}**, in **{path[length - 1]}**"
            return [f"{name}: {about}"]
    return []


def _place(here: Here, cursor: Cursor) -> Span | None:
    """The span of the key or scalar under the cursor; a scalar may be an item of a list. None if there is neither."""
    if _inside(here.key, *cursor.place):
        return here.key
    node: Node | None = here.node
    while node is not None and node.sequence:
        node = next((one for one in node.sequence if _inside(one.span, *cursor.place)), None)
    return node.span if node is not None and not node.mapping and _inside(node.span, *cursor.place) else None


def entry(root: Node, line: int, column: int) -> Here | None:
    """The deepest entry whose key or value contains a position."""
    found, node, path = None, root, Path()
    while True:
        below: tuple[str | int, Node] | None = None
        for key, one in node.mapping.items():
            alias = one.span < node.keys[key]
            if _inside(node.keys[key], line, column) or (not alias and _inside(one.span, line, column)):
                below = (key, one)
                found = Here((*path, key), node.keys[key], one, node)
        for index, one in enumerate(node.sequence):
            if _inside(one.span, line, column):
                below = (index, one)
        if below is None:
            return found
        path, node = (*path, below[0]), below[1]


def _inside(span: Span, line: int, column: int) -> bool:
    return (span.line, span.column) <= (line, column) <= (span.end_line, span.end_column)


def _named(cursor: Cursor, use: Use) -> Iterator[str]:
    names = cursor.names
    count = sum(not one.defines for one in names.same(use))
    used = f"used {count} time{'s' * (count != 1)}" if count else "not used by name"
    if use.kind == OPERATION and use.name in names.operations:
        node = names.operations[use.name]
        what = "trigger" if "trigger" in node.mapping else "action"
        yield f"**{use.name}**: {what} '{nodes.text(node, 'summary') or use.name}', {used}"
        yield nodes.text(node, "description")
    elif use.kind == TYPE and use.name in names.source.types:
        node = names.source.types[use.name]
        fields = list(names.shapes.names(names.shapes.of(node)))
        what = (
            f"fields {', '.join(fields[:8])}{' ...' * (len(fields) > 8)}"
            if fields
            else nodes.text(node, "type") or node.text
        )
        yield f"**{use.name}**: type, {what}; {used}"
        yield nodes.text(node, "description")
    elif use.kind == FIELD:
        yield f"**{use.name}**: field, {used}{' in paths and overrides' * bool(count)}"


def _rendered(cursor: Cursor, here: Here) -> Iterator[str]:
    """The lines that show the swagger and the rows of the designer."""
    snapshot = cursor.snapshot()
    if snapshot is None:
        return
    pointers = cursor.pointers(here.node.span)
    if pointers:
        value = _value(snapshot.definition, pointers[0])
        more = f" and {len(pointers) - 1} more" if len(pointers) > 1 else ""
        yield f"In the Swagger file at `{pointers[0]}`{more}:\n{_json({_last(pointers[0]): value})}"
    else:
        key = here.path[-1]
        for pointer in cursor.pointers(here.above.span):
            said = mapping(_value(snapshot.definition, pointer))
            written = {wire: said[wire] for wire in said if key in words(wire, pointer == "")}
            if written:
                yield f"In the Swagger file at `{pointer or '/'}`:\n{_json(written)}"
                break
        pointers = cursor.pointers(here.above.span)
    rows = list(dict.fromkeys(_rows(cursor, set(pointers))))
    if rows:
        yield "In the designer: " + "; ".join(rows[:_MOST_ROWS]) + (" ..." if len(rows) > _MOST_ROWS else "")


def _rows(cursor: Cursor, pointers: set[str]) -> Iterator[str]:
    snapshot = cursor.snapshot()
    for card in snapshot.cards if snapshot is not None and pointers else ():
        if card.pointer in pointers:
            many = "s" * (len(card.inputs) != 1)
            what = "trigger" if card.trigger else "action"
            yield f"{what} '{card.summary}' with {len(card.inputs)} input{many}"
        for what, listed_rows in (("input", card.inputs), ("output", card.outputs)):
            for row in listed_rows:
                if row.pointer in pointers or row.pointer.removesuffix("/schema") in pointers:
                    need = " (required)" if row.required and what == "input" else ""
                    seen = f", {row.visibility}" if row.visibility else ""
                    yield f"{what} '{row.title}'{need}{seen} of '{card.summary}'"


def _value(node: Json, pointer: str) -> Json:
    for step in json_pointer.split(pointer):
        if isinstance(node, list):
            node = listed(node)[int(step)] if step.isdecimal() and int(step) < len(node) else None
        else:
            node = mapping(node).get(step)
    return node


def _last(pointer: str) -> str:
    return json_pointer.split(pointer)[-1] if pointer else "swagger"


def _json(value: Json) -> str:
    lines = json.dumps(value, ensure_ascii=False, indent=2).splitlines()[1:-1]
    cut = [line[2:] for line in lines[:_MOST_LINES]] + (["..."] if len(lines) > _MOST_LINES else [])
    return "\n".join(("```json", *cut, "```"))

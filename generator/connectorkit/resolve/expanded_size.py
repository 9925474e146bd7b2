"""The size of a connector with all types expanded, computed without expanding them.

A few types that each use the next one twice become millions of fields when they are copied into place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from connectorkit.diagnostics.finding import Finding
from connectorkit.model.connector import Connector, Operation, PathItem, Schema, Span
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.resolve import every_schema

ID = "TYP003"
MAX_PARTS = 200_000
MAX_DEPTH = 60
_WAY = "Write `style: {types: definitions}` in connector.yaml, so that types are referenced, or declare fewer fields."


def too_large(connector: Connector, kept: Kept = NOTHING) -> list[Finding]:
    """A finding for each operation or type that is too large or too deep to be rendered."""
    extents: dict[int, tuple[int, int]] = {}
    total = 0
    for called, span, top, shapes in _tops(connector):
        parts, depth = kept.once("extent", (top,), partial(_together, shapes, extents))
        total += parts
        if depth > MAX_DEPTH:
            return [Finding(ID, f"The schemas of {called} are nested deeper than {MAX_DEPTH} levels.", span, _WAY)]
        if total > MAX_PARTS:
            return [
                Finding(
                    ID,
                    f"With {called}, the connector has more than {MAX_PARTS:,} fields, its types written out.",
                    span,
                    _WAY,
                )
            ]
    kept.turn("extent")
    return []


def _together(shapes: Callable[[], list[Schema]], known: dict[int, tuple[int, int]]) -> tuple[int, int]:
    found = [_extent(shape, known) for shape in shapes()]
    return sum(parts for parts, _ in found), max((depth for _, depth in found), default=0)


def too_deep(span: Span) -> Finding:
    """The finding for schemas that are nested too deeply even to compute their size."""
    return Finding(ID, "The types of the connector are nested too deeply.", span, _WAY)


def _tops(connector: Connector) -> Iterator[tuple[str, Span, object, Callable[[], list[Schema]]]]:
    """Every part of the connector with schemas: its name, its place, the object, and the schemas."""
    for operation in connector.operations:
        yield f"'{operation.id}'", operation.span, operation, partial(_of_operation, operation)
    for item in connector.paths:
        yield f"the path {item.path}", item.span, item, partial(_of_path, item)
    for named in connector.types.values():
        if named.definition:
            yield f"the type '{named.name}'", named.schema.span, named.schema, partial(list, (named.schema,))


def _of_operation(operation: Operation) -> list[Schema]:
    shapes = [one.schema for one in operation.parameters]
    shapes += [one.schema for one in operation.responses if one.schema is not None]
    return shapes + ([operation.event.schema] if operation.event is not None else [])


def _of_path(item: PathItem) -> list[Schema]:
    return [one.schema for one in item.parameters] + ([item.event.schema] if item.event else [])


def _extent(top: Schema, known: dict[int, tuple[int, int]]) -> tuple[int, int]:
    """Number of parts and depth of a schema. A schema that is used again counts again, but is walked once."""
    waiting = [top]
    while waiting:
        shape = waiting[-1]
        parts, deepest, missing = 1, 0, False
        for one in every_schema.below(shape):
            extent = known.get(id(one))
            if extent is None:
                waiting.append(one)
                missing = True
                continue
            parts += extent[0]
            deepest = max(deepest, extent[1])
        if not missing:
            waiting.pop()
            known[id(shape)] = parts, 1 + deepest
    return known[id(top)]

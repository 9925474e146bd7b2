"""Extent: how large a connector is when its types are written out, before anything writes them out.

A few types that use one another twice each become millions of fields where they are copied into place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from connectorkit.diagnostics.finding import Finding
from connectorkit.model.connector import Connector, Schema, Span

ID = "TYP003"
MAX_PARTS = 200_000
MAX_DEPTH = 60
_WAY = "Say `style: {types: definitions}` in connector.yaml, so that types are referred to, or describe less."


def too_large(connector: Connector) -> list[Finding]:
    """What is too large or too deep to be rendered, at the operation or type that it belongs to."""
    extents: dict[int, tuple[int, int]] = {}
    total = 0
    for called, span, shapes in _tops(connector):
        parts = depth = 0
        for shape in shapes:
            one = _extent(shape, extents)
            parts, depth = parts + one[0], max(depth, one[1])
        total += parts
        if depth > MAX_DEPTH:
            return [Finding(ID, f"The shapes of {called} are nested deeper than {MAX_DEPTH} levels.", span, _WAY)]
        if total > MAX_PARTS:
            return [
                Finding(
                    ID,
                    f"With {called}, the connector has more than {MAX_PARTS:,} fields, its types written out.",
                    span,
                    _WAY,
                )
            ]
    return []


def too_deep(span: Span) -> Finding:
    """What there is to say when shapes are nested so deeply that not even this can be found out."""
    return Finding(ID, "The types of the connector are nested too deeply.", span, _WAY)


def _tops(connector: Connector) -> Iterator[tuple[str, Span, list[Schema]]]:
    for operation in connector.operations:
        shapes = [one.schema for one in operation.parameters]
        shapes += [one.schema for one in operation.responses if one.schema is not None]
        shapes += [operation.event.schema] if operation.event is not None else []
        yield f"'{operation.id}'", operation.span, shapes
    for item in connector.paths:
        shapes = [one.schema for one in item.parameters] + ([item.event.schema] if item.event else [])
        yield f"the path {item.path}", item.span, shapes
    for named in connector.types.values():
        if named.definition:
            yield f"the type '{named.name}'", named.schema.span, [named.schema]


def _extent(top: Schema, known: dict[int, tuple[int, int]]) -> tuple[int, int]:
    """Number of parts and depth of a shape; one that is used again is counted again, but looked at once."""
    waiting = [top]
    while waiting:
        shape = waiting[-1]
        below = list(_below(shape))
        missing = [one for one in below if id(one) not in known]
        if missing:
            waiting += missing
            continue
        waiting.pop()
        found = [known[id(one)] for one in below]
        known[id(shape)] = 1 + sum(parts for parts, _ in found), 1 + max((depth for _, depth in found), default=0)
    return known[id(top)]


def _below(shape: Schema) -> Iterable[Schema]:
    yield from (field.schema for field in shape.fields or ())
    yield from (field.schema for field in shape.undeclared)
    yield from shape.all_of
    for one in (shape.items, shape.additional):
        if isinstance(one, Schema):
            yield one

"""What makers see of an operation: the labels of its inputs, and those of the outputs that later steps can take.

The order of names and the prefixes are those of the designer (LogicAppsUX): ``title``, else ``x-ms-summary``, else the
name; a field carries the titles of the objects around it before its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from connectorkit.check.engine import schema_paths
from connectorkit.check.engine.connector_index import At, Operation, Plain, Subject, mapping
from connectorkit.check.engine.parts import all_placed, location
from connectorkit.check.engine.schema_paths import Spot
from connectorkit.model.json_pointer import escape

_DEPTH = 8
_MOST = 2_000
_WHOLES = ("object", "array")
_RECEIVES = "x-ms-notification-url"


class Label(NamedTuple):
    """What a maker reads of one input or output, the place of what it is about, and the names from the top to it.

    ``titled``: it has a title, so that the label is not its name. ``single``: it is one value, no object or array.
    """

    text: str
    pointer: str
    path: str
    titled: bool = True
    single: bool = True


class _Above(NamedTuple):
    """What the objects around a field add to it."""

    prefix: str = ""
    path: str = ""
    seen: tuple[int, ...] = ()


def inputs(subject: Subject, operation: Operation) -> list[Label]:
    """The inputs that makers see; the first thousands where a type repeats itself."""
    return list(islice(_inputs(subject, operation), _MOST))


def _inputs(subject: Subject, operation: Operation) -> Iterator[Label]:
    seen: set[tuple[str, str]] = set()
    for pointer, at in all_placed(operation):
        node = subject.resolved(at).node
        # A parameter that is there twice is another fault (PAR060).
        if hidden(node) or not location(at) or (at.name, location(at)) in seen:
            continue
        seen.add((at.name, location(at)))
        if location(at) != "body":
            yield Label(_own(node) or at.name, pointer, at.name, bool(_own(node)))
        elif isinstance(node.get("schema"), dict):
            yield from _below(subject, Spot(mapping(node["schema"]), at.at("schema")), _Above())


def outputs(subject: Subject, operation: Operation) -> list[Label]:
    """The outputs that makers can take; the first thousands where a type repeats itself."""
    top = _top(subject, operation)
    if top is None:
        return []
    return list(islice(_below(subject, Spot(top.node, top.pointer), _Above(), through=True), _MOST))


def _top(subject: Subject, operation: Operation) -> At | None:
    """The schema of the outputs: what a webhook delivers, else the response that the designer reads."""
    content = operation.item.node.get("x-ms-notification-content")
    if operation.trigger and isinstance(content, dict):
        schema = content.get("schema")
        pointer = operation.item.at("x-ms-notification-content", "schema")
        return At("schema", pointer, schema) if isinstance(schema, dict) else None
    return schema_paths.answer(subject, operation)


def hidden(node: Plain) -> bool:
    """Whether makers do not see what a node describes."""
    return node.get("x-ms-visibility") == "internal" or node.get(_RECEIVES) is True


def _below(subject: Subject, spot: Spot, above: _Above, through: bool = False) -> Iterator[Label]:
    """The labels of all fields of an object; ``through``: of the items of arrays, too."""
    if len(above.seen) > _DEPTH or id(spot.node) in above.seen:
        return
    inside = above._replace(seen=(*above.seen, id(spot.node)))
    for part in schema_paths.parts(subject, spot):
        for name, one in mapping(part.node.get("properties")).items():
            if not isinstance(one, dict) or hidden(one):
                continue
            field = Spot(one, f"{part.pointer}/properties/{escape(name)}")
            yield from _field(subject, field, name, inside, through)
        items = part.node.get("items")
        if through and isinstance(items, dict):
            yield from _below(subject, Spot(items, f"{part.pointer}/items"), inside, through)


def _field(subject: Subject, field: Spot, name: str, above: _Above, through: bool) -> Iterator[Label]:
    target = subject.at(field.node["$ref"]) if "$ref" in field.node else None
    own = _own(field.node) or (_own(target.node) if target is not None else "")
    path = f"{above.path}.{name}".lstrip(".")
    label = f"{above.prefix} {own or name}".strip()
    inner = above._replace(prefix=f"{above.prefix} {own}".strip(), path=path)
    shown = _below(subject, field, inner, through)
    first = None if through else next(shown, None)
    # Of an object, the card of a step has its fields; later steps can take the object itself as well.
    yield first or Label(label, field.pointer, path, bool(own), schema_paths.kind(subject, field) not in _WHOLES)
    yield from shown


def _own(node: Plain) -> str:
    for key in ("title", "x-ms-summary"):
        value = node.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""

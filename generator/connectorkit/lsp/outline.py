"""Document symbols: the outline of a file, as a tree."""

from __future__ import annotations

from typing import Final

from connectorkit.diagnostics.finding import Span
from connectorkit.lsp import grammar
from connectorkit.lsp.cursor import Cursor
from connectorkit.model.json_value import Json, Object
from connectorkit.read import nodes
from connectorkit.read.yaml_document import Node
from connectorkit.validate import key_order
from connectorkit.validate.key_order import Place

# Values of SymbolKind in the protocol.
_METHOD, _FIELD, _PROPERTY, _STRUCT, _FILE = 6, 8, 7, 23, 1
_NAMED: Final = frozenset(("fields", "undeclared", "parameters", "types", "inline_types", "responses", "credentials"))
_PARTS: Final = frozenset(("body", "returns", "event", "items", "schema", "policies", "operations"))
_KINDS: Final = ("action", "trigger", "mcp")
_MOST_DEPTH = 12


def symbols(cursor: Cursor) -> list[Json]:
    """The symbols of the file, in its order; empty if it cannot be read."""
    root = cursor.root()
    if root is None:
        return []
    concept = cursor.concept
    place = key_order.top(concept)
    if concept == key_order.TYPES:
        return [_symbol(cursor, name, below, root.keys[name], _STRUCT, None, 0) for name, below in root.mapping.items()]
    kind = next((kind for kind in _KINDS if nodes.text(root, kind)), "")
    if kind:
        return [_symbol(cursor, nodes.text(root, kind), root, root.keys[kind], _METHOD, place, 0)]
    return _below(cursor, root, place, 0)


def _below(cursor: Cursor, node: Node, place: Place | None, depth: int) -> list[Json]:
    found: list[Json] = []
    if depth > _MOST_DEPTH:
        return found
    view = key_order.mapping(place, node.mapping.keys()) if place is not None else key_order.DATA
    for key in sorted(node.mapping, key=lambda name: node.keys[name]):
        below = node.mapping[key]
        under = view.below.get(key, view.others)
        if key in _NAMED:
            kind = _STRUCT if key in ("types", "inline_types") else _FIELD
            inner = key_order.mapping(under, below.mapping.keys()).others if under is not None else None
            for name, one in below.mapping.items():
                found.append(_symbol(cursor, name, one, below.keys[name], kind, inner, depth))
        elif key in _PARTS and isinstance(below.value, (dict, list)):
            found.append(_symbol(cursor, key, below, node.keys[key], _PROPERTY, under, depth))
    for one in node.sequence:
        called = next((said for kind in (*_KINDS, "template") if (said := nodes.text(one, kind))), one.text)
        if called:
            kind = _FILE if one.text else _METHOD
            found.append(_symbol(cursor, called, one, one.span, kind, key_order.items(place), depth))
    return found


def _symbol(cursor: Cursor, name: str, node: Node, key: Span, kind: int, place: Place | None, depth: int) -> Object:
    place = place or (key_order.top("field") if kind == _STRUCT else None)
    lines = cursor.lines
    end = (node.span.end_line, node.span.end_column)
    # The value of an alias ends before its key: the alias has no text of its own.
    alias = end <= (key.line, key.column)
    start = min((key.line, key.column), (node.span.line, node.span.column))
    whole = key if alias else Span(key.file, *start, *max((key.end_line, key.end_column), end))
    said = nodes.text(node, "title") or nodes.text(node, "summary") or nodes.text(node, "type") or node.text
    about = said if grammar.is_field(place) or kind == _METHOD else ""
    made: Object = {
        "name": name or "''",
        "kind": kind,
        "range": lines.span(whole),
        "selectionRange": lines.span(key),
        "children": [] if alias else _below(cursor, node, place, depth + 1),
    }
    return {**made, "detail": about} if about and about != name else made

"""Exact keys: keys under `exact`, which only preserve details of a published definition.

The schemas of the format list them. An import creates them among the other keys and moves them under `exact` at the
end; `resolve` reads a tree in which they are among the others again, so no other module handles `exact`.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from operator import is_

from connectorkit.model.connector import Json
from connectorkit.model.kept import NOTHING
from connectorkit.read.source import Source
from connectorkit.read.yaml_document import Node
from connectorkit.validate import key_order, list_keys
from connectorkit.validate.key_order import Place, View

KEY = "exact"


def inner(view: View) -> View | None:
    """The view of `exact` in a mapping; None where the mapping has no such key."""
    place = view.below.get(KEY)
    return key_order.mapping(place, ()) if place is not None else None


def moves(view: View, key: str) -> bool:
    """Whether a key of the mapping belongs under `exact`."""
    exact = inner(view)
    return exact is not None and key in exact.order and key not in view.order


def gather(value: Json, place: Place | None) -> None:
    """Move the exact keys of a value at ``place``, at any depth, under `exact`, in place."""
    if isinstance(value, list):
        below = key_order.items(place)
        for item in value:
            gather(item, below)
    elif isinstance(value, dict) and place is not None:
        view = key_order.mapping(place, value.keys())
        for key, one in value.items():
            gather(one, view.below.get(key, view.others))
        exact = inner(view)
        if exact is not None:
            _move(value, view, exact)


def _move(value: dict[str, Json], view: View, exact: View) -> None:
    moved: dict[str, Json] = {}
    for key in [key for key in value if key in exact.order]:
        if key not in view.order:
            moved[key] = value.pop(key)
            continue
        # A mapping with exact and other keys, such as `style`, is in both.
        said, parts = value[key], key_order.mapping(exact.below.get(key), ()).order
        if isinstance(said, dict) and (part := {name: said.pop(name) for name in [*said] if name in parts}):
            moved[key] = part
            if not said:
                del value[key]
    if moved:
        there = value.get(KEY)
        value[KEY] = {**(there if isinstance(there, dict) else {}), **moved}


def lifted(node: Node, place: Place | None) -> Node:
    """The tree with exact keys among the other keys, and with short lists of objects written out.

    A node without either is returned itself.
    """
    if isinstance(node.value, list):
        below = key_order.items(place)
        items = [lifted(item, below) for item in node.value]
        same = all(map(is_, items, node.value))
        return node if same else Node(items, node.span, node.keys)
    if not isinstance(node.value, dict) or place is None:
        return node
    view = key_order.mapping(place, node.value.keys())
    entries = {
        key: lifted(one, view.below.get(key, view.others)) if isinstance(one.value, (dict, list)) else one
        for key, one in node.value.items()
    }
    if KEY in view.below and isinstance(node.value.get(KEY), Node):
        return _merged(entries, entries.pop(KEY), node)
    same = all(map(is_, entries.values(), node.value.values()))
    made = node if same else Node(entries, node.span, node.keys)
    return list_keys.expanded(made) if list_keys.is_fields(place) else made


def flatten(source: Source, changed: Container[str] = ()) -> None:
    """Set ``flat`` of a source with :func:`lifted`; its ``roots`` stay as written.

    ``changed``: the files whose trees have changed since the last call.
    """

    def made(concept: str, node: Node) -> Node:
        kept = NOTHING if node.span.file in changed else source.kept
        return kept.once("lifted", (concept, node), lambda: lifted(node, key_order.top(concept)))

    source.flat = replace(
        source,
        root=made("connector", source.root),
        operations=[made("operation", node) for node in source.operations],
        types={name: made("field", node) for name, node in source.types.items()},
    )
    source.kept.turn("lifted")


def _merged(entries: dict[str, Node], exact: Node, node: Node) -> Node:
    for key, one in exact.mapping.items():
        there = entries.get(key)
        if there is not None and isinstance(there.value, dict):
            one = Node({**there.value, **one.mapping}, there.span, {**there.keys, **one.keys})
        entries[key] = one
    return Node(entries, node.span, {**node.keys, **exact.keys})


def find(node: Node, key: str) -> tuple[Node, Node] | None:
    """The mapping that has ``key`` (``node`` or its `exact`), and the value; None when neither has it."""
    if not isinstance(node.value, dict):
        return None
    if key in node.value:
        return node, node.value[key]
    exact = node.value.get(KEY)
    found = exact.get(key) if exact is not None else None
    return (exact, found) if exact is not None and found is not None else None


def get(node: Node, key: str) -> Node | None:
    """The value of ``key`` in a mapping or in its `exact`."""
    found = find(node, key)
    return found[1] if found else None

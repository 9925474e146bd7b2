"""Annotate: family, revision and status of an operation, and its other keys, in its text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from connectorkit.edit.draft import Draft
from connectorkit.edit.yaml_tree import Changes
from connectorkit.model.connector import Json
from connectorkit.read.yaml_document import Node


def keys(draft: Draft, node: Node, said: Mapping[str, Json]) -> Iterator[Changes | None]:
    """The changes that give an operation these values; new keys come where the documentation has them."""
    for name, value in said.items():
        there = node.get(name)
        if there is None:
            yield draft.tree.insert_entry(node, name, value)
        elif there.value != value:
            yield draft.tree.set_scalar(there, value)


def annotation(draft: Draft, node: Node, said: Mapping[str, Json]) -> Iterator[Changes | None]:
    """The changes that give an annotation these values; what else it says stays."""
    there = node.get("annotation")
    if there is None:
        yield draft.tree.insert_entry(node, "annotation", dict(said))
        return
    lacking = [name for name in said if name not in there.mapping]
    if lacking and draft.tree.is_flow(there):
        whole = {**{name: below.plain() for name, below in there.mapping.items()}, **said}
        yield draft.tree.set_value(there, whole)
        return
    yield from keys(draft, there, said)

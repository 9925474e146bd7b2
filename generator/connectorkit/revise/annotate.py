"""Edits of an operation's annotation (family, revision, status) and other keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from connectorkit.edit.draft import Draft
from connectorkit.edit.yaml_tree import Changes
from connectorkit.model.connector import Json
from connectorkit.read.yaml_document import Node


def keys(draft: Draft, node: Node, said: Mapping[str, Json]) -> Iterator[Changes | None]:
    """The changes that set keys of an operation; new keys are inserted in the documented order."""
    for name, value in said.items():
        there = node.get(name)
        if there is None:
            yield draft.tree.insert_entry(node, name, value)
        elif there.value != value:
            yield draft.tree.set_scalar(there, value)


def annotation(draft: Draft, node: Node, said: Mapping[str, Json]) -> Iterator[Changes | None]:
    """The changes that set keys of an annotation; its other keys are kept."""
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

"""Names in the sandbox part of a source must be names of the connector: its operations, its own collections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.diagnostics.phrases import nearest
from connectorkit.read import nodes
from connectorkit.read.yaml_document import Node

_COLLECTIONS = ("create", "list", "view", "update", "delete", "search", "collection", "parent")


def findings(sandbox: Node | None, operations: Iterable[str]) -> Iterator[Finding]:
    """A finding for each operation or collection that the sandbox names and the connector does not have."""
    if sandbox is None or not isinstance(sandbox.value, dict):
        return
    ids, kept = set(operations), set(nodes.entries(sandbox, "collections"))
    for part in ("operations", "events"):
        said = sandbox.get(part)
        for name, place in said.keys.items() if said else ():
            if name not in ids:
                yield _unknown("operation", name, place, ids)
    for node in _holders(sandbox):
        for named in _named(node):
            if isinstance(named.value, str) and named.text not in kept:
                yield _unknown("collection", named.text, named.span, kept)


def _holders(sandbox: Node) -> Iterator[Node]:
    batches = sandbox.get("batches")
    several = [*nodes.entries(sandbox, "operations").values(), *nodes.entries(sandbox, "collections").values()]
    for node in [*several, *([batches] if batches else [])]:
        yield node
        group = node.get("group")
        if group is not None:
            yield group


def _named(node: Node) -> Iterator[Node]:
    for key in _COLLECTIONS:
        said = node.get(key)
        if said is not None:
            yield from said.sequence or [said]
    yield from nodes.entries(node, "counts").values()


def _unknown(kind: str, name: str, place: Span, known: set[str]) -> Finding:
    near = nearest(name, known, 0.6)
    way = f"Did you mean '{near}'?" if near else f"There are: {', '.join(sorted(known)) or 'none'}."
    return Finding("SBX001", f"The sandbox speaks of the {kind} '{name}', which does not exist.", place, way)

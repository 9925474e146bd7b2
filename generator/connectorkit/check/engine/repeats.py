"""Repeated parts of a connector."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

from connectorkit.check.engine.connector_index import At, Plain

# The number of repetitions from which rules report a part.
TIMES = 3
_BESIDE = frozenset(("required", "x-ms-url-encoding", "allowEmptyValue"))


def alike(keyed: Iterable[tuple[Hashable, At]]) -> Iterator[list[At]]:
    """Groups of equal parts; ``keyed`` has a key for each part that equal parts have in common."""
    groups_of: dict[Hashable, list[list[At]]] = defaultdict(list)
    for key, at in keyed:
        for group in groups_of[key][:20]:
            if _compared(group[0]) == _compared(at):
                group.append(at)
                break
        else:
            groups_of[key].append([at])
    yield from (group for groups in groups_of.values() for group in groups if len(group) >= TIMES)


def _compared(at: At) -> Plain:
    """The keys of a part that are compared: those that makers read and fill in."""
    if at.kind == "schema":
        return {"properties": at.node["properties"], "required": at.node.get("required") or []}
    return {key: value for key, value in at.node.items() if key not in _BESIDE}

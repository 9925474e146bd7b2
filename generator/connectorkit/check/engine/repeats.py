"""Parts of a connector that say the same several times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator

from connectorkit.check.engine.connector_index import At, Plain

# So often a thing is said before rules speak of it.
TIMES = 3
_BESIDE = frozenset(("required", "x-ms-url-encoding", "allowEmptyValue"))


def alike(keyed: Iterable[tuple[Hashable, At]]) -> Iterator[list[At]]:
    """Parts that are equal in all that they say, by what they have in common at first sight."""
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
    """What counts when two parts are compared: what makers read and fill in."""
    if at.kind == "schema":
        return {"properties": at.node["properties"], "required": at.node.get("required") or []}
    return {key: value for key, value in at.node.items() if key not in _BESIDE}

"""References inside a document: whether a ``$ref`` can be resolved."""

from __future__ import annotations

from urllib.parse import unquote

from connectorkit.model import json_pointer
from connectorkit.model.connector import Json

Plain = dict[str, Json]
OUTSIDE, NOTHING, ITSELF = "outside", "nothing", "itself"


def wrong(root: Plain, target: str) -> str:
    """Why a reference has no target in ``root``: OUTSIDE, NOTHING or ITSELF; "" when it has one."""
    seen: set[str] = set()
    while True:
        if not target.startswith("#"):
            return OUTSIDE
        if target in seen:
            return ITSELF
        seen.add(target)
        found = json_pointer.find(root, target, None)
        if found is None:
            found = json_pointer.find(root, unquote(target), None)
        if found is None:
            return NOTHING
        below = found.get("$ref") if isinstance(found, dict) else None
        if not isinstance(below, str):
            return ""
        target = below

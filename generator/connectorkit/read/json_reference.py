"""References inside a document: what a ``$ref`` leads to, if anything."""

from __future__ import annotations

from urllib.parse import unquote

from connectorkit.model.connector import Json

Plain = dict[str, Json]
OUTSIDE, NOTHING, ITSELF = "outside", "nothing", "itself"


def wrong(root: Plain, target: str) -> str:
    """What is wrong with a reference: OUTSIDE, NOTHING or ITSELF; "" when it leads to something in ``root``."""
    seen: set[str] = set()
    while True:
        if not target.startswith("#"):
            return OUTSIDE
        if target in seen:
            return ITSELF
        seen.add(target)
        found = _at(root, target)
        found = _at(root, unquote(target)) if found is None else found
        if found is None:
            return NOTHING
        below = found.get("$ref") if isinstance(found, dict) else None
        if not isinstance(below, str):
            return ""
        target = below


def _at(root: Plain, target: str) -> Json:
    node: Json = root
    for step in target.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(node, list):
            node = node[int(key)] if key.isdecimal() and len(key) < 9 and int(key) < len(node) else None
        else:
            node = node.get(key) if isinstance(node, dict) else None
    return node

"""Extensions that all operations have with the same value, declared once for the connector."""

from __future__ import annotations

import json
from collections.abc import Mapping

from connectorkit.model.connector import Json

Plain = dict[str, Json]
KEY = "operations_extra"


def take(operations: list[Plain]) -> Plain:
    """The extensions that all of several operations have in ``extra`` with the same value, removed from these."""
    nodes = [node for node in operations if "path" not in node]
    if len(nodes) < 2:
        return {}
    found = {
        key: value
        for key, value in _extra(nodes[0]).items()
        if key.startswith("x-") and all(_has(node, key, value) for node in nodes[1:])
    }
    for node in nodes if found else ():
        lean(node, found)
    return found


def lean(node: Plain, shared: Mapping[str, Json]) -> None:
    """Remove the shared extensions from the operation ``node``; one that lacks a shared extension opts out."""
    own = _extra(node)
    if not shared:
        return
    if not shared.keys() <= own.keys():
        node[KEY] = False
        return
    rest = {key: value for key, value in own.items() if key not in shared or not _has(node, key, shared[key])}
    node.pop("extra", None)
    if rest:
        node["extra"] = rest


def _extra(node: Plain) -> Plain:
    said = node.get("extra")
    return said if isinstance(said, dict) else {}


def _has(node: Plain, key: str, value: Json) -> bool:
    """Whether an operation has exactly that value: true is not 1, and the order of keys counts."""
    own = _extra(node)
    return key in own and json.dumps(own[key]) == json.dumps(value)

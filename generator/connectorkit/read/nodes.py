"""Plain values from the validated tree of a source."""

from __future__ import annotations

from typing import cast

from connectorkit.model.connector import Json
from connectorkit.model.format_keywords import AGENTS, Words
from connectorkit.read.yaml_document import Node


def items(node: Node | None, key: str) -> list[Node]:
    """The items of the list under ``key``."""
    below = node.get(key) if node else None
    return below.sequence if below else []


def entries(node: Node | None, key: str) -> dict[str, Node]:
    """The entries of the mapping under ``key``."""
    below = node.get(key) if node else None
    return below.mapping if below else {}


def text(node: Node | None, key: str, default: str = "") -> str:
    """The text under ``key``, or ``default``."""
    below = node.get(key) if node else None
    return below.text if below and isinstance(below.value, str) else default


def optional(node: Node, key: str) -> str | None:
    """The text under ``key``, None when there is no such key."""
    below = node.get(key)
    return below.text if below else None


def texts(node: Node, key: str) -> tuple[str, ...] | None:
    """The texts of the list under ``key``, None when there is no such key."""
    below = node.get(key)
    return tuple(item.text for item in below.sequence) if below else None


def plain(node: Node | None, key: str) -> dict[str, Json]:
    """The mapping under ``key`` without places."""
    return mapping(node.get(key) if node else None)


def mapping(node: Node | None) -> dict[str, Json]:
    """A mapping without places; empty for anything else."""
    return cast("dict[str, Json]", node.plain()) if node and isinstance(node.value, dict) else {}


def flag(node: Node, key: str, default: bool = False) -> bool:
    """The boolean under ``key``, or ``default``."""
    below = node.get(key)
    return default if below is None else below.value is True


def words(node: Node, table: Words) -> dict[str, Json]:
    """The values of ``node`` under the keys of ``table``, by the corresponding keys of the swagger."""
    below = node.mapping
    if table.keys().isdisjoint(below):
        return {}
    return {wire: below[key].plain() for key, (wire, _) in table.items() if key in below}


def agents(node: Node) -> dict[str, Json]:
    """The values under ``agents`` of ``node``, by the corresponding keys of the swagger."""
    said = node.get("agents")
    return words(said, AGENTS) if said is not None else {}

"""Resolve paging, and the part of it that the platform gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectorkit.model.connector import Json, Pages
from connectorkit.read import nodes
from connectorkit.sandbox.shapes.response_paths import split

if TYPE_CHECKING:
    from connectorkit.read.yaml_document import Node

HEADERS = ("next", "last", "page_count", "total")
"""The keys of ``pages`` that may name a header of the response."""


def pages(node: Node | None) -> Pages | None:
    """The paging of an operation; None where the source declares none."""
    if node is None:
        return None
    by = nodes.text(node, "by", "page")
    return Pages(
        nodes.text(node, "items"),
        by,
        "" if by == "link" else nodes.text(node, by, "page"),
        _number(node, "first", 1 if by == "page" else 0),
        nodes.text(node, "size"),
        _number(node, "max_size", 0),
        nodes.text(node, "current"),
        nodes.text(node, "last"),
        nodes.text(node, "page_count"),
        nodes.text(node, "total"),
        nodes.text(node, "more"),
        nodes.text(node, "next"),
        nodes.text(node, "last_item"),
        {key: nodes.text(below, "header") for key in HEADERS if (below := _mapping(node, key)) is not None},
    )


def for_platform(node: Node | None) -> dict[str, Json]:
    """The x-ms-pageable of an operation whose links the platform follows too; empty for others."""
    said = node.get("platform") if node is not None else None
    if node is None or said is None or said.value is False or _mapping(node, "next") is not None:
        return {}
    made: dict[str, Json] = {"nextLinkName": ".".join(split(nodes.text(node, "next")))}
    below = _mapping(node, "platform")
    for key, wire in (("item_name", "itemName"), ("operation", "operationName")):
        value = nodes.optional(below, key) if below is not None else None
        if value is not None:
            made[wire] = value
    return {"x-ms-pageable": made}


def _mapping(node: Node, key: str) -> Node | None:
    below = node.get(key)
    return below if below is not None and isinstance(below.value, dict) else None


def _number(node: Node, key: str, default: int) -> int:
    below = node.get(key)
    return below.value if below is not None and isinstance(below.value, int) else default

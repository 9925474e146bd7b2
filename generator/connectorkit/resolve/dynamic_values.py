"""Resolve drop-downs and schemas that an operation supplies while a flow is edited."""

from __future__ import annotations

from connectorkit.model.connector import Argument, Options, Shape
from connectorkit.read import nodes
from connectorkit.read.yaml_document import Node


def options(node: Node) -> Options:
    """The drop-down that ``node`` declares."""
    below = node.get("list")
    own = below if below is not None and isinstance(below.value, dict) else None
    written = nodes.text(node, "written", "values")
    return Options(
        nodes.text(node, "operation"),
        nodes.text(node, "value"),
        nodes.text(node, "title"),
        nodes.text(node, "collection"),
        _arguments(node),
        written in ("values", "both"),
        written in ("list", "both") or own is not None,
        nodes.text(node, "capability"),
        nodes.text(node, "built_in"),
        nodes.text(node, "folder"),
        node.get("with") is not None,
        options(own) if own is not None else None,
        nodes.plain(node, "extra"),
    )


def shape(node: Node) -> Shape:
    """The dynamic schema that ``node`` declares."""
    below = node.get("properties")
    own = below if below is not None and isinstance(below.value, dict) else None
    written = nodes.text(node, "written", "schema")
    return Shape(
        nodes.text(node, "operation"),
        nodes.text(node, "value"),
        _arguments(node),
        written in ("schema", "both"),
        written in ("properties", "both") or own is not None,
        node.get("with") is not None,
        shape(own) if own is not None else None,
        nodes.plain(node, "extra"),
    )


def _arguments(node: Node) -> tuple[Argument, ...]:
    return tuple(_argument(name, value) for name, value in nodes.entries(node, "with").items())


def _argument(name: str, value: Node) -> Argument:
    if not isinstance(value.value, dict):
        return Argument(name, value.plain())
    if "from" in value.value:
        return Argument(name, reference=value.value["from"].text, path=nodes.text(value, "path"))
    if "value" in value.value:
        return Argument(name, value.value["value"].plain(), wrapped=True)
    below = value.get("raw")
    return Argument(name, raw=below.plain() if below is not None else value.plain())

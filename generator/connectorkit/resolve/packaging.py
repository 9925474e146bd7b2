"""The key ``package`` of connector.yaml: the name of the Python client, or everything about packages."""

from __future__ import annotations

from connectorkit.model.packaging import ID_KEYS, Packaging, Publisher, SampleFlow, Solution, Variable
from connectorkit.read import nodes
from connectorkit.read.yaml_document import Node


def client(root: Node) -> str:
    """The declared name of the Python client; "" when the source has none."""
    return nodes.text(root, "package") or nodes.text(root.get("package"), "client")


def packaging(root: Node) -> Packaging:
    """The packaging of a validated source."""
    node = root.get("package")
    if node is None or not isinstance(node.value, dict):
        return Packaging(span=root.keys.get("package") or root.keys.get("connector") or root.span)
    ids = nodes.entries(node, "ids")
    return Packaging(
        span=root.keys.get("package", node.span),
        name=nodes.text(node, "name"),
        publisher=_publisher(node.get("publisher")),
        solution=_solution(node.get("solution")),
        group=nodes.text(node, "group"),
        folder=nodes.text(node, "folder"),
        ids={key: ids[key].text for key in ID_KEYS if key in ids},
        flow=_flow(node.get("flow")),
        variables=tuple(_variable(name, one) for name, one in nodes.entries(node, "environment_variables").items()),
    )


def _publisher(node: Node | None) -> Publisher:
    said = nodes.mapping(node)
    number = said.get("option_value_prefix")
    return Publisher(
        nodes.text(node, "prefix"),
        nodes.text(node, "name"),
        nodes.text(node, "title"),
        nodes.text(node, "description"),
        number if isinstance(number, int) else 0,
    )


def _solution(node: Node | None) -> Solution:
    keys = ("name", "title", "description", "version")
    return Solution(*(nodes.text(node, key) for key in keys))


def _flow(node: Node | None) -> SampleFlow:
    actions = nodes.texts(node, "actions") if node is not None else None
    inputs = {name: nodes.mapping(one) for name, one in nodes.entries(node, "inputs").items()}
    return SampleFlow(nodes.text(node, "title"), nodes.text(node, "trigger"), actions or (), inputs)


def _variable(name: str, node: Node) -> Variable:
    places = nodes.texts(node, "at") or (nodes.text(node, "at"),)
    return Variable(node.span, name, places, *(nodes.text(node, key) for key in ("title", "description", "type")))

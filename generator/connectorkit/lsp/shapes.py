"""Schemas as written in the files: which YAML entries define what is under a name, with named types resolved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from connectorkit.diagnostics.finding import Span
from connectorkit.read import nodes
from connectorkit.read.yaml_document import Node

Shape = tuple[Node, ...]
"""The mappings that describe one value together: its own, then those of the types that it extends."""
ITEMS = "[]"
_NAMED = ("fields", "undeclared")


class Shapes:
    """The shapes of a source with its named types."""

    def __init__(self, types: Mapping[str, Node]) -> None:
        self._types = types
        self._lists: dict[int, Node] = {}

    def of(self, node: Node | None, seen: tuple[str, ...] = ()) -> Shape:
        """The shape that a node describes."""
        if node is None:
            return ()
        if node.text:
            return self._word(node, node.text, seen)
        if not isinstance(node.value, dict):
            return ()
        named = node.get("type") or node.get("ref")
        parts = [self.of(part, seen) for part in nodes.items(node, "all_of")]
        base = self._word(named, named.text, seen) if named is not None else ()
        return (node, *base, *(one for part in parts for one in part))

    def entries(self, shape: Shape, name: str) -> list[tuple[Span, Node]]:
        """The definitions of a field, as the span of the key and the node, in order of precedence."""
        found: list[tuple[Span, Node]] = []
        for layer in shape:
            for key in _NAMED:
                fields = layer.get(key)
                if fields is not None and name in fields.mapping:
                    found.append((fields.keys[name], fields.mapping[name]))
            if found and _is_whole(found[-1][1]):
                break
        return found

    def below(self, shape: Shape, step: str) -> Shape:
        """The shape of a field, or of the items of a list."""
        if step == ITEMS:
            listed = [layer.mapping["items"] for layer in shape if "items" in layer.mapping]
        else:
            listed = [node for _, node in self.entries(shape, step)]
        return tuple(one for node in listed for one in self.of(node))

    def names(self, shape: Shape) -> Iterator[str]:
        """The names of the fields."""
        yield from dict.fromkeys(name for layer in shape for key in _NAMED for name in nodes.entries(layer, key))

    def has_items(self, shape: Shape) -> bool:
        """Whether the shape is a list whose items are described."""
        return any("items" in layer.mapping for layer in shape)

    def _word(self, node: Node, word: str, seen: tuple[str, ...]) -> Shape:
        if word.endswith(ITEMS):
            if id(node) not in self._lists:
                inner = Node(word.removesuffix(ITEMS), node.span, {})
                self._lists[id(node)] = Node({"items": inner}, node.span, {})
            return (self._lists[id(node)],)
        return self.of(self._types[word], (*seen, word)) if word in self._types and word not in seen else ()


def _is_whole(node: Node) -> bool:
    return bool(node.text) or any(node.get(key) is not None for key in ("type", "ref", "raw"))


def responses(operation: Node, first: str = "2d") -> list[Node]:
    """The nodes of the schemas of responses whose status begins with one of the letters ``first``."""
    found = [operation.mapping["returns"]] if "2" in first and "returns" in operation.mapping else []
    for status, below in nodes.entries(operation, "responses").items():
        schema = below.get("schema")
        found += [schema] if schema is not None and status[:1] in first else []
    return found


def body(operation: Node) -> Node | None:
    """The node of the schema of a body."""
    said = operation.get("body")
    return said.get("schema") or said if said is not None else None

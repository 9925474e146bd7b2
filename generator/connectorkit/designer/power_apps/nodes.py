"""Objects of a definition with references resolved in the way of OpenAPI.NET."""

from __future__ import annotations

from typing import NamedTuple

from connectorkit.designer.javascript import Plain, same
from connectorkit.model.json_pointer import escape, split
from connectorkit.model.json_value import Json, mapping


class Node(NamedTuple):
    """An object that is not a reference.

    ``pointer``: its place. ``site``: the place of its use, the same without a reference. ``name``: the reference to it,
    "" for none.
    """

    node: Plain
    pointer: str = ""
    site: str = ""
    name: str = ""

    def text(self, key: str) -> str:
        """The string under a key; "" for other values."""
        value = self.node.get(key)
        return value if isinstance(value, str) else ""

    @property
    def internal(self) -> bool:
        """Whether makers never see it."""
        return same(self.node.get("x-ms-visibility"), "internal")


class Nodes:
    """The objects of one definition."""

    def __init__(self, definition: Plain) -> None:
        self.root = Node(definition)

    def below(self, around: Node, *steps: str) -> Node:
        """The object below another one, by names of properties; an empty one if there is none."""
        value: Json = around.node
        site = around.pointer
        for step in steps:
            value = value.get(step) if isinstance(value, dict) else None
            site = f"{site}/{escape(step)}"
        return Node(value, site, site) if isinstance(value, dict) and "$ref" not in value else self.of(value, site)

    def each(self, around: Node, key: str) -> list[Node]:
        """The objects of a list."""
        listed = around.node.get(key)
        if not isinstance(listed, list):
            return []
        return [self.of(one, f"{around.pointer}/{key}/{index}") for index, one in enumerate(listed)]

    def of(self, value: Json, site: str) -> Node:
        """The object of a value, references resolved; an empty one for a broken reference.

        Only entries of ``definitions``, ``parameters`` and ``responses`` can be targets.
        """
        pointer, name, passed = site, "", set[str]()
        while isinstance(value, dict) and isinstance(target := value.get("$ref"), str):
            steps = split(target)
            if target in passed or not target.startswith("#/") or len(steps) != 2:
                return Node({}, pointer, site, name or target)
            passed.add(target)
            pointer, name = target.removeprefix("#"), name or target
            value = mapping(self.root.node.get(steps[0])).get(steps[1])
        return Node(mapping(value), pointer, site, name)

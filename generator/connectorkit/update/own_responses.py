"""Changes of a default response in a single operation.

The operation gets a response that overrides the default one; the other operations keep the default.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from connectorkit.edit import item_edits
from connectorkit.edit.yaml_tree import Changes, YamlTree
from connectorkit.model import json_pointer
from connectorkit.model.connector import Json
from connectorkit.read.yaml_document import Node
from connectorkit.update.sides import Plain, mapping
from connectorkit.validate import exact_keys, list_keys

_OPERATION, _RESPONSE = 3, 5
_DEFAULTS = "default_responses"


class Default(NamedTuple):
    """A default response as it applies to one operation; ``said`` is the `responses` of that operation."""

    node: Node
    operation: Node
    said: Node | None
    status: str


@dataclass(frozen=True, slots=True)
class OwnResponses:
    """Finds and overrides them. ``root`` is the top of connector.yaml, and ``node`` returns the node for a pointer."""

    text: YamlTree
    root: Node
    node: Callable[[str], Node | None]

    def find(self, pointer: str) -> Default | None:
        """The default response at a pointer or around it; None if the operation declares the response itself."""
        at = json_pointer.split(pointer)
        if len(at) < _RESPONSE or at[0] != "paths" or at[3] != "responses":
            return None
        operation, node = self.node(json_pointer.join(at[:_OPERATION])), self.node(json_pointer.join(at[:_RESPONSE]))
        usual = exact_keys.get(self.root, _DEFAULTS)
        if operation is None or node is None or usual is None or all(one is not node for one in usual.mapping.values()):
            return None
        return Default(node, operation, operation.get("responses"), at[4])

    def written(self, one: Default, value: Json) -> Changes | None:
        """The changes that set the response of the operation to ``value``; None if it already has one."""
        if one.said is None:
            return self.text.insert_entry(one.operation, "responses", {one.status: value})
        return self.text.insert_entry(one.said, one.status, value) if one.status not in one.said.mapping else None

    def ways(self, pointer: str, said: Plain) -> Iterator[Changes | None]:
        """The changes that add ``said`` to the response at a pointer, or to its schema, and keep the default keys."""
        one, at = self.find(pointer), json_pointer.split(pointer)
        if one is None or len(at) > _RESPONSE + 1 or at[_RESPONSE:] not in ([], ["schema"]):
            return
        value = one.node.plain()
        if at[_RESPONSE:]:
            schema = mapping(value).get("schema")
            if schema is None or (inner := merged_over(schema, said)) is None:
                return
            said = {"schema": inner}
        if isinstance(value, str) and list(said) == ["description"]:
            yield self.written(one, said["description"])
        yield self.written(one, {**({"description": value} if isinstance(value, str) else mapping(value)), **said})


def merged_over(value: Json, said: Json) -> Json | None:
    """A field with ``said`` merged at any depth; None if they cannot be merged."""
    if not isinstance(said, dict) or isinstance(value, list):
        return said
    if isinstance(value, str):
        inner = said.get("items")
        short = value.endswith(list_keys.MARK) and isinstance(inner, dict) and len(said) == 1
        return item_edits.list_of(item_edits.of_word(value, mapping(inner))) if short else {"type": value, **said}
    made = dict(mapping(value))
    for key, one in said.items():
        if key == "items" and key not in made:
            return None
        short_key = key + list_keys.MARK
        if short_key in made:
            inner = mapping(one).get("items")
            if not isinstance(inner, dict) or not set(inner) <= set(list_keys.ITEM):
                return None
            key, one = short_key, inner
        below = merged_over(made[key], one) if key in made else one
        if below is None:
            return None
        made[key] = below
    return made

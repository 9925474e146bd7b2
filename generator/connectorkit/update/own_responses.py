"""Own responses: what changes in one operation alone, of a response that the source has once for all of them.

The operation then gets that response as one of its own, and the others keep theirs.
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
    """A response of all operations, as one operation has it; ``said`` is the `responses` of that operation."""

    node: Node
    operation: Node
    said: Node | None
    status: str


@dataclass(frozen=True, slots=True)
class OwnResponses:
    """Finds them. ``root`` is the top of connector.yaml, and ``node`` gives the node behind a pointer."""

    text: YamlTree
    root: Node
    node: Callable[[str], Node | None]

    def find(self, pointer: str) -> Default | None:
        """The default response that is at a pointer, or around it; None where the operation says it itself."""
        at = json_pointer.split(pointer)
        if len(at) < _RESPONSE or at[0] != "paths" or at[3] != "responses":
            return None
        operation, node = self.node(json_pointer.join(at[:_OPERATION])), self.node(json_pointer.join(at[:_RESPONSE]))
        usual = exact_keys.get(self.root, _DEFAULTS)
        if operation is None or node is None or usual is None or all(one is not node for one in usual.mapping.values()):
            return None
        return Default(node, operation, operation.get("responses"), at[4])

    def written(self, one: Default, value: Json) -> Changes | None:
        """The response of the operation as ``value``, where it has none of its own yet."""
        if one.said is None:
            return self.text.insert_entry(one.operation, "responses", {one.status: value})
        return self.text.insert_entry(one.said, one.status, value) if one.status not in one.said.mapping else None

    def ways(self, pointer: str, said: Plain) -> Iterator[Changes | None]:
        """``said`` of the response at a pointer, or of its schema, beside what the default one says."""
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
    """A field with ``said`` beside what it says already, as deep as it says something; None where they do not fit."""
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

"""Changes of one use of a type, or of the items of a short list.

The type itself, which others use too, is not changed: the use overrides it. `Order[]` and `lines[]` have no node for an
item, so for a change of the item the list is written out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from connectorkit.edit import item_edits
from connectorkit.edit.yaml_tree import Changes, YamlTree
from connectorkit.model import json_pointer
from connectorkit.model.connector import UNSET, Json
from connectorkit.read.yaml_document import Node
from connectorkit.update.own_responses import OwnResponses
from connectorkit.update.sides import Plain, mapping
from connectorkit.update.steps import Step
from connectorkit.validate import list_keys

# The number of levels up to which the use of a type is searched.
_MOST_ABOVE = 8
_INNER = {"items": "items", "additionalProperties": "additional"}


@dataclass(frozen=True, slots=True)
class Overlay:
    """Finds the changes. ``node`` returns the node for a pointer of ``current``; ``after`` a field after a step."""

    text: YamlTree
    current: Plain
    after: Callable[[str, Step], Json]
    node: Callable[[str], Node | None]
    own: OwnResponses

    def ways(self, step: Step, pointer: str, said: Plain) -> Iterator[Changes | None]:
        """The changes that set ``said`` for the value at ``pointer``, from each node above it, the nearest first.

        The item of a type is replaced by that of its use, so it is also tried with all its keys.
        """
        options: list[Plain] = [said]
        for _ in range(_MOST_ABOVE):
            above, key, name = self._step(pointer)
            if key:
                options = [{key: one} for one in (*options, self.after(pointer, step))]
            elif name:
                options = [{"fields": {name: one}} for one in options]
            else:
                for one in options:
                    yield from self.own.ways(pointer, one)
                return
            pointer = above
            node = self.node(pointer)
            yield from (item_edits.merged_over(self.text, node, one) for one in options if node is not None)

    def item(self, pointer: str, said: Json) -> Iterator[Changes | None]:
        """The changes that set the item of a short list."""
        above, key, _ = self._step(pointer)
        node = self.node(above)
        if node is None or key != "items":
            return
        if isinstance(node.value, str):
            yield self.text.set_value(node, item_edits.list_of(said))
        elif (word := node.get("type")) is not None and word.text.endswith(list_keys.MARK):
            yield item_edits.typed(self.text, node, said)

    def _step(self, pointer: str) -> tuple[str, str, str]:
        """The pointer of the schema around one, and the key or property name that leads back."""
        above, _, name = pointer.rpartition("/")
        # A property may have the name `items`, and an object one of the name `properties`.
        around = mapping(json_pointer.find(self.current, above, UNSET))
        listed = not above.endswith("/properties") or isinstance(around.get("type"), str)
        if listed:
            return above, _INNER.get(name, ""), ""
        return above.removesuffix("/properties"), "", json_pointer.unescape(name)

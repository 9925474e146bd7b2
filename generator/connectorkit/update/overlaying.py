"""Overlaying: more about one use of a type, or about the items of a list that is written short.

What others use too stays as it is: the use says more.
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

# So far up the use of a type is looked for.
_MOST_ABOVE = 8
_INNER = {"items": "items", "additionalProperties": "additional"}


@dataclass(frozen=True, slots=True)
class Overlay:
    """Finds the changes. ``node`` gives the node behind a pointer of ``current``; ``after`` a field after a step."""

    text: YamlTree
    current: Plain
    after: Callable[[str, Step], Json]
    node: Callable[[str], Node | None]
    own: OwnResponses

    def ways(self, step: Step, pointer: str, said: Plain) -> Iterator[Changes | None]:
        """``said`` of what is at ``pointer``, by each node above it, the nearest first.

        An item that a type says is replaced by the one of its use, so that it is also tried with all that it has.
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
            yield from (item_edits.laid_over(self.text, node, one) for one in options if node is not None)

    def item(self, pointer: str, said: Json) -> Iterator[Changes | None]:
        """Another item for a list that is written short."""
        above, key, _ = self._step(pointer)
        node = self.node(above)
        if node is None or key != "items":
            return
        if isinstance(node.value, str):
            yield self.text.set_value(node, item_edits.list_of(said))
        elif (word := node.get("type")) is not None and word.text.endswith(list_keys.MARK):
            yield item_edits.typed(self.text, node, said)

    def _step(self, pointer: str) -> tuple[str, str, str]:
        """The pointer of the schema around one, and the key, or the name of the property, that leads from there."""
        above, _, name = pointer.rpartition("/")
        # A property may have the name `items`, and an object one of the name `properties`.
        around = mapping(json_pointer.find(self.current, above, UNSET))
        listed = not above.endswith("/properties") or isinstance(around.get("type"), str)
        if listed:
            return above, _INNER.get(name, ""), ""
        return above.removesuffix("/properties"), "", json_pointer.unescape(name)

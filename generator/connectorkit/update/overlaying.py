"""Changes of one use of a type, or of the items of a short list.

The type itself, which others use too, is not changed: the use overrides it. `Order[]` and `lines[]` have no node for an
item, so for a change of the item the list is written out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from connectorkit.edit import entry_edits
from connectorkit.edit.yaml_tree import Changes, YamlTree
from connectorkit.model import json_pointer
from connectorkit.model.connector import UNSET, Json
from connectorkit.read.yaml_document import Node
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
                return
            pointer = above
            node = self.node(pointer)
            yield from (self._over(node, one) for one in options)

    def item(self, pointer: str, said: Json) -> Iterator[Changes | None]:
        """The changes that set the item of a short list."""
        above, key, _ = self._step(pointer)
        node = self.node(above)
        if node is None or key != "items":
            return
        if isinstance(node.value, str):
            yield self.text.set_value(node, _list(said))
        elif (word := node.get("type")) is not None and word.text.endswith(list_keys.MARK):
            yield self._typed(node, said)

    def _step(self, pointer: str) -> tuple[str, str, str]:
        """The pointer of the schema around one, and the key or property name that leads back."""
        above, _, name = pointer.rpartition("/")
        # A property may have the name `items`, and an object one of the name `properties`.
        around = mapping(json_pointer.find(self.current, above, UNSET))
        listed = not above.endswith("/properties") or isinstance(around.get("type"), str)
        if listed:
            return above, _INNER.get(name, ""), ""
        return above.removesuffix("/properties"), "", json_pointer.unescape(name)

    def _over(self, node: Node | None, said: Plain) -> Changes | None:
        """Merge ``said`` into a node, at any depth."""
        if node is None or len(said) != 1:
            return None
        ((key, value),) = said.items()
        if key == "items" and isinstance(value, dict) and node.get("items") is None:
            return self._items(node, value)
        if isinstance(node.value, str):
            return self.text.widened(node, "type", said)
        short = node.get(key + list_keys.MARK)
        there = node.get(key) or (short if short and list_keys.is_list(key + list_keys.MARK, short.mapping) else None)
        if there is None:
            return self.text.insert_entry(node, key, value)
        if not isinstance(value, dict):
            return self.text.set_scalar(there, value)
        return self._over(there, value) if isinstance(there.value, (dict, str)) else None

    def _items(self, node: Node, said: Plain) -> Changes | None:
        """Set ``said`` for the items of a list without `items`."""
        if isinstance(node.value, str):
            return self._word(node, said) if node.text.endswith(list_keys.MARK) else self._beside(node, said)
        word = node.get("type")
        if word is not None and word.text.endswith(list_keys.MARK):
            return self._typed(node, _of_word(word.text, said))
        if not entry_edits.is_short(self.text, node):
            return self._beside(node, said)
        if set(said) <= set(list_keys.ITEM):
            return self._over(node, said)
        return entry_edits.written_out(self.text, node, said)

    def _beside(self, node: Node, said: Plain) -> Changes | None:
        if isinstance(node.value, str):
            return self.text.widened(node, "type", {"items": said})
        return self.text.insert_entry(node, "items", said)

    def _word(self, node: Node, said: Plain) -> Changes | None:
        """Write ``Word[]`` as a mapping with ``said`` for its items."""
        start, end = self.text.offset(node.span), self.text.end(node)
        plain = self.text.text(node)[start:end].strip("'\"") == node.text
        return self.text.set_value(node, _list(_of_word(node.text, said))) if plain else None

    def _typed(self, node: Node, said: Json) -> Changes | None:
        """Write ``type: Word[]`` of a mapping as the word of another item, or as `items`."""
        ((key, value),) = made.items() if isinstance(made := _list(said), dict) else (("type", made),)
        return entry_edits.replaced(self.text, node, "type", key, value)


def _of_word(word: str, said: Plain) -> Plain:
    """The item of the list ``word`` with ``said`` merged; fields alone make it an object."""
    inner = word.removesuffix(list_keys.MARK)
    below = said.get("items")
    if inner.endswith(list_keys.MARK) and isinstance(below, dict) and len(said) == 1:
        return {"items": _of_word(inner, below)}
    return dict(said) if inner == "object" and "fields" in said else {"type": inner, **said}


def _list(item: Json) -> Json:
    """A list of an item, as a word where possible."""
    word = item.get("type") if isinstance(item, dict) and len(item) == 1 else item
    return word + list_keys.MARK if isinstance(word, str) else {"items": item}

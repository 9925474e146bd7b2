"""Changes of the items of a short list, such as `Order[]` and `lines[]`.

A short list has no node for an item, so a change that only an item can have expands the list.
"""

from __future__ import annotations

from connectorkit.edit import entry_edits
from connectorkit.edit.yaml_tree import Changes, YamlTree
from connectorkit.model.connector import Json
from connectorkit.read.yaml_document import Node
from connectorkit.validate import list_keys

Plain = dict[str, Json]


def merged_over(tree: YamlTree, node: Node, said: Plain) -> Changes | None:
    """The changes that merge ``said``, one key and its value, into a node, at any depth."""
    if len(said) != 1:
        return None
    ((key, value),) = said.items()
    if key == "items" and isinstance(value, dict) and node.get("items") is None:
        return _items(tree, node, value)
    if isinstance(node.value, str):
        return tree.widened(node, "type", said)
    short = node.get(key + list_keys.MARK)
    there = node.get(key) or (short if short and list_keys.is_list(key + list_keys.MARK, short.mapping) else None)
    if there is None:
        return tree.insert_entry(node, key, value)
    if not isinstance(value, dict):
        return tree.set_scalar(there, value)
    return merged_over(tree, there, value) if isinstance(there.value, (dict, str)) else None


def wrapped(said: Plain, depth: int) -> Plain:
    """``said`` of an item as the keys of its list, or of the outermost of ``depth`` nested lists."""
    for _ in range(depth):
        said = {"items": said}
    return said


def typed(tree: YamlTree, node: Node, item: Json) -> Changes | None:
    """Replace ``type: Word[]`` of a mapping by the word of another item, or by `items`."""
    ((key, value),) = made.items() if isinstance(made := list_of(item), dict) else (("type", made),)
    return entry_edits.replaced(tree, node, "type", key, value)


def list_of(item: Json) -> Json:
    """A list of an item, as a word where possible."""
    word = item.get("type") if isinstance(item, dict) and len(item) == 1 else item
    return word + list_keys.MARK if isinstance(word, str) else {"items": item}


def of_word(word: str, said: Plain) -> Plain:
    """The item of the list ``word`` with ``said`` merged; fields alone make it an object."""
    inner = word.removesuffix(list_keys.MARK)
    below = said.get("items")
    if inner.endswith(list_keys.MARK) and isinstance(below, dict) and len(said) == 1:
        return {"items": of_word(inner, below)}
    return dict(said) if inner == "object" and "fields" in said else {"type": inner, **said}


def renamed(tree: YamlTree, node: Node, old: str, new: str, depth: int) -> Changes | None:
    """Rename the item of a list ``Word[]`` with ``depth`` brackets, in the list itself or in its `type`."""
    word = node if isinstance(node.value, str) else node.get("type")
    marks = list_keys.MARK * depth
    return tree.set_scalar(word, new + marks) if word is not None and word.value == old + marks else None


def _items(tree: YamlTree, node: Node, said: Plain) -> Changes | None:
    """Set ``said`` for the items of a list without `items`."""
    if isinstance(node.value, str):
        return _word(tree, node, said) if node.text.endswith(list_keys.MARK) else _beside(tree, node, said)
    word = node.get("type")
    if word is not None and word.text.endswith(list_keys.MARK):
        return typed(tree, node, of_word(word.text, said))
    if not entry_edits.is_short(tree, node):
        return _beside(tree, node, said)
    if set(said) <= set(list_keys.ITEM):
        return merged_over(tree, node, said)
    return entry_edits.written_out(tree, node, said)


def _beside(tree: YamlTree, node: Node, said: Plain) -> Changes | None:
    if isinstance(node.value, str):
        return tree.widened(node, "type", {"items": said})
    return tree.insert_entry(node, "items", said)


def _word(tree: YamlTree, node: Node, said: Plain) -> Changes | None:
    """Write ``Word[]`` as a mapping with ``said`` for its items."""
    start, end = tree.offset(node.span), tree.end(node)
    plain = tree.text(node)[start:end].strip("'\"") == node.text
    return tree.set_value(node, list_of(of_word(node.text, said))) if plain else None

"""Edits of mapping entries, and of fields that are written short (`lines[]`)."""

from __future__ import annotations

from connectorkit.edit.yaml_tree import Changes, YamlTree
from connectorkit.model.connector import Json
from connectorkit.read.yaml_document import Node
from connectorkit.style import style
from connectorkit.validate import list_keys
from connectorkit.write import yaml_text


def replaced(tree: YamlTree, above: Node, old: str, new: str, value: Json) -> Changes | None:
    """Replace the entry ``old`` of a mapping by the entry ``new``; None where its text is not certain.

    A comment after the old entry stays on its line.
    """
    node, key = above.mapping[old], above.keys[old]
    start, end, text = tree.offset(key), tree.end(node), tree.text(node)
    if node.span.file != key.file or tree.commented(node, start, end) or text[start : start + 1] in ("?", "&", "!"):
        return None
    if text[tree.offset(node.span) : tree.offset(node.span) + 1] in ("&", "!", "*"):
        return None
    if tree.in_flow(node):
        return tree.change(node, start, end, f"{yaml_text.key(new, True)}: {yaml_text.inline(value, True)}")
    first, *lines = style.part({new: value}, tree.place(above), named=True)
    pad = tree.line_break(key.file) + " " * (key.column - 1)
    stop = tree.line_end(node, end)
    rest = "".join(pad + line if line else line for line in lines)
    if stop == end:
        return tree.change(node, start, end, first + rest)
    return (*(tree.change(node, start, end, first) or ()), *tree.change(node, stop, stop, rest))


def set_field(tree: YamlTree, node: Node, value: Json) -> Changes | None:
    """Set the value of a field; the entry `lines[]` becomes `lines`."""
    above, key = tree.parent(node), _key(tree, node)
    if above is None or not key:
        return tree.set_value(node, value)
    return replaced(tree, above, key, key.removesuffix(list_keys.MARK), value)


def field_value(tree: YamlTree, node: Node) -> Json:
    """The value of a field, with a list under a key such as `lines[]` written out, but not the lists in it."""
    if not is_short(tree, node):
        return node.plain()
    rest = {word: one.plain() for word, one in node.mapping.items() if word not in list_keys.ITEM}
    return {**rest, "items": list_keys.item(node).plain()}


def is_short(tree: YamlTree, node: Node) -> bool:
    """Whether a node is a list of objects under a key such as `lines[]`."""
    return bool(_key(tree, node))


def _key(tree: YamlTree, node: Node) -> str:
    above = tree.parent(node)
    if above is None or not list_keys.is_fields(tree.place(above)):
        return ""
    key = next((key for key, one in above.mapping.items() if one is node), "")
    return key if list_keys.is_list(key, node.mapping) else ""


def written_out(tree: YamlTree, node: Node, said: dict[str, Json]) -> Changes | None:
    """Write a list under `lines[]` as `lines` with ``said`` in its `items`; comments stay."""
    above, key = tree.parent(node), _key(tree, node)
    inner = [number for number, name in enumerate(tree.names(node)) if name in list_keys.ITEM]
    if above is None or not key or len(inner) != inner[-1] - inner[0] + 1:
        return None
    renamed = tree.rename_key(above, key, key.removesuffix(list_keys.MARK))
    items = tree.items(node)
    start, end, text = items[inner[0]][0], tree.end(items[inner[-1]][1]), tree.text(node)
    if renamed is None:
        return None
    if tree.is_flow(node):
        more = ", ".join(f"{yaml_text.key(name, True)}: {yaml_text.inline(one, True)}" for name, one in said.items())
        return (*renamed, *tree.change(node, start, end, f"items: {{{more}, {text[start:end]}}}"))
    break_ = tree.line_break(node.span.file)
    pad = break_ + " " * (node.span.column + 1)
    lines = style.part({"items": said}, tree.place(node))[1:]
    if not lines:
        lines = [f"  {yaml_text.key(name, False)}: {yaml_text.inline(one, False)}" for name, one in said.items()]
    deeper = break_.join(f"  {line}" if line.strip() else line for line in text[start:end].split(break_))
    head = "items:" + "".join(pad + line[2:] for line in lines)
    return (*renamed, *tree.change(node, start, end, f"{head}{pad}{deeper[2:]}"))

"""List keys: in `fields`, `messages[]` declares a list of objects, and its value describes one object.

`fields`, `undeclared` and `additional` describe an item; all other keys, such as `description` and `required`, the
list. With a `type`, a key that ends in [] is a plain name.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from connectorkit.model.connector import Json
from connectorkit.read.yaml_document import Node
from connectorkit.validate import key_order
from connectorkit.validate.key_order import Place

MARK = "[]"
ITEM = ("fields", "undeclared", "additional")
_WHOLE = frozenset(("type", "ref", "shared", "items"))
_ITEM = frozenset(ITEM)


def is_fields(place: Place | None) -> bool:
    """Whether a mapping at ``place`` holds fields by name."""
    return place is not None and place.concept == "field" and id(place.schema) in _schemas_of_fields()


@cache
def _schemas_of_fields() -> frozenset[int]:
    """The ids of the schemas of mappings with fields by name; schemas are never freed, so ids stay valid."""
    known = key_order.described(key_order.top("field"), ())["properties"]
    return frozenset(id(known[key]) for key in ITEM[:2]) if isinstance(known, dict) else frozenset()


def is_list(key: str, said: Collection[str]) -> bool:
    """Whether ``key`` of `fields` declares a list; ``said`` are the keys of its value."""
    return len(key) > len(MARK) and key.endswith(MARK) and "fields" in said and not _WHOLE & set(said)


def fits(key: str, said: Collection[str], items: Collection[str], others: Collection[str]) -> bool:
    """Whether the list ``key`` can be written short.

    ``said`` are its keys, ``items`` those of its `items`, ``others`` the names of the other fields.
    """
    short = key and "fields" in items and _ITEM.issuperset(items)
    return bool(short) and not (_WHOLE | _ITEM) - {"items"} & set(said) and key + MARK not in others and MARK not in key


def item(node: Node) -> Node:
    """The description of an item in a short list; for a word such as `Order[]`, the word of an item."""
    if isinstance(node.value, str):
        return Node(node.text.removesuffix(MARK), node.span, {})
    inner = {word: below for word, below in node.mapping.items() if word in ITEM}
    return Node(inner, node.span, {word: node.keys[word] for word in inner if word in node.keys})


def expanded(node: Node) -> Node:
    """The fields of a mapping with short lists written out, unless the name exists already."""
    if not any(is_list(key, one.mapping) for key, one in node.mapping.items()):
        return node
    entries: dict[str, Node] = {}
    spans = dict(node.keys)
    for key, one in node.mapping.items():
        name = key.removesuffix(MARK)
        if not is_list(key, one.mapping) or name in node.mapping:
            entries[key] = one
            continue
        rest = {word: below for word, below in one.mapping.items() if word not in ITEM}
        spans[name] = spans.get(key, one.span)
        entries[name] = Node({**rest, "items": item(one)}, one.span, {**one.keys, "items": spans[name]})
    return Node(entries, node.span, spans)


def shortened(value: Json, place: Place | None) -> Json:
    """A value at ``place`` with lists of objects written short."""
    if isinstance(value, list):
        below = key_order.items(place)
        return [shortened(item, below) for item in value]
    if not isinstance(value, dict) or place is None:
        return value
    view = key_order.mapping(place, value.keys())
    made = {key: shortened(one, view.below.get(key, view.others)) for key, one in value.items()}
    if not is_fields(place):
        return made
    return dict(_short(key, one, made) for key, one in made.items())


def _short(key: str, one: Json, others: Collection[str]) -> tuple[str, Json]:
    items = one.get("items") if isinstance(one, dict) else None
    if not isinstance(one, dict) or not isinstance(items, dict) or not fits(key, one, items, others):
        return key, one
    return key + MARK, {**{word: below for word, below in one.items() if word != "items"}, **items}

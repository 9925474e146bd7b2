"""The layout of an imported source: its files, their names, and the order of their keys."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from connectorkit.model import nouns
from connectorkit.model.connector import Json
from connectorkit.model.file_names import SOURCE
from connectorkit.model.python_names import unique
from connectorkit.style import style
from connectorkit.style.pieces import Group, Piece
from connectorkit.style.style import written
from connectorkit.validate import exact_keys, key_order
from connectorkit.validate.key_order import TYPES

Plain = dict[str, Json]
FEW = 5
SHORT = 180
"""Up to so many operations stand in connector.yaml itself, if they and the types need no more lines than that."""
_FEW_LINES = 3
_FOLDERS = {"action": "actions", "trigger": "triggers", "mcp": "mcp", "path": "paths"}
_LONGEST = 70
_DEVICES = frozenset(("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))))


def files(made: Plain, types: Plain, shapes: Plain, operations: Sequence[Plain]) -> dict[str, bytes]:
    """The files of a source: connector.yaml with ``made``, and the files that it names."""
    exact_keys.gather(made, key_order.top("connector"))
    for node in operations:
        exact_keys.gather(node, key_order.top("operation"))
    for named in (types, shapes):
        exact_keys.gather(named, key_order.top(TYPES))
    tree: dict[str, bytes] = {}
    texts = {key: written(value, TYPES) if value else "" for key, value in (("types", types), ("inline_types", shapes))}
    apart = [written(node, "operation") for node in operations]
    if len(operations) <= FEW and sum(text.count("\n") for text in (*apart, *texts.values())) <= SHORT:
        made["operations"] = list(operations)
        made |= {key: value for key, value in (("types", types), ("inline_types", shapes)) if value}
    else:
        names = file_names(operations)
        listed: list[Json] = []
        for name, text, node in zip(names, apart, operations, strict=True):
            listed.append(node if _is_inline(node) else name)
            if listed[-1] is not node:
                tree[name] = text.encode()
        made["operations"] = listed
        for key, text in texts.items():
            if text:
                made[key] = f"{key}.yaml"
                tree[f"{key}.yaml"] = text.encode()
    return {SOURCE: written(made, "connector").encode(), **tree}


def without_layout(data: bytes) -> bytes:
    """An imported connector.yaml without its key `layout`."""

    def change(value: Json) -> Json:
        made = dict(value) if isinstance(value, dict) else {}
        exact = made.pop(exact_keys.KEY, None)
        rest = {key: one for key, one in exact.items() if key != "layout"} if isinstance(exact, dict) else {}
        return {**made, exact_keys.KEY: rest} if rest else made

    return style.rewritten(SOURCE, data, "connector", _drop_layout, change).data


def _drop_layout(root: Piece) -> None:
    for entry in [*root.entries] if isinstance(root, Group) else ():
        if entry.key == exact_keys.KEY and isinstance(root, Group) and isinstance(entry.value, Group):
            entry.value.entries = [one for one in entry.value.entries if one.key != "layout"]
            if not entry.value.entries:
                root.entries.remove(entry)


def _is_inline(node: Plain) -> bool:
    """Whether an entry needs no file: an empty path, or one with a shared parameter."""
    return "path" in node and written(node, "operation").count("\n") <= _FEW_LINES


def file_names(operations: Sequence[Plain]) -> list[str]:
    """The file name of each entry, from what it does: ``actions/get_contact.yaml``."""
    folders = [_FOLDERS[nouns.kind(node)] for node in operations]
    paths = [f"{folder}/{_stem(node)}" for folder, node in zip(folders, operations, strict=True)]
    return [f"{path}.yaml" for path in unique(paths)]


def _stem(node: Plain) -> str:
    for words in (nouns.called(node), nouns.request_words(node), (nouns.kind(node),)):
        stem = ""
        for word in filter(None, map(_ascii, words)):
            if stem and len(stem) + len(word) >= _LONGEST:
                break
            stem = f"{stem}_{word[:_LONGEST]}" if stem else word[:_LONGEST]
        if stem:
            return f"{stem}_{nouns.kind(node)}" if stem in _DEVICES else stem
    return "operation"


def _ascii(word: str) -> str:
    text = unicodedata.normalize("NFKD", word.replace("ø", "o").replace("ß", "ss").replace("æ", "ae"))
    return "".join(letter for letter in text.lower() if letter.isascii() and letter.isalnum())

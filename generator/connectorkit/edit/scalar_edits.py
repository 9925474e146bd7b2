"""Edits of scalars that stay as close to the old text as its style allows."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple

from connectorkit.edit import character_map
from connectorkit.model.connector import Json
from connectorkit.write import yaml_text

# A longer text is neither a title nor a description, and not worth the time.
MOST = 100_000


class Around(NamedTuple):
    """The context of a YAML scalar. ``flow``: inside brackets; ``key``: it is a key; ``indent``: of block lines."""

    flow: bool
    key: bool
    indent: int


def yaml(text: str, old: Json, new: Json, around: Around) -> str | None:
    """The scalar ``text`` changed from the value ``old`` to ``new``; None when the result is not certain."""
    if len(text) > MOST:
        return None
    if not isinstance(new, str):
        return yaml_text.inline(new, True) if not around.key else None
    if not isinstance(old, str):
        return yaml_text.inline(new, around.flow or around.key)
    kind = character_map.style(text)
    read = next((one for one in character_map.yaml(text) if one.value == old), None)
    if read is not None:
        near = _near(text, read, new, lambda part: _encoded(part, kind, around))
        if _has_value(near, new) and (kind or yaml_text.plain(new, around.flow or around.key)):
            return near
    return _whole(kind, new, around)


def json_text(text: str, new: Json, ascii_only: bool) -> str:
    """The JSON text of ``new`` in place of ``text``; escapes of the old string are kept."""
    if not isinstance(new, str) or not text.startswith('"'):
        return json.dumps(new, ensure_ascii=ascii_only)
    near = _near(text, character_map.json(text), new, lambda part: json.dumps(part, ensure_ascii=ascii_only)[1:-1])
    return near if near is not None else json.dumps(new, ensure_ascii=ascii_only)


def _near(text: str, read: character_map.Spelling, new: str, encoded: Callable[[str], str | None]) -> str | None:
    """``text`` with only the characters replaced that differ in the value."""
    old = read.value
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    start, end = read.range(first, len(old) - last)
    middle = encoded(new[first : len(new) - last])
    return None if middle is None else text[:start] + middle + text[end:]


def _encoded(part: str, kind: str, around: Around) -> str | None:
    """A part of a value as written in a scalar of one style; None when the style cannot express it."""
    if kind == '"':
        return yaml_text.quoted(part)[1:-1]
    if yaml_text.special(part.replace("\n", "")) or ("\n" in part and kind != "|"):
        return None
    if kind == "|":
        return part.replace("\n", "\n" + " " * around.indent)
    return part.replace("'", "''") if kind == "'" else part


def _has_value(text: str | None, value: str) -> bool:
    return text is not None and any(one.value == value for one in character_map.yaml(text))


def _whole(kind: str, new: str, around: Around) -> str | None:
    """The whole value, in the old style where possible."""
    single = "'" + new.replace("'", "''") + "'"
    pad = "\n" + " " * around.indent
    end = "" if new.endswith("\n") else "-"
    ways = {
        "'": [single],
        '"': [],
        "": [yaml_text.inline(new, around.flow or around.key)],
        "|": [f"|{end}{pad}{new.removesuffix(chr(10)).replace(chr(10), pad)}"],
        ">": [f">{end}{pad}{new.removesuffix(chr(10))}"],
    }
    for way in [*ways[kind], yaml_text.quoted(new)]:
        odd = kind != '"' and way[0] != '"' and yaml_text.special(new.replace("\n", ""))
        if _has_value(way, new) and not odd and not (around.key and ("\n" in way or len(way) > 1000)):
            return way
    return None

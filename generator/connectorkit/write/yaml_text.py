"""YAML scalars: a value on one line, quoted only where it would not be read as itself.

Double quotes are used; single ones where the text holds a double quote or a backslash, which would need escapes.
"""

from __future__ import annotations

import json
import re

from connectorkit.model.connector import Json

_SPECIAL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=<~.][^\n]*\Z|[-.][^\s\-?:,\[\]{}#.][^\n]*\Z")
_NUMBER = re.compile(r"[-+.]?[0-9][0-9_,.:eExob+-]*\Z|[-+]?0[xob][0-9a-fA-F_]*\Z|\.(inf|nan)\Z", re.IGNORECASE)
_WHOLE = re.compile(r"(0|[1-9][0-9]{0,8})\Z", re.ASCII)
_WORDS = frozenset("null true false yes no on off y n ~".split())


def inline(value: Json, flow: bool = False) -> str:
    """The YAML of a value on one line; ``flow``: it is inside brackets, or as a key."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key(name, True)}: {inline(below, True)}" for name, below in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(inline(item, True) for item in value) + "]"
    if isinstance(value, str):
        return scalar(value, flow)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else repr(value)


def key(name: str, flow: bool = False) -> str:
    """A key. Keys are always read as strings, so a status such as 200 needs no quotes."""
    return name if _WHOLE.match(name) else scalar(name, flow)


def scalar(value: str, flow: bool = False) -> str:
    """A string, quoted only where it would not be read as itself; ``flow``: it is inside brackets."""
    if plain(value, flow):
        return value
    if ('"' in value or "\\" in value) and not special(value):
        return "'" + value.replace("'", "''") + "'"
    return quoted(value)


def plain(value: str, flow: bool = False) -> bool:
    """Whether a string is read as itself without quotes."""
    if not _PLAIN.match(value) or value[-1] in " :" or ": " in value or " #" in value or value.lower() in _WORDS:
        return False
    if _NUMBER.match(value) or _SPECIAL.search(value) or "\xa0" in value:
        return False
    return not flow or not any(mark in value for mark in (",", "[", "]", "{", "}", ":?"))


def quoted(value: str) -> str:
    """A string in double quotes, with escapes where YAML needs them."""
    text = json.dumps(value, ensure_ascii=False)
    return _SPECIAL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def special(value: str) -> bool:
    """Whether a string has characters that only double quotes can spell."""
    return bool(_SPECIAL.search(value))

"""JavaScript semantics of the designer's parser: the order of keys, values as text, and keys of fields.

Source: LogicAppsUX, ``libs/logic-apps-shared``: ``utils/functions.ts`` and ``parsers/common/helpers/keysutility.ts``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from connectorkit.model.schema import Json

Plain = dict[str, Json]
ANY_ITEM = "[*]"
"""The step of a key that stands for each item of an array."""

_T = TypeVar("_T")
_INDEX = re.compile(r"(?:0|[1-9]\d{0,9})\Z")
_LARGEST_INDEX = 2**32 - 2
# The character after 9: a text that comes later does not begin with a digit.
_AFTER_DIGITS = ":"
_CODES = (("~", "~0"), (".", "~1"), ("[", "~2"), ("*", "~3"), ("?", "~4"))


def mapping(value: Json) -> Plain:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def keys(node: Plain) -> list[str]:
    """The keys of an object in JavaScript's order: array indexes first, by number."""
    indexes = [key for key in node if key < _AFTER_DIGITS and _is_index(key)]
    if not indexes:
        return list(node)
    return [*sorted(indexes, key=int), *(key for key in node if not _is_index(key))]


def by_key(pairs: Iterable[tuple[str, _T]]) -> dict[str, _T]:
    """The last value of each key, at the place of the first."""
    found = dict(pairs)
    if not any(key < _AFTER_DIGITS and _is_index(key) for key in found):
        return found
    return {key: found[key] for key in keys(dict.fromkeys(found))}


def _is_index(key: str) -> bool:
    return _INDEX.match(key) is not None and int(key) <= _LARGEST_INDEX


def same(value: Json, word: str) -> bool:
    """Whether two texts are equal in any letter case."""
    return isinstance(value, str) and (value.lower() == word.lower() or value.upper() == word.upper())


def get(node: Plain, name: str) -> Json:
    """The value of a key, or else of one that differs only in letter case."""
    if name in node:
        return node[name]
    return next((value for key, value in node.items() if same(key, name)), None)


def words(value: Json) -> str:
    """A value used as a text by the designer; "" for a falsy one."""
    if isinstance(value, str):
        return value
    return to_string(value) if value or isinstance(value, (dict, list)) else ""


def to_string(value: Json) -> str:
    """A value converted with ``toString``; null becomes ""."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value == 0 or 1e-6 <= abs(value) < 1e21:
            from decimal import Decimal  # Few numbers are so large or so small.

            return f"{Decimal(repr(value)).normalize():f}"
        case dict():
            return "[object Object]"
        case list():
            return ",".join(map(to_string, value))
    return str(value).replace("e-0", "e-") if isinstance(value, float) else str(value)


def encoded(name: str) -> str:
    """A name as one step of a key."""
    if name.isidentifier():
        return name
    for character, code in _CODES:
        name = name.replace(character, code)
    return name


def last_step(key: str) -> str:
    """The name of the last step of a key."""
    return decoded(key.rpartition(".")[2])


def decoded(step: str) -> str:
    """The name of one step of a key."""
    if "~" not in step:
        return step
    for character, code in (*_CODES[1:], _CODES[0]):
        step = step.replace(code, character)
    return step

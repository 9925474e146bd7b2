"""JSON values and what is wrong with them, in words that a person who edits a file knows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import islice

_KINDS = {
    "string": "a text",
    "object": "a mapping",
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "null": "empty",
}
_MOST_LISTED = 24
# A word is compared with so many others in full; of more, only with those that begin or end like it.
_MOST_COMPARED = 200


def short(value: object, most: int = 60) -> str:
    """A value as JSON on one line, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= most else text[: most - 3] + "..."


def described(value: object) -> str:
    """A value as JSON, a text said to be one: ``the text "true"``."""
    return f"the text {short(value)}" if isinstance(value, str) else short(value)


def kind(value: object) -> str:
    """What a value is: a text, a number, a list ..."""
    names = {bool: "true or false", int: "a number", float: "a number", str: "a text", list: "a list"}
    return "a mapping" if isinstance(value, dict) else names.get(type(value), "empty")


def kinds(wanted: object) -> str:
    """What a value must be, from the `type` of a JSON Schema: one type or a list of them."""
    values = wanted if isinstance(wanted, list) else [wanted]
    return either([_KINDS.get(str(value), str(value)) for value in values])


def either(words: Iterable[str]) -> str:
    """``a, b or c``."""
    *first, last = dict.fromkeys(words) or ("nothing",)
    return f"{', '.join(first)} or {last}" if first else last


def together(words: Iterable[str]) -> str:
    """``a, b and c``."""
    *first, last = dict.fromkeys(words) or ("nothing",)
    return f"{', '.join(first)} and {last}" if first else last


def both(words: Iterable[str]) -> str:
    """``'a' and 'b'``."""
    return " and ".join(f"'{word}'" for word in words)


def nearest(word: str, known: Iterable[str], least: float) -> str:
    """The known word that ``word`` most looks like, by a share of at least ``least``; "" when none does."""
    from difflib import get_close_matches

    several = list(known)
    if len(several) > _MOST_COMPARED:
        alike = (
            one for one in several if abs(len(one) - len(word)) <= 2 and (one[:2] == word[:2] or one[-2:] == word[-2:])
        )
        several = list(islice(alike, _MOST_COMPARED))
    return next(iter(get_close_matches(word, several, 1, least)), "")


def suggestion(word: str, known: Iterable[str]) -> str:
    """A suggestion: the word that was meant, else those that there are."""
    known = list(known)
    near = nearest(word, known, 0.6)
    if near or not known:
        return f"Did you mean '{near}'?" if near else "Remove it."
    return f"Allowed: {', '.join(known[:_MOST_LISTED])}{', ...' if len(known) > _MOST_LISTED else ''}."

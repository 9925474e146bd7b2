"""Wording of messages: JSON values, their types, lists of names, and suggestions for misspelled names."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import islice

_KINDS = {
    "string": "a string",
    "object": "an object",
    "array": "an array",
    "boolean": "true or false",
    "integer": "an integer",
    "number": "a number",
    "null": "empty",
}
# YAML names the two containers differently.
_YAML_KINDS = {**_KINDS, "object": "a mapping", "array": "a list"}
_NAMES: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),
    (int, "number"),
    (float, "number"),
    (str, "string"),
    (list, "array"),
    (dict, "object"),
)
_MOST_LISTED = 24
_MOST_ALIKE = 6
# A word is compared with at most this many others. Of more, only those that begin or end like it are compared.
_MOST_COMPARED = 200


def short(value: object, most: int = 60) -> str:
    """A value as JSON on one line, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= most else text[: most - 3] + "..."


def described(value: object) -> str:
    """A value as JSON; a string is introduced as one: ``the string "true"``."""
    return f"the string {short(value)}" if isinstance(value, str) else short(value)


def kind(value: object, yaml: bool = False) -> str:
    """What a value is: a string, a number, an array ..., or with ``yaml`` a list and a mapping."""
    name = next((name for type_, name in _NAMES if isinstance(value, type_)), "null")
    return (_YAML_KINDS if yaml else _KINDS)[name]


def kinds(wanted: object, yaml: bool = False) -> str:
    """The phrase for the `type` of a JSON Schema, ``wanted``: one type or a list of them."""
    values = wanted if isinstance(wanted, list) else [wanted]
    table = _YAML_KINDS if yaml else _KINDS
    names = [table.get(str(value), str(value)) for value in values]
    return either(["a boolean" if len(names) > 1 and name == _KINDS["boolean"] else name for name in names])


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
    return together(f"'{word}'" for word in words)


def nearest(word: str, known: Iterable[str], least: float) -> str:
    """The known word most similar to ``word``; "" when no similarity (0 to 1) reaches ``least``."""
    several = list(known)
    if not several:
        return ""
    from difflib import get_close_matches

    if len(several) > _MOST_COMPARED:
        near = (
            one for one in several if abs(len(one) - len(word)) <= 2 and (one[:2] == word[:2] or one[-2:] == word[-2:])
        )
        several = list(islice(near, _MOST_COMPARED))
    found = (one for one in get_close_matches(word, several, 3, least) if is_alike(word, one))
    same = (one for one in several if _letters(one) == _letters(word))
    return next(same, next(found, ""))


def is_alike(word: str, other: str) -> bool:
    """Whether one may be a misspelling of the other: at most a third of the letters differ, and at most three.

    A word of four letters or more may also be short for a longer one that begins with it.
    """
    one, two = _letters(word), _letters(other)
    allowed = min(3, max(len(one), len(two)) // 3)
    begun = min(len(one), len(two)) >= 4 and (one.startswith(two) or two.startswith(one))
    return one == two or begun or (allowed > 0 and _edits(one, two) <= allowed)


def _letters(word: str) -> str:
    """A word without letter case and separators, which people overlook."""
    return word.lower().replace("_", "").replace("-", "").replace(" ", "")


def _edits(one: str, two: str) -> int:
    """The edit distance of two words: letters inserted, removed, changed, or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(two) + 1))
    for i, letter in enumerate(one, 1):
        older, before = before, row
        row = [i]
        for j, other in enumerate(two, 1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == two[j - 2] and one[i - 2] == other:
                least = min(least, older[j - 2] + 1)
            row.append(least)
    return row[-1]


def suggestion(word: str, known: Iterable[str]) -> str:
    """The suggestion for an unknown word: the word that was probably meant, else the allowed words."""
    known = list(known)
    near = nearest(word, known, 0.6)
    if near or not known:
        return f"Did you mean '{near}'?" if near else "Remove it."
    return f"Allowed: {_listed(word, known)}."


def _listed(word: str, known: list[str]) -> str:
    """The allowed words. Of very many, only those most similar to ``word``, and how many more there are."""
    if len(known) <= _MOST_LISTED:
        return ", ".join(known)
    from difflib import get_close_matches

    first = get_close_matches(word, known, _MOST_ALIKE, 0.4)
    shown = list(dict.fromkeys((*first, *known)))[:_MOST_LISTED]
    return f"{', '.join(shown)} and {len(known) - len(shown)} more"

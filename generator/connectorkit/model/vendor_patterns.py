"""Regular expressions of API descriptions. They are written for JavaScript, and by strangers."""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jsonschema_rs


# A repetition whose repeated part ends with a repetition: on some texts, Python would search for years.
_NESTED = re.compile(r"(?<!\\)(?:[+*]|\{\d+,\})[?+]?\)+(?:[+*]|\{\d+,\d*\})")


def matches(pattern: str, value: str) -> bool:
    """Whether a value matches a pattern; a pattern that nothing can compile matches anything.

    The engine of jsonschema_rs reads the syntax of JavaScript, and limits the time for any pattern. Python only judges
    patterns that this engine refuses, such as those written for Python.
    """
    judge = _judge(pattern)
    try:
        if judge is not None:
            return bool(judge.is_valid(value))
    except ValueError:  # A text that is not valid Unicode.
        return True
    found = compiled(pattern)
    return found is None or found.search(value) is not None


def compiled(pattern: str) -> re.Pattern[str] | None:
    """A pattern in Python; None if Python cannot compile it."""
    return _read(pattern)[0]


def plain(pattern: str) -> bool:
    """Whether a Python program can use a pattern: Python compiles it without a warning, and it repeats no repetition.

    Python warns of sets that another version may read differently, such as ``[[a]``.
    """
    found, warned = _read(pattern)
    return found is not None and not warned and not _NESTED.search(pattern)


@lru_cache(maxsize=1024)
def _judge(pattern: str) -> jsonschema_rs.Validator | None:
    import jsonschema_rs

    try:
        return jsonschema_rs.validator_for({"pattern": pattern})
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=1024)
def _read(pattern: str) -> tuple[re.Pattern[str] | None, bool]:
    # The warnings are for the author of the pattern, who is not the user of this program.
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            return re.compile(pattern), bool(told)
        except (re.error, RecursionError, OverflowError):
            return None, False

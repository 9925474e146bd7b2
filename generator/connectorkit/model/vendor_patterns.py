"""Regular expressions of API descriptions. They are written for JavaScript, and by strangers."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import jsonschema_rs

# The number of repetitions from which a repetition of repetitions takes too long.
_MANY = 10


class _Read(NamedTuple):
    """A pattern in Python; ``pattern`` is None if Python cannot compile it.

    ``warned``: Python warns of a set that another version may read differently, such as ``[[a]``. ``slow``: Python may
    search some texts for years.
    """

    pattern: re.Pattern[str] | None
    warned: bool = False
    slow: bool = False


def matches(pattern: str, value: str) -> bool:
    """Whether a value matches a pattern; a pattern that nothing can judge matches anything.

    The engine of jsonschema_rs reads the syntax of JavaScript, and limits the time for any pattern. Python only judges
    patterns that this engine refuses, such as those written for Python, if they are not slow.
    """
    judge = _judge(pattern)
    try:
        if judge is not None:
            return bool(judge.is_valid(value))
    except ValueError:  # A text that is not valid Unicode.
        return True
    found = _read(pattern)
    return found.pattern is None or found.slow or found.pattern.search(value) is not None


def compiled(pattern: str) -> re.Pattern[str] | None:
    """A pattern in Python; None if Python cannot compile it."""
    return _read(pattern).pattern


def plain(pattern: str) -> bool:
    """Whether a Python program can use a pattern: Python compiles it, does not warn of it, and is never slow."""
    found = _read(pattern)
    return found.pattern is not None and not found.warned and not found.slow


@lru_cache(maxsize=1024)
def _judge(pattern: str) -> jsonschema_rs.Validator | None:
    import jsonschema_rs

    try:
        return jsonschema_rs.validator_for({"pattern": pattern})
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=1024)
def _read(pattern: str) -> _Read:
    # The warnings are for the author of the pattern, who is not the user of this program. The parser always gives them;
    # re.compile only for a pattern that no other code has compiled.
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        try:
            parts = re._parser.parse(pattern)  # type: ignore[attr-defined]  # private, but the only reader of patterns
            return _Read(re.compile(pattern), bool(found), _slow(parts))
        except (re.error, RecursionError, OverflowError):
            return _Read(None)


def _slow(parts: Iterable[Any], repeated: bool = False) -> bool:
    """Whether a repetition contains a repetition or alternatives, so that many ways can lead to the same text."""
    for name, value in parts:
        kind = str(name)
        if kind == "BRANCH" and repeated:
            return True
        many = kind in ("MAX_REPEAT", "MIN_REPEAT") and value[1] >= _MANY
        if (many and repeated) or any(_slow(below, repeated or many) for below in _below(value)):
            return True
    return False


def _below(value: Any) -> Iterable[Any]:
    """The parsed patterns in the value of a part, which may be nested in tuples and lists."""
    if isinstance(value, re._parser.SubPattern):  # type: ignore[attr-defined]  # as above
        yield value
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from _below(one)

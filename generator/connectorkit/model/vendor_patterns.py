"""Regular expressions of API descriptions. They are written for JavaScript, and by strangers."""

from __future__ import annotations

import re
import warnings
from functools import lru_cache


def compiled(pattern: str) -> re.Pattern[str] | None:
    """A pattern in Python; None if Python cannot compile it."""
    return _read(pattern)[0]


def plain(pattern: str) -> bool:
    """Whether Python compiles a pattern without a warning, so that a program can use it.

    Python warns of sets that another version may read differently, such as ``[[a]``.
    """
    found, warned = _read(pattern)
    return found is not None and not warned


@lru_cache(maxsize=1024)
def _read(pattern: str) -> tuple[re.Pattern[str] | None, bool]:
    # The warnings are for the author of the pattern, who is not the user of this program.
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            return re.compile(pattern), bool(told)
        except (re.error, RecursionError, OverflowError):
            return None, False

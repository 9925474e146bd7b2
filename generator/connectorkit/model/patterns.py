"""Regular expressions that are compiled when they are first used, because compiling all takes a tenth of a check."""

from __future__ import annotations

import re
from typing import AnyStr, Generic, cast


def lazy(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Like :func:`re.compile`, for a pattern that most runs do not use.

    The result has all methods of a pattern, but is no instance of ``re.Pattern``. An invalid pattern raises re.error
    when it is used.
    """
    return cast("re.Pattern[AnyStr]", _Lazy(pattern, flags))


class _Lazy(Generic[AnyStr]):
    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self._source: tuple[AnyStr, int] = (pattern, flags)

    def __getattr__(self, name: str) -> object:
        """A method or property of the compiled pattern, stored in this object so that it is found without this call."""
        found: object = getattr(re.compile(*self._source), name)
        setattr(self, name, found)
        return found

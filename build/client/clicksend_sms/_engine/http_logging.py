"""Keeps credentials, which a service may return in a header, out of the log of the HTTP library."""

from __future__ import annotations

import logging
from contextlib import suppress
from contextvars import ContextVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

_LOGGERS = ("httpcore2.connection", "httpcore2.http11", "httpcore2.proxy")
_ours: ContextVar[bool] = ContextVar("ours", default=False)


class quiet:
    """While active, the library logs the names of its steps without values."""

    __slots__ = ("_token",)

    def __enter__(self) -> None:
        self._token = _ours.set(True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(ValueError):
            # A discarded coroutine ends in another context, where nothing must be reset.
            _ours.reset(self._token)


def _shorten(record: logging.LogRecord) -> bool:
    if _ours.get():
        record.msg, record.args = str(record.msg).partition(" ")[0], ()
    return True


for _name in _LOGGERS:
    logging.getLogger(_name).addFilter(_shorten)

"""The bound of one attempt, which also notes whether the request has left."""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Self

# No wait of an operating system takes more; a timeout of infinity becomes many shorter ones.
_LONGEST_WAIT = 86_400.0


class Attempt(float):
    """The seconds that one attempt may take, and the moment when they are over.

    httpcore2 hands the timeout of a request unchanged to everything that its connections wait for, so that a network
    backend sees which attempt it works for. ``secure``: the request may only travel through TLS; what leaves before is
    not the request. ``departed``: bytes of the request may have left.
    """

    __slots__ = ("departed", "ends", "secure")
    ends: float
    secure: bool
    departed: bool

    def __new__(cls, seconds: float, secure: bool) -> Self:
        made = super().__new__(cls, seconds)
        made.ends = time.monotonic() + seconds
        made.secure = secure
        made.departed = False
        return made


def left(timeout: float | None) -> float:
    """The seconds until ``timeout`` is over. Raises TimeoutError when it is."""
    seconds = timeout.ends - time.monotonic() if isinstance(timeout, Attempt) else timeout
    if seconds is None or seconds > _LONGEST_WAIT:
        return _LONGEST_WAIT
    if seconds <= 0:
        raise TimeoutError
    return seconds


def departing(timeout: float | None, encrypted: bool) -> Attempt | None:
    """Note that bytes leave, before they do: an interruption then finds it noted.

    Returns the attempt if that can be undone, in case the system accepts none of them. Of encrypted bytes, some may
    have been written even then.
    """
    if not isinstance(timeout, Attempt) or timeout.departed or (timeout.secure and not encrypted):
        return None
    timeout.departed = True
    return None if encrypted else timeout

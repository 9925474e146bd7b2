"""The time limit of one attempt, which also records whether the request has left."""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Self

# The longest wait that operating systems accept; an infinite timeout is split into shorter ones.
_LONGEST_WAIT = 86_400.0


class Attempt(float):
    """The seconds that one attempt may take, and the time at which they are over.

    httpcore2 passes the timeout of a request unchanged to every wait of its connections, so a network backend knows the
    attempt. ``secure``: the request is sent through TLS only, so bytes that leave before are not the request.
    ``departed``: bytes of the request may have left.
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
    """Record that bytes will leave, before they do, so that an interruption cannot miss it.

    Returns the attempt if the record can be undone when the system accepts no byte. Encrypted data may have left in
    part even then.
    """
    if not isinstance(timeout, Attempt) or timeout.departed or (timeout.secure and not encrypted):
        return None
    timeout.departed = True
    return None if encrypted else timeout

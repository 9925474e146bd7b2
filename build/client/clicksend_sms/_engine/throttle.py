"""The client's own limit of calls: a sliding window, shared by all threads and tasks of one client."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Throttle:
    """At most ``calls`` in any ``seconds``."""

    __slots__ = ("_clock", "_lock", "_seconds", "_starts")

    def __init__(self, calls: int, seconds: float, clock: Callable[[], float]) -> None:
        from collections import deque
        from threading import Lock

        self._starts: deque[float] = deque(maxlen=calls)
        self._seconds = seconds
        self._clock = clock
        self._lock = Lock()

    def reserve(self) -> float:
        """Take the next free place; returns the seconds to wait until it begins."""
        with self._lock:
            now = self._clock()
            full = len(self._starts) == self._starts.maxlen
            start = max(now, self._starts[0] + self._seconds) if full else now
            self._starts.append(start)
            return start - now

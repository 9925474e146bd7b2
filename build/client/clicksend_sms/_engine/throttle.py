"""The client's own limit of calls: a sliding window, shared by all threads and tasks that use it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Throttle:
    """At most ``calls`` in any ``seconds``; several clients of one account can be given the same one.

    Processes do not share it: one that is forked begins with an empty window of its own.
    """

    __slots__ = ("__weakref__", "_clock", "_lock", "_seconds", "_starts")

    def __init__(self, calls: int, seconds: float, clock: Callable[[], float] | None = None) -> None:
        import time
        from collections import deque
        from threading import Lock

        from .after_fork import renew

        self._starts: deque[float] = deque(maxlen=calls)
        self._seconds = seconds
        self._clock = clock or time.monotonic
        self._lock = Lock()
        renew(self)

    def _after_fork(self) -> None:
        from threading import Lock

        self._lock = Lock()
        self._starts.clear()

    def reserve(self, patience: float | None = None) -> float | None:
        """Take the next free place; returns the seconds until it begins.

        When that is more than ``patience`` seconds, no place is taken and None is returned.
        """
        with self._lock:
            now = self._clock()
            full = len(self._starts) == self._starts.maxlen
            start = max(now, self._starts[0] + self._seconds) if full else now
            if patience is not None and start - now > patience:
                return None
            self._starts.append(start)
            return start - now

"""The call limit of a client: a sliding window that its threads and tasks share."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Throttle:
    """At most ``calls`` calls in any ``seconds`` seconds. Clients of one account can share a throttle.

    Processes do not share it: a forked process starts with an empty window. Raises ValueError for less than one call or
    a number of seconds that is negative or infinite.
    """

    __slots__ = ("__weakref__", "_clock", "_lock", "_seconds", "_starts")

    def __init__(self, calls: int, seconds: float, clock: Callable[[], float] | None = None) -> None:
        import time
        from collections import deque
        from threading import Lock

        from .after_fork import renew

        if calls < 1 or not 0 <= seconds < float("inf"):
            raise ValueError("a throttle must allow at least one call in a number of seconds")
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
        """Reserve the next call; returns the seconds until it may start.

        If that is more than ``patience`` seconds, nothing is reserved and the result is None.
        """
        with self._lock:
            now = self._clock()
            full = len(self._starts) == self._starts.maxlen
            start = max(now, self._starts[0] + self._seconds) if full else now
            if patience is not None and start - now > patience:
                return None
            self._starts.append(start)
            return start - now

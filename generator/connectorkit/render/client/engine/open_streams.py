"""The open connections of one pool, closed together when the pool is retired."""

from __future__ import annotations

from threading import Lock
from weakref import WeakSet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class _Stream(Protocol):
        def close_at_rest(self) -> None: ...

        def drop(self) -> None: ...


class OpenStreams:
    """The streams of a pool. ``retired``: each stream closes when its response is read."""

    def __init__(self) -> None:
        self.retired = False
        self._streams: WeakSet[_Stream] = WeakSet()
        self._lock = Lock()

    def add(self, stream: _Stream) -> None:
        """Track ``stream`` while it is in use."""
        with self._lock:
            self._streams.add(stream)

    def retire(self) -> None:
        """Close the idle streams; the others close after their call."""
        with self._lock:
            self.retired = True
            streams = list(self._streams)
        for stream in streams:
            stream.close_at_rest()

    def drop(self) -> None:
        """Close all streams immediately, when none is in use, for example in a forked process."""
        # Without the lock: a thread of the parent process may hold it.
        for stream in list(self._streams):
            stream.drop()

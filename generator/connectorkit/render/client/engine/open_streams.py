"""The open connections of one pool, closed together when the pool is given up."""

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
    """Knows the streams of a pool. ``retired``: the pool is given up; a stream closes when its response is read."""

    def __init__(self) -> None:
        self.retired = False
        self._streams: WeakSet[_Stream] = WeakSet()
        self._lock = Lock()

    def add(self, stream: _Stream) -> None:
        """Keep track of ``stream`` while it is in use."""
        with self._lock:
            self._streams.add(stream)

    def retire(self) -> None:
        """Close the streams that carry no call; the others close after theirs."""
        with self._lock:
            self.retired = True
            streams = list(self._streams)
        for stream in streams:
            stream.close_at_rest()

    def drop(self) -> None:
        """Close all at once, because none is in use, for example in a forked process."""
        # Without the lock: a thread that was not forked may hold it.
        for stream in list(self._streams):
            stream.drop()

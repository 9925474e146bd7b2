"""Buffers each head of a response, so that the parser gets it in one piece and accepts a long one."""

from __future__ import annotations

import re

# The parser rejects a head of more than 100 KB that arrives in parts, but accepts a longer one in one piece.
LARGEST_HEAD = 1024 * 1024
_END = re.compile(rb"\n\r?\n")
# After an interim response, another head follows; after 101, another protocol.
_INTERIM = re.compile(rb"HTTP/[0-9.]+ 1(?!01)[0-9][0-9][ \r\n]")


class Heads:
    """Holds received data until the head is complete."""

    __slots__ = ("_held", "_waiting")

    def __init__(self) -> None:
        self._held = bytearray()
        self._waiting = False

    def expect(self) -> None:
        """A request was sent, so a head comes next."""
        self._waiting = True

    def passed(self, data: bytes) -> bytes:
        """The data that can be passed on after ``data`` arrived; b"" while the head is incomplete.

        At the end of the connection (``data`` is b""), everything is passed on.
        """
        if not self._waiting:
            return data
        # The end of the head may span two pieces.
        searched = max(len(self._held) - 2, 0)
        self._held += data
        begun = 0
        while (end := _END.search(self._held, max(searched, begun))) is not None:
            self._waiting = _INTERIM.match(self._held, begun) is not None
            begun = end.end()
            if not self._waiting:
                return self._taken(len(self._held))
        if not data or len(self._held) - begun >= LARGEST_HEAD:
            self._waiting = False
            return self._taken(len(self._held))
        return self._taken(begun)

    def _taken(self, length: int) -> bytes:
        """Remove and return the first ``length`` bytes."""
        taken = bytes(self._held[:length])
        del self._held[:length]
        return taken

"""The heads of a response, each in one piece, so that a long one that arrives in parts is not taken for endless."""

from __future__ import annotations

import re

# The parser rejects a head of more than 100 KB that arrives in parts, but accepts a longer one in one piece.
LARGEST_HEAD = 1024 * 1024
_END = re.compile(rb"\n\r?\n")
# After an interim response, another head follows; after 101, another protocol.
_INTERIM = re.compile(rb"HTTP/[0-9.]+ 1(?!01)[0-9][0-9][ \r\n]")


class Heads:
    """Keeps what arrives after a request until the end of a head is there."""

    __slots__ = ("_held", "_waiting")

    def __init__(self) -> None:
        self._held = bytearray()
        self._waiting = False

    def expect(self) -> None:
        """A request is sent: a head comes next."""
        self._waiting = True

    def passed(self, data: bytes) -> bytes:
        """What can be handed on of all that arrived, b"" when nothing can yet; after the end, b"", the rest."""
        if not self._waiting:
            return data
        # The end may lie across two pieces.
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
        """The first ``length`` bytes of what is held; the rest stays."""
        taken = bytes(self._held[:length])
        del self._held[:length]
        return taken

"""The head of a response in one piece, so that a long one that arrives in parts is not taken for an endless one."""

from __future__ import annotations

# The parser rejects a head of more than 100 KB that arrives in parts, but accepts a longer one in one piece.
LARGEST_HEAD = 1024 * 1024


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
        begun = max(len(self._held) - 3, 0)
        self._held += data
        ended = self._held.find(b"\n\r\n", begun) >= 0 or self._held.find(b"\n\n", begun) >= 0
        if data and not ended and len(self._held) < LARGEST_HEAD:
            return b""
        self._waiting = False
        whole, self._held = bytes(self._held), bytearray()
        return whole

"""TLS without input or output, for both kinds of clients; its user sends and receives the bytes."""

from __future__ import annotations

import ssl


class Tls:
    """The client side of one TLS connection. Its methods raise ssl.SSLError, also for an invalid certificate."""

    def __init__(self, context: ssl.SSLContext, hostname: str | None) -> None:
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.ssl_object = context.wrap_bio(self._incoming, self._outgoing, server_hostname=hostname)

    def received(self, data: bytes) -> None:
        """Take received data; b"" is the end of the connection."""
        if data:
            self._incoming.write(data)
        else:
            self._incoming.write_eof()

    def to_send(self) -> bytes:
        """The data to send now; may be empty."""
        return self._outgoing.read()

    def established(self) -> bool:
        """Continue the handshake; False when it needs more data."""
        try:
            self.ssl_object.do_handshake()
        except ssl.SSLWantReadError:
            return False
        return True

    def encrypted(self, data: memoryview) -> bytes:
        """``data`` encrypted."""
        while data:
            data = data[self.ssl_object.write(data) :]
        return self.to_send()

    def decrypted(self, size: int) -> bytes | None:
        """At most ``size`` bytes; b"" after the end, None when more must be received first.

        A connection that ends without close_notify may have been cut off, so it raises ssl.SSLEOFError.
        """
        try:
            return self.ssl_object.read(size)
        except ssl.SSLWantReadError:
            return None
        except ssl.SSLZeroReturnError:
            return b""

    def holds_more(self) -> bool:
        """Whether received data was not read yet."""
        return bool(self.ssl_object.pending() or self._incoming.pending)

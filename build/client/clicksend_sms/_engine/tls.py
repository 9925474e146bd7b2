"""TLS between bytes and bytes, for both clients alike; whoever uses it does the sending and receiving."""

from __future__ import annotations

import ssl


class Tls:
    """The client's side of one TLS connection. Its methods raise ssl.SSLError, also for a certificate that is wrong."""

    def __init__(self, context: ssl.SSLContext, hostname: str | None) -> None:
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.ssl_object = context.wrap_bio(self._incoming, self._outgoing, server_hostname=hostname)

    def received(self, data: bytes) -> None:
        """Take what arrived; b"" is the end of the connection."""
        if data:
            self._incoming.write(data)
        else:
            self._incoming.write_eof()

    def to_send(self) -> bytes:
        """What is to be sent now, may be nothing."""
        return self._outgoing.read()

    def established(self) -> bool:
        """Go on with the handshake; False when it needs to receive more."""
        try:
            self.ssl_object.do_handshake()
        except ssl.SSLWantReadError:
            return False
        return True

    def encrypted(self, data: memoryview) -> bytes:
        """``data`` as it is to be sent."""
        while data:
            data = data[self.ssl_object.write(data) :]
        return self.to_send()

    def decrypted(self, size: int) -> bytes | None:
        """At most ``size`` bytes; b"" after the end, None when more must be received first.

        A connection that ends without the notice of TLS may have been cut off, which is an ssl.SSLEOFError.
        """
        try:
            return self.ssl_object.read(size)
        except ssl.SSLWantReadError:
            return None
        except ssl.SSLZeroReturnError:
            return b""

    def holds_more(self) -> bool:
        """Whether bytes have arrived that were not read."""
        return bool(self.ssl_object.pending() or self._incoming.pending)

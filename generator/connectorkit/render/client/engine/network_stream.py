"""The common part of synchronous and asynchronous connections: state, and reasons of failures."""

from __future__ import annotations

import errno
import os
import select
import socket
import ssl
from threading import Lock

from .failure_reasons import Broken
from .response_heads import Heads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .open_streams import OpenStreams
    from .tls import Tls


class StreamState:
    """One connection: its socket, its TLS, and whether a call uses it.

    ``ended``: the other side has closed it. ``resting``: the last response was read completely, and no request was sent
    since.
    """

    def __init__(self, sock: socket.socket, streams: OpenStreams, tls: Tls | None = None) -> None:
        self.sock = sock
        self.streams = streams
        self.tls = tls
        self.heads = Heads()
        self.ended = False
        self.resting = False
        self._closed = False
        self._lock = Lock()
        streams.add(self)

    def begin(self) -> bool:
        """Prepare for writing a request. False when the connection was closed, or data arrived, in the meantime."""
        with self._lock:
            if self.resting and not self._closed and self.info("is_readable"):
                # Data that arrives between two requests would be read as the response to the next one.
                self._closed = True
                self.sock.close()
            self.resting = False
            self.heads.expect()
            return not self._closed

    def rest(self) -> None:
        """The response was read completely; the connection can be kept."""
        with self._lock:
            self.resting = True
        if self.streams.retired:
            self.close_at_rest()

    def close_at_rest(self) -> None:
        """Close the connection unless a call uses it."""
        with self._lock:
            if not self.resting:
                return
            self._closed = True
        self.sock.close()

    def drop(self) -> None:
        """Close the connection, even during a call."""
        self._closed = True
        self.sock.close()

    def info(self, name: str) -> object:
        """Information about a connection for the pool."""
        if name == "is_readable":
            return self._closed or self.ended or (self.tls is not None and self.tls.holds_more()) or readable(self.sock)
        if name == "ssl_object":
            return self.tls.ssl_object if self.tls is not None else None
        return self.sock if name == "socket" else None


def readable(sock: socket.socket) -> bool:
    """Whether an idle connection has data or was closed by the other side."""
    if sock.fileno() < 0:
        return True
    if not hasattr(select, "poll"):
        return bool(select.select([sock], [], [], 0)[0])
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))


def plain_name(host: str) -> str:
    """``host`` for name look-ups and certificate checks: an IPv6 address without its brackets."""
    return host[1:-1] if host.startswith("[") else host


def meaning(error: BaseException) -> str:
    """The reason of a network failure, in words without received data."""
    if isinstance(error, TimeoutError):
        return "timed out"
    if isinstance(error, Broken):
        return str(error)
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"TLS failed: {error.verify_message or 'the certificate is not trusted'}"
    if isinstance(error, ssl.SSLError):
        return f"TLS failed: {(error.reason or type(error).__name__).lower().replace('_', ' ')}"
    if isinstance(error, (socket.gaierror, UnicodeError)):
        return "the host name cannot be resolved"
    if isinstance(error, OSError) and error.errno == errno.EBADF:
        return "the connection was closed"
    if isinstance(error, OSError) and error.errno:
        return os.strerror(error.errno).lower()
    return f"the connection failed ({type(error).__name__})"

"""Connections of a synchronous client. Every wait ends with the attempt."""

from __future__ import annotations

import errno
import os
import selectors
import socket
import ssl
import time
from queue import Empty, SimpleQueue

import httpcore2

from .addresses import NEXT_ADDRESS_AFTER, look_up
from .failure_reasons import Broken
from .network_stream import StreamState, meaning, plain_name
from .time_bound import departing, left
from .tls import Tls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from .addresses import Address, Found
    from .open_streams import OpenStreams

_RECORDS = 64 * 1024
_UNDER_WAY = (0, errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", errno.EWOULDBLOCK))


class SyncNetwork(httpcore2.NetworkBackend):
    """Opens the connections of one pool."""

    def __init__(self, streams: OpenStreams) -> None:
        self._streams = streams

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to ``host``; raises ConnectTimeout and ConnectError."""
        try:
            sock = _connected(_addresses(plain_name(host), port, timeout), timeout)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except TimeoutError:
            raise httpcore2.ConnectTimeout("timed out") from None
        except (Broken, OSError, UnicodeError, RuntimeError) as error:
            raise httpcore2.ConnectError(meaning(error)) from None
        return SyncStream(StreamState(sock, self._streams))


def _addresses(host: str, port: int, timeout: float | None) -> list[Address]:
    queue: SimpleQueue[Found] = SimpleQueue()
    look_up(host, port, queue.put)
    try:
        found = queue.get(timeout=left(timeout))
    except Empty:
        raise TimeoutError from None
    if isinstance(found, Exception):
        raise found
    return found


def _connected(addresses: list[Address], timeout: float | None) -> socket.socket:
    """The first connection that succeeds; each address gets a head start before the next one."""
    failure: Exception = Broken("the host name has no address")
    with selectors.DefaultSelector() as selector:
        try:
            for number, address in enumerate(addresses, 1):
                try:
                    selector.register(_begun(address), selectors.EVENT_WRITE)
                except OSError as error:
                    failure = error
                result = _first(selector, timeout, NEXT_ADDRESS_AFTER if number < len(addresses) else None)
                if isinstance(result, socket.socket):
                    return result
                failure = result or failure
            raise failure
        finally:
            for key in list(selector.get_map().values()):
                _socket(key).close()


def _first(
    selector: selectors.BaseSelector, timeout: float | None, pause: float | None
) -> socket.socket | OSError | None:
    """The first connection that succeeds, or the error of the last one; None after ``pause`` seconds."""
    until = None if pause is None else time.monotonic() + pause
    failure: OSError | None = None
    while selector.get_map():
        seconds = left(timeout) if until is None else min(left(timeout), until - time.monotonic())
        if seconds <= 0:
            break
        for key, _ in selector.select(seconds):
            sock = _socket(key)
            selector.unregister(sock)
            code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if not code:
                return sock
            sock.close()
            failure = OSError(code, os.strerror(code))
    return failure


def _socket(key: selectors.SelectorKey) -> socket.socket:
    assert isinstance(key.fileobj, socket.socket)
    return key.fileobj


def _begun(address: Address) -> socket.socket:
    """A socket that is connecting."""
    sock = socket.socket(address[0], socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        code = sock.connect_ex(address[1])
        if code not in _UNDER_WAY:
            raise OSError(code, os.strerror(code))
    except BaseException:
        sock.close()
        raise
    return sock


class SyncStream(httpcore2.NetworkStream):
    """One connection."""

    def __init__(self, state: StreamState) -> None:
        self.state = state

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next data, b"" at the end; raises ReadTimeout and ReadError."""
        state = self.state
        try:
            while True:
                data = self._decrypted(max_bytes, timeout) if state.tls is not None else self._received(timeout)
                passed = state.heads.passed(data)
                if passed or not data:
                    return passed
        except TimeoutError:
            raise httpcore2.ReadTimeout("timed out") from None
        except OSError as error:
            raise httpcore2.ReadError(meaning(error)) from None

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of ``buffer``; raises WriteTimeout and WriteError."""
        if not buffer:
            return
        # The data contains credentials, which must not appear in a traceback.
        view = memoryview(buffer)
        del buffer
        try:
            if not self.state.begin():
                raise Broken("the connection was closed")
            if self.state.tls is None:
                self._send(view, timeout, False)
            else:
                for begin in range(0, len(view), _RECORDS):
                    self._send(memoryview(self.state.tls.encrypted(view[begin : begin + _RECORDS])), timeout, True)
        except TimeoutError:
            raise httpcore2.WriteTimeout("timed out") from None
        except (Broken, OSError) as error:
            raise httpcore2.WriteError(meaning(error)) from None

    def close(self) -> None:
        """Close the connection immediately."""
        self.state.drop()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """The same connection inside TLS; raises ConnectTimeout and ConnectError."""
        state = self.state
        try:
            if state.tls is not None:
                raise Broken("TLS inside TLS is not supported")
            tls = Tls(ssl_context, plain_name(server_hostname) if server_hostname else None)
            while not tls.established():
                self._send(memoryview(tls.to_send()), timeout, False)
                tls.received(self._received(timeout))
            self._send(memoryview(tls.to_send()), timeout, False)
        except BaseException as error:
            self.close()
            if isinstance(error, TimeoutError):
                raise httpcore2.ConnectTimeout("timed out") from None
            if isinstance(error, (Broken, OSError, ValueError)):
                raise httpcore2.ConnectError(meaning(error)) from None
            raise
        return SyncStream(StreamState(state.sock, state.streams, tls))

    def get_extra_info(self, info: str) -> object:
        """Information for the pool."""
        return self.state.info(info)

    def _decrypted(self, size: int, timeout: float | None) -> bytes:
        tls = self.state.tls
        assert tls is not None
        while (data := tls.decrypted(size)) is None:
            self._send(memoryview(tls.to_send()), timeout, False)
            tls.received(self._received(timeout))
        return data

    def _received(self, timeout: float | None) -> bytes:
        sock = self.state.sock
        sock.settimeout(left(timeout))
        data = sock.recv(_RECORDS)
        self.state.ended = not data
        return data

    def _send(self, view: memoryview, timeout: float | None, encrypted: bool) -> None:
        sock = self.state.sock
        attempt = departing(timeout, encrypted)
        while view:
            try:
                sock.settimeout(left(timeout))
                view = view[sock.send(view) :]
            except OSError:
                if attempt is not None:
                    attempt.departed = False
                raise
            attempt = None

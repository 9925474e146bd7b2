"""A server of bytes: tests script each connection, so that they can produce any fault of HTTP."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from .conftest import Caller

JSON_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
HERE = b'{"response_code": "SUCCESS", "response_msg": "Here", "data": {}}'


def whole(body: bytes = HERE, status: int = 200, *headers: str) -> bytes:
    """A complete response with a Content-Length."""
    lines = "".join(f"{line}\r\n" for line in headers)
    return b"HTTP/1.1 %d Said\r\n%bContent-Length: %d\r\n\r\n" % (status, lines.encode(), len(body)) + body


class Connection:
    """A connection for a script; ``number`` counts from 0 in the order of arrival."""

    def __init__(self, peer: socket.socket, number: int, seen: list[bytes]) -> None:
        self.peer, self.number, self._seen, self._held = peer, number, seen, b""

    def head(self) -> bytes:
        """The head of the next request, b"" if the client has disconnected. Its body is not read."""
        while b"\r\n\r\n" not in self._held:
            more = self.peer.recv(65536)
            if not more:
                return b""
            self._held += more
        head, _, self._held = self._held.partition(b"\r\n\r\n")
        return head

    def request(self) -> bytes:
        """The next request with its body, b"" if the client has disconnected; it is recorded."""
        head = self.head()
        if not head:
            return b""
        fields = (line.split(b":", 1) for line in head.lower().split(b"\r\n")[1:])
        length = next((int(field[1]) for field in fields if field[0] == b"content-length"), 0)
        while len(self._held) < length:
            self._held += self.peer.recv(65536)
        body, self._held = self._held[:length], self._held[length:]
        self._seen.append(head + b"\r\n\r\n" + body)
        return self._seen[-1]

    def send(self, data: bytes) -> None:
        """Send all of ``data``."""
        self.peer.sendall(data)

    def drip(self, pieces: Iterable[bytes], stop: threading.Event, pause: float = 0.02) -> None:
        """Send piece after piece with pauses, until the client disconnects or the test ends."""
        for piece in pieces:
            if stop.wait(pause):
                return
            self.peer.sendall(piece)

    def reset(self) -> None:
        """End the connection with RST instead of FIN."""
        self.peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.peer.close()

    def gone(self) -> bool:
        """Wait for the client to end the connection; False when it sends something instead."""
        try:
            return not self.peer.recv(1)
        except OSError:
            return True


Script = Callable[[Connection], None]


class RawServer:
    """Runs ``script`` for each connection in a separate thread, and then closes the connection."""

    def __init__(self, script: Script, context: ssl.SSLContext | None = None, family: int = socket.AF_INET) -> None:
        self.script, self.context = script, context
        self.seen: list[bytes] = []
        self.connections = 0
        self.stopped = threading.Event()
        host = "::1" if family == socket.AF_INET6 else "127.0.0.1"
        self._socket = socket.create_server((host, 0), family=family)
        self.port = self._socket.getsockname()[1]
        self.url = f"http://{f'[{host}]' if ':' in host else host}:{self.port}"
        self._threads: list[threading.Thread] = []
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def __enter__(self) -> RawServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        finally:
            self._socket.close()

    def settled(self) -> None:
        """Wait until every script is over."""
        for thread in self._threads:
            thread.join(10)

    def _accept(self) -> None:
        while True:
            try:
                peer, _ = self._socket.accept()
            except OSError:
                return
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            thread = threading.Thread(target=self._run, args=(peer, self.connections), daemon=True)
            self.connections += 1
            self._threads.append(thread)
            thread.start()

    def _run(self, peer: socket.socket, number: int) -> None:
        with peer:
            try:
                if self.context is not None:
                    peer = self.context.wrap_socket(peer, server_side=True)
                self.script(Connection(peer, number, self.seen))
            except OSError:
                return
            finally:
                peer.close()


def always(*responses: bytes, then_close: bool = True) -> Script:
    """A script that gives these responses on every connection, one for each request."""

    def script(connection: Connection) -> None:
        for response in responses:
            if not connection.request():
                return
            connection.send(response)
        if not then_close:
            connection.request()

    return script


def secure_server(script: Script, certificate: tuple[Path, Path]) -> RawServer:
    """A server that speaks TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return RawServer(script, context)


def trusting(caller: Caller, certificate: tuple[Path, Path]) -> Any:
    """A transport that trusts ``certificate``."""
    context = ssl.create_default_context(cafile=str(certificate[0]))
    name = "HttpTransport" if caller.kind == "sync" else "AsyncHttpTransport"
    return getattr(caller.package, name)(ssl_context=context)

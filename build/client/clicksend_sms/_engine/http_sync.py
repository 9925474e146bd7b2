"""HTTP over the standard library, connections kept open and shared between threads."""

from __future__ import annotations

import http.client
import select
import socket
import ssl
import threading
import time

from .wire import Failure, Response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .wire import Request

LARGEST_BODY = 64 * 1024 * 1024
_IDLE_SECONDS = 50.0
_MOST_IDLE = 16
_CHUNK = 256 * 1024


class Transport:
    """Sends requests. ``timeout`` in seconds holds for connecting, and again for the whole exchange after it."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._lock = threading.Lock()
        self._idle: list[tuple[tuple[str, str, int], float, http.client.HTTPConnection]] = []
        self._context: ssl.SSLContext | None = None

    def send(self, request: Request) -> Response | Failure:
        """The answer to ``request``, or why there is none; never sends twice."""
        connection = self._kept(request.origin)
        if connection is None:
            try:
                connection = self._connected(request.origin)
            except (OSError, ValueError) as error:
                return Failure(False, f"no connection to {request.origin[1]}: {_reason(error)}")
        keep = False
        try:
            response, keep = _exchange(connection, request, self._timeout)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Failure(True, _reason(error))
        finally:
            if not keep:
                connection.close()
        if keep:
            self._keep(request.origin, connection)
        return response

    def close(self) -> None:
        """Close the connections that are not in use."""
        with self._lock:
            idle, self._idle = self._idle, []
        for _, _, connection in idle:
            connection.close()

    def _connected(self, origin: tuple[str, str, int]) -> http.client.HTTPConnection:
        scheme, host, port = origin
        if scheme == "https":
            if self._context is None:
                self._context = ssl.create_default_context()
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                host, port, timeout=self._timeout, context=self._context
            )
        else:
            connection = http.client.HTTPConnection(host, port, timeout=self._timeout)
        try:
            connection.connect()
        except BaseException:
            connection.close()
            raise
        return connection

    def _kept(self, origin: tuple[str, str, int]) -> http.client.HTTPConnection | None:
        while True:
            with self._lock:
                found = next((entry for entry in reversed(self._idle) if entry[0] == origin), None)
                if found is None:
                    return None
                self._idle.remove(found)
            if time.monotonic() - found[1] < _IDLE_SECONDS and _silent(found[2].sock):
                return found[2]
            found[2].close()

    def _keep(self, origin: tuple[str, str, int], connection: http.client.HTTPConnection) -> None:
        with self._lock:
            if len(self._idle) < _MOST_IDLE:
                self._idle.append((origin, time.monotonic(), connection))
                return
        connection.close()


def _silent(sock: socket.socket | None) -> bool:
    """True when nothing arrived on an idle connection; its end would arrive too, so it is still open."""
    if sock is None or sock.fileno() < 0:
        return False
    try:
        if hasattr(select, "poll"):
            poll = select.poll()
            poll.register(sock, select.POLLIN)
            return not poll.poll(0)
        return not select.select([sock], [], [], 0)[0]
    except (OSError, ValueError):
        return False


def _exchange(connection: http.client.HTTPConnection, request: Request, timeout: float) -> tuple[Response, bool]:
    deadline = time.monotonic() + timeout
    connection.request(request.method, request.target, request.body, request.headers)
    answer = connection.getresponse()
    body = b"" if request.method == "HEAD" else _body(connection, answer, deadline)
    headers: dict[str, str] = {}
    for name, value in answer.getheaders():
        name = name.lower()
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return Response(answer.status, headers, body), not answer.will_close and answer.isclosed()


def _body(connection: http.client.HTTPConnection, answer: http.client.HTTPResponse, deadline: float) -> bytes:
    expected = answer.length
    if expected is not None and expected > LARGEST_BODY:
        raise ValueError("the answer is too large")
    chunks: list[bytes] = []
    size = 0
    while chunk := answer.read(_CHUNK):
        chunks.append(chunk)
        size += len(chunk)
        if size > LARGEST_BODY:
            raise ValueError("the answer is too large")
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        if connection.sock is not None:
            connection.sock.settimeout(left)
    if expected is not None and size < expected:
        raise ConnectionError("the answer was cut off")
    if connection.sock is not None:
        connection.sock.settimeout(connection.timeout)
    return b"".join(chunks)


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "timed out"
    if isinstance(error, ssl.SSLError):
        return f"TLS failed: {error.reason or type(error).__name__}"
    if isinstance(error, socket.gaierror):
        return "the name cannot be resolved"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    if isinstance(error, ConnectionError | ValueError) and not isinstance(error, UnicodeError) and error.args:
        return str(error.args[0])
    return f"the connection broke ({type(error).__name__})"

"""HTTP over the standard library's http.client, connections kept open and shared between threads."""

from __future__ import annotations

import http.client
import select
import socket
import ssl
import threading
import time

from .failure_reasons import reason
from .http_messages import LARGEST_BODY, Failure, Response, joined, netloc_of, written
from .proxies import proxy_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    from .http_messages import Request
    from .proxies import Origin

_IDLE_SECONDS = 50.0
# Servers close idle connections after 5 seconds and more; what must not be sent twice does not race with that.
_FRESH_SECONDS = 4.0
_MOST_IDLE = 16
_CHUNK = 256 * 1024


class HttpTransport:
    """The transport of a synchronous client.

    ``ssl_context`` replaces the default one, to trust other certificates for instance. With ``environment`` the
    variables HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY hold. The timeout of a request bounds all of it, but a
    head that arrives in drops, each of which may take as long, and the look-up of a name.
    """

    def __init__(self, *, ssl_context: ssl.SSLContext | None = None, environment: bool = True) -> None:
        self._context = ssl_context
        self._environment = environment
        self._lock = threading.Lock()
        self._idle: list[_Line] = []

    def __reduce__(self) -> NoReturn:
        raise TypeError("open connections are not pickled")

    def send(self, request: Request, /) -> Response | Failure:
        """The answer to ``request``, or why there is none; never sends twice."""
        request.departed = False
        ends = time.monotonic() + request.timeout
        line = self._kept(request)
        if line is None:
            try:
                line = self._connected(request.origin, request.timeout)
            except (OSError, ValueError, http.client.HTTPException) as error:
                return Failure(False, f"no connection to {request.origin[1]}: {reason(error)}")
        keep = False
        try:
            reply, keep = line.exchange(request, ends)
        finally:
            if not keep:
                line.connection.close()
        if keep:
            self._keep(line)
        return reply

    def close(self) -> None:
        """Close the connections that are not in use."""
        with self._lock:
            idle, self._idle = self._idle, []
        for line in idle:
            line.connection.close()

    def _connected(self, origin: Origin, timeout: float) -> _Line:
        scheme, host, port = origin
        proxy = proxy_for(origin) if self._environment else None
        at = (proxy.host, proxy.port) if proxy is not None else (host, port)
        if scheme == "https":
            if self._context is None:
                self._context = ssl.create_default_context()
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                *at, timeout=timeout, context=self._context
            )
            if proxy is not None:
                connection.set_tunnel(host, port, proxy.headers)
        else:
            connection = http.client.HTTPConnection(*at, timeout=timeout)
        try:
            connection.connect()
        except BaseException:
            connection.close()
            raise
        line = _Line(origin, connection)
        if proxy is not None and scheme == "http":
            line.prefix, line.headers = f"http://{netloc_of(origin)}", proxy.headers
        return line

    def _kept(self, request: Request) -> _Line | None:
        longest = _IDLE_SECONDS if request.repeatable else _FRESH_SECONDS
        while True:
            with self._lock:
                found = next((line for line in reversed(self._idle) if line.origin == request.origin), None)
                if found is None:
                    return None
                self._idle.remove(found)
            if time.monotonic() - found.since < longest and found.silent():
                return found
            found.connection.close()

    def _keep(self, line: _Line) -> None:
        line.since = time.monotonic()
        with self._lock:
            if len(self._idle) < _MOST_IDLE:
                self._idle.append(line)
                return
        line.connection.close()


class _Line:
    """An open connection. ``prefix`` and ``headers`` are what a proxy needs on each request."""

    __slots__ = ("connection", "headers", "origin", "poll", "prefix", "since")

    def __init__(self, origin: Origin, connection: http.client.HTTPConnection) -> None:
        self.origin = origin
        self.connection = connection
        self.prefix = ""
        self.headers: dict[str, str] = {}
        self.since = 0.0
        self.poll = select.poll() if hasattr(select, "poll") else None
        if self.poll is not None:
            self.poll.register(connection.sock, select.POLLIN)

    def silent(self) -> bool:
        """True when nothing arrived on an idle connection; its end would arrive too, so it is still open."""
        sock: socket.socket | None = self.connection.sock
        try:
            if sock is None or sock.fileno() < 0:
                return False
            return not (self.poll.poll(0) if self.poll is not None else select.select([sock], [], [], 0)[0])
        except (OSError, ValueError):
            return False

    def exchange(self, request: Request, ends: float) -> tuple[Response | Failure, bool]:
        """The answer by ``ends`` on the monotonic clock, and whether the connection can be used again."""
        sock = self.connection.sock
        headers = {**request.headers, **self.headers} if self.headers else request.headers
        try:
            data = written(request, self.prefix, headers)
        except ValueError:
            return Failure(False, "the request cannot be written as HTTP"), False
        answer = http.client.HTTPResponse(sock, method=request.method)
        arrived: list[bytes] = []
        request.departed = True
        try:
            sock.settimeout(max(ends - time.monotonic(), 0.001))
            # Head and body at once: HTTPConnection.request would take two packets.
            sock.sendall(data)
            answer.begin()
            _read(sock, answer, ends, arrived)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Failure(True, reason(error), _status(answer), b"".join(arrived)), False
        finally:
            answer.close()
        return Response(answer.status, joined(answer.getheaders()), b"".join(arrived)), not answer.will_close


def _read(sock: socket.socket, answer: http.client.HTTPResponse, deadline: float, arrived: list[bytes]) -> None:
    """Read the body into ``arrived``. Raises for one that is cut off, too large or too slow."""
    expected = answer.length
    if expected is not None and expected > LARGEST_BODY:
        raise ValueError("the answer is too large")
    size = 0
    while not answer.isclosed() and (chunk := _chunk(answer, arrived)):
        arrived.append(chunk)
        size += len(chunk)
        if size == expected:
            break
        if size > LARGEST_BODY:
            raise ValueError("the answer is too large")
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        sock.settimeout(left)
    if expected is not None and size < expected:
        raise ConnectionError("the answer was cut off")


def _chunk(answer: http.client.HTTPResponse, arrived: list[bytes]) -> bytes:
    try:
        return answer.read1(_CHUNK)
    except http.client.IncompleteRead as error:
        arrived.append(error.partial)
        raise ConnectionError("the answer was cut off") from None


def _status(answer: http.client.HTTPResponse) -> int:
    return answer.status if isinstance(answer.status, int) else 0

"""One request and its response in terms of httpcore2, without input or output, for both transports."""

from __future__ import annotations

import ssl

import httpcore2

from .failure_reasons import Broken, reason
from .http_messages import LARGEST_BODY, Failure, Response, bracketed, host_header, joined
from .time_bound import Attempt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .http_messages import Request
    from .network_stream import StreamState
    from .proxies import Proxy

# Servers close idle connections after 5 seconds or more; a request that must not be sent twice avoids that race.
IDLE_SECONDS = 4.0
MOST_IDLE = 16


class Exchange:
    """One request, and the part of its response that has arrived."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self.attempt = Attempt(request.timeout, request.origin[0] == "https")
        self._status = 0
        self._headers: list[tuple[bytes, bytes]] = []
        self._chunks: list[bytes] = []
        self._size = 0
        self._state: StreamState | None = None
        request.departed = False

    def outgoing(self) -> httpcore2.Request:
        """The request for a pool. Raises Broken if HTTP cannot express it."""
        request, attempt = self._request, self.attempt
        scheme, host, port = request.origin
        try:
            return httpcore2.Request(
                request.method,
                httpcore2.URL(scheme=scheme, host=bracketed(host), port=port, target=request.target),
                headers=_headers(request),
                content=request.body,
                extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), attempt)},
            )
        except (TypeError, ValueError):
            raise Broken("the request cannot be written as HTTP") from None

    def begin(self, response: httpcore2.Response) -> None:
        """Take the head of the response. Raises Broken when the body must not be read."""
        self._state = _state_of(response)
        if response.status < 200:
            raise Broken("the service changed to another protocol")
        self._status, self._headers = response.status, response.headers
        length = next((value for name, value in response.headers if name.lower() == b"content-length"), b"0")
        if length.isdigit() and int(length) > LARGEST_BODY and self._request.method != "HEAD":
            raise Broken("the response is too large")

    def add(self, chunk: bytes) -> None:
        """Take a part of the body. Raises Broken when it grows too large."""
        self._size += len(chunk)
        if self._size > LARGEST_BODY:
            raise Broken("the response is too large")
        self._chunks.append(chunk)

    def finish(self, response: httpcore2.Response) -> None:
        """The body is complete: keep the connection, unless unexpected data follows."""
        names = {name.lower() for name, _ in self._headers}
        unclear = b"transfer-encoding" in names and b"content-length" in names
        if self._state is None:
            return
        if unclear or _left_over(response):
            self._state.drop()
        else:
            self._state.rest()

    def response(self) -> Response:
        """The whole response."""
        pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in self._headers]
        return Response(self._status, joined(pairs), b"".join(self._chunks))

    def failure(self, error: Exception) -> Failure:
        """The failure for ``error``, with the part of the response that arrived."""
        sent = self.attempt.departed
        text = reason(error, self._status)
        if not sent:
            text = f"no connection to {self._request.origin[1]}: {text}"
        return Failure(sent, text, self._status, b"".join(self._chunks))


class Context:
    """The TLS settings of a transport: the given ones, or the default ones, which are loaded when first needed."""

    def __init__(self, given: ssl.SSLContext | None) -> None:
        self._given = given
        self._default: ssl.SSLContext | None = None

    def get(self) -> ssl.SSLContext:
        """The context. Raises Broken when the trusted certificates, for example of the environment, cannot be read."""
        if self._given is not None:
            return self._given
        if self._default is None:
            try:
                self._default = httpcore2.default_ssl_context()
            except (OSError, ValueError):
                raise Broken("TLS failed: the trusted certificates cannot be read") from None
        return self._default


def pool_settings(secure: bool, proxy: Proxy | None, context: Context) -> dict[str, object]:
    """The arguments of synchronous and asynchronous pools."""
    return {
        "ssl_context": context.get() if secure else None,
        "proxy": _proxy(proxy) if proxy is not None else None,
        "max_connections": None,
        "max_keepalive_connections": MOST_IDLE,
        "keepalive_expiry": IDLE_SECONDS,
    }


def _proxy(proxy: Proxy) -> httpcore2.Proxy:
    url = httpcore2.URL(scheme="http", host=bracketed(proxy.host), port=proxy.port, target="/")
    return httpcore2.Proxy(url, headers=[(name.encode(), value.encode()) for name, value in proxy.headers.items()])


def _headers(request: Request) -> list[tuple[bytes, bytes]]:
    headers = [(b"host", host_header(request.origin).encode("ascii"))]
    headers += [(name.encode("ascii"), value.strip(" \t").encode("latin-1")) for name, value in request.headers.items()]
    body = request.body
    if body is not None or request.method in ("POST", "PUT", "PATCH"):
        headers.append((b"content-length", b"%d" % len(body or b"")))
    return headers


def _state_of(response: httpcore2.Response) -> StreamState | None:
    stream = response.extensions.get("network_stream")
    found: StreamState | None = getattr(stream, "state", None)
    return found


def _left_over(response: httpcore2.Response) -> bool:
    """Whether data after the response has arrived, which would be read as the response to the next request.

    httpcore2 does not report this. If its parser cannot be found, no connection is reused.
    """
    found: object = response.stream
    for name in ("_stream", "_connection", "_h11_state", "trailing_data"):
        found = getattr(found, name, None)
    return not isinstance(found, tuple) or bool(found[0])

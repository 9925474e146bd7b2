"""A proxy with one deviation. Control paths pass unchanged, callbacks go through it."""

from __future__ import annotations

import http.client
import json
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from connectorkit.sandbox.server.request import Request, Router, chosen
from connectorkit.sandbox.shapes.document_types import Document, ServedRoute

Doc = dict[str, Any]
CONTROL = "/_sandbox/"
CALLBACK = "/_callback/"


@dataclass(frozen=True, slots=True)
class Sent:
    """A call in transit: ``operation`` is "" for one without a route; the path is without the query."""

    operation: str
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON, None when it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def with_json(self, document: Any) -> Sent:
        """The same call with another body."""
        return replace(self, body=json.dumps(document).encode())


@dataclass(frozen=True, slots=True)
class Back:
    """A response in transit; ``short`` if its connection broke before its end."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    short: bool = False

    def json(self) -> Any:
        """The body as JSON, None when it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def with_json(self, document: Any) -> Back:
        """The same response with another body."""
        return replace(self, body=json.dumps(document).encode())


@dataclass(slots=True)
class Mutation:
    """The deviations of the proxy for calls of an operation, and for deliveries.

    ``call`` changes the request, ``answer`` the response, ``event`` a delivery. ``swallow`` responds without calling
    the server, ``twice`` calls it twice; ``delay`` is in seconds.
    """

    operation: str = ""
    call: Callable[[Sent], Sent] = field(default=lambda sent: sent)
    answer: Callable[[Sent, Back], Back] = field(default=lambda sent, back: back)
    event: Callable[[Any], Any] = field(default=lambda payload: payload)
    swallow: Callable[[Sent], Back | None] = field(default=lambda sent: None)
    twice: bool = False
    delay: float = 0.0


class Proxy:
    """Serves on loopback; ``url`` includes the base path of the sandbox behind it."""

    def __init__(self, spec: Document, behind: str) -> None:
        parts = urlsplit(behind)
        self.behind, self.base = parts.netloc, parts.path.rstrip("/")
        routes: list[ServedRoute] = [{**route, "event_of": ""} for route in spec["routes"]]
        self.router = Router(routes)
        self.callbacks: list[str] = []
        self.mutation = Mutation()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self.root = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.url = f"{self.root}{self.base}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> Proxy:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def serve(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Back | None:
        """The response to a call; None if the server broke the connection."""
        path, _, query = target.partition("?")
        sent = Sent("", method, path, parse_qs(query, keep_blank_values=True), headers, body)
        if path.startswith(CONTROL):
            return self._asked(sent)
        if path.startswith(CALLBACK):
            return self._delivered(sent)
        sent = replace(sent, operation=self._operation(sent))
        return self._mutated(sent)

    def _mutated(self, sent: Sent) -> Back | None:
        mutation = self.mutation
        if not sent.operation or sent.operation != mutation.operation:
            return self._asked(self._through_here(sent))
        own = mutation.swallow(sent)
        if own is not None:
            return own
        time.sleep(mutation.delay)
        sent = mutation.call(self._through_here(sent))
        if mutation.twice:
            self._asked(sent)
        back = self._asked(sent)
        return mutation.answer(sent, back) if back is not None and not back.short else back

    def _operation(self, sent: Sent) -> str:
        called = Request(sent.method, sent.path.removeprefix(self.base), sent.query, sent.headers, sent.body)
        route = chosen(self.router.find(called.method, called.path, called.query)[0], called)
        return route["operation"] if route else ""

    def _through_here(self, sent: Sent) -> Sent:
        """Have the deliveries of a webhook come here: an address of this machine in a body is replaced."""
        document = sent.json()
        if not isinstance(document, dict):
            return sent
        changed = {name: self._callback(value) for name, value in document.items()}
        return sent.with_json(changed) if changed != document else sent

    def _callback(self, value: Any) -> Any:
        if not isinstance(value, str) or not value.startswith("http://127.0.0.1:") or not value.endswith("/callback"):
            return value
        self.callbacks.append(value)
        return f"{self.root}{CALLBACK}{len(self.callbacks) - 1}"

    def _delivered(self, sent: Sent) -> Back | None:
        target = urlsplit(self.callbacks[int(sent.path.removeprefix(CALLBACK))])
        payload = sent.json()
        changed = sent if payload is None else sent.with_json(self.mutation.event(payload))
        return exchange(target.netloc, replace(changed, path=target.path))

    def _asked(self, sent: Sent) -> Back | None:
        return exchange(self.behind, sent)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore a disconnected caller; any other error ends the call, which the caller sees."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def exchange(place: str, sent: Sent) -> Back | None:
    connection = http.client.HTTPConnection(place, timeout=30)
    kept = {
        name: value
        for name, value in sent.headers.items()
        if name.lower() not in ("content-length", "connection", "transfer-encoding")
    }
    target = sent.path + (f"?{urlencode(sent.query, True)}" if sent.query else "")
    try:
        connection.request(sent.method, target, sent.body or None, kept)
        response = connection.getresponse()
        headers = [
            (name, value)
            for name, value in response.getheaders()
            if name.lower() not in ("connection", "transfer-encoding", "date")
        ]
        try:
            return Back(response.status, headers, response.read())
        except http.client.IncompleteRead as error:
            return Back(response.status, headers, error.partial, short=True)
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _handler(proxy: Proxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            back = proxy.serve(self.command, self.path, dict(self.headers.items()), body)
            if back is None:
                self._break()
                return
            self.send_response_only(back.status)
            for name, value in back.headers:
                if back.short or name.lower() != "content-length":
                    self.send_header(name, value)
            if not back.short and back.status not in (204, 304):
                self.send_header("Content-Length", str(len(back.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(back.body)

        def _break(self) -> None:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _serve

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    return Handler

"""Serving a sandbox: in a thread of this process, or as the command ``connectorkit sandbox``."""

from __future__ import annotations

import gc
import signal
import socket
import struct
import sys
import threading
import time
from collections.abc import Mapping
from types import FrameType, TracebackType
from typing import TYPE_CHECKING
from urllib.parse import quote

import uvicorn

from connectorkit.diagnostics.finding import Unusable
from connectorkit.model.json_value import Json
from connectorkit.sandbox.server.app import App
from connectorkit.sandbox.server.listener import listen
from connectorkit.sandbox.server.request import PLAIN
from connectorkit.sandbox.shapes.document_types import Document
from connectorkit.sandbox.vendor.state import State

if TYPE_CHECKING:
    from starlette.types import Scope

START_SECONDS = 10.0


class Running:
    """A running sandbox; ``url`` includes the base path, ``root`` does not."""

    def __init__(self, app: App, listener: socket.socket) -> None:
        self._app = app
        self._listener = listener
        host, port = listener.getsockname()[:2]
        self.root = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        self.url = f"{self.root}{quote(app.spec['base_path'], safe=PLAIN)}"
        app.spec["url"] = self.url
        self._server = _uvicorn(app)
        self._thread = threading.Thread(target=self._run, name="sandbox", daemon=True)

    @property
    def state(self) -> State:
        """The state of the sandbox."""
        return self._app.state

    def fault(self, **said: Json) -> None:
        """Plan a fault with the keys of ``faults.KEYS``; raises ValueError for an invalid one."""
        self._app.plan(said)

    def start(self) -> None:
        """Start serving; returns when the server is ready."""
        self._thread.start()
        end = time.monotonic() + START_SECONDS
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > end:
                raise Unusable(f"{self.root}: the sandbox did not start")
            time.sleep(0.002)

    def close(self) -> None:
        """Stop listening and drop open connections; safe to call twice."""
        self._server.should_exit = True
        self._server.force_exit = True
        if self._thread.is_alive():
            self._thread.join(START_SECONDS)
        self._listener.close()

    def __enter__(self) -> Running:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _run(self) -> None:
        self._server.run(sockets=[self._listener])


def serve(
    spec: Document,
    host: str = "127.0.0.1",
    port: int = 0,
    credentials: Mapping[str, str] | None = None,
    settings: Mapping[str, Json] | None = None,
) -> Running:
    """Start a sandbox in a thread; raises Unusable for a port in use or an invalid setting."""
    running = Running(_app(spec, credentials, settings), listen(host, port))
    running.start()
    return running


def run(
    spec: Document,
    port: int,
    credentials: Mapping[str, str] | None = None,
    settings: Mapping[str, Json] | None = None,
    host: str = "127.0.0.1",
) -> int:
    """Serve until SIGINT or SIGTERM, with the address on standard error; returns the exit status."""
    app = _app(spec, credentials, settings)
    listener = listen(host, port)
    running = Running(app, listener)
    _end_on_signals(running)
    _settle()
    tokens = f"; tokens: {running.root}/_sandbox/oauth/token" if app.tokens is not None else ""
    line = f"{spec['title']}: {running.url} (credentials: {app.guard.described()}{tokens}; Ctrl+C ends)"
    print(line, file=sys.stderr, flush=True)
    try:
        running._run()
    finally:
        listener.close()
    return 0


def _app(spec: Document, credentials: Mapping[str, str] | None, settings: Mapping[str, Json] | None) -> App:
    try:
        return App(spec, credentials, settings)
    except ValueError as wrong:
        raise Unusable(str(wrong)) from None


def _settle() -> None:
    """Freeze objects for the garbage collector: scanning all records every few calls takes a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 1_000)


def _end_on_signals(running: Running) -> None:
    """Let SIGINT and SIGTERM shut the server down cleanly, even before it has started."""

    def end(number: int, frame: FrameType | None) -> None:
        running._server.should_exit = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)


def _uvicorn(app: App) -> uvicorn.Server:
    config = uvicorn.Config(
        app,
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        date_header=True,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=1,
        h11_max_incomplete_event_size=64 * 1024,
    )
    server = uvicorn.Server(config)
    app.abort = lambda scope, hard: _abort(server, scope, hard)
    return server


def _abort(server: uvicorn.Server, scope: Scope, hard: bool) -> None:
    """Break the connection of a request: with a reset if ``hard``, else with a normal end without a response."""
    for connection in list(server.server_state.connections):
        transport = getattr(connection, "transport", None)
        if transport is None or transport.get_extra_info("peername")[:2] != tuple(scope["client"]):
            continue
        if hard:
            opened = transport.get_extra_info("socket")
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()

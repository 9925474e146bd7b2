"""The preview as a server on loopback: documents, a stream of changes, and calls to the sandbox."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from types import FrameType
from typing import Final

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from connectorkit.designer.javascript import Plain, mapping
from connectorkit.desk import page_files
from connectorkit.desk.guard import POLICY, REFERENCE_POLICY, Guard
from connectorkit.desk.library import Library, Snapshot
from connectorkit.desk.trial import Refused, Trial
from connectorkit.desk.view import View
from connectorkit.desk.watch import State, Watch
from connectorkit.model.json_value import Json, listed
from connectorkit.sandbox.server.listener import listen

HOST: Final = "127.0.0.1"
_BEAT_SECONDS = 15.0
_MOST_BODY = 1_000_000
_MOST_EVENTS = 20
_JSON = "application/json"
Endpoint = Callable[[Request], Awaitable[Response]]


class Preview:
    """The preview server; ``url`` is its address. Use it as a context manager, or call :meth:`close`."""

    def __init__(self, library: Library, view: View, port: int = 0) -> None:
        self._library, self._view = library, view
        self._listener = listen(HOST, port, "choose another port with --port")
        self.port = int(self._listener.getsockname()[1])
        self.url = f"http://{HOST}:{self.port}/"
        self.hook = f"/hook/{secrets.token_urlsafe(12)}"
        self._trial = Trial(self.url.rstrip("/") + self.hook, view.models)
        self._watch = Watch(library, lambda: view.shown)
        self._delivered: deque[Plain] = deque(maxlen=_MOST_EVENTS)
        self.guard = Guard(self._application(self.hook), self.port, self.hook)
        self._server = uvicorn.Server(
            uvicorn.Config(
                self.guard,
                lifespan="off",
                log_config=None,
                log_level="critical",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=1,
            )
        )

    def run(self) -> None:
        """Serve until SIGINT or SIGTERM."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        self.serve()

    def serve(self) -> None:
        """Serve until :meth:`stop` is called."""
        self._watch.start()
        try:
            self._server.run(sockets=[self._listener])
        finally:
            self._watch.close()
            self._trial.close()
            self._listener.close()

    def stop(self) -> None:
        """Make :meth:`serve` return; thread-safe."""
        self._server.should_exit = True
        self._watch.wake()

    @property
    def state(self) -> State:
        """The numbers of the current states of the cards and of the findings."""
        return self._watch.state

    @property
    def started(self) -> bool:
        """Whether the server accepts requests."""
        return self._server.started

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stop()

    def _application(self, hook: str) -> Starlette:
        static = [Route(f"/{name}", _file(name), methods=["GET"]) for name in page_files.files()]
        return Starlette(
            routes=[
                Route("/", _file(page_files.INDEX), methods=["GET"]),
                *static,
                Route("/session.json", self._session, methods=["GET"]),
                Route("/connector.json", self._document(self._view.connector), methods=["GET"]),
                Route("/findings.json", self._document(self._view.findings), methods=["GET"]),
                Route("/changes.json", self._document(self._view.changes), methods=["GET"]),
                Route("/reference.html", self._reference, methods=["GET"]),
                Route("/events", self._events, methods=["GET"]),
                Route("/try", self._acting(self._call), methods=["POST"]),
                Route("/choices", self._acting(self._choices), methods=["POST"]),
                Route("/fields", self._acting(self._fields), methods=["POST"]),
                Route("/fire", self._acting(self._fire), methods=["POST"]),
                Route(hook, self._hook, methods=["POST", "GET"]),
            ]
        )

    async def _session(self, request: Request) -> Response:
        """The session data that the page loads first; other sites cannot read it."""
        source, root = str(self._library.path), os.getcwd()
        return _json({"token": self.guard.token, "source": source, "live": True, "root": root})

    def _document(self, make: Callable[[], bytes]) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            return Response(await run_in_threadpool(make), media_type=_JSON)

        return endpoint

    async def _reference(self, request: Request) -> Response:
        page = await run_in_threadpool(self._view.reference)
        return Response(page, media_type="text/html", headers={"Content-Security-Policy": REFERENCE_POLICY})

    async def _events(self, request: Request) -> Response:
        return StreamingResponse(self._stream(), media_type="text/event-stream")

    async def _stream(self) -> AsyncIterator[str]:
        with self._watch.changes() as event:
            while not self._server.should_exit:
                event.clear()
                yield f"data: {json.dumps(self._watch.state._asdict())}\n\n"
                try:
                    await asyncio.wait_for(event.wait(), _BEAT_SECONDS)
                except TimeoutError:
                    continue

    def _acting(self, act: Callable[[Snapshot, Plain], Plain]) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            asked = await _asked(request)
            snapshot = self._library.snapshot
            if asked is None or snapshot is None:
                return _json({"error": "The call is not a JSON object, or the source cannot be shown yet."}, 400)
            try:
                return _json(await run_in_threadpool(act, snapshot, asked))
            except Refused as refused:
                # Status 200 even for a failed trial: browsers log any other status as an error of the page.
                return _json({"error": str(refused)})

        return endpoint

    def _call(self, snapshot: Snapshot, asked: Plain) -> Plain:
        return self._trial.call(snapshot, str(asked.get("operation")), mapping(asked.get("values")))

    def _choices(self, snapshot: Snapshot, asked: Plain) -> Plain:
        keys = [str(key) for key in listed(asked.get("keys"))] or [""]
        return self._trial.choices(snapshot, str(asked.get("operation")), keys, mapping(asked.get("values")))

    def _fields(self, snapshot: Snapshot, asked: Plain) -> Plain:
        operation, key, outputs = str(asked.get("operation")), str(asked.get("key")), asked.get("outputs") is True
        return self._trial.fields(snapshot, operation, key, mapping(asked.get("values")), outputs)

    def _fire(self, snapshot: Snapshot, asked: Plain) -> Plain:
        self._delivered.clear()
        made = self._trial.fire(snapshot, str(asked.get("operation")), mapping(asked.get("values")))
        return {**made, "received": [*self._delivered]}

    async def _hook(self, request: Request) -> Response:
        """Receive an event from the sandbox, as a flow would."""
        body = (await request.body())[:_MOST_BODY].decode("utf-8", "replace")
        kind = request.headers.get("content-type", "")
        self._delivered.append({"method": request.method, "content_type": kind, "body": body})
        return Response(status_code=200)


def _file(name: str) -> Endpoint:
    data = page_files.files()[name]
    kind = page_files.kind(name)
    headers = {"Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'"}

    async def endpoint(request: Request) -> Response:
        return Response(data, media_type=kind, headers=headers)

    return endpoint


async def _asked(request: Request) -> Plain | None:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST_BODY:
            return None
    try:
        found: Json = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _json(value: Json, status: int = 200) -> Response:
    return Response(json.dumps(value).encode("utf-8", "replace"), status, media_type=_JSON)

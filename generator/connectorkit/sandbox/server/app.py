"""The sandbox as an ASGI application, which only handles bytes; the service handles calls."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from connectorkit.model.json_value import Json
from connectorkit.sandbox.server import faults, request
from connectorkit.sandbox.server.auth import takes_tokens
from connectorkit.sandbox.server.own_hosts import steers
from connectorkit.sandbox.server.service import Service, dumped
from connectorkit.sandbox.shapes.document_types import Document
from connectorkit.sandbox.vendor.behaviour import Answer
from connectorkit.sandbox.vendor.webhooks import Hooks

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from connectorkit.sandbox.server.faults import Fault
    from connectorkit.sandbox.server.oauth import TokenServer

PREFIX = "/_sandbox/"
MOST_BODY = 16 * 1024 * 1024
MOST_HEADERS = 64 * 1024


class App:
    """One sandbox. ``abort``, which the server sets, breaks the connection of a scope, with a reset if hard."""

    def __init__(
        self, spec: Document, credentials: Mapping[str, str] | None = None, settings: Mapping[str, Json] | None = None
    ) -> None:
        self.service = Service(spec, credentials, settings)
        self.spec, self.state, self.guard = self.service.spec, self.service.state, self.service.guard
        self.hooks = Hooks(self.spec, self.state, self.service.routes)
        self.control: ASGIApp | None = None
        self.tokens = self._token_server()
        self.abort: Callable[[Scope, bool], None] = lambda scope, hard: None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one HTTP request."""
        if scope["type"] != "http":
            return
        path = scope["raw_path"].decode("latin-1").partition("?")[0]
        headers = {name.decode("latin-1"): _text(value) for name, value in scope["headers"]}
        raw, problem = await _body(scope, receive)
        asked = scope["query_string"]
        query = parse_qs(asked.decode("latin-1"), keep_blank_values=True) if asked else {}
        if path.startswith(PREFIX):
            await self._control(scope, headers, query, raw, problem, receive, send)
            return
        called = request.Request(scope["method"], self.service.below(path), query, headers, raw)
        answer, fault = self.service.answer(called, (scope.get("client") or ("",))[0], problem)
        await self._respond(scope, receive, send, answer, fault)

    async def _respond(self, scope: Scope, receive: Receive, send: Send, answer: Answer, fault: Fault) -> None:
        if "delay_ms" in fault:
            await asyncio.sleep(fault["delay_ms"] / 1000)
        if fault.get("hold"):
            await _given_up(receive)
        if "reset" in fault or "close" in fault:
            self.abort(scope, "reset" in fault)
            return
        await _send(send, answer, scope["method"] == "HEAD", bool(fault.get("truncate")))

    def _token_server(self) -> TokenServer | None:
        """The token server, if the API uses access tokens."""
        if not takes_tokens(self.spec):
            return None
        from connectorkit.sandbox.server.oauth import TokenServer

        made = TokenServer(self.state, self.guard.application)
        self.guard.live = made.live
        return made

    def plan(self, fault: Mapping[str, Json]) -> None:
        """Plan a fault; raises ValueError for an invalid one."""
        known = [route["operation"] for route in self.service.routes] + (["oauth_token"] if self.tokens else [])
        self.state.faults.append(faults.checked(fault, known))

    async def _control(
        self,
        scope: Scope,
        headers: dict[str, str],
        query: dict[str, list[str]],
        raw: bytes,
        problem: int,
        receive: Receive,
        send: Send,
    ) -> None:
        served = (scope.get("server") or ("",))[0]
        if problem or not steers(scope["headers"], served):
            told = (
                f"Control paths accept only small calls to localhost or {served}, and no calls from pages of "
                "another origin."
            )
            await _send(send, Answer(problem or 403, {"error": told}, {}))
            return
        path = scope["path"]
        if self.tokens is not None and path.startswith(f"{PREFIX}oauth/"):
            answer, fault = self.tokens.answer(scope["method"], path, query, headers, raw)
            await self._respond(scope, receive, send, answer, fault)
            return
        if self.control is None:
            # starlette is loaded at the first control request, so that a sandbox starts sooner.
            from connectorkit.sandbox.server.control import Control

            self.control = Control(self.state, self.hooks, self.plan).application()

        async def again() -> Message:
            return {"type": "http.request", "body": raw, "more_body": False}

        await self.control(scope, again, send)


def _text(value: bytes) -> str:
    """A header value as text: UTF-8 where possible, else Latin-1."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


async def _given_up(receive: Receive) -> None:
    """Wait until the caller closes the connection, at most for the longest delay."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(faults.LONGEST_DELAY_MS / 1000):
            while (await receive())["type"] != "http.disconnect":
                pass


async def _body(scope: Scope, receive: Receive) -> tuple[bytes, int]:
    """The body, and the status of its rejection (0 for none)."""
    if sum(len(name) + len(value) for name, value in scope["headers"]) > MOST_HEADERS:
        return b"", 431
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        part = message.get("body", b"")
        size += len(part)
        parts += [part] if size <= MOST_BODY else []
        more = message.get("more_body", False) and size <= 4 * MOST_BODY
    return (b"".join(parts), 0) if size <= MOST_BODY else (b"", 413)


async def _send(send: Send, answer: Answer, empty: bool = False, truncated: bool = False) -> None:
    body = answer.body
    content: bytes = body if isinstance(body, bytes) else dumped(body)
    kind = b"application/octet-stream" if isinstance(body, bytes) else b"application/json"
    silent = answer.status in (204, 304)
    if body is None or silent:
        content = b""
    raw = [
        (name.lower().encode("latin-1"), value.encode("latin-1", "replace")) for name, value in answer.headers.items()
    ]
    if not any(name == b"content-type" for name, _ in raw):
        raw.append((b"content-type", kind))
    if not silent:
        raw.append((b"content-length", b"%d" % len(content)))
    await send({"type": "http.response.start", "status": answer.status, "headers": raw})
    if truncated:
        await send({"type": "http.response.body", "body": content[: len(content) // 2], "more_body": True})
        return
    await send({"type": "http.response.body", "body": b"" if empty else content})

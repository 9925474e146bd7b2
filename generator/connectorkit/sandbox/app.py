"""The sandbox as an ASGI application: credentials, faults, routing, checks, behaviour and the journal."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from connectorkit.sandbox import control, faults, further, records, refusal, request, waive
from connectorkit.sandbox.auth import Guard
from connectorkit.sandbox.behaviour import Answer, Behaviour
from connectorkit.sandbox.fill import put
from connectorkit.sandbox.hooks import Hooks, loopback
from connectorkit.sandbox.journal import Call
from connectorkit.sandbox.node import noded
from connectorkit.sandbox.refusal import Refusal
from connectorkit.sandbox.settings import Settings
from connectorkit.sandbox.state import State
from connectorkit.sandbox.throttle import Throttle

Doc = dict[str, Any]
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
MOST_BODY = 16 * 1024 * 1024
MOST_HEADERS = 64 * 1024
LONGEST_SHOWN = 64 * 1024


class App:
    """One sandbox. ``abort`` breaks the connection of a scope, hard (a reset) or softly; the server puts it there."""

    def __init__(
        self, spec: Doc, credentials: Mapping[str, str] | None = None, settings: Mapping[str, Any] | None = None
    ) -> None:
        self.spec = spec = {**spec, "sandbox": noded(spec.get("sandbox") or {})}
        routes = [noded(route) for route in further.routes(spec)]
        self.state = State(spec, Settings(spec, settings))
        self.guard = Guard(spec, credentials)
        self.router = request.Router({"routes": routes})
        self.behaviour = Behaviour(spec, self.state, routes)
        self.throttle = Throttle(self.state)
        hooks = Hooks(spec, self.state, routes)
        self.control = control.Control(self.state, hooks, [route["operation"] for route in routes])
        self.abort: Callable[[Scope, bool], None] = lambda scope, hard: None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one HTTP request."""
        if scope["type"] != "http":
            return
        path = scope["raw_path"].decode("latin-1").partition("?")[0]
        headers = {name.decode("latin-1"): _text(value) for name, value in scope["headers"]}
        if path.startswith(control.PREFIX):
            await self._control(scope, headers, path, receive, send)
            return
        query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        called = request.Request(scope["method"], self._below(path), query, headers)
        matches, methods = self.router.find(called.method, called.path, query)
        called.raw, problem = await _body(scope, receive)
        route = request.chosen(matches, called)
        fault = faults.take(self.state.faults, route["operation"] if route else "")
        headers, refused = self.throttle.take(route["operation"] if route else "", (scope.get("client") or ("",))[0])
        if refused:
            answer = Answer(429, refusal.body(self.spec, route, Refusal(429)), {})
        else:
            answer = self._faulty(fault, called, route, methods, problem)
        answer.headers = {**headers, **answer.headers}
        self._note(called, route, answer, fault)
        await asyncio.sleep(fault.get("delay_ms", 0) / 1000)
        if "reset" in fault or "close" in fault:
            self.abort(scope, "reset" in fault)
            return
        await _send(send, answer, called.method == "HEAD", bool(fault.get("truncate")))

    def _below(self, path: str) -> str:
        """The path below the base path; one outside it can be no route."""
        base = quote(self.spec["base_path"], safe=request.PLAIN)
        inside = path == base or path.startswith(f"{base}/")
        return path[len(base) :] or "/" if inside else "\0"

    def _faulty(
        self, fault: Doc, called: request.Request, route: Doc | None, methods: list[str], problem: int
    ) -> Answer:
        """The answer to a call under a fault ({} for none); it is carried out unless the fault forbids it."""
        if not faults.carries_out(fault):
            return self._planned(fault, route)
        answer = self._answer(called, route, methods, problem)
        if not fault:
            return answer
        if {"status", "html", "rate_limit", "envelope"} & fault.keys():
            return replace(self._planned(fault, route), handled=answer.handled)
        if not isinstance(answer.body, bytes):
            answer.body = faults.changed(fault, answer.body, route["result"] if route else None)
        if fault.get("invalid_json"):
            headers = {"Content-Type": "application/json", **answer.headers}
            answer = replace(answer, body=_dumped(answer.body)[:-1] + b",", headers=headers)
        return answer

    def _planned(self, fault: Doc, route: Doc | None) -> Answer:
        """The answer that a fault asks for in place of the true one."""
        limited = fault.get("rate_limit")
        if limited:
            return Answer(429, refusal.body(self.spec, route, Refusal(429)), faults.retry_headers(limited))
        if "envelope" in fault:
            return Answer(200, self._failed(fault["envelope"], route), {})
        status = fault.get("status", 502 if fault.get("html") else 500)
        headers = {str(name): str(value) for name, value in (fault.get("headers") or {}).items()}
        own = fault.get("body")
        if fault.get("html"):
            return Answer(status, (own or faults.page(status)).encode(), {"Content-Type": "text/html", **headers})
        body = own.encode() if isinstance(own, str) else own
        return Answer(status, refusal.body(self.spec, route, Refusal(status)) if own is None else body, headers)

    def _failed(self, code: str, route: Doc | None) -> Any:
        """A refusal that travels with status 200: only the envelope of the answer tells it from a success."""
        document = refusal.body(self.spec, route, Refusal(400))
        path = (route or {}).get("envelope", {}).get("path") or self.spec["errors"]["code"]
        return put(document, path, code) if path else document

    def _answer(self, called: request.Request, route: Doc | None, methods: list[str], problem: int) -> Answer:
        try:
            return self._handled(called, route, methods, problem)
        except Refusal as refused:
            extra = {"Allow": ", ".join(methods)} if refused.status == 405 else {}
            return Answer(refused.status, refusal.body(self.spec, route, refused), extra)
        except Exception:
            # Whatever goes wrong inside, a caller meets the vendor's answer to it and no traceback.
            return Answer(500, refusal.body(self.spec, route, Refusal(500)), {})

    def _handled(self, called: request.Request, route: Doc | None, methods: list[str], problem: int) -> Answer:
        account = "" if route and route["open"] else self.guard.caller(called.headers, called.query)
        if account is None:
            raise Refusal(401)
        said: Doc = self.guard.accounts.get(account) or {}
        if "refuse" in said:
            raise records.refused(said["refuse"])
        if problem:
            raise Refusal(problem)
        if route is None:
            raise Refusal(405 if methods else 404)
        wrong = request.read(route, called)
        if wrong:
            lenient = self.state.settings.values["lenient"]
            wrong = waive.waived(wrong, route, self.behaviour.rule(route), called, self.behaviour.sandbox, lenient)
        if wrong:
            raise Refusal(400, details=wrong)
        answer = self.behaviour.answer(route, called, said.get("settings"))
        answer.handled = True
        return answer

    def _note(self, called: request.Request, route: Doc | None, answer: Answer, fault: Doc) -> None:
        query = {name: values[-1] for name, values in called.query.items()}
        self.state.journal.note(Call(
            operation=route["operation"] if route else "",
            method=called.method,
            path=unquote(called.path),
            query=self.guard.redacted(query) if query else query,
            headers=self.guard.redacted(called.headers),
            raw=called.raw[:LONGEST_SHOWN],
            status=answer.status,
            handled=answer.handled,
            fault=sorted(fault.keys() - {"operation", "times", "skip"}) if fault else [],
        ))  # fmt: skip

    async def _control(self, scope: Scope, headers: Doc, path: str, receive: Receive, send: Send) -> None:
        """A page of a browser may not steer the sandbox by a name that points to this machine."""
        host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
        raw, problem = await _body(scope, receive)
        if problem or not loopback(host):
            await _send(send, Answer(problem or 403, {"error": "Control paths take small calls of this machine."}, {}))
            return
        status, document = await asyncio.to_thread(
            self.control.answer, scope["method"], path, scope["query_string"].decode("latin-1"), raw
        )
        await _send(send, Answer(status, document, {}))


def _text(value: bytes) -> str:
    """The text of a header, which is UTF-8 where it can be."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


async def _body(scope: Scope, receive: Receive) -> tuple[bytes, int]:
    """The body, and the status of its refusal (0 for none)."""
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


def _dumped(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


async def _send(send: Send, answer: Answer, empty: bool = False, truncated: bool = False) -> None:
    is_bytes = isinstance(answer.body, bytes)
    content = answer.body if is_bytes else _dumped(answer.body)
    kind = "application/octet-stream" if is_bytes else "application/json"
    if answer.body is None or answer.status in (204, 304):
        content = b""
    headers = {"Content-Type": kind, **answer.headers}
    if answer.status not in (204, 304):
        headers["Content-Length"] = str(len(content))
    raw = [(name.lower().encode("latin-1"), value.encode("latin-1", "replace")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": raw})
    if truncated:
        await send({"type": "http.response.body", "body": content[: len(content) // 2], "more_body": True})
        return
    await send({"type": "http.response.body", "body": b"" if empty else content})

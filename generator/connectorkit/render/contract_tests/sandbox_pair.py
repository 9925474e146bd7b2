"""Two sandboxes in this process, to learn which values of a response are always the same."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote

from connectorkit.contract.answer import Answer, wrong
from connectorkit.contract.contract_types import Request, Step
from connectorkit.contract.request import RIGHT, Wire, base_path, wire
from connectorkit.model.json_value import Json
from connectorkit.sandbox.server.app import App
from connectorkit.sandbox.shapes import response_paths
from connectorkit.sandbox.shapes.document_types import Document, Record

if TYPE_CHECKING:
    from starlette.types import Message

T = TypeVar("T")
LATER = 12_345


class World:
    """A sandbox that is called without a socket; all its addresses contain ``name``."""

    def __init__(self, spec: Document, name: str) -> None:
        self.spec = spec
        self.callback = f"http://127.0.0.1:9/{name}"
        self.credentials = {one["name"]: "sandbox" for one in spec["credentials"]}
        self.app = App(spec, self.credentials)
        self.app.spec["url"] = f"http://{name}.example"
        self.base = base_path(spec)

    async def age(self, makers: Sequence[tuple[Sequence[Request], Sequence[Step]]], records: int) -> None:
        """Advance the clock and create other records, so that values that depend on either differ.

        ``makers`` are calls that create a record, each with the steps before it: of several requests, the first that
        is accepted. Each creates at least ``records``.
        """
        self.app.hooks.advance(LATER)
        for times in (1, 1, 1, records):
            for requests, before in makers:
                try:
                    known = await self.prepared(before)
                except AssertionError:
                    continue
                for _ in range(times):
                    await self._accepted(requests, known)

    async def _accepted(self, requests: Sequence[Request], known: Record) -> None:
        for request in requests:
            if (await self.send(request, known)).status < 400:
                return

    async def prepared(self, before: Sequence[Step]) -> Record:
        """Run the steps before a call; returns the values that they yield, by name. Raises Wrong."""
        known: Record = {}
        for step in before:
            answer = await self.send(step["create"]["request"], known)
            answer.has_status(*range(200, 300))
            if step["name"]:
                known[step["name"]] = answer.taken(step["create"]["value"])
        return known

    async def send(self, request: Request, known: Record, credentials: str = RIGHT) -> Answer:
        """The response to a request with known path values."""
        sent = wire(request, self.base, self.spec, self.credentials, known, credentials)
        answer = await self._exchange(sent)
        answer.known, answer.clock = known, self.app.state.clock
        return answer

    def fault(self, operation: str, status: int) -> None:
        """Make the next call of an operation fail with a status."""
        failure: Record = {"rate_limit": True} if status == 429 else {"status": status}
        self.app.plan({"operation": operation, **failure})

    def event(self, operation: str) -> Answer:
        """The notification of a webhook, as an Answer."""
        payload = self.app.hooks.payload(self.app.hooks.triggers[operation], {})
        return Answer("", 200, {}, "", json.loads(json.dumps(payload)), clock=self.app.state.clock)

    def kept(self) -> dict[str, int]:
        """The numbers of stored records and subscriptions."""
        state = self.app.state.shown()
        numbers = {name: len(rows) for name, rows in state["collections"].items()}
        return {**numbers, "subscriptions": len(state["subscriptions"])}

    async def _exchange(self, sent: Wire) -> Answer:
        path, _, query = sent.target.partition("?")
        headers = {"host": "127.0.0.1", **sent.headers}
        raw = [(name.lower().encode("latin-1"), str(value).encode()) for name, value in headers.items()]
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": sent.method,
            "scheme": "http",
            "path": unquote(path),
            "raw_path": path.encode("latin-1"),
            "query_string": query.encode("latin-1"),
            "root_path": "",
            "headers": raw,
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
        }
        said: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": sent.body or b"", "more_body": False}

        async def send(message: Message) -> None:
            said.append(message)

        await self.app(scope, receive, send)
        return _answer(sent, said)


def _answer(sent: Wire, said: list[Message]) -> Answer:
    if not said:
        raise wrong(sent.target, "answer", "one", "none")
    text = b"".join(one.get("body", b"") for one in said[1:]).decode("utf-8", "replace")
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in said[0]["headers"]}
    try:
        document = json.loads(text) if text else None
    except ValueError:
        document = None
    return Answer(sent.target, said[0]["status"], headers, text, document, sent.method)


def run(work: Coroutine[object, None, T]) -> T:
    """Run a coroutine and return its result, even if an event loop is already running, as in a notebook."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as other_thread:
        return other_thread.submit(asyncio.run, work).result()


def flat(document: Json, path: str = "") -> dict[str, Json]:
    """The leaf values of a document by path; an array counts as one value."""
    if isinstance(document, dict) and document:
        found: dict[str, Json] = {}
        for name, value in document.items():
            found |= flat(value, f"{path}.{response_paths.spelled(name)}" if path else response_paths.spelled(name))
        return found
    return {path: document} if path else {}

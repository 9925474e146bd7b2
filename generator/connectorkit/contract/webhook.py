"""Webhooks in contract tests: a receiver on this machine, and the course of one subscription."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from connectorkit.contract.answer import Answer, wrong
from connectorkit.model.json_value import Json
from connectorkit.sandbox.vendor.fill_answer import look

_LATEST_SECONDS = 5.0
_QUIET_SECONDS = 0.05


@dataclass(slots=True)
class Story:
    """A webhook from its subscription to its end; events are the parsed bodies of deliveries.

    ``events`` are the deliveries of one event, ``made`` is its payload by the sandbox, ``repeated`` are the deliveries
    of the same event again and of a second one.
    """

    operation: str
    subscribed: Answer
    events: list[Json] = field(default_factory=list)
    made: Json = None
    clock: int = 0
    repeated: list[Json] = field(default_factory=list)
    unsubscribed: Answer | None = None
    afterwards: list[Json] = field(default_factory=list)

    @property
    def call(self) -> str:
        """The name of the webhook in messages."""
        return f"{self.operation} (event)"

    def event(self) -> Answer:
        """The first delivery as a response to check."""
        if not self.events:
            raise wrong(self.call, "deliveries", "1", "none")
        text = json.dumps(self.events[0], ensure_ascii=False)
        return Answer(self.call, 200, {}, text, self.events[0], clock=self.clock)

    def holds(self, path: str, event: Mapping[str, str]) -> bool:
        """Fail unless the path of the event exists with one of its types and its value; returns whether it was seen."""
        delivered = self.event()
        seen = delivered.holds(path, event)
        made, found = look(self.made, path), look(delivered.document, path)
        if made != found:
            raise wrong(self.call, path, json.dumps(made), found)
        return seen

    def delivered_once(self) -> None:
        """Fail unless one event caused one delivery."""
        if len(self.events) != 1:
            raise wrong(self.call, "deliveries of one event", "1", len(self.events))

    def told_apart_by(self, path: str) -> None:
        """Fail unless a repeated delivery has the same value at the path, and another event has another one."""
        found = [value for one in self.repeated for value in look(one, path)]
        if len(self.repeated) != 2 or len(found) != 2:
            raise wrong(self.call, path, "a value in each of 2 deliveries", found)
        again = self.repeated[0]
        if self.events[:1] != [again]:
            raise wrong(self.call, path, f"the same delivery again, {json.dumps(self.events[:1])}", again)
        if found[0] == found[1]:
            raise wrong(self.call, path, "another value for another event", found[1])

    def ended(self) -> None:
        """Fail unless the webhook was ended and nothing arrived after that."""
        if self.unsubscribed is None:
            raise wrong(self.call, "unsubscribe", "a call that ends the subscription", "none")
        if self.unsubscribed.status >= 300:
            raise wrong(self.unsubscribed.call, "status", "2xx, it ends the webhook", self.unsubscribed.status)
        if self.afterwards:
            call = f"{self.operation}, ended by {self.unsubscribed.call}"
            raise wrong(call, "deliveries after the end of the subscription", "none", self.afterwards)


class Listener:
    """A receiver of webhooks on this machine; ``url`` is the address to subscribe.

    It responds with the given statuses in turn, and then with 200.
    """

    def __init__(self, statuses: Sequence[int] = ()) -> None:
        self._bodies: list[Json] = []
        bodies, answers = self._bodies, [*statuses]

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                try:
                    bodies.append(json.loads(raw))
                except ValueError:
                    bodies.append(raw.decode("utf-8", "replace"))
                self.send_response(answers.pop(0) if answers else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Log nothing: deliveries are checked, not shown."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/callback"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Listener:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def taken(self, expected: int = 0) -> list[Json]:
        """The deliveries since the last call; waits some seconds for the expected number, and briefly for more."""
        latest = time.monotonic() + _LATEST_SECONDS
        while len(self._bodies) < expected and time.monotonic() < latest:
            time.sleep(0.005)
        if not expected:
            time.sleep(_QUIET_SECONDS)
        arrived = list(self._bodies)
        del self._bodies[: len(arrived)]
        return arrived

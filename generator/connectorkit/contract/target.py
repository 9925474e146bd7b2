"""The API under test: calls over plain HTTP, and the control paths of a sandbox."""

from __future__ import annotations

import http.client
import json
import select
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, cast
from urllib.parse import urlsplit

from connectorkit.contract.address import SECONDS
from connectorkit.contract.answer import Answer, wrong
from connectorkit.contract.contract_types import Fault, Request, Seen
from connectorkit.contract.request import RIGHT, Wire, base_path, wire
from connectorkit.sandbox.shapes.document_types import Document, Record
from connectorkit.sandbox.vendor.state import Counts

if TYPE_CHECKING:
    from connectorkit.sandbox.server.server import Running

_LATEST_SECONDS = 20.0
# A connection that was idle for longer is replaced: few servers close one sooner.
_IDLE_SECONDS = 1.0


class Observed(NamedTuple):
    """A successful call: the request as data and as sent, and the response.

    ``known`` are path values from earlier steps, ``origin`` is the address without a path.
    """

    request: Request
    known: Record
    sent: Wire
    status: int
    headers: Mapping[str, str]
    body: bytes
    origin: str


class Target:
    """An API at ``base_url``. ``full``: it is disposable; ``own``: it is this sandbox, in a thread of this process."""

    def __init__(
        self,
        spec: Document,
        base_url: str,
        credentials: Mapping[str, str],
        full: bool = True,
        own: Running | None = None,
    ) -> None:
        parts = urlsplit(base_url)
        self.spec, self.full = spec, full
        self.scheme, self.place = parts.scheme, parts.netloc
        self.base = parts.path.rstrip("/") or base_path(spec)
        self.credentials = credentials
        self.routes = {route["operation"]: route for route in spec["routes"]}
        self._own = own
        self._is_sandbox: bool | None = True if own is not None else None
        self._kept: http.client.HTTPConnection | None = None
        self._used = 0.0
        self._failing: set[str] = set()
        self._body = b""
        self.observer: Callable[[Observed], None] | None = None

    def close(self) -> None:
        """Close the connection that stays open between calls."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.url})"

    @property
    def url(self) -> str:
        """The address of the API, including the base path."""
        return f"{self.scheme}://{self.place}{self.base}"

    def send(self, request: Request, known: Record, credentials: str = RIGHT) -> Answer:
        """Make the call with known values of its path."""
        sent = wire(request, self.base, self.spec, self.credentials, known, credentials)
        answer = self._exchange(f"{request['operation']} ({request['method']} {request['path']})", sent)
        answer.known, answer.careful = known, not self.full
        failing = request["operation"] in self._failing
        self._failing.discard(request["operation"])
        if self.observer is not None and credentials == RIGHT and not failing:
            origin = f"{self.scheme}://{self.place}"
            self.observer(Observed(request, known, sent, answer.status, answer.headers, self._body, origin))
        return answer

    def control(self, path: str, document: Mapping[str, object] | None = None) -> Answer:
        """Call a control path of a sandbox, with GET if there is no document."""
        body = None if document is None else json.dumps(document).encode()
        return self._exchange("control", Wire("GET" if body is None else "POST", f"/_sandbox/{path}", {}, body))

    def fault(self, operation: str, said: Fault) -> None:
        """Plan a fault at a sandbox for the next call of the operation."""
        self._failing.add(operation)
        if self._own is not None:
            self._own.fault(operation=operation, **cast("Record", said))
            return
        answer = self.control("faults", {"operation": operation, **said})
        if answer.status != 200:
            raise wrong(f"{operation} (fault {json.dumps(said)})", "status of the sandbox", "200", answer.text)

    @contextmanager
    def faulty(self, operation: str, said: Fault) -> Iterator[None]:
        """As :meth:`fault`, for calls inside a ``with``; an unused fault is removed at its end."""
        self.fault(operation, said)
        try:
            yield
        except BaseException:
            self.forget_faults()
            raise

    def forget_faults(self) -> None:
        """Remove the unused faults of a sandbox."""
        if self._own is not None:
            self._own.state.faults.clear()
        else:
            self._exchange("control", Wire("DELETE", "/_sandbox/faults", {}, None))

    def counts(self) -> Counts:
        """The counts of a sandbox's requests and records."""
        if self._own is not None:
            return self._own.state.counts()
        return cast("Counts", self.control("counts").document)  # Only for sandboxes, see `is_sandbox`.

    def is_sandbox(self) -> bool:
        """Whether the address is that of a sandbox with control paths."""
        if self._is_sandbox is None:
            try:
                counts = self.control("counts").document
                self._is_sandbox = isinstance(counts, dict) and "collections" in counts
            except OSError:
                self._is_sandbox = False
        return self._is_sandbox

    def noted(self, operation: str, earlier: Counts, requests: int) -> Seen:
        """A sandbox's record of an operation since an earlier state; waits for that number of requests."""
        latest = time.monotonic() + _LATEST_SECONDS
        while True:
            seen = difference(operation, earlier, self.counts())
            if seen["requests"] >= requests or time.monotonic() > latest:
                return seen
            time.sleep(0.01)

    def _exchange(self, call: str, sent: Wire) -> Answer:
        headers = {name: str(value).encode() for name, value in sent.headers.items()}
        connection = self._connection()
        try:
            connection.request(sent.method, sent.target, sent.body, headers)
            response = connection.getresponse()
            self._body = response.read()
            text = self._body.decode("utf-8", "replace")
        except TimeoutError:
            self.close()
            raise wrong(call, "answer", f"one within {SECONDS:g} s", "none") from None
        except http.client.HTTPException as error:
            self.close()
            raise wrong(call, "answer", "HTTP", f"{type(error).__name__} {error}") from None
        except OSError:
            self.close()
            raise
        self._used = time.monotonic()
        answer = Answer(call, response.status, dict(response.headers), text, method=sent.method)
        try:
            answer.document = json.loads(text) if text else None
        except (ValueError, RecursionError):
            answer.document = None
        return answer

    def _connection(self) -> http.client.HTTPConnection:
        """The connection of the last call if it is still usable, else a new one."""
        kept = self._kept
        if kept is not None and kept.sock is not None:
            # If data can be read before a request is sent, the server closed the connection.
            if time.monotonic() - self._used < _IDLE_SECONDS and not select.select([kept.sock], [], [], 0)[0]:
                return kept
            kept.close()
        kind = http.client.HTTPSConnection if self.scheme == "https" else http.client.HTTPConnection
        self._kept = kind(self.place, timeout=SECONDS)
        return self._kept


def difference(operation: str, earlier: Counts, later: Counts) -> Seen:
    """The difference between two states of a sandbox: requests and processed ones of the operation, records by name."""
    kept = {"subscriptions": later["subscriptions"] - earlier["subscriptions"]}
    for name, number in later["collections"].items():
        kept[name] = number - earlier["collections"].get(name, 0)
    requests, handled = (
        _count(later, operation, word) - _count(earlier, operation, word) for word in ("requests", "handled")
    )
    return {"requests": requests, "handled": handled, "kept": kept}


def _count(counts: Counts, operation: str, word: str) -> int:
    return int(counts["operations"].get(operation, {}).get(word, 0))

"""The journal of calls: requests and their outcomes, limited in number and size."""

from __future__ import annotations

import json
from collections import deque
from urllib.parse import unquote

from connectorkit.model.json_value import Json
from connectorkit.model.record import record
from connectorkit.sandbox.shapes.document_types import Record

# Old entries are dropped, so that a long run does not fill the memory.
MOST_CALLS = 2_000
MOST_BYTES = 4 * 1024 * 1024


@record
class Call:
    """One call, with credentials masked; ``path`` is percent-encoded, ``raw`` the body or its start."""

    operation: str
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    raw: bytes
    status: int
    handled: bool
    fault: list[str]

    def shown(self) -> Record:
        """The call as a document, with a JSON body as JSON."""
        return {
            "operation": self.operation,
            "method": self.method,
            "path": unquote(self.path),
            "query": {**self.query},
            "headers": {**self.headers},
            "body": self._body(),
            "status": self.status,
            "handled": self.handled,
            "fault": [*self.fault],
        }

    def _body(self) -> Json:
        try:
            body: Json = json.loads(self.raw)
            return body
        except (ValueError, RecursionError):
            return self.raw.decode("utf-8", "replace")


class Journal:
    """The last calls, and the number of calls of each operation."""

    def __init__(self) -> None:
        self.calls: deque[Call] = deque()
        self.counts: dict[str, dict[str, int]] = {}
        self._bytes = 0

    def clear(self) -> None:
        """Forget everything."""
        self.calls.clear()
        self.counts.clear()
        self._bytes = 0

    def note(self, call: Call) -> None:
        """Add and count a call."""
        self.calls.append(call)
        self._bytes += len(call.raw)
        while len(self.calls) > MOST_CALLS or self._bytes > MOST_BYTES:
            self._bytes -= len(self.calls.popleft().raw)
        count = self.counts.setdefault(call.operation, {"requests": 0, "handled": 0})
        count["requests"] += 1
        count["handled"] += call.handled

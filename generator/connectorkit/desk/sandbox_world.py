"""The sandbox of a snapshot: its operations, their loaded fields, and calls over a real socket."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import parse_qsl, quote, urlsplit

from connectorkit.contract.contract_types import Request
from connectorkit.contract.request import Wire, base_path, wire
from connectorkit.designer.cards import Card
from connectorkit.designer.fields import Field
from connectorkit.designer.javascript import Plain, decoded, mapping
from connectorkit.desk import multipart
from connectorkit.desk.definition_index import DefinitionIndex, Operation, Part
from connectorkit.desk.filled_request import Filled, FilledRequest
from connectorkit.desk.library import Snapshot
from connectorkit.diagnostics.finding import Unusable
from connectorkit.model.connector import Connector
from connectorkit.model.json_value import Json
from connectorkit.sandbox.server.auth import DEFAULT, HIDDEN
from connectorkit.sandbox.server.server import Running, serve
from connectorkit.sandbox.shapes.document import project
from connectorkit.sandbox.shapes.document_types import Document, Route

_SECONDS: Final = 10.0
_MOST_BYTES: Final = 1_000_000
# Headers of every HTTP request, which are not specific to the connector.
_USUAL: Final = frozenset(("host", "accept-encoding", "content-length", "connection", "user-agent"))
# Keys of the document that do not affect any response.
_TEXTS: Final = frozenset(("summary",))


class Refused(Exception):
    """A call that cannot be tried; the message is one sentence for the user."""


class World:
    """The sandbox of a snapshot, and the index to call it. ``subscribed`` are triggers with a live webhook.

    If an edit does not affect the sandbox of ``before``, that sandbox and its records are reused; otherwise
    ``restarted`` is true. ``loaded`` and ``loaded_outputs`` are inputs and tokens that were loaded from an operation,
    by the id of the operation that they belong to.
    """

    def __init__(self, snapshot: Snapshot, connector: Connector, before: World | None = None) -> None:
        self.snapshot = snapshot
        self.spec: Document = project(connector)
        self.index = DefinitionIndex(snapshot.definition)
        self.requests = FilledRequest(self.index)
        self.cards: dict[str, Card] = {card.id: card for card in snapshot.cards}
        self.routes: dict[str, Route] = {route["operation"]: route for route in self.spec["routes"]}
        self.loaded: dict[str, dict[str, Part]] = before.loaded if before is not None else {}
        self.loaded_outputs: dict[str, dict[str, list[Field]]] = before.loaded_outputs if before is not None else {}
        self.subscribed: set[str] = set()
        self._essence = _essence(self.spec)
        self.restarted = before is not None and before._essence != self._essence
        if before is not None and not self.restarted:
            self.subscribed = before.subscribed
        self.running: Running = before.running if before is not None and not self.restarted else _started(self.spec)
        if before is not None and self.restarted:
            before.running.close()

    def operation(self, id: str) -> tuple[Operation, Route]:
        """An operation and its route; raises Refused if it is unknown."""
        operation, route = self.index.operations.get(id), self.routes.get(id)
        if operation is None or route is None:
            raise Refused(f"The connector has no operation '{id}'.")
        return operation, route

    def part(self, operation: Operation, keys: Sequence[str]) -> Part | None:
        """An input by its key; further keys select inputs of list items."""
        first, *rest = keys
        part = self.loaded.get(operation.id, {}).get(first) or self.index.schema(operation, first)
        for key in rest:
            steps = [decoded(step) for step in key.split(".")[1:]]
            part = self.index.below(self.index.items(part), steps) if part is not None else None
        return part

    def outputs(self, id: str) -> list[Field]:
        """The tokens of an operation, including loaded ones."""
        own = self.cards[id].outputs if id in self.cards else []
        return [*own, *(one for rows in self.loaded_outputs.get(id, {}).values() for one in rows)]

    def filled(self, operation: Operation, route: Route, values: Mapping[str, Json], own: bool = True) -> Filled:
        """The request for values by key; ``own``: the values come from the operation's own card."""
        card = self.cards.get(operation.id) if own else None
        return self.requests.of(operation, route, values, card, self.loaded.get(operation.id))

    def send(self, filled: Filled) -> Plain:
        """Send a request; the result shows it as the sandbox logs it, with credentials masked."""
        return self.call(filled.request, filled.files if filled.multipart else None)

    def call(self, request: Request, files: Mapping[str, str] | None = None) -> Plain:
        """Send a request of the sandbox's document; with ``files``, its form is sent as multipart/form-data."""
        credentials = {one["name"]: DEFAULT for one in self.spec["credentials"]}
        travels = wire(request, base_path(self.spec), self.spec, credentials, {})
        if files is not None:
            kind, body = multipart.body(request["form"], files)
            travels = travels._replace(headers={**travels.headers, "Content-Type": kind}, body=body)
        status, headers, body = self._exchanged(travels)
        seen = self.running.state.journal.calls[-1]
        query = _query(travels.target, seen.query)
        kept = {name: value for name, value in seen.headers.items() if name not in _USUAL}
        return {
            "request": {
                "method": seen.method,
                "url": f"{self.running.url}{seen.path}{'?' if query else ''}{query}",
                "headers": {**kept},
                "body": seen.shown()["body"],
            },
            "response": {
                "status": status,
                "headers": {**headers},
                "document": _parsed(body),
                "cut": len(body) >= _MOST_BYTES,
            },
        }

    def control(self, path: str) -> tuple[int, Plain]:
        """Call the control API of the sandbox, such as to fire an event; returns status and document."""
        address = urlsplit(f"{self.running.root}{path}")
        status, _, body = self._exchanged(Wire("POST", address.path, {}, b"{}"))
        return status, mapping(_parsed(body))

    def _exchanged(self, travels: Wire) -> tuple[int, dict[str, str], bytes]:
        """Send a request; returns status, headers in lower case, and up to _MOST_BYTES of the body."""
        address = urlsplit(self.running.root)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=_SECONDS)
        try:
            connection.request(travels.method, travels.target, travels.body, travels.headers)
            response = connection.getresponse()
            headers = {name.lower(): value for name, value in response.getheaders()}
            return response.status, headers, response.read(_MOST_BYTES)
        except (OSError, http.client.HTTPException, ValueError, UnicodeError) as error:
            raise Refused(f"The call cannot be sent: {error}") from None
        finally:
            connection.close()


def _started(spec: Document) -> Running:
    try:
        return serve(spec)
    except Unusable as error:
        raise Refused(f"The sandbox cannot start: {error}") from None


def succeeded(made: Plain) -> bool:
    """Whether a call returned a success status."""
    status = mapping(made.get("response")).get("status")
    return isinstance(status, int) and 200 <= status < 300


def _essence(spec: Document) -> str:
    """The part of the document that responses depend on, as a string to compare."""
    routes = [{key: value for key, value in route.items() if key not in _TEXTS} for route in spec["routes"]]
    return json.dumps({**spec, "routes": routes}, sort_keys=True, default=str)


def _query(target: str, seen: Mapping[str, str]) -> str:
    """The query as it was sent, with the same values masked as in the sandbox's log."""
    pairs = parse_qsl(urlsplit(target).query, keep_blank_values=True)
    shown = ((name, HIDDEN if seen.get(name) == HIDDEN else value) for name, value in pairs)
    return "&".join(f"{quote(name)}={quote(value, safe='*,:/')}" for name, value in shown)


def _parsed(body: bytes) -> Json:
    try:
        found: Json = json.loads(body)
    except (ValueError, RecursionError):
        return body.decode("utf-8", "replace")
    return found

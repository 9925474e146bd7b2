"""Try it: a filled card as a call of the sandbox, the drop-downs that an operation fills, and events of webhooks."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, quote, urlsplit

from connectorkit.contract.contract_types import Request
from connectorkit.contract.request import Wire, base_path, placed, wire
from connectorkit.designer.cards import Card
from connectorkit.designer.javascript import Plain, decoded, mapping
from connectorkit.desk import lookup
from connectorkit.desk.definition_index import DefinitionIndex, Operation
from connectorkit.desk.filled_request import FilledRequest
from connectorkit.desk.library import Snapshot
from connectorkit.diagnostics.finding import Unusable
from connectorkit.model.json_value import Json
from connectorkit.sandbox.server.auth import DEFAULT, HIDDEN
from connectorkit.sandbox.server.server import Running, serve
from connectorkit.sandbox.shapes.document import project
from connectorkit.sandbox.shapes.document_types import Document, Route

MOST_SHOWN: Final = 20
_SECONDS = 10.0
_MOST_BYTES = 1_000_000
# Headers of every HTTP call say nothing about the connector.
_USUAL = frozenset(("host", "accept-encoding", "content-length", "connection", "user-agent"))


class Refused(Exception):
    """What was asked for cannot be tried; the text is one sentence for the person who asked."""


class _World:
    """A sandbox of one snapshot, with what is needed to call it. ``subscribed`` are triggers with a live webhook."""

    def __init__(self, snapshot: Snapshot) -> None:
        if snapshot.connector is None:
            raise Refused("Published files have no sandbox; import them, and preview the source.")
        self.snapshot = snapshot
        self.spec: Document = project(snapshot.connector)
        self.index = DefinitionIndex(snapshot.definition)
        self.requests = FilledRequest(self.index)
        self.cards: dict[str, Card] = {card.id: card for card in snapshot.cards}
        self.routes: dict[str, Route] = {route["operation"]: route for route in self.spec["routes"]}
        self.subscribed: set[str] = set()
        try:
            self.running: Running = serve(self.spec)
        except Unusable as error:
            raise Refused(f"The sandbox does not start: {error}") from None

    def operation(self, id: str) -> tuple[Operation, Route]:
        """An operation and its route; raises Refused for one that is unknown."""
        operation, route = self.index.operations.get(id), self.routes.get(id)
        if operation is None or route is None:
            raise Refused(f"The connector has no operation '{id}'.")
        return operation, route


class Trial:
    """Calls of a sandbox that follows the snapshots: after an edit, the next call starts a new one.

    ``hook`` is the address to which the sandbox delivers events. Methods may be called from any thread.
    """

    def __init__(self, hook: str = "") -> None:
        self.hook = hook
        self._lock = threading.RLock()
        self._world: _World | None = None

    def close(self) -> None:
        """Stop the sandbox."""
        with self._lock:
            if self._world is not None:
                self._world.running.close()
                self._world = None

    def call(self, snapshot: Snapshot, id: str, values: Mapping[str, Json]) -> Plain:
        """Send a filled card: ``request``, ``response``, and by key the values of its dynamic content."""
        with self._lock:
            world, restarted = self._at(snapshot)
            operation, route = world.operation(id)
            request = world.requests.of(operation, route, values, world.cards.get(id))
            made = self._sent(world, self._with_callback(request, route))
            if route.get("callback") is not None and _succeeded(made):
                world.subscribed.add(id)
            return {**made, "tokens": tokens(world.cards.get(id), made), "restarted": restarted}

    def choices(self, snapshot: Snapshot, id: str, key: str, values: Mapping[str, Json]) -> Plain:
        """What a drop-down offers: ``choices`` of title and value, or ``missing`` labels of inputs to fill in first."""
        with self._lock:
            world, _ = self._at(snapshot)
            operation, _ = world.operation(id)
            part = world.index.schema(operation, key)
            loading = lookup.loading(part.node if part is not None else {})
            if loading is None:
                raise Refused("This input is not filled by an operation that the sandbox can call.")
            labels = {one.key: one.title for one in world.cards[id].inputs} if id in world.cards else {}
            source, route = world.operation(loading.operation)
            arguments = lookup.arguments(loading, operation, source, values, labels)
            if arguments.missing:
                return {"choices": [], "missing": [*arguments.missing]}
            made = self._sent(world, world.requests.of(source, route, arguments.values))
            if not _succeeded(made):
                raise Refused(f"{loading.operation} responds with status {mapping(made['response'])['status']}.")
            return {"choices": lookup.choices(loading, mapping(made["response"])["document"]), "missing": []}

    def fire(self, snapshot: Snapshot, id: str, values: Mapping[str, Json]) -> Plain:
        """Let the event of a webhook happen; a trigger that is not subscribed yet is subscribed first."""
        with self._lock:
            world, restarted = self._at(snapshot)
            _, route = world.operation(id)
            if route.get("callback") is None:
                raise Refused("The trigger has no address that a webhook could be delivered to.")
            subscription = None
            if id not in world.subscribed:
                subscription = self.call(snapshot, id, values)
                if not _succeeded(subscription):
                    return {**subscription, "event": None, "deliveries": []}
            address = f"{world.running.root}/_sandbox/events/{quote(id, safe='')}"
            status, _, body = _http(Wire("POST", urlsplit(address).path, {}, b"{}"), world.running.root)
            happened = mapping(_parsed(body))
            if status != 200:
                raise Refused(f"The sandbox cannot fire the trigger: {happened.get('error', status)}")
            delivered: Plain = {"response": {"document": happened.get("event"), "headers": {}}}
            return {
                "subscription": subscription,
                "event": happened.get("event"),
                "deliveries": happened.get("deliveries"),
                "tokens": tokens(world.cards.get(id), delivered),
                "restarted": restarted,
            }

    def _at(self, snapshot: Snapshot) -> tuple[_World, bool]:
        """The sandbox of a snapshot, and whether it took the place of one of an earlier state."""
        before = self._world
        if before is not None and before.snapshot is snapshot:
            return before, False
        made = _World(snapshot)
        if before is not None:
            before.running.close()
        self._world = made
        return made, before is not None

    def _with_callback(self, request: Request, route: Route) -> Request:
        callback = route.get("callback")
        if callback is None or not self.hook:
            return request
        place = {"path": "path_values", "query": "query", "header": "headers", "formData": "form"}.get(callback["in"])
        return placed(request, {f"{place or 'body'}.{callback['path']}": self.hook})

    def _sent(self, world: _World, request: Request) -> Plain:
        """Send a request; it is shown as the sandbox keeps it, with credentials masked."""
        credentials = {one["name"]: DEFAULT for one in world.spec["credentials"]}
        travels = wire(request, base_path(world.spec), world.spec, credentials, {})
        status, headers, body = _http(travels, world.running.root)
        seen = world.running.state.journal.calls[-1]
        query = _query(travels.target, seen.query)
        shown = seen.shown()
        kept = {name: value for name, value in seen.headers.items() if name not in _USUAL}
        return {
            "request": {
                "method": seen.method,
                "url": f"{world.running.url}{seen.path}{'?' if query else ''}{query}",
                "headers": {**kept},
                "body": shown["body"],
            },
            "response": {
                "status": status,
                "headers": {**headers},
                "document": _parsed(body),
                "cut": len(body) >= _MOST_BYTES,
            },
        }


def tokens(card: Card | None, made: Plain) -> Plain:
    """The values of the dynamic content of a card in a response, by key: up to MOST_SHOWN of each."""
    response = mapping(made.get("response"))
    found: Plain = {}
    for one in card.outputs if card is not None else ():
        place, _, rest = one.key.partition(".$")
        steps = [step if step == "[*]" else decoded(step) for step in rest.split(".")[1:]]
        start = response.get("document") if place == "body" else response.get("headers")
        steps = [step.lower() for step in steps] if place == "header" else steps
        found[one.key] = _values(start, steps)[:MOST_SHOWN]
    return found


def _values(value: Json, steps: list[str]) -> list[Json]:
    if not steps:
        return [value]
    if steps[0] == "[*]":
        items = value if isinstance(value, list) else []
        return [found for item in items[: MOST_SHOWN + 1] for found in _values(item, steps[1:])]
    if isinstance(value, dict) and steps[0] in value:
        return _values(value[steps[0]], steps[1:])
    return []


def _query(target: str, seen: Mapping[str, str]) -> str:
    """The query as it was sent, with the values masked that the sandbox masks."""
    pairs = parse_qsl(urlsplit(target).query, keep_blank_values=True)
    shown = ((name, HIDDEN if seen.get(name) == HIDDEN else value) for name, value in pairs)
    return "&".join(f"{quote(name)}={quote(value, safe='*,:/')}" for name, value in shown)


def _succeeded(made: Plain) -> bool:
    status = mapping(made.get("response")).get("status")
    return isinstance(status, int) and 200 <= status < 300


def _http(travels: Wire, root: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers in lower case, and up to _MOST_BYTES of the body."""
    address = urlsplit(root)
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


def _parsed(body: bytes) -> Json:
    try:
        found: Json = json.loads(body)
    except (ValueError, RecursionError):
        return body.decode("utf-8", "replace")
    return found

"""Try it: sends a completed card to the sandbox, loads choices and fields, and fires events of webhooks."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import quote

from connectorkit.contract.contract_types import Request
from connectorkit.contract.request import placed
from connectorkit.designer.javascript import Plain, mapping
from connectorkit.desk import loaded_fields, lookup, mcp_trial, required_fields
from connectorkit.desk.definition_index import Operation
from connectorkit.desk.library import Snapshot
from connectorkit.desk.published_model import Models
from connectorkit.desk.sandbox_world import Refused, World, succeeded
from connectorkit.desk.token_values import tokens
from connectorkit.model.json_value import Json
from connectorkit.sandbox.shapes import document
from connectorkit.sandbox.shapes.document_types import Route

__all__ = ["Refused", "Trial"]
_MOST_WORDS: Final = 200
_PLACES: Final = {"path": "path_values", "query": "query", "header": "headers", "formData": "form"}


class Trial:
    """Calls to the sandbox of the current snapshot: after an edit that affects it, the next call starts a new one.

    ``hook`` is the address to which the sandbox delivers events. Methods are thread-safe.
    """

    def __init__(self, hook: str = "", models: Models | None = None) -> None:
        self.hook = hook
        self._models = models or Models()
        self._lock = threading.RLock()
        self._world: World | None = None

    def close(self) -> None:
        """Stop the sandbox."""
        with self._lock:
            if self._world is not None:
                self._world.running.close()
                self._world = None

    def call(self, snapshot: Snapshot, id: str, values: Mapping[str, Json]) -> Plain:
        """Send a completed card; returns ``request``, ``response``, and the values of its dynamic content by key."""
        with self._lock:
            world, restarted = self._at(snapshot)
            operation, route = world.operation(id)
            if "mcp" in route:
                return {**mcp_trial.tools(world, operation, route), "tokens": {}, "restarted": restarted}
            filled = world.filled(operation, route, values)
            filled = filled._replace(request=self._with_callback(filled.request, route))
            made = world.send(filled)
            if route.get("callback") is not None and succeeded(made):
                world.subscribed.add(id)
            lacking = [] if succeeded(made) else required_fields.lacking(world, operation, filled.request)
            # Later steps receive nothing from a failed step.
            found = tokens(world.outputs(id), made) if succeeded(made) else {}
            return {**made, "tokens": found, "restarted": restarted, "lacking": lacking}

    def choices(self, snapshot: Snapshot, id: str, keys: Sequence[str], values: Mapping[str, Json]) -> Plain:
        """The ``choices`` of a drop-down (title and value), or the labels of ``missing`` inputs to fill in first.

        Further ``keys`` select inputs of list items; ``values`` then include those of the item, by ``$`` keys.
        """
        with self._lock:
            world, _ = self._at(snapshot)
            operation, _ = world.operation(id)
            part = world.part(operation, keys)
            loading = lookup.loading(part.node if part is not None else {})
            if loading is None:
                raise Refused("The sandbox cannot call the operation that fills this input.")
            response, missing = _loaded(world, operation, loading, values)
            found = [] if missing else lookup.choices(loading, response)
            return {"choices": found, "missing": [*missing]}

    def fields(self, snapshot: Snapshot, id: str, key: str, values: Mapping[str, Json], outputs: bool) -> Plain:
        """The loaded fields of an object: ``rows`` of inputs or, with ``outputs``, of tokens; or ``missing``."""
        with self._lock:
            world, _ = self._at(snapshot)
            operation, _ = world.operation(id)
            loading = lookup.schema_loading(loaded_fields.node_of(world, operation, key, outputs))
            if loading is None:
                raise Refused("The sandbox cannot call the operation that loads the fields of this object.")
            response, missing = _loaded(world, operation, loading, values)
            if missing:
                return {"rows": [], "missing": [*missing]}
            schema = lookup.at_value(loading, response)
            if not isinstance(schema, dict) or not schema:
                at = f" at '{loading.value}'" if loading.value else ""
                raise Refused(
                    f"The response of {loading.operation} in the sandbox has no schema{at}; give it an example."
                )
            give = loaded_fields.outputs if outputs else loaded_fields.inputs
            return {"rows": give(world, operation, key, {"type": "object", **schema}), "missing": []}

    def fire(self, snapshot: Snapshot, id: str, values: Mapping[str, Json]) -> Plain:
        """Fire the event of a webhook; a trigger that is not subscribed yet is subscribed first."""
        with self._lock:
            world, restarted = self._at(snapshot)
            _, route = world.operation(id)
            if route.get("callback") is None:
                raise Refused("The trigger has no callback URL to deliver to.")
            subscription = None
            if id not in world.subscribed:
                subscription = self.call(snapshot, id, values)
                if not succeeded(subscription):
                    return {**subscription, "event": None, "deliveries": []}
            status, happened = world.control(f"/_sandbox/events/{quote(id, safe='')}")
            if status != 200:
                raise Refused(f"The sandbox cannot fire the trigger: {happened.get('error', status)}")
            delivered: Plain = {"response": {"document": happened.get("event"), "headers": {}}}
            return {
                "subscription": subscription,
                "event": happened.get("event"),
                "deliveries": happened.get("deliveries"),
                "tokens": tokens(world.outputs(id), delivered),
                "restarted": restarted,
            }

    def _at(self, snapshot: Snapshot) -> tuple[World, bool]:
        """The world of a snapshot, and whether its sandbox is new and replaces that of an earlier state."""
        before = self._world
        if before is not None and before.snapshot is snapshot:
            return before, False
        connector = self._models.of(snapshot)
        if isinstance(connector, str):
            raise Refused(connector)
        self._world = World(snapshot, connector, before)
        return self._world, self._world.restarted

    def _with_callback(self, request: Request, route: Route) -> Request:
        """The request with the callback URL; actions that wait for a callback have one, too."""
        address = route.get("callback") or document.callback(route)
        if address is None or not self.hook:
            return request
        return placed(request, {f"{_PLACES.get(address['in'], 'body')}.{address['path']}": self.hook})


def _loaded(
    world: World, operation: Operation, loading: lookup.Loading, values: Mapping[str, Json]
) -> tuple[Json, tuple[str, ...]]:
    """The response of the operation that fills an input, or labels of the inputs that it requires first."""
    labels = {one.key: one.title for one in world.cards[operation.id].inputs} if operation.id in world.cards else {}
    source, route = world.operation(loading.operation)
    arguments = lookup.arguments(loading, operation, source, values, labels)
    if arguments.missing:
        return None, arguments.missing
    made = world.send(world.filled(source, route, arguments.values, own=False))
    if not succeeded(made):
        refused = mapping(made["response"])
        why = json.dumps(refused["document"], ensure_ascii=False)[:_MOST_WORDS]
        raise Refused(f"{loading.operation} responds with status {refused['status']}: {why}")
    return mapping(made["response"])["document"], ()

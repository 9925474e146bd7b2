"""Webhooks: subscriptions, deliveries, and retries."""

from __future__ import annotations

import http.client
import ipaddress
import json
from urllib.parse import urlencode, urlsplit

from connectorkit.model.json_value import Json
from connectorkit.sandbox.shapes.document_types import Record, Route, ServedDocument, ServedRoute
from connectorkit.sandbox.shapes.sandbox_types import Declared, TextMatch
from connectorkit.sandbox.vendor.fill_answer import fill
from connectorkit.sandbox.vendor.state import Delivery, Outcome, State, Subscription
from connectorkit.sandbox.vendor.values import Values

DELIVERY_SECONDS = 5.0
MOST_KEPT = 500
WAYS = ("json", "form", "query")


class Hooks:
    """Delivers the events of triggers."""

    def __init__(self, spec: ServedDocument, state: State, routes: list[ServedRoute]) -> None:
        self.spec, self.state = spec, state
        self.said = spec["sandbox"].get("deliveries", {})
        self.triggers = {one["operation"]: one for one in routes if "callback" in one and not one["event_of"]}
        self.number = 0

    def happen(self, operation: str, given: Record, times: int = 1) -> tuple[Json, list[Delivery]]:
        """Fire an event; returns its payload, and ``times`` deliveries to each subscriber whose rule matches."""
        self.state.serial += 1
        payload = self.payload(self.triggers[operation], given)
        targets = [one for one in self.state.subscriptions if one.operation == operation and self._meets(one, payload)]
        made = []
        for target in targets[: self.said.get("most", len(targets))] * times:
            self.number += 1
            made.append(Delivery(self.number, target, payload, self._format(target)))
            self._attempt(made[-1])
        del self.state.deliveries[:-MOST_KEPT]
        return payload, made

    def advance(self, seconds: int) -> list[Delivery]:
        """Move the clock, and retry deliveries as they become due, in order."""
        end, tried = self.state.clock + seconds, []
        while True:
            due = [one for one in self.state.deliveries if one.next is not None and one.next <= end]
            if not due:
                break
            first = min(due, key=lambda one: (one.next, one.number))
            self.state.clock = max(self.state.clock, first.next or 0)
            self._attempt(first)
            tried.append(first)
        self.state.clock = end
        return tried

    def payload(self, route: Route, given: Record) -> Json:
        """The payload of the webhook: declared values, then those of the message replied to, then ``given``."""
        sandbox = self.spec["sandbox"]
        known = Values(self.state, given, given, self.state.serial).all(sandbox.get("values"))
        told = sandbox.get("events", {}).get(route["operation"], {})
        replied = self._replied(given, told)
        known |= given | replied
        for name, said in told.items():
            if name not in given and replied.get(name) is None:
                known[name] = Values(self.state, given, known, self.state.serial).of(said)
        made = fill(route.get("event") or {}, known)
        return {**made, **given} if isinstance(made, dict) else made

    def _replied(self, given: Record, told: Declared) -> Record:
        """Fields of the last record to which the event is a reply."""
        said = self.said.get("reply")
        if not said:
            return {}
        sender = given.get(said["from"], told.get(said["from"]))
        rows = [row for row in self.state.rows(said["collection"]) if row.get(said["to"]) == sender]
        copied = {to: rows[-1].get(source) for to, source in said["copy"].items()} if rows else {}
        return {name: value for name, value in copied.items() if name not in given}

    def _format(self, target: Subscription) -> str:
        formats = self.said.get("formats", {})
        said = (target.record or {}).get(formats.get("field", ""))
        return formats.get("ways", {}).get(str(said), formats.get("usual", "json"))

    def _meets(self, target: Subscription, payload: Json) -> bool:
        """Whether the event matches the subscriber's rule."""
        record, match = target.record, self.said.get("match", {})
        if record is None or not isinstance(payload, dict):
            return True
        if str(record.get(match.get("enabled", ""), 1)).lower() in ("0", "false"):
            return False
        for name, field in match.get("equals", {}).items():
            if record.get(name) not in (None, "", "*") and str(record[name]) != str(payload.get(field)):
                return False
        return _found(match.get("search", {}), record, payload)

    def _attempt(self, delivery: Delivery) -> None:
        if delivery.attempts == 0:
            self.state.deliveries.append(delivery)
        delivery.attempts += 1
        delivery.next = None
        if delivery.to not in self.state.subscriptions:
            delivery.outcome = {"error": "not delivered: the subscription has ended"}
            return
        self._follow(delivery.to)
        delivery.outcome = deliver(delivery.to.url, delivery.payload, delivery.way)
        waits = self.said.get("waits", [])
        status = delivery.outcome.get("status", 0)
        good = status == 200 or (status // 100 == 2 and not self.state.settings.values["strict_delivery"])
        if not good and delivery.attempts <= len(waits) and "final" not in delivery.outcome:
            delivery.next = self.state.clock + waits[delivery.attempts - 1]

    def _follow(self, target: Subscription) -> None:
        """Use the new notification URL of an updated record."""
        place = self.triggers[target.operation]["callback"]
        said = (target.record or {}).get(place["path"])
        target.url = said if isinstance(said, str) else target.url


def _found(said: TextMatch, record: Record, payload: Record) -> bool:
    """Whether the event contains the text of the subscriber's rule."""
    kinds, term = said.get("kinds", []), str(record.get(said.get("term", "")) or "").casefold()
    number = record.get(said.get("kind", ""))
    kind = kinds[number] if isinstance(number, int) and 0 <= number < len(kinds) else "any"
    text = str(payload.get(said.get("in", "")) or "").casefold()
    tests = {"starts": text.startswith(term), "contains": term in text, "lacks": term not in text}
    return bool(tests.get(kind, True))


def deliver(url: str, payload: Json, way: str = "json") -> Outcome:
    """Send an event to a loopback address, with a timeout of 5 s."""
    try:
        target = urlsplit(url)
        port = target.port or 80
    except ValueError:
        return {"error": "not an address", "final": True}
    if target.scheme != "http" or not loopback(target.hostname or ""):
        told = "not delivered: the sandbox delivers only to http addresses on this machine"
        return {"error": told, "final": True}
    connection = http.client.HTTPConnection(target.hostname or "", port, timeout=DELIVERY_SECONDS)
    path = (target.path or "/") + (f"?{target.query}" if target.query else "")
    try:
        _send(connection, path, payload, way)
        return {"status": connection.getresponse().status}
    except (OSError, http.client.HTTPException, ValueError) as error:
        return {"error": type(error).__name__}
    finally:
        connection.close()


def _send(connection: http.client.HTTPConnection, path: str, payload: Json, way: str) -> None:
    if way == "json" or not isinstance(payload, dict):
        connection.request("POST", path, json.dumps(payload).encode(), {"Content-Type": "application/json"})
        return
    text = urlencode({name: "" if value is None else str(value) for name, value in payload.items()})
    if way == "query":
        connection.request("GET", f"{path}{'&' if '?' in path else '?'}{text}")
    else:
        connection.request("POST", path, text.encode(), {"Content-Type": "application/x-www-form-urlencoded"})


def loopback(host: str) -> bool:
    """Whether a host is a loopback address or ``localhost``."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

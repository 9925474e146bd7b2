"""The sandbox's own paths, below /_sandbox/: state, reset, faults, clock, events and the journal."""

from __future__ import annotations

import http.client
import ipaddress
import json
from typing import Any
from urllib.parse import unquote, urlsplit

from connectorkit.sandbox import faults
from connectorkit.sandbox.fill import fill
from connectorkit.sandbox.state import State, Values

Doc = dict[str, Any]
PREFIX = "/_sandbox/"
DELIVERY_SECONDS = 5.0


class Control:
    """Answers control calls with a status and a document."""

    def __init__(self, spec: Doc, state: State) -> None:
        self.spec, self.state = spec, state
        self.operations = [route["operation"] for route in spec["routes"]]

    def answer(self, method: str, path: str, raw: bytes) -> tuple[int, Any]:
        """The status and document of a control call; an event may take seconds to deliver."""
        name, _, argument = path.removeprefix(PREFIX).strip("/").partition("/")
        argument = unquote(argument)
        given = _document(raw)
        if given is None:
            return 400, {"error": "The body must be a JSON object."}
        if method == "GET" and name in ("state", "requests"):
            return 200, self.state.shown() if name == "state" else {"requests": list(self.state.calls)}
        if method == "DELETE" and name == "faults":
            self.state.faults.clear()
            return 200, {"faults": 0}
        if method != "POST":
            return 404, {"error": f"There is no control path {method} {path}."}
        return self._change(name, argument, given)

    def _change(self, name: str, argument: str, given: Doc) -> tuple[int, Any]:
        if name == "reset":
            self.state.reset()
            return 200, {"reset": True}
        if name == "faults":
            return self._fault(given)
        if name == "clock":
            self.state.clock += int(given["advance"]) if isinstance(given.get("advance"), int) else 0
            return 200, {"clock": self.state.clock}
        if name == "events":
            return self._event(argument, given)
        return 404, {"error": f"There is no control path POST {PREFIX}{name}."}

    def plan(self, fault: Doc) -> None:
        """Keep a fault until it strikes; raises ValueError for one that says nothing clear."""
        wrong = faults.problem(fault, self.operations)
        if wrong:
            raise ValueError(wrong)
        self.state.faults.append(fault)

    def _fault(self, given: Doc) -> tuple[int, Any]:
        try:
            self.plan(given)
        except ValueError as wrong:
            return 400, {"error": str(wrong)}
        return 200, {"faults": len(self.state.faults)}

    def _event(self, operation: str, given: Doc) -> tuple[int, Any]:
        """Make an event of a trigger and deliver it to each subscriber."""
        route = next((one for one in self.spec["routes"] if one["operation"] == operation and "callback" in one), None)
        if route is None:
            return 404, {"error": f"There is no webhook '{operation}'."}
        self.state.serial += 1
        payload = self.payload(route, given)
        targets = [one for one in self.state.subscriptions if one.operation == operation]
        return 200, {"event": payload, "deliveries": [{"id": one.id, **deliver(one.url, payload)} for one in targets]}

    def payload(self, route: Doc, given: Doc) -> Any:
        """What the webhook delivers: declared values, and ``given`` over them."""
        values = Values(self.state, given, given, self.state.serial)
        sandbox = self.spec.get("sandbox") or {}
        own = values.all((sandbox.get("events") or {}).get(route["operation"]))
        made = fill(route["event"] or {}, {**values.all(sandbox.get("values")), **own, **given})
        return {**made, **given} if isinstance(made, dict) else made


def _document(raw: bytes) -> Doc | None:
    try:
        found = json.loads(raw) if raw.strip() else {}
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def deliver(url: str, payload: Any) -> Doc:
    """Post an event to a loopback address, waiting 5 s at most; the outcome as a document."""
    try:
        target = urlsplit(url)
        port = target.port or 80
    except ValueError:
        return {"url": url, "error": "not an address"}
    if target.scheme != "http" or not loopback(target.hostname or ""):
        return {"url": url, "error": "not delivered: the sandbox delivers to http addresses of this machine only"}
    connection = http.client.HTTPConnection(target.hostname or "", port, timeout=DELIVERY_SECONDS)
    path = (target.path or "/") + (f"?{target.query}" if target.query else "")
    try:
        connection.request("POST", path, json.dumps(payload).encode(), {"Content-Type": "application/json"})
        return {"url": url, "status": connection.getresponse().status}
    except (OSError, http.client.HTTPException, ValueError) as error:
        return {"url": url, "error": type(error).__name__}
    finally:
        connection.close()


def loopback(host: str) -> bool:
    """Whether a host name is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

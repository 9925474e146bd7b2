"""One call from request to response: throttle, faults, credentials, validation, behaviour and journal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from connectorkit.model.json_value import Json
from connectorkit.sandbox.server import faults, refusal, request
from connectorkit.sandbox.server.auth import Guard
from connectorkit.sandbox.server.faults import Fault
from connectorkit.sandbox.server.journal import Call
from connectorkit.sandbox.server.policies import Demands
from connectorkit.sandbox.server.refusal import Refusal
from connectorkit.sandbox.server.settings import Settings
from connectorkit.sandbox.server.throttle import Throttle
from connectorkit.sandbox.shapes.document_types import Document, ServedDocument, ServedRoute
from connectorkit.sandbox.shapes.memo import noded
from connectorkit.sandbox.vendor import extra_routes, leniency, records
from connectorkit.sandbox.vendor.behaviour import Answer, Behaviour
from connectorkit.sandbox.vendor.fill_answer import put
from connectorkit.sandbox.vendor.state import State
from connectorkit.sandbox.vendor.values import Values

if TYPE_CHECKING:
    from connectorkit.sandbox.server.mcp import McpServer

LONGEST_SHOWN = 64 * 1024


class Service:
    """The vendor's API of one spec. Raises ValueError for an invalid setting."""

    def __init__(
        self,
        document: Document,
        credentials: Mapping[str, str] | None = None,
        settings: Mapping[str, Json] | None = None,
    ) -> None:
        spec: ServedDocument = {**document, "sandbox": noded(document["sandbox"]), "url": ""}
        self.spec = spec
        self.routes: list[ServedRoute] = [noded(route) for route in extra_routes.routes(spec)]
        self.state = State(spec, Settings(spec, settings))
        self.guard = Guard(spec, credentials)
        self.demands = Demands(spec, self.guard.secrets)
        self.guard.hidden |= self.demands.carried()
        self.router = request.Router(self.routes)
        self.behaviour = Behaviour(spec, self.state, self.routes)
        self.throttle = Throttle(self.state)
        self.mcp = _mcp_server(spec)
        bases = (spec["base_path"], *spec.get("policy_paths", ()))
        self.bases = [quote(base, safe=request.PLAIN) for base in bases]

    def below(self, path: str) -> str:
        """The path relative to the base path, or to that of a policy's address; outside these, one without a route."""
        for base in self.bases:
            if path == base or path.startswith(f"{base}/"):
                return path[len(base) :] or "/"
        return "\0"

    def answer(self, called: request.Request, address: str, problem: int) -> tuple[Answer, Fault]:
        """The response to a call, and the fault that applies to it ({} for none).

        ``problem`` is the status with which the body is rejected, 0 for none. The call is added to the journal.
        """
        matches, methods = self.router.find(called.method, called.path, called.query)
        route = request.chosen(matches, called)
        if self.mcp is not None:
            route = self._server(called, route)
        operation = route["operation"] if route else ""
        fault = faults.take(self.state.faults, operation)
        headers, refused = self.throttle.take(operation, address)
        if refused:
            answer = Answer(429, refusal.body(self.spec, route, Refusal(429)), {})
        elif fault:
            answer = self._faulty(fault, called, route, methods, problem)
        else:
            answer = self._answer(called, route, methods, problem)
        if headers:
            answer.headers = {**headers, **answer.headers}
        self._note(called, operation, answer, fault)
        return answer, fault

    def _faulty(
        self, fault: Fault, called: request.Request, route: ServedRoute | None, methods: list[str], problem: int
    ) -> Answer:
        """The response to a call under a fault, which may prevent the call from being processed."""
        if not faults.carries_out(fault):
            return self._planned(fault, route)
        answer = self._answer(called, route, methods, problem)
        if {"status", "html", "rate_limit", "envelope"} & fault.keys():
            return replace(self._planned(fault, route), handled=answer.handled)
        if not isinstance(answer.body, bytes):
            answer.body = faults.changed(fault, answer.body, route["result"] if route else None)
        if fault.get("invalid_json"):
            headers = {"Content-Type": "application/json", **answer.headers}
            answer = replace(answer, body=_sent(answer.body)[:-1] + b",", headers=headers)
        return answer

    def _planned(self, fault: Fault, route: ServedRoute | None) -> Answer:
        """The response of a fault in place of the real one."""
        limited = fault.get("rate_limit")
        if limited:
            return Answer(429, refusal.body(self.spec, route, Refusal(429)), faults.retry_headers(limited))
        if "envelope" in fault:
            return Answer(200, self._failed(fault["envelope"], route), {})
        status = fault.get("status", 502 if fault.get("html") else 500)
        headers = {str(name): str(value) for name, value in fault.get("headers", {}).items()}
        own = fault.get("body")
        if fault.get("html"):
            text = own if isinstance(own, str) else faults.page(status)
            return Answer(status, text.encode(), {"Content-Type": "text/html", **headers})
        body = own.encode() if isinstance(own, str) else own
        return Answer(status, refusal.body(self.spec, route, Refusal(status)) if own is None else body, headers)

    def _failed(self, code: str, route: ServedRoute | None) -> Json:
        """A rejection with status 200, which only the envelope of the response distinguishes from a success."""
        document = refusal.body(self.spec, route, Refusal(400))
        envelope = route.get("envelope") if route else None
        path = (envelope["path"] if envelope else "") or self.spec["errors"]["code"]
        return put(document, path, code) if path else document

    def _answer(self, called: request.Request, route: ServedRoute | None, methods: list[str], problem: int) -> Answer:
        try:
            return self._handled(called, route, methods, problem)
        except Refusal as refused:
            extra = {"Allow": ", ".join(methods)} if refused.status == 405 else {}
            return Answer(refused.status, refusal.body(self.spec, route, refused), extra)
        except Exception:
            # An internal error also becomes an error response of the vendor, never a traceback.
            return Answer(500, refusal.body(self.spec, route, Refusal(500)), {})

    def _handled(self, called: request.Request, route: ServedRoute | None, methods: list[str], problem: int) -> Answer:
        ways = self.demands.ways(route) if route is not None else None
        account = "" if route and route["open"] else self.guard.caller(called.headers, called.query, ways)
        if account is None:
            raise Refusal(401)
        said = self.guard.accounts.get(account, {})
        if "refuse" in said:
            raise records.refused(said["refuse"], Values(self.state))
        if problem:
            raise Refusal(problem)
        if route is None:
            raise Refusal(405 if methods else 404)
        self.demands.check(route, called, credentials=True)
        lenient = bool(self.state.settings.values["lenient"])
        if self.mcp is not None and "mcp" in route:
            return self._of_server(self.mcp, called, route, lenient)
        wrong = request.read(route, called)
        if wrong:
            rule = self.behaviour.rule(route)
            wrong = leniency.waived(wrong, route, rule, called, self.behaviour.sandbox, lenient)
        if wrong:
            raw = self.behaviour.sandbox.get("mistyped")
            own = raw if raw is not None and leniency.mistyped(wrong, called) else None
            raise Refusal(400, details=wrong, own=own)
        if not lenient:
            self.demands.check(route, called, credentials=False)
        answer = self.behaviour.answer(route, called, said.get("settings"))
        answer.handled = True
        return answer

    def _server(self, called: request.Request, route: ServedRoute | None) -> ServedRoute | None:
        """The route of a call; for each method of streamable HTTP on the path of an MCP server, that of the server."""
        if called.method not in ("GET", "DELETE") or not (route is None or "part_of" in route):
            return route
        return request.chosen(self.router.find("POST", called.path, called.query)[0], called) or route

    def _of_server(self, server: McpServer, called: request.Request, route: ServedRoute, lenient: bool) -> Answer:
        """The response of an MCP server. Parameters are validated as usual, the message by the server."""
        if called.method == "POST" and not lenient:
            own = [one for one in route["parameters"] if one["name"].lower() not in server.judged]
            bare: ServedRoute = {**route, "parameters": own}
            bare.pop("body", None)
            wrong = request.read(bare, replace(called, raw=b""))
            if wrong:
                raise Refusal(400, details=wrong)
        return server.answer(route["operation"], route["mcp"], called, lenient)

    def _note(self, called: request.Request, operation: str, answer: Answer, fault: Fault) -> None:
        query = {name: values[-1] for name, values in called.query.items()}
        self.state.journal.note(
            Call(
                operation=operation,
                method=called.method,
                path=self.demands.masked(called),
                query=self.guard.redacted(query) if query else query,
                headers=self.guard.redacted(called.headers),
                raw=called.raw[:LONGEST_SHOWN],
                status=answer.status,
                handled=answer.handled,
                fault=sorted(fault.keys() - {"operation", "times", "skip"}) if fault else [],
            )
        )


def _mcp_server(spec: ServedDocument) -> McpServer | None:
    """The MCP server of the sandbox, if an operation is one."""
    if not any("mcp" in route for route in spec["routes"]):
        return None
    from connectorkit.sandbox.server.mcp import McpServer  # Imported here, so that other sandboxes start faster.

    return McpServer(spec)


_ENCODER = json.JSONEncoder(ensure_ascii=False)


def _sent(body: Json | bytes) -> bytes:
    return body if isinstance(body, bytes) else dumped(body)


def dumped(body: Json) -> bytes:
    """A document as JSON bytes."""
    return _ENCODER.encode(body).encode("utf-8", "replace")

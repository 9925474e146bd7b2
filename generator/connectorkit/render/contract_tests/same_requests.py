"""Operations that policies route to the same request, so that neither the vendor nor a sandbox can distinguish them."""

from __future__ import annotations

from urllib.parse import parse_qs

from connectorkit.contract.request import wire
from connectorkit.render.contract_tests.requests import Requests
from connectorkit.sandbox.server import request
from connectorkit.sandbox.server.request import Router, chosen, signature
from connectorkit.sandbox.shapes.document_types import Document, Route, ServedRoute


def mark(spec: Document, requests: Requests) -> None:
    """Set ``same_as`` of a route to the route that a sandbox serves for its request, if policies are the reason."""
    by_policies = {signature(route) for route in spec["routes"] if _is_routed(route)}
    if not by_policies:
        return
    routes: list[ServedRoute] = [{**route, "event_of": ""} for route in spec["routes"]]
    router = Router(routes)
    spec["routes"] = [_marked(route, spec, requests, router, by_policies) for route in spec["routes"]]


def _marked(
    route: Route, spec: Document, requests: Requests, router: Router, by_policies: set[tuple[str, str, str]]
) -> Route:
    if signature(route) in by_policies and requests.alike[signature(route)] > 1:
        found = _taken_for(route, spec, requests, router)
        if found != route["operation"]:
            return {**route, "same_as": found}
    return route


def _taken_for(route: Route, spec: Document, requests: Requests, router: Router) -> str:
    credentials = {one["name"]: "sandbox" for one in spec["credentials"]}
    sent = wire(requests.request(route), "", spec, credentials, {})
    path, _, query = sent.target.partition("?")
    headers = {name.lower(): value for name, value in sent.headers.items()}
    called = request.Request(sent.method, path, parse_qs(query, keep_blank_values=True), headers, sent.body or b"")
    matches, _ = router.find(called.method, called.path, called.query)
    found = chosen(matches, called)
    return found["operation"] if found is not None else route["operation"]


def _is_routed(route: Route) -> bool:
    return any(one["do"] in ("path", "method") for one in route.get("policies", ()))

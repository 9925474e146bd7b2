"""Further routes of the vendor, which the connector does not have, from short declarations."""

from __future__ import annotations

import re

from connectorkit.sandbox.shapes import response_paths
from connectorkit.sandbox.shapes.document_types import Document, Parameter, Route, ServedRoute, Shape, ShapeField
from connectorkit.sandbox.shapes.operation_rules import VERBS
from connectorkit.sandbox.shapes.sandbox_types import OperationRule


def routes(spec: Document) -> list[ServedRoute]:
    """All routes: those of the connector, then the further ones."""
    sandbox = spec["sandbox"]
    known = {route["operation"]: route for route in spec["routes"]}
    rules = sandbox.get("operations", {})
    made = [
        _route(name, rule, known.get(rule.get("like", "")), rules.get(rule.get("like", ""), {}))
        for name, rule in sandbox.get("routes", {}).items()
    ]
    envelope = next((one["envelope"] for one in spec["routes"] if "envelope" in one), None)
    for route in made:
        if envelope:
            route["envelope"] = envelope
    own: list[ServedRoute] = [{**route, "event_of": ""} for route in spec["routes"]]
    return [*own, *made]


def _route(name: str, rule: OperationRule, like: Route | None, like_rule: OperationRule) -> ServedRoute:
    method, _, path = name.partition(" ")
    in_path = [_parameter(one) for one in re.findall(r"\{([^{}]*)\}", path)]
    route: ServedRoute = {
        "operation": name,
        "summary": name,
        "kind": "action",
        "method": method,
        "path": path,
        "query": "",
        "effect": like["effect"] if like else "",
        "internal": False,
        "open": bool(rule.get("open")),
        "parameters": [*in_path, *(one for one in like["parameters"] if one["in"] != "path")] if like else in_path,
        "status": 200,
        "result": _result(rule, like, like_rule) if like else None,
        "failures": like["failures"] if like else {},
        "event_of": like["operation"] if like and "callback" in like else "",
    }
    if like:
        _take_over(route, like)
    body = _body(method, rule, like)
    if body:
        route["body"] = body
    return route


def _take_over(route: ServedRoute, like: Route) -> None:
    """Copy the behaviour of the route ``like``."""
    if "items" in like:
        route["items"] = like["items"]
    if "pages" in like:
        route["pages"] = like["pages"]
    if "callback" in like:
        route["callback"] = like["callback"]
    if "trigger" in like:
        route["trigger"] = like["trigger"]
    if "event" in like:
        route["event"] = like["event"]
    if "unsubscribe" in like:
        route["unsubscribe"] = like["unsubscribe"]


def _parameter(name: str) -> Parameter:
    return {"name": name, "in": "path", "required": True, "shape": {"type": "string"}}


def _body(method: str, rule: OperationRule, like: Route | None) -> Parameter | None:
    if method in ("GET", "DELETE"):
        return None
    if like and "body" in like and "needs" not in rule:
        return like["body"]
    fields: list[ShapeField] = [{"name": one, "required": True, "shape": {}} for one in rule.get("needs", ())]
    return {"name": "body", "in": "body", "required": bool(fields), "shape": {"type": "object", "fields": fields}}


def _result(rule: OperationRule, like: Route, like_rule: OperationRule) -> Shape | None:
    """The shape of the route ``like``, without its records if this route shows others."""
    result = like["result"]
    shown, same = ([one.get(verb) for verb in VERBS if verb in one] for one in (rule, like_rule))
    if result is None or not shown or shown == same:
        return result
    items = like["pages"]["items"] if "pages" in like else ""
    return _emptied(result, response_paths.split(items)) if items else None


def _emptied(shape: Shape, steps: tuple[str, ...]) -> Shape:
    """The shape with any value at the end of the steps."""
    if not steps:
        return {}
    if steps[0] == "[]":
        return {**shape, "items": _emptied(shape["items"], steps[1:])} if "items" in shape else shape
    fields: list[ShapeField] = [
        {**one, "shape": _emptied(one["shape"], steps[1:])} if one["name"] == steps[0] else one
        for one in shape.get("fields", ())
    ]
    return {**shape, "fields": fields} if fields else shape

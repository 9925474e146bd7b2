"""Routes of the vendor that the connector does not have, made from a few declared words."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from connectorkit.sandbox.shapes import response_paths

Doc = dict[str, Any]
VERBS = ("create", "list", "search", "view", "update", "delete")


def operations(spec: Doc) -> Doc:
    """The declared rules by operation, those of further routes under ``METHOD /path``."""
    sandbox = spec.get("sandbox") or {}
    said: Doc = dict(sandbox.get("operations") or {})
    for name, rule in (sandbox.get("routes") or {}).items():
        same = said.get(rule.get("like", ""), {})
        verb = any(one in rule for one in VERBS)
        said[name] = {key: one for key, one in same.items() if not verb or key not in VERBS} | rule
    return said


def routes(spec: Doc) -> list[Doc]:
    """All routes: those of the connector, and the further ones after them."""
    sandbox = spec.get("sandbox") or {}
    known = {route["operation"]: route for route in spec["routes"]}
    rules = sandbox.get("operations") or {}
    made = [
        _route(name, rule, known.get(rule.get("like", ""), {}), rules.get(rule.get("like", ""), {}), spec)
        for name, rule in (sandbox.get("routes") or {}).items()
    ]
    return [*spec["routes"], *made]


def _route(name: str, rule: Doc, like: Doc, like_rule: Doc, spec: Doc) -> Doc:
    method, _, path = name.partition(" ")
    in_path = [_parameter(one) for one in re.findall(r"\{([^{}]*)\}", path)]
    kept = {
        key: one
        for key, one in like.items()
        if key in ("items", "pages", "callback", "trigger", "event", "unsubscribe")
    }
    route: Doc = {
        **kept,
        "operation": name,
        "summary": name,
        "kind": "action",
        "method": method,
        "path": path,
        "query": "",
        "effect": like.get("effect", ""),
        "open": bool(rule.get("open")),
        "parameters": [*in_path, *(one for one in like.get("parameters", ()) if one["in"] != "path")],
        "status": 200,
        "result": _result(rule, like, like_rule),
        "failures": like.get("failures", {}),
    }
    envelope = next((one["envelope"] for one in spec["routes"] if "envelope" in one), None)
    route |= {"envelope": envelope} if envelope else {}
    route |= {"event_of": like["operation"]} if "callback" in like else {}
    return route | _body(method, rule, like)


def _parameter(name: str) -> Doc:
    return {"name": name, "in": "path", "required": True, "shape": {"type": "string"}}


def _body(method: str, rule: Doc, like: Doc) -> Doc:
    if method in ("GET", "DELETE"):
        return {}
    if "body" in like and "needs" not in rule:
        return {"body": like["body"]}
    fields = [{"name": one, "required": True, "shape": {}} for one in rule.get("needs", ())]
    return {"body": {"name": "body", "required": bool(fields), "shape": {"type": "object", "fields": fields}}}


def _result(rule: Doc, like: Doc, like_rule: Doc) -> Doc | None:
    """The shape of the route that this one is like; where it shows other records, without theirs."""
    result: Doc | None = deepcopy(like.get("result"))
    shown, same = ({one.get(verb) for verb in VERBS if verb in one} for one in (rule, like_rule))
    if result is None or not shown or shown == same:
        return result
    items = like.get("pages", {}).get("items", "")
    response_paths.at(result, response_paths.split(items)).clear() if items else None
    return result if items else None

"""Projection of a connector to the sandbox's document: routes, shapes, authentication and declared behaviour."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import cast

from connectorkit.model import access, surroundings
from connectorkit.model.access import Scheme
from connectorkit.model.connector import (
    Connector,
    Event,
    Operation,
    Parameter,
    Response,
    Schema,
    Unset,
)
from connectorkit.model.flatten import speaks_for_platform
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.model.mcp import EVENTS, Tool
from connectorkit.model.mcp_servers import server_of
from connectorkit.model.policies.expressions import of_environment
from connectorkit.model.policies.plan import Plan
from connectorkit.model.policies.simulation import simulated
from connectorkit.model.policies.steps import Step
from connectorkit.sandbox.shapes import credentials, initial_rows, paging, policies
from connectorkit.sandbox.shapes.document_types import (
    Callback,
    Document,
    Route,
    Shape,
    Unsubscribe,
)
from connectorkit.sandbox.shapes.document_types import Parameter as ParameterPart
from connectorkit.sandbox.shapes.document_types import Tool as ToolPart
from connectorkit.sandbox.shapes.from_schema import plain, tree
from connectorkit.sandbox.shapes.response_paths import spelled
from connectorkit.sandbox.shapes.sandbox_types import Sandbox

BODILESS = ("204", "205")


def project(connector: Connector, kept: Kept = NOTHING) -> Document:
    """The connector as one plain JSON document with everything that the sandbox and the contract tests need.

    A route is the same object as in an earlier projection where nothing that it is made of changed since ``kept`` got
    it. So callers do not change routes.
    """
    throttle = connector.throttle
    plan, known = simulated(connector), access.schemes(connector)
    routes = _routes(connector, plan, known, kept)
    sandbox = cast("Sandbox", plain(connector.sandbox))  # The format's schema has validated it.
    made: Document = {
        "version": 1,
        "title": connector.title,
        "package": connector.package,
        "base_path": "" if of_environment(connector.base_path) else (connector.base_path or "").rstrip("/"),
        "auth": credentials.ways(known),
        "credentials": credentials.credentials(connector, plan, known),
        "errors": {
            "code": connector.errors.code,
            "message": connector.errors.message,
            "details": connector.errors.details,
        },
        "throttle": {"calls": throttle.calls, "seconds": throttle.seconds} if throttle else None,
        "routes": routes,
        "sandbox": initial_rows.filled(sandbox, routes),
    }
    unsimulated = [f"{one.called} ({one.where()}): {one.why}" for one in plan.unsimulated]
    unsimulated += filter(None, map(_unspoken, connector.operations))
    if unsimulated:
        made["not_simulated"] = unsimulated
    paths = [path for path in policies.base_paths(plan.steps.values()) if path != made["base_path"]]
    return {**made, "policy_paths": paths} if paths else made


def _routes(connector: Connector, plan: Plan, known: list[Scheme], kept: Kept) -> list[Route]:
    if kept is NOTHING:
        return [_route(one, connector, plan.steps.get(one.id, ()), known) for one in connector.operations]
    around, made = surroundings.of(connector, kept), []
    for one in connector.operations:
        steps = plan.steps.get(one.id, ())
        route = kept.once("route", (around, one, repr(steps)), partial(_route, one, connector, steps, known))
        made.append(route)
    kept.turn("route")
    return made


def _route(operation: Operation, connector: Connector, steps: Sequence[Step], known: list[Scheme]) -> Route:
    answer = _answer(operation)
    method, path = policies.routed(steps, operation.method.upper(), operation.path)
    path, _, query = path.partition("?")
    route: Route = {
        "operation": operation.id,
        "summary": operation.summary or operation.id,
        "kind": operation.kind,
        "method": method,
        "path": path,
        "query": query.partition("#")[0],
        "effect": operation.effect,
        "internal": operation.internal,
        "open": credentials.is_open(operation, connector),
        "parameters": [
            _parameter(one, connector) for one in operation.parameters if one.location != "body" and _travels(one, path)
        ],
        "status": int(answer.status) if answer is not None and answer.status.isdecimal() else 200,
        "result": _result(operation, answer, connector),
        "failures": _failures(operation, connector),
    }
    if security := credentials.of_route(operation, connector, known):
        route["security"] = security
    if operation.body is not None:
        route["body"] = _parameter(operation.body, connector)
    if steps:
        route["policies"] = policies.projected(steps)
        for one in route["parameters"]:
            one["required"] = one["required"] or policies.needs(steps, one["in"], one["name"])
    _add_semantics(route, operation)
    _add_webhook(route, operation, connector)
    _add_mcp(route, operation, connector)
    return route


def _travels(parameter: Parameter, path: str) -> bool:
    """Whether the vendor gets a parameter: a policy can route to a path without it."""
    return parameter.location != "path" or f"{{{parameter.name}}}" in path


def _answer(operation: Operation) -> Response | None:
    """The success response: the lowest 2xx with a shape, else the lowest 2xx, else the default."""
    good = [one for one in operation.responses if one.status.startswith("2") or one.status == "default"]
    good.sort(key=lambda one: (one.status == "default", not _has_shape(one), one.status))
    return good[0] if good else None


def _result(operation: Operation, answer: Response | None, connector: Connector) -> Shape | None:
    """The shape of a success response; None for a status without a body."""
    schema = operation.result
    silent = answer is None or answer.status in BODILESS
    return None if schema is None or silent else tree(schema, connector)


def _has_shape(response: Response) -> bool:
    """Whether a response has a schema and a status that allows a body."""
    return response.schema is not None and response.status not in BODILESS


def _failures(operation: Operation, connector: Connector) -> dict[str, Shape]:
    shaped = [one for one in operation.responses if one.status[:1] in "45" and one.schema is not None]
    return {one.status: tree(one.schema, connector) for one in shaped if one.schema is not None}


def _add_semantics(route: Route, operation: Operation) -> None:
    """Add the paging and the success conditions."""
    if operation.pages is not None:
        route["pages"] = paging.projected(operation.pages, route["result"])
        route["result"] = paging.ending(route["result"], operation.pages)
    success = operation.success
    if success.envelope is not None:
        route["envelope"] = {"path": success.envelope.path, "equals": plain(success.envelope.equals)}
    if success.items is not None:
        path, equals = success.items.path, plain(success.items.equals)
        route["items"] = {"path": path, "equals": equals, "request": success.items_request}


def _add_webhook(route: Route, operation: Operation, connector: Connector) -> None:
    """Add the notification URL of a webhook, its event, and the call that ends it."""
    if operation.kind != "trigger":
        return
    address = callback(route)
    if address is None:
        return
    event = operation.event or _path_event(operation, connector)
    route["callback"] = address
    route["trigger"] = operation.trigger
    route["event"] = tree(event.schema, connector) if event is not None else None
    route["event_unique"] = event.unique if event is not None else ""
    route["unsubscribe"] = _unsubscribe(operation, connector)


def _add_mcp(route: Route, operation: Operation, connector: Connector) -> None:
    """Add the tools of an MCP server, or mark another method of its path as a part of it."""
    if operation.mcp is not None and _unspoken(operation):
        route["part_of"] = operation.id
    elif operation.mcp is not None:
        tools = [_tool(one) for one in operation.mcp.tools]
        route["mcp"] = {"protocol": operation.mcp.protocol, "tools": tools}
    elif (server := server_of(operation, connector)) is not None:
        route["part_of"] = server.id


def _unspoken(operation: Operation) -> str:
    """Why a sandbox does not support the protocol of an MCP server; "" if it does."""
    if operation.mcp is None or (operation.mcp.protocol != EVENTS and operation.method == "post"):
        return ""
    return f"{operation.id} ({operation.mcp.protocol}): the sandbox supports MCP only over streamable HTTP with POST"


def _tool(tool: Tool) -> ToolPart:
    made: ToolPart = {
        "name": tool.name,
        "description": tool.description,
        "effect": tool.effect,
        "input": dict(tool.input),
        "output": None if tool.output is None else dict(tool.output),
    }
    if not isinstance(tool.arguments, Unset):
        made["arguments"] = dict(tool.arguments)
    if not isinstance(tool.result, Unset):
        made["result"] = tool.result
    return made


def callback(route: Route) -> Callback | None:
    """The place of the notification URL in a call: ``in``, and the name or the path inside the body."""
    for parameter in route["parameters"]:
        if parameter["shape"].get("callback"):
            return {"in": parameter["in"], "path": parameter["name"]}
    found = _callbacks(route["body"]["shape"], "") if "body" in route else []
    return {"in": "body", "path": found[0]} if found else None


def _callbacks(shape: Shape, path: str) -> list[str]:
    found = [path] if shape.get("callback") and path else []
    for one in shape.get("fields", ()):
        name = spelled(one["name"])
        found += _callbacks(one["shape"], f"{path}.{name}" if path else name)
    return found


def _path_event(operation: Operation, connector: Connector) -> Event | None:
    """The event of a trigger; some connectors declare it on the path rather than in the operation."""
    same = [item for item in connector.paths if item.path == operation.path and item.event is not None]
    return same[0].event if same else None


def _unsubscribe(operation: Operation, connector: Connector) -> Unsubscribe | None:
    """The declared call that ends the webhook, or the DELETE directly below the subscribed path."""
    said = operation.unsubscribe
    if said is not None:
        return {"operation": said.operation, "parameter": said.parameter, "value": said.value}
    below = re.compile(re.escape(operation.path.rstrip("/")) + r"/\{([^}/]+)\}/?$")
    for other in connector.operations:
        found = below.match(other.path)
        if found and other.method.upper() == "DELETE":
            return {"operation": other.id, "parameter": found.group(1), "value": "", "guessed": True}
    return None


def _is_key(parameter: Parameter, connector: Connector) -> bool:
    keys = {
        (one.definition.get("in"), str(one.definition.get("name")).lower())
        for one in connector.authentications
        if one.type == "apiKey"
    }
    return (parameter.location, parameter.name.lower()) in keys


def _parameter(parameter: Parameter, connector: Connector) -> ParameterPart:
    schema = parameter.schema
    for_all = parameter.required and not speaks_for_platform(connector, schema)
    required = for_all or parameter.location == "path"
    if parameter.visibility == "internal":
        schema = replace(schema, visibility="internal")
    if _is_key(parameter, connector):
        schema = Schema(schema.span, "string")  # The guard checks keys.
    out: ParameterPart = {"name": parameter.name, "in": parameter.location, "required": required, "shape": {}}
    if parameter.location == "path" and parameter.url_encoding == "double":
        out["encoding"] = "double"
    if parameter.collection_format:
        out["separator"] = parameter.collection_format
    out["shape"] = tree(schema, connector)
    return out

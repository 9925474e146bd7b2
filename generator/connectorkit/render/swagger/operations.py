"""Paths, operations, parameters and responses for their templates."""

from __future__ import annotations

from connectorkit.model import format_keywords as words
from connectorkit.model.connector import Event, Operation, Parameter, PathItem, Response, Unset
from connectorkit.render.swagger.schemas import Values, node, schema
from connectorkit.render.swagger.view import ByName, Each, Value, View, extra, given, keyed, named, some

_OPERATION = keyed(words.OPERATION, words.FOR_AGENTS)
_RESPONSE = keyed(words.RESPONSE)
# Keys that the `extra` of the schema may override.
_KEYS = {"url_encoding": "x-ms-url-encoding", "collection_format": "collectionFormat"}


def path(item: PathItem, operations: list[Operation], bare: bool = False) -> Value:
    """Everything on one path; ``bare``, here and below: without keys that have no effect."""
    if not isinstance(item.raw, Unset):
        return item.raw
    event = item.event or next((o.event for o in operations if o.event is not None), None)
    values: Values = {
        "path": item.path,
        "operations": ByName({one.method: View("operation", operation(one, bare)) for one in operations}),
    }
    if item.parameters:
        values["parameters"] = Each(parameter(one, bare) for one in item.parameters)
    if event is not None:
        values["notification"] = notification(event)
    return View("path", values | extra(item.extra))


def notification(event: Event) -> View:
    """The notification content of a webhook."""
    values: Values = {**some("description", event.description), "schema": node(event.schema)}
    return View("notification", values | extra(event.extra))


def operation(one: Operation, bare: bool = False) -> Values:
    """The values of an action or a trigger."""
    values: Values = {
        "path": one.path,
        "method": one.method,
        "kind": one.kind,
        "effect": one.effect,
        **some("summary", one.summary),
        **some("description", one.description),
        **({"id": one.id} if one.id_written else {}),
        **some("visibility", one.visibility),
        **({"protocol": one.mcp.protocol} if one.mcp is not None else {}),
        **some("trigger", one.trigger),
        **some("trigger_hint", one.hint),
        **some("annotation", dict(one.annotation) or None),
        **some("tags", list(one.tags) or None),
        **({"deprecated": True} if one.deprecated else {}),
        **({"consumes": list(one.consumes)} if one.consumes is not None else {}),
        **({"produces": list(one.produces)} if one.produces is not None else {}),
        **named(_OPERATION, one.more),
        **given("security", one.security),
        **extra(one.extra),
    }
    # The designer fails on an operation without parameters if its path has some.
    if one.parameters or not bare:
        values["parameters"] = Each(parameter(p, bare) for p in one.parameters if not p.inherited)
    if one.has_responses:
        found = {r.status: response(r, bare) for r in one.responses if r.status not in one.responses_extra}
        values["responses"] = ByName({**found, **one.responses_extra})
    return values


def response(one: Response, bare: bool = False) -> Value:
    """A response, or the reference to a shared one."""
    if one.shared:
        return View("response", {"reference": f"#/responses/{one.shared}"})
    return whole_response(one, bare) if isinstance(one.raw, Unset) else one.raw


def whole_response(one: Response, bare: bool = False) -> View:
    """A response in full."""
    values: Values = {
        **({"description": one.description} if one.description or not bare else {}),
        **({"schema": node(one.schema)} if one.schema is not None else {}),
        **some("headers", dict(one.headers) or None),
        **some("examples", dict(one.examples) or None),
        **named(_RESPONSE, one.more),
    }
    return View("response", values | extra(one.extra))


def parameter(one: Parameter, bare: bool = False) -> Value:
    """A parameter, or the reference to a shared one."""
    if one.shared:
        return View("parameter", {"reference": f"#/parameters/{one.shared}"})
    return whole_parameter(one, bare)


def whole_parameter(one: Parameter, bare: bool = False) -> Value:
    """A parameter in full."""
    values: Values = {"name": one.name, "location": one.location}
    if one.required or not bare:
        values["required"] = one.required
    if one.location == "body":
        values |= {**some("summary", one.summary), **some("description", one.description)}
        values |= {**some("visibility", one.visibility), "schema": node(one.schema), "more": one.more}
        return View("parameter", values | extra(one.extra))
    if not isinstance(one.schema.raw, Unset):
        return one.schema.raw
    values["type"] = View("schema", schema(one.schema))
    further = {**some("url_encoding", one.url_encoding), **some("collection_format", one.collection_format)}
    written = one.schema.extra
    return View("parameter", values | {name: value for name, value in further.items() if _KEYS[name] not in written})

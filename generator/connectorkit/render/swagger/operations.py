"""Operations, parameters, answers and paths as the swagger spells them."""

from __future__ import annotations

from connectorkit.model.connector import Event, Json, Operation, Parameter, PathItem, Response, Unset
from connectorkit.render.swagger.schemas import Plain, node, over, schema, some


def path(item: PathItem, operations: list[Operation], bare: bool = False) -> Json:
    """All that stands on one path; ``bare``, here and below: without what stands for nothing."""
    if not isinstance(item.raw, Unset):
        return item.raw
    event = item.event or next((o.event for o in operations if o.event is not None), None)
    plain: Plain = {"parameters": [parameter(p, bare) for p in item.parameters]} if item.parameters else {}
    if event is not None:
        plain["x-ms-notification-content"] = notification(event)
    return over({**plain, **{o.method: operation(o, bare) for o in operations}}, item.extra)


def notification(event: Event) -> Plain:
    """What a webhook delivers."""
    return over({**some("description", event.description), "schema": node(event.schema)}, event.extra)


def operation(said: Operation, bare: bool = False) -> Plain:
    """An action or a trigger."""
    plain: Plain = {
        **some("summary", said.summary),
        **some("description", said.description),
        **({"operationId": said.id} if said.id_written else {}),
        **some("x-ms-visibility", said.visibility),
        **some("x-ms-trigger", said.trigger),
        **some("x-ms-trigger-hint", said.hint),
        **some("x-ms-api-annotation", dict(said.annotation) or None),
        **some("tags", list(said.tags) or None),
        **({"deprecated": True} if said.deprecated else {}),
        **({"consumes": list(said.consumes)} if said.consumes is not None else {}),
        **({"produces": list(said.produces)} if said.produces is not None else {}),
        **said.more,
    }
    parameters: list[Json] = [parameter(p, bare) for p in said.parameters if not p.inherited]
    # The designer fails on an operation without a list whose path has one.
    if said.parameters or not bare:
        plain["parameters"] = parameters
    if said.has_responses:
        plain["responses"] = over({r.status: response(r, bare) for r in said.responses}, said.responses_extra)
    if not isinstance(said.security, Unset):
        plain["security"] = said.security
    return over(plain, said.extra)


def response(said: Response, bare: bool = False) -> Json:
    """An answer, or the reference to a shared one."""
    if said.shared:
        return {"$ref": f"#/responses/{said.shared}"}
    return whole_response(said, bare) if isinstance(said.raw, Unset) else said.raw


def whole_response(said: Response, bare: bool = False) -> Plain:
    """An answer written out."""
    plain: Plain = {
        **({"description": said.description} if said.description or not bare else {}),
        **({"schema": node(said.schema)} if said.schema is not None else {}),
        **some("headers", dict(said.headers) or None),
        **some("examples", dict(said.examples) or None),
        **said.more,
    }
    return over(plain, said.extra)


def parameter(said: Parameter, bare: bool = False) -> Json:
    """A parameter, or the reference to a shared one."""
    return {"$ref": f"#/parameters/{said.shared}"} if said.shared else whole_parameter(said, bare)


def whole_parameter(said: Parameter, bare: bool = False) -> Json:
    """A parameter written out."""
    start: Plain = {"name": said.name, "in": said.location}
    if said.required or not bare:
        start["required"] = said.required
    if said.location == "body":
        texts = {**some("x-ms-summary", said.summary), **some("description", said.description)}
        below = {**some("x-ms-visibility", said.visibility), "schema": node(said.schema)}
        return over({**start, **texts, **below, **said.more}, said.extra)
    if not isinstance(said.schema.raw, Unset):
        return said.schema.raw
    more: Plain = {**some("x-ms-url-encoding", said.url_encoding), **some("collectionFormat", said.collection_format)}
    shape = schema(said.schema)
    return {**over(start, shape), **{key: value for key, value in more.items() if key not in shape}}

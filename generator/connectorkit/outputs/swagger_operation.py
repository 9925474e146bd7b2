"""Operations, parameters, answers and paths as the swagger spells them."""

from __future__ import annotations

from connectorkit.model import Event, Json, Operation, Parameter, PathItem, Response, Unset
from connectorkit.outputs.swagger_schema import Plain, node, schema, some


def path(item: PathItem, operations: list[Operation]) -> Json:
    """All that stands on one path."""
    if not isinstance(item.raw, Unset):
        return item.raw
    event = item.event or next((o.event for o in operations if o.event is not None), None)
    plain: Plain = {"parameters": [parameter(p) for p in item.parameters]} if item.parameters else {}
    if event is not None:
        plain["x-ms-notification-content"] = notification(event)
    return {**plain, **{o.method: operation(o) for o in operations}, **item.extra}


def notification(event: Event) -> Plain:
    """What a webhook delivers."""
    return {**some("description", event.description), "schema": node(event.schema), **event.extra}


def operation(said: Operation) -> Plain:
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
        "parameters": [parameter(p) for p in said.parameters if not p.inherited],
    }
    if said.has_responses:
        plain["responses"] = {**{r.status: response(r) for r in said.responses}, **said.responses_extra}
    if not isinstance(said.security, Unset):
        plain["security"] = said.security
    return {**plain, **said.extra}


def response(said: Response) -> Json:
    """An answer, or the reference to a shared one."""
    if said.shared:
        return {"$ref": f"#/responses/{said.shared}"}
    return whole_response(said) if isinstance(said.raw, Unset) else said.raw


def whole_response(said: Response) -> Plain:
    """An answer written out."""
    return {
        "description": said.description,
        **({"schema": node(said.schema)} if said.schema is not None else {}),
        **some("headers", dict(said.headers) or None),
        **some("examples", dict(said.examples) or None),
        **said.more,
        **said.extra,
    }


def parameter(said: Parameter) -> Json:
    """A parameter, or the reference to a shared one."""
    return {"$ref": f"#/parameters/{said.shared}"} if said.shared else whole_parameter(said)


def whole_parameter(said: Parameter) -> Json:
    """A parameter written out."""
    start: Plain = {"name": said.name, "in": said.location, "required": said.required}
    if said.location == "body":
        texts = {**some("x-ms-summary", said.summary), **some("description", said.description)}
        shape = {"schema": node(said.schema)}
        return {**start, **texts, **some("x-ms-visibility", said.visibility), **shape, **said.more, **said.extra}
    if not isinstance(said.schema.raw, Unset):
        return said.schema.raw
    return {
        **start,
        **schema(said.schema),
        **some("x-ms-url-encoding", said.url_encoding),
        **some("collectionFormat", said.collection_format),
        **said.more,
        **said.extra,
    }

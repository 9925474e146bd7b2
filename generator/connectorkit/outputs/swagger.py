"""The importable connector: apiDefinition.swagger.json, apiProperties.json and the files beside them."""

from __future__ import annotations

from dataclasses import dataclass

from connectorkit.model import Connector, Json, Operation, Options, Parameter, Response, Schema, Span, Unset
from connectorkit.templating import Templates

Plain = dict[str, Json]
DEFINITION = "connector/apiDefinition.swagger.json"
PROPERTIES = "connector/apiProperties.json"


@dataclass(slots=True)
class Projection:
    """Plain values of the swagger, and the source place of each JSON pointer that has one."""

    definition: Plain
    places: dict[str, Span]


def project(connector: Connector) -> Projection:
    """The swagger of ``connector`` as plain values with its source map."""
    places: dict[str, Span] = {"": connector.span}
    paths: dict[str, dict[str, Json]] = {}
    for operation in connector.operations:
        pointer = f"/paths/{_escape(operation.path)}"
        item = paths.setdefault(operation.path, {})
        if operation.event is not None:
            item["x-ms-notification-content"] = _notification(operation)
            places[f"{pointer}/x-ms-notification-content"] = operation.event.span
        places.setdefault(pointer, operation.span)
        places[f"{pointer}/{operation.method}"] = operation.span
        for index, parameter in enumerate(operation.parameters):
            places[f"{pointer}/{operation.method}/parameters/{index}"] = parameter.span
            _places(parameter.schema, f"{pointer}/{operation.method}/parameters/{index}/schema", places)
        for response in operation.responses:
            base = f"{pointer}/{operation.method}/responses/{response.status}"
            places[base] = response.span
            if response.schema is not None:
                _places(response.schema, f"{base}/schema", places)
        item[operation.method] = _operation(operation)
    definition: Plain = {
        "swagger": "2.0",
        "info": _info(connector),
        "host": connector.host,
        **_some("basePath", connector.base_path),
        "schemes": list(connector.schemes),
        "consumes": list(connector.consumes or ()),
        "produces": list(connector.produces or ()),
        "paths": dict(paths),
        "definitions": {t.name: schema(t.schema) for t in connector.types.values() if t.definition},
        "securityDefinitions": {a.name: dict(a.definition) for a in connector.authentications},
        "security": [] if isinstance(connector.security, Unset) else connector.security,
        "x-ms-connector-metadata": [
            {"propertyName": name, "propertyValue": value} for name, value in connector.metadata
        ],
        **connector.extra,
    }  # fmt: skip
    return Projection(definition, places)


def _escape(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")


def _places(node: Schema, pointer: str, places: dict[str, Span]) -> None:
    places[pointer] = node.span
    for below in node.fields or ():
        _places(below.schema, f"{pointer}/properties/{_escape(below.name)}", places)
    if node.items is not None:
        _places(node.items, f"{pointer}/items", places)


def _some(key: str, value: Json) -> Plain:
    return {} if value in (None, "") else {key: value}


def _info(connector: Connector) -> Plain:
    return {
        "title": connector.title,
        "description": connector.description,
        "version": connector.version,
        **_some("contact", dict(connector.contact) or None),
        **connector.info_extra,
    }


def _notification(operation: Operation) -> Plain:
    event = operation.event
    assert event is not None
    return {**_some("description", event.description), "schema": schema(event.schema), **event.extra}


def _operation(operation: Operation) -> Plain:
    plain: Plain = {
        **_some("summary", operation.summary),
        **_some("description", operation.description),
        "operationId": operation.id,
        **_some("x-ms-visibility", operation.visibility),
        **_some("x-ms-trigger", operation.trigger),
        **_some("x-ms-trigger-hint", operation.hint),
        **_some("x-ms-api-annotation", dict(operation.annotation) or None),
        **_some("tags", list(operation.tags) or None),
        **({"deprecated": True} if operation.deprecated else {}),
        **({"consumes": list(operation.consumes)} if operation.consumes is not None else {}),
        **({"produces": list(operation.produces)} if operation.produces is not None else {}),
        "parameters": [parameter(p) for p in operation.parameters],
        "responses": {r.status: _response(r) for r in operation.responses},
    }
    if not isinstance(operation.security, Unset):
        plain["security"] = operation.security
    return {**plain, **operation.extra}


def _response(response: Response) -> Plain:
    return {
        "description": response.description,
        **({"schema": schema(response.schema)} if response.schema is not None else {}),
        **_some("headers", dict(response.headers) or None),
        **_some("examples", dict(response.examples) or None),
        **response.extra,
    }


def parameter(p: Parameter) -> Plain:
    """A parameter of the swagger."""
    start: Plain = {"name": p.name, "in": p.location, "required": p.required}
    if p.location == "body":
        texts = {**_some("x-ms-summary", p.summary), **_some("description", p.description)}
        return {**start, **texts, **_some("x-ms-visibility", p.visibility), "schema": schema(p.schema), **p.extra}
    return {
        **start,
        **schema(p.schema),
        **_some("x-ms-url-encoding", p.url_encoding),
        **_some("collectionFormat", p.collection_format),
        **p.extra,
    }


def schema(node: Schema) -> Plain:
    """A schema of the swagger, named types of style `inline` copied into place."""
    plain: Plain = {"$ref": f"#/definitions/{node.ref}"} if node.ref else {}
    plain |= {
        **_some("type", node.type),
        **({} if node.format is None else {"format": node.format}),
        **_some("title", node.title),
        **_some("description", node.description),
        **_some("x-ms-summary", node.summary),
        **_some("x-ms-visibility", node.visibility),
        **node.limits,
        **({"readOnly": True} if node.read_only else {}),
        **({"x-ms-notification-url": True} if node.callback else {}),
    }
    if not isinstance(node.default, Unset):
        plain["default"] = node.default
    if not isinstance(node.example, Unset):
        plain["x-ms-test-value"] = node.example
    if node.choices:
        plain |= _choices(node)
    if node.options is not None:
        plain["x-ms-dynamic-values"] = _options(node.options)
    if node.items is not None:
        plain["items"] = schema(node.items)
    if node.all_of:
        plain["allOf"] = [schema(part) for part in node.all_of]
    if node.fields is not None:
        plain |= _fields(node)
    if node.additional is not None:
        plain["additionalProperties"] = node.additional if isinstance(node.additional, bool) else schema(node.additional)
    return {**plain, **node.extra}


def _fields(node: Schema) -> Plain:
    fields = node.fields or ()
    required = node.required_fields or tuple(f.name for f in fields if f.required)
    return {**({"required": list(required)} if required else {}), "properties": {f.name: schema(f.schema) for f in fields}}


def _choices(node: Schema) -> Plain:
    values: Plain = {"enum": [choice.value for choice in node.choices]}
    if any(choice.display for choice in node.choices):
        values["x-ms-enum-values"] = [
            {"value": choice.value, "displayName": choice.display or str(choice.value)} for choice in node.choices
        ]
    return values


def _options(options: Options) -> Plain:
    arguments: Plain = {a.name: {"parameter": a.reference} if a.reference else a.value for a in options.arguments}
    return {
        "operationId": options.operation,
        **_some("parameters", arguments or None),
        **_some("value-collection", options.collection),
        "value-path": options.value,
        **_some("value-title", options.title),
    }


def properties(connector: Connector) -> Plain:
    """The values of apiProperties.json."""
    return {
        "properties": {
            "connectionParameters": {c.name: _credential(c.name, connector) for c in connector.credentials},
            "iconBrandColor": connector.brand_color,
            "capabilities": list(connector.capabilities),
            **_some("policyTemplateInstances", [dict(p) for p in connector.policies] or None),
            **_some("publisher", connector.publisher),
            **_some("stackOwner", connector.stack_owner),
            **connector.properties_extra,
        }
    }


def _credential(name: str, connector: Connector) -> Plain:
    credential = next(c for c in connector.credentials if c.name == name)
    constraints: Plain = {"clearText": False} if credential.secret else {}
    constraints["required"] = "true" if credential.required else "false"
    constraints["tabIndex"] = 2 + connector.credentials.index(credential)
    ui: Plain = {
        "displayName": credential.label,
        "description": credential.description,
        "tooltip": credential.tooltip,
        "constraints": constraints,
    }
    return {"type": credential.type, **credential.settings, "uiDefinition": ui, **credential.extra}


def render(connector: Connector, templates: Templates) -> dict[str, bytes]:
    """apiDefinition.swagger.json and apiProperties.json."""
    return {
        DEFINITION: templates.json("connector/apiDefinition.swagger.json.j2", {"doc": project(connector).definition}),
        PROPERTIES: templates.json("connector/apiProperties.json.j2", properties(connector)),
    }


def documents(connector: Connector, templates: Templates, files: dict[str, bytes]) -> tuple[bytes, bytes]:
    """Both JSON files: those of ``files``, or rendered anew where another output alone was asked for."""
    rendered = files if DEFINITION in files else render(connector, templates)
    return rendered[DEFINITION], rendered[PROPERTIES]

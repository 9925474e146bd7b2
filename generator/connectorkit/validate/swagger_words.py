"""Keywords of Swagger, OpenAPI and apiProperties.json that people use in sources, each with the key to suggest."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

from connectorkit.model import format_keywords
from connectorkit.model.http_methods import METHODS

# A word, and the keys that may replace it, each with a suggestion (default: "Use 'key'."). The first key that is
# allowed at the place is suggested; the key "" is allowed everywhere.
Replacements = tuple[tuple[str, str], ...]
_ONE_SCHEMA = "Connectors cannot express alternatives. Use one schema with all fields, or `type: any`."
_TYPES = "Write named types under 'types' in connector.yaml, and use them by name: `type: Order`."
_SERVER = "Write the whole address under 'server', such as https://api.example.com/v1."
_REQUEST = "Write the method and the path under 'request', such as `request: GET /orders`."
_PARAMETERS = "Name the connection parameters under 'credentials'."
_OPERATIONS = "Write an operation for each path and method under 'operations', with `request: GET /orders`."
_WORDS: Mapping[str, Replacements] = {
    "enum": (("choices", "List the allowed values under 'choices'."),),
    "x-ms-enum-values": (("choices", "Write the values and their names under 'choices': `choices: {a: Name of a}`."),),
    "properties": (("fields", "Use 'fields'."),),
    "required": (("fields", "Write `required: true` at each required field."),),
    "oneOf": (("type", _ONE_SCHEMA), ("action", _ONE_SCHEMA)),
    "anyOf": (("type", _ONE_SCHEMA), ("action", _ONE_SCHEMA)),
    "not": (("type", "Connectors cannot express 'not'. Remove it."),),
    "const": (("choices", "Write `choices: [value]`, or `constant: value` for an input that makers do not see."),),
    "allOf": (("all_of", ""),),
    "additionalProperties": (("additional", ""),),
    "patternProperties": (("additional", ""),),
    "$ref": (("type", "Use the name of the type as its type: `type: Order`."), ("shared", "")),
    "label": (("title", "Use 'title'."), ("summary", ""), ("connector", "")),
    "displayName": (("label", ""), ("title", ""), ("summary", ""), ("connector", "")),
    "title": (("label", ""), ("connector", ""), ("summary", "")),
    "x-ms-summary": (("title", "Use 'title'."), ("summary", "")),
    "x-ms-visibility": (("visibility", ""),),
    "hidden": (("constant", "Write `constant: value`: a constant that makers do not see."), ("visibility", "")),
    "readOnly": (("read_only", ""),),
    "writeOnly": (("", "Connectors cannot express 'writeOnly'. Remove it."),),
    "examples": (("example", "Write one value under 'example'."),),
    "x-ms-test-value": (("example", ""),),
    "x-nullable": (("nullable", ""),),
    "optional": (("required", "Remove it; a field is optional unless it has `required: true`."),),
    "x-ms-dynamic-values": (("options", "Use 'options': `options: {operation: ListShops, value: id, title: name}`."),),
    "x-ms-dynamic-list": (("options", "Use 'options' with `written: list`."),),
    "x-ms-dynamic-schema": (
        ("dynamic_schema", "Use 'dynamic_schema': `dynamic_schema: {operation: GetSchema, value: schema}`."),
    ),
    "x-ms-dynamic-properties": (("dynamic_schema", "Use 'dynamic_schema' with `written: properties`."),),
    "x-ms-dynamic-tree": (("tree", ""),),
    "operationId": (
        ("action", "Write it as the value of 'action', or of 'trigger': `action: ListOrders`."),
        ("operation", ""),
    ),
    "value-path": (("value", ""),),
    "itemValuePath": (("value", ""),),
    "value-title": (("title", ""),),
    "itemTitlePath": (("title", ""),),
    "value-collection": (("collection", ""),),
    "itemsPath": (("collection", ""),),
    "parameters": (("with", ""), ("credentials", "")),
    "x-ms-trigger": (("trigger", "Name the operation with 'trigger' instead of 'action', and add `kind: batch`."),),
    "x-ms-agentic-protocol": (("protocol", "Name the operation with 'mcp' instead of 'action': `mcp: InvokeServer`."),),
    "inputSchema": (("input", ""),),
    "outputSchema": (("output", ""),),
    "x-ms-trigger-hint": (("hint", ""),),
    "x-ms-notification-url": (("callback", "Write `callback: true`."),),
    "x-ms-notification-content": (("event", ""),),
    "x-ms-api-annotation": (("annotation", ""),),
    "requestBody": (("body", "Use 'body' with the schema of the body: `body: {fields: {name: string}}`."),),
    "content": (("schema", ""), ("body", "")),
    "mediaType": (("consumes", ""),),
    "schema": (
        ("body", "Write the schema of the 200 response under 'returns', and that of the body under 'body'."),
        ("fields", "Remove 'schema', and write its keys here."),
    ),
    "response": (("returns", "Write the schema of the 200 response under 'returns'."),),
    "output": (("returns", ""),),
    "input": (("body", "Write inputs under 'parameters' and 'body'."),),
    "queries": (("parameters", ""),),
    "headers": (("parameters", "Write a header under 'parameters' with `in: header`."),),
    "method": (("request", _REQUEST),),
    "url": (("request", _REQUEST), ("server", _SERVER)),
    "endpoint": (("request", _REQUEST), ("server", _SERVER)),
    "uri": (("request", _REQUEST), ("server", _SERVER)),
    "path": (("request", _REQUEST),),
    **{method: (("request", _REQUEST),) for method in METHODS},
    "definitions": (("types", _TYPES),),
    "schemas": (("types", _TYPES),),
    "$defs": (("types", _TYPES),),
    "paths": (("operations", _OPERATIONS),),
    "actions": (("operations", _OPERATIONS),),
    "triggers": (("operations", _OPERATIONS),),
    "securityDefinitions": (("authentication", ""),),
    "securitySchemes": (("authentication", ""),),
    "auth": (("authentication", ""),),
    "connectionParameters": (("credentials", _PARAMETERS),),
    "connectionParameterSets": (("credential_sets", ""),),
    "oAuthSettings": (("oauth", ""),),
    "uiDefinition": (("label", "Write its texts under 'label', 'description' and 'tooltip'."),),
    "identityProvider": (("identity_provider", ""),),
    "clientSecret": (("client_id", "Remove it; a client secret must never be in a source."),),
    "customParameters": (("custom", "Use 'custom': `custom: {tokenUrl: https://example.com/token}`."),),
    "host": (("server", _SERVER),),
    "basePath": (("server", _SERVER),),
    "servers": (("server", _SERVER),),
    "base_url": (("server", _SERVER),),
    "baseUrl": (("server", _SERVER),),
    "info": (("connector", "Write 'connector' (the title), 'description' and 'version' at the top level."),),
    "name": (("connector", "Write the title of the connector under 'connector'."), ("action", "")),
    "swagger": (("connector", "Remove it; `connectorkit import FILE` turns a Swagger document into a source."),),
    "openapi": (("connector", "Remove it; `connectorkit import FILE` turns an OpenAPI document into a source."),),
    "policyTemplateInstances": (("policies", ""),),
    "templateId": (("template", ""),),
    "iconBrandColor": (("brand_color", ""),),
    "color": (("brand_color", ""),),
    "stackOwner": (("stack_owner", ""),),
    "scriptOperations": (("script_operations", ""),),
    "termsOfService": (("terms_of_service", ""),),
    "x-ms-connector-metadata": (("website", "Use 'website', 'privacy_policy' and 'categories'."),),
    "privacyPolicy": (("privacy_policy", ""),),
    "externalDocs": (("external_docs", ""),),
    "items": (("fields", "Write 'items' next to `type: array`, and 'fields' for an object."),),
}


@cache
def _all() -> Mapping[str, Replacements]:
    """The words above, and the keywords that correspond to exactly one key of the format."""
    tables = (
        *(format_keywords.LIMITS, format_keywords.SCHEMA, format_keywords.OPERATION, format_keywords.RESPONSE),
        *(format_keywords.INFO, format_keywords.ROOT, format_keywords.OAUTH),
    )
    found: dict[str, Replacements] = {}
    for table in tables:
        for key, (wire, _) in table.items():
            found[wire] = (*found.get(wire, ()), (key, ""))
    for key, (wire, _) in format_keywords.AGENTS.items():
        found[wire] = (("agents", f"Use 'agents' with '{key}'."),)
    return {**found, **_WORDS}


def replacement(word: str, allowed: Collection[str]) -> tuple[str, str]:
    """The key for ``word`` where the keys ``allowed`` are, and what to write; both are "" for any other word."""
    for key, text in _all().get(word, ()):
        if (not key or key in allowed) and key != word:
            return key, text or f"Use '{key}'."
    return "", ""


def suggestion(word: str, allowed: Collection[str]) -> str:
    """What to write in place of ``word`` where the keys ``allowed`` are; "" where it is not a word of Swagger."""
    return replacement(word, allowed)[1]

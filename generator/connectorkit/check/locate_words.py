"""The keys of the format that may declare a key of a published document.

:data:`ROOT` has the keys at the top of connector.yaml, :data:`NODE` those below, :data:`INSIDE` nested keys.
"""

from __future__ import annotations

from connectorkit.model import format_keywords
from connectorkit.model.mcp import PROTOCOL_KEY
from connectorkit.model.policies.plan import OPERATIONS, SECTION

ROOT: dict[str, tuple[str, ...]] = {
    "info": ("",),
    "title": ("connector",),
    "host": ("host", "server"),
    "basePath": ("base_path", "server"),
    "schemes": ("schemes", "server"),
    "securityDefinitions": ("authentication",),
    "properties": ("properties", ""),
    "definitions": ("types", "inline_types"),
    "connectionParameters": ("credentials",),
    "connectionParameterSets": ("credential_sets",),
    "values": ("",),
    "uiDefinition": ("ui", ""),
    "displayName": ("label",),
    "oAuthSettings": ("oauth", "settings"),
    "iconBrandColor": ("brand_color",),
    "policyTemplateInstances": ("policies",),
    "templateId": ("template",),
    "parameters": ("credentials", "parameters", ""),
    "stackOwner": ("stack_owner",),
    "customParameters": ("custom",),
    "scriptOperations": ("script_operations", "script"),
    OPERATIONS: ("operations",),
    SECTION: ("section",),
    "value": ("value", ""),
}
NODE: dict[str, tuple[str, ...]] = {
    "operationId": ("action", "trigger", "mcp", "operation"),
    PROTOCOL_KEY: ("protocol", "mcp"),
    "x-ms-visibility": ("visibility", "constant", "platform_constant"),
    "x-ms-trigger": ("kind",),
    "x-ms-trigger-hint": ("hint",),
    "x-ms-api-annotation": ("annotation",),
    "responses": ("responses",),
    "x-ms-summary": ("title", "summary"),
    "title": ("title", "schema_title"),
    "format": ("format", "type"),
    "default": ("default", "constant", "platform_constant"),
    "enum": ("choices",),
    "x-ms-enum-values": ("choices", "choice_names"),
    "required": ("required", "required_fields"),
    "properties": ("fields",),
    "additionalProperties": ("additional",),
    "allOf": ("all_of",),
    "readOnly": ("read_only",),
    "x-ms-notification-url": ("callback",),
    "x-ms-notification-content": ("event",),
    "x-ms-dynamic-values": ("options",),
    "x-ms-dynamic-list": ("options",),
    "x-ms-dynamic-schema": ("dynamic_schema",),
    "x-ms-dynamic-properties": ("dynamic_schema",),
    "value-path": ("value",),
    "itemValuePath": ("value",),
    "value-collection": ("collection",),
    "itemsPath": ("collection",),
    "value-title": ("title",),
    "itemTitlePath": ("title",),
    "builtInOperation": ("built_in",),
    "value-folder-property": ("folder",),
    "collectionFormat": ("collection_format",),
    "x-ms-url-encoding": ("url_encoding",),
    "$ref": ("type", "ref"),
    "x-ms-test-value": ("example", "test_value"),
    "parameters": ("parameters", "with"),
    "parameter": ("from",),
    "parameterReference": ("path", "from"),
    "paths": ("request", "path"),
    "x-ms-pageable": ("pageable", "pages"),
    "nextLinkName": ("nextLinkName", "next", "platform"),
}

# Where the newer spelling of a call differs from the older one, it is nested in it.
INSIDE = {"x-ms-dynamic-list": ("options", "list"), "x-ms-dynamic-properties": ("dynamic_schema", "properties")}

AGENTS = {wire: key for key, (wire, _) in format_keywords.AGENTS.items()}


def _tables() -> None:
    for table in (format_keywords.LIMITS, format_keywords.SCHEMA, format_keywords.OPERATION, format_keywords.RESPONSE):
        for key, (wire, _) in table.items():
            NODE[wire] = (*NODE.get(wire, ()), *(() if key in NODE.get(wire, ()) else (key,)))
    for table in (format_keywords.ROOT, format_keywords.INFO, format_keywords.OAUTH):
        for key, (wire, _) in table.items():
            ROOT.setdefault(wire, (key,))


_tables()


def words(key: str, top: bool) -> tuple[str, ...]:
    """The keys of the format that may declare ``key``: at the ``top`` of connector.yaml, or below."""
    return tuple(word for word in (ROOT if top else NODE).get(key, (key,)) if word)

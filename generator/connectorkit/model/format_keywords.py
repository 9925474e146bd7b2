"""Keys of the format that correspond to one key of the swagger. Import and rendering read the same tables.

Each entry is ``key of the format: (key of the swagger, JSON type)``.
"""

from __future__ import annotations

Words = dict[str, tuple[str, str]]

TYPES = ("string", "integer", "number", "boolean", "object", "array", "file", "null")
FORMATS = {
    "int32": "integer",
    "int64": "integer",
    "float": "number",
    "double": "number",
    "byte": "string",
    "binary": "string",
    "date": "string",
    "date-time": "string",
    "password": "string",
    "uri": "string",
    "email": "string",
    "uuid": "string",
}
UNTYPED = "any"

LIMITS: Words = {
    "min": ("minimum", "number"),
    "max": ("maximum", "number"),
    "exclusive_min": ("exclusiveMinimum", "boolean"),
    "exclusive_max": ("exclusiveMaximum", "boolean"),
    "min_length": ("minLength", "integer"),
    "max_length": ("maxLength", "integer"),
    "min_items": ("minItems", "integer"),
    "max_items": ("maxItems", "integer"),
    "pattern": ("pattern", "string"),
    "multiple_of": ("multipleOf", "number"),
    "unique_items": ("uniqueItems", "boolean"),
    "min_properties": ("minProperties", "integer"),
    "max_properties": ("maxProperties", "integer"),
}
SCHEMA: Words = {
    "nullable": ("x-nullable", "boolean"),
    "allow_empty": ("allowEmptyValue", "boolean"),
    "discriminator": ("discriminator", "string"),
    "xml": ("xml", "object"),
    "external_docs": ("externalDocs", "object"),
    "tree": ("x-ms-dynamic-tree", "object"),
    "test_value": ("x-ms-test-value", "any"),
    "mutability": ("x-ms-mutability", "array"),
    "editor": ("x-ms-editor", "string"),
    "editor_options": ("x-ms-editor-options", "object"),
    "enum_name": ("x-ms-enum", "object"),
    "discriminator_value": ("x-ms-discriminator-value", "string"),
    "placement": ("x-ms-parameter-location", "string"),
    "media": ("x-ms-media-kind", "string"),
    "sample": ("x-example", "any"),
    "choice_names": ("x-ms-enum-values", "array"),
    "enum_names": ("x-enumNames", "array"),
    "enum_varnames": ("x-enum-varnames", "array"),
    "enum_descriptions": ("x-enum-descriptions", "any"),
    "enum_metadata": ("x-enum-metadata", "any"),
    "enum_flags": ("x-enumFlags", "boolean"),
    "client_name": ("x-ms-client-name", "string"),
    "client_flatten": ("x-ms-client-flatten", "boolean"),
    "client_default": ("x-ms-client-default", "any"),
    "identifiers": ("x-ms-identifiers", "array"),
    "secret": ("x-ms-secret", "boolean"),
    "azure_resource": ("x-ms-azure-resource", "boolean"),
    "skip_url_encoding": ("x-ms-skip-url-encoding", "boolean"),
    "grouping": ("x-ms-parameter-grouping", "object"),
    "header_prefix": ("x-ms-header-collection-prefix", "string"),
    "abstract": ("x-abstract", "boolean"),
}
OPERATION: Words = {
    "ai": ("x-ms-openai-data", "object"),
    "external_docs": ("externalDocs", "object"),
    "schemes": ("schemes", "array"),
    "trigger_metadata": ("x-ms-trigger-metadata", "object"),
    "pageable": ("x-ms-pageable", "object"),
    "long_running": ("x-ms-long-running-operation", "boolean"),
    "long_running_options": ("x-ms-long-running-operation-options", "object"),
    "no_generic_test": ("x-ms-no-generic-test", "boolean"),
    "url_encoding": ("x-ms-url-encoding", "string"),
    "title": ("x-ms-summary", "string"),
    "chunk_transfer": ("x-ms-chunk-transfer", "object"),
    "odata": ("x-ms-odata", "string"),
    "example_files": ("x-ms-examples", "object"),
    "request_id": ("x-ms-request-id", "string"),
    "gateway_integration": ("x-amazon-apigateway-integration", "object"),
}
INFO: Words = {
    "terms_of_service": ("termsOfService", "string"),
    "license": ("license", "object"),
    "keywords": ("x-ms-keywords", "array"),
    "annotation": ("x-ms-api-annotation", "object"),
    "deployment_version": ("x-ms-deployment-version", "string"),
}
ROOT: Words = {
    "tags": ("tags", "array"),
    "external_docs": ("externalDocs", "object"),
    "features": ("x-ms-capabilities", "object"),
    "ai_plugin": ("x-ms-openai-manifest", "object"),
    "components": ("x-components", "object"),
    "parameterized_host": ("x-ms-parameterized-host", "object"),
    "more_paths": ("x-ms-paths", "object"),
}
# The keys of ``agents`` on an input or a field, and on an operation.
AGENTS_INPUT: Words = {
    "name": ("x-ms-name-for-model", "string"),
    "description": ("x-ms-description-for-model", "string"),
}
AGENTS: Words = {**AGENTS_INPUT, "confirm": ("x-ms-require-user-confirmation", "boolean")}
# The same as flat names for the templates, which cannot use nested keys.
FOR_AGENTS: Words = {f"agents_{key}": said for key, said in AGENTS.items()}
FOR_AGENTS_INPUT: Words = {f"agents_{key}": said for key, said in AGENTS_INPUT.items()}
RESPONSE: Words = {
    "title": ("x-ms-summary", "string"),
    "nullable": ("x-nullable", "boolean"),
    "error": ("x-ms-error-response", "boolean"),
}
CREDENTIAL_SET: Words = {"metadata": ("metadata", "object")}
OAUTH: Words = {
    "identity_provider": ("identityProvider", "string"),
    "client_id": ("clientId", "string"),
    "scopes": ("scopes", "array"),
    "redirect_mode": ("redirectMode", "string"),
    "redirect_url": ("redirectUrl", "string"),
    "properties": ("properties", "object"),
}

_PYTHON: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "object": (dict,),
    "array": (list,),
}


def is_of(value: object, kind: str) -> bool:
    """Whether a JSON value has the JSON type ``kind``. "any" matches all values; a boolean is not a number."""
    if kind == "any":
        return True
    return isinstance(value, _PYTHON[kind]) and (kind == "boolean" or not isinstance(value, bool))

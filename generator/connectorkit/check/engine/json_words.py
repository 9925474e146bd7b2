"""Suggestions for connectors that are edited as JSON: keys of the YAML source replaced by those of the JSON files."""

from __future__ import annotations

import re
from functools import lru_cache

# Phrases about places of the YAML that have another name or form in the JSON.
_PHRASES = {
    "`website`, `privacy_policy` and `categories`": (
        "Website, Privacy policy and Categories into `x-ms-connector-metadata`, as propertyName and propertyValue"
    ),
    '`brand_color: "#0a7cc1"`, in apiProperties.json "iconBrandColor"': '`"iconBrandColor": "#0a7cc1"`',
    '`stack_owner`, in apiProperties.json "stackOwner"': "`stackOwner`",
    "`style: {types: definitions}`": "`$ref` to `definitions`",
    '`server: https://...`, or "host" in the definition': '`"host": "..."`',
    "with `credential_sets`": "with `connectionParameterSets`",
    "`label`, in apiProperties.json a `displayName`": "`displayName`",
    "`credentials`, in apiProperties.json `parameters`": "`parameters`",
    "`oauth` with identity_provider, scopes and custom, in apiProperties.json `oAuthSettings`": (
        "`oAuthSettings` with identityProvider, scopes and customParameters"
    ),
    "`custom`, in apiProperties.json `customParameters`": "`customParameters`",
    '`template: setheader` or another one, in apiProperties.json "templateId"': (
        '`"templateId": "setheader"` or another one'
    ),
    "under `with`, in apiProperties.json as x-ms-apimTemplateParameter": "as x-ms-apimTemplateParameter",
    "under `with`: a value, or `{from: input}` for": 'under `parameters`: a value, or `{"parameter": "input"}` for',
    "`event` (x-ms-notification-content on the path)": "`x-ms-notification-content` on the path",
    "`event` of the trigger (x-ms-notification-content next to the method)": (
        "`x-ms-notification-content` next to the method"
    ),
    " (x-ms-notification-url)": "",
    "Add `required: true` on each field from the body down to it": (
        "Name each field from the body down to it under `required` of the object around it"
    ),
    "(`dynamic_schema`)": "(`x-ms-dynamic-schema`)",
    "`operation` with the operationId (operationId in the extension)": "`operationId`",
    " (`written: both`)": "",
    "Remove `required: false` from the body, which is required by default": 'Write `"required": true` on the body',
    "to `intro`": "to intro.md",
    "`choices`": "`enum`",
    "`read_only`": "`readOnly`",
    "`script_operations`": "`scriptOperations`",
    "under `types`, and use its name": "under `definitions`, and refer to it with `$ref`",
    "under `parameters` of the connector, and let the operations share it": (
        "under `parameters` at the top level of the file, and refer to it with `$ref`"
    ),
    "for these operations under `policies`": "for these operations under `policyTemplateInstances`",
    "`tree` with settings, open and browse next": "`x-ms-dynamic-tree` with settings, open and browse next",
}
_KEYS = {
    "visibility": "x-ms-visibility",
    "callback": "x-ms-notification-url",
    "kind": "x-ms-trigger",
    "trigger_metadata": "x-ms-trigger-metadata",
    "annotation": "x-ms-api-annotation",
    "additional": "additionalProperties",
    "features": "x-ms-capabilities",
    "collection": "value-collection",
    "url_encoding": "x-ms-url-encoding",
}
_SNIPPET = re.compile(r"`(\{?[A-Za-z][\w-]*: [^`]*)`")
_FIRST = re.compile(r"^(\{?)([A-Za-z][\w-]*)(?=: )")
_KEY = re.compile(r'(?<!["\w-])([A-Za-z][\w-]*)(?=: )')
_VALUE = re.compile(r"(?<=: )(?!true\b|false\b)([A-Za-z][\w./-]*)")


@lru_cache(maxsize=1024)
def in_json(text: str) -> str:
    """The suggestion ``text`` of a rule with the keys of apiDefinition.swagger.json and apiProperties.json."""
    for said, meant in _PHRASES.items():
        text = text.replace(said, meant)
    return _SNIPPET.sub(lambda found: f"`{_snippet(found[1])}`", text)


def _snippet(text: str) -> str:
    """``visibility: internal`` as ``"x-ms-visibility": "internal"``."""
    named = _FIRST.sub(lambda found: found[1] + (_KEYS.get(found[2], found[2]) if not found[1] else found[2]), text)
    if named.startswith("additionalProperties: ") and not named.endswith(("true", "false")):
        named = f"additionalProperties: {{type: {named.partition(': ')[2]}}}"
    return _VALUE.sub(r'"\1"', _KEY.sub(r'"\1"', named))

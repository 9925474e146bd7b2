"""Corrections of Microsoft's published schemas, which are five years behind the platform.

Connectors that Microsoft published since then prove each change. Rules check extensions and formats, which the schemas
list one by one.
"""

from __future__ import annotations

from typing import Any

Plain = dict[str, Any]  # Any: Microsoft's own schemas, which are part of the toolkit, so their structure is known.
_NO_EXTENSION = "^x-(?!ms-)"


def amended(name: str, schema: Plain) -> Plain:
    """Remove the demands of the schema ``name`` that published connectors prove wrong, in place, and return it."""
    changes = {"apiDefinition": _definition, "apiProperties": _properties}.get(name)
    if changes is not None:
        changes(schema)
    return schema


def _definition(schema: Plain) -> None:
    _open_extensions(schema)
    definitions = schema["definitions"]
    definitions["format"].pop("enum", None)
    # Azure's tools write more keys for an enumeration than the platform reads.
    definitions["AutoRest-x-ms-enum"] = {"type": "object"}


def _open_extensions(node: object) -> None:
    """Allow extensions with any name wherever some are allowed."""
    if isinstance(node, dict):
        patterns = node.get("patternProperties")
        if isinstance(patterns, dict) and _NO_EXTENSION in patterns:
            patterns["^x-"] = patterns.pop(_NO_EXTENSION)
    for below in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _open_extensions(below)


def _properties(schema: Plain) -> None:
    properties = schema["properties"]["properties"]["properties"]
    properties["connectionParameterSets"] = {"type": "object"}
    properties["scriptOperations"] = {"type": "array", "items": {"type": "string"}}
    # The platform's own export writes this key.
    properties["script"] = {}
    _connections(schema["definitions"])
    _policies(schema["definitions"])


def _connections(definitions: Plain) -> None:
    settings = definitions["oAuthSettings"]
    settings["properties"]["identityProvider"].pop("enum", None)
    settings["properties"]["redirectMode"] = {"type": "string"}
    settings["properties"]["properties"].pop("required", None)
    for branch in settings["oneOf"]:
        branch.get("properties", {}).get("customParameters", {}).pop("additionalProperties", None)
    kinds = definitions["ConnectionParameter"]["oneOf"]
    for branch in kinds:
        if branch.get("properties", {}).get("type", {}).get("enum") == ["gatewaySetting"]:
            branch["properties"]["gatewaySettings"] = {"type": "object"}
    kinds.append({"properties": {"type": {"enum": ["clientCertificate", "managedIdentity", "connection"]}}})


def _policies(definitions: Plain) -> None:
    """Allow every policy to declare whether it applies to the request or to the response."""
    for name, one in definitions.items():
        if name.startswith("PolicyTemplateInstance-"):
            one["properties"]["parameters"]["properties"].setdefault(
                "x-ms-apimTemplate-policySection", {"type": "string"}
            )

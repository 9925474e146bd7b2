"""What Microsoft's published schemas are known to refuse wrongly: they are five years behind the platform.

Each change is backed by connectors that Microsoft published since. Extensions and formats, which the
schemas list one by one, are judged by the rules instead.
"""

from __future__ import annotations

from typing import Any

Plain = dict[str, Any]  # Microsoft's own schemas, which lie beside the toolkit: what stands where in them is known.
_NO_EXTENSION = "^x-(?!ms-)"


def amended(name: str, schema: Plain) -> Plain:
    """The schema ``name`` without the demands that published connectors prove wrong; changed in place."""
    changes = {"apiDefinition": _definition, "apiProperties": _properties}.get(name)
    if changes is not None:
        changes(schema)
    return schema


def _definition(schema: Plain) -> None:
    _open_extensions(schema)
    definitions = schema["definitions"]
    definitions["format"].pop("enum", None)
    # Azure's tools write more about an enumeration than the platform reads.
    definitions["AutoRest-x-ms-enum"] = {"type": "object"}


def _open_extensions(node: object) -> None:
    """Extensions of any name may stand wherever some may."""
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
    # Written by the export of the platform itself.
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
    """Every policy can say whether it works on the request or on the response."""
    for name, one in definitions.items():
        if name.startswith("PolicyTemplateInstance-"):
            one["properties"]["parameters"]["properties"].setdefault(
                "x-ms-apimTemplate-policySection", {"type": "string"}
            )

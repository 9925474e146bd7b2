"""The connector in a solution: its files beside customizations.xml, and the texts of its node."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, cast

from connectorkit.check.rules.info import secrets
from connectorkit.diagnostics.finding import Finding
from connectorkit.model import file_names
from connectorkit.model.connector import Connector, Json
from connectorkit.package import variables
from connectorkit.package.naming import Names
from connectorkit.render.json_text import canonical

Plain = dict[str, Json]
MAX_DEFINITION: Final = 500_000
"""Characters of `openapidefinition` that Dataverse takes (error 0x80044331)."""


class Part(NamedTuple):
    """One file of the connector: the node that names it, its file name, and its bytes."""

    node: str
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class ConnectorFiles:
    """The files of a connector in the order of their nodes, and the texts of its node."""

    parts: tuple[Part, ...]
    description: str
    color: str


def of(names: Names, connector: Connector, built: Mapping[str, bytes], replaced: bool = False) -> ConnectorFiles:
    """The connector in the form of a solution, from the files of a build.

    ``replaced``: with environment variables in the places that the source names.
    """
    definition, properties = documents(built)
    if replaced:
        definition, properties = variables.replaced(names, connector.packaging.variables, definition, properties)
    listed = [
        ("openapidefinition", "json", _definition(definition)),
        ("connectionparameters", "json", canonical(properties.get("connectionParameters") or {})),
        ("connectionparametersets", "json", _json(properties.get("connectionParameterSets"))),
        ("policytemplateinstances", "json", _json(properties.get("policyTemplateInstances"))),
        ("iconblob", "Png", built.get(file_names.built(file_names.ICON))),
        ("customcodeblobcontent", "csx", built.get(file_names.built(file_names.SCRIPT))),
        ("scriptoperations", "json", _json(properties.get("scriptOperations"))),
    ]
    return ConnectorFiles(
        tuple(Part(node, f"{names.logical}_{node}.{end}", data) for node, end, data in listed if data is not None),
        " ".join(connector.description.split()),
        str(properties.get("iconBrandColor") or connector.brand_color),
    )


def documents(built: Mapping[str, bytes]) -> tuple[Plain, Plain]:
    """The swagger of a build, and the `properties` of its apiProperties.json."""
    definition = cast("Plain", json.loads(built[file_names.built(file_names.DEFINITION)]))
    document = json.loads(built[file_names.built(file_names.PROPERTIES)])
    properties = document.get("properties") if isinstance(document, dict) else None
    return definition, cast("Plain", properties) if isinstance(properties, dict) else {}


def findings(connector: Connector, files: ConnectorFiles) -> list[Finding]:
    """Findings about everything in the files of a connector that the platform rejects or drops."""
    span = connector.packaging.span
    found = []
    size = len(files.parts[0].data.decode("utf-8", "replace"))
    if size > MAX_DEFINITION:
        what = f"The definition has {size:,} characters; a solution takes {MAX_DEFINITION:,}."
        found.append(Finding("PKG102", what, span, "Split the connector, or shorten its descriptions."))
    named = next((one for one in connector.types.values() if one.definition and one.name == "security"), None)
    if named is not None:
        what = "A definition is called 'security', which the publication pipeline mistakes for the security list."
        found.append(Finding("PKG103", what, named.schema.span, "Rename the type.", "warning"))
    if not any(part.node == "iconblob" for part in files.parts):
        what = "The connector has no icon, which certification requires (5000.1.1.1)."
        found.append(Finding("PKG022", what, span, "Name a PNG file under `icon`.", "warning"))
    if any(part.node == "connectionparametersets" for part in files.parts):
        what = (
            "Certification requires customProperties.json for several authentication methods, but its content is not "
            "documented."
        )
        found.append(
            Finding("PKG105", what, span, "Ask the certification team for the file, and add it yourself.", "warning")
        )
    return found


def client_secrets(connector: Connector) -> Iterator[Finding]:
    """Findings about client secrets in OAuth settings, which everyone with the package could read."""
    listed = [connector.credentials, *(one.credentials for one in connector.credential_sets)]
    for one in (credential for credentials in listed for credential in credentials):
        settings = one.settings.get("oAuthSettings")
        if isinstance(settings, dict) and secrets.is_client_secret(settings.get("clientSecret")):
            what = f"The sign-in '{one.name}' contains its client secret, which would be part of every zip."
            way = "Remove it, and create a new one in the service; makers enter the secret after the import."
            yield Finding("PKG110", what, one.span, way)


def _definition(value: Plain) -> bytes:
    """The swagger, indented unless it would exceed the size limit."""
    text = canonical(value)
    if len(text.decode()) <= MAX_DEFINITION:
        return text
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _json(value: Json | None) -> bytes | None:
    """A part as JSON; None for an empty one, which is left out with its node."""
    return canonical(value) if value else None

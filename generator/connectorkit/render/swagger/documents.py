"""The importable connector: apiDefinition.swagger.json, apiProperties.json and the files beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from connectorkit.model import file_names as names
from connectorkit.model.connector import (
    Connector,
    Credential,
    CredentialSet,
    Json,
    Operation,
    PathItem,
    Schema,
    Span,
    Unset,
)
from connectorkit.render.swagger import operations, source_map
from connectorkit.render.swagger.operations import parameter as parameter
from connectorkit.render.swagger.schemas import over, some
from connectorkit.render.swagger.schemas import schema as schema

if TYPE_CHECKING:
    from connectorkit.render.templates import Templates

Plain = dict[str, Json]
DEFINITION = names.built(names.DEFINITION)
PROPERTIES = names.built(names.PROPERTIES)
_EMPTIES = ("consumes", "produces", "definitions", "securityDefinitions", "security")


@dataclass(slots=True)
class Projection:
    """Plain values of the swagger, and the source place of each JSON pointer that has one."""

    definition: Plain
    places: dict[str, Span]


def project(connector: Connector) -> Projection:
    """The swagger of ``connector`` as plain values with its source map."""
    by_path: dict[str, list[Operation]] = {}
    for operation in connector.operations:
        by_path.setdefault(operation.path, []).append(operation)
    info = over(_info(connector), connector.info_extra)
    definition: Plain = {
        "swagger": "2.0",
        "info": info,
        **some("host", connector.host),
        **some("basePath", connector.base_path),
        **({"schemes": list(connector.schemes)} if connector.schemes else {}),
        "consumes": list(connector.consumes or ()),
        "produces": list(connector.produces or ()),
        "paths": {item.path: _path(item, by_path, connector) for item in connector.paths},
        "definitions": {t.name: swagger_node(t.schema) for t in connector.types.values() if t.definition},
        **_shared(connector),
        "securityDefinitions": {a.name: dict(a.definition) for a in connector.authentications},
        "security": [] if isinstance(connector.security, Unset) else connector.security,
        **_metadata(connector),
        **connector.more,
    }
    said = {key: value for key, value in definition.items() if not _unsaid(connector, key, value)}
    return Projection(over(_large_last(said), connector.extra), source_map.places(connector))


def _unsaid(connector: Connector, key: str, value: Json) -> bool:
    """Whether a key at the top of the swagger is not written."""
    return key in connector.omitted or (connector.bare and key in _EMPTIES and not value)


def _large_last(definition: Plain) -> Plain:
    large = ("paths", "definitions")
    last = {key: definition[key] for key in large if key in definition}
    return {**{key: value for key, value in definition.items() if key not in last}, **last}


def _path(item: PathItem, by_path: dict[str, list[Operation]], connector: Connector) -> Json:
    return operations.path(item, by_path.get(item.path, []), connector.bare)


def swagger_node(shape: Schema) -> Json:
    """A schema of the swagger, or what stands in the place of one."""
    return schema(shape) if isinstance(shape.raw, Unset) else shape.raw


def _info(connector: Connector) -> Plain:
    return {
        **some("title", connector.title),
        **some("description", connector.description),
        **some("version", connector.version),
        **some("contact", dict(connector.contact) or None),
        **connector.info_more,
    }


def _shared(connector: Connector) -> Plain:
    bare = connector.bare
    parameters: Plain = {k: operations.whole_parameter(p, bare) for k, p in connector.shared_parameters.items()}
    responses: Plain = {k: operations.response(r, bare) for k, r in connector.shared_responses.items()}
    return {**some("parameters", parameters or None), **some("responses", responses or None)}


def _metadata(connector: Connector) -> Plain:
    if not isinstance(connector.metadata_written, Unset):
        return {"x-ms-connector-metadata": connector.metadata_written}
    rows: list[Json] = [{"propertyName": name, "propertyValue": value} for name, value in connector.metadata]
    return {"x-ms-connector-metadata": rows} if rows else {}


def properties(connector: Connector) -> Plain:
    """The values of apiProperties.json."""
    listed: Plain = {
        "connectionParameters": {c.name: _credential(c) for c in connector.credentials},
        **_sets(connector),
        "iconBrandColor": connector.brand_color,
        "capabilities": list(connector.capabilities),
        **({} if connector.script_operations is None else {"scriptOperations": list(connector.script_operations)}),
        **some("policyTemplateInstances", [dict(p) for p in connector.policies] or None),
        **some("publisher", connector.publisher),
        **some("stackOwner", connector.stack_owner),
    }
    said = over(listed, connector.properties_extra)
    kept: Plain = {key: value for key, value in said.items() if key not in connector.omitted}
    return over({} if "properties" in connector.omitted else {"properties": kept}, connector.properties_root_extra)


def _sets(connector: Connector) -> Plain:
    if not connector.credential_sets:
        return {}
    above: Plain = {}
    if not isinstance(connector.credential_sets_interface, Unset):
        above["uiDefinition"] = connector.credential_sets_interface
    return {"connectionParameterSets": {**above, "values": [_set(one) for one in connector.credential_sets]}}


def _set(one: CredentialSet) -> Plain:
    parameters: Plain = {c.name: _credential(c) for c in one.credentials}
    return over({"name": one.name, **some("uiDefinition", one.interface), "parameters": parameters}, one.extra)


def _credential(said: Credential) -> Plain:
    interface: Plain = {"uiDefinition": said.interface} if said.interface is not None else {}
    return over({"type": said.type, **said.settings, **interface}, said.extra)


def render(connector: Connector, templates: Templates) -> dict[str, bytes]:
    """apiDefinition.swagger.json and apiProperties.json."""
    return {
        DEFINITION: templates.json(f"{DEFINITION}.j2", {"doc": project(connector).definition}),
        PROPERTIES: templates.json(f"{PROPERTIES}.j2", {"doc": properties(connector)}),
    }


def documents(connector: Connector, templates: Templates, files: dict[str, bytes]) -> tuple[bytes, bytes]:
    """Both JSON files: those of ``files``, or rendered anew where another output alone was asked for."""
    rendered = files if DEFINITION in files else render(connector, templates)
    return rendered[DEFINITION], rendered[PROPERTIES]

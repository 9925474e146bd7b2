"""The importable connector: apiDefinition.swagger.json, apiProperties.json and the files beside them."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from connectorkit.model import file_names as names
from connectorkit.model import format_keywords as words
from connectorkit.model.connector import (
    Authentication,
    Connector,
    Credential,
    CredentialSet,
    Json,
    Operation,
    PathItem,
    Schema,
    Unset,
)
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.render.json_text import canonical, canonical_in_parts
from connectorkit.render.swagger import concept_templates, operations
from connectorkit.render.swagger.concept_templates import ConceptTemplates
from connectorkit.render.swagger.schemas import Values, node
from connectorkit.render.swagger.view import ByName, Each, Value, View, extra, given, keyed, named, some, split

Plain = dict[str, Json]
DEFINITION = names.built(names.DEFINITION)
PROPERTIES = names.built(names.PROPERTIES)
# Keys of a definition that are left out when they are empty.
_EMPTY = ("consumes", "produces", "types", "security_definitions", "security")
# The names of values by the keys of the files.
_ROOT = {
    "basePath": "base_path",
    "definitions": "types",
    "securityDefinitions": "security_definitions",
    "x-ms-connector-metadata": "metadata",
    **{key: name for name, (key, _) in words.ROOT.items()},
}
_PROPERTIES = {
    "connectionParameters": "connection_parameters",
    "connectionParameterSets": "connection_parameter_sets",
    "iconBrandColor": "brand_color",
    "scriptOperations": "script_operations",
    "policyTemplateInstances": "policies",
    "stackOwner": "stack_owner",
}
_MORE = keyed(words.ROOT)
_INFO = keyed(words.INFO)
_SECURITY = {
    "type": "type",
    "description": "description",
    "name": "name",
    "in": "location",
    "flow": "flow",
    "authorizationUrl": "authorization_url",
    "tokenUrl": "token_url",
    "scopes": "scopes",
}
_OAUTH = {**{key: name for name, (key, _) in words.OAUTH.items()}, "customParameters": "custom"}
_INTERFACE = {
    "displayName": "display_name",
    "description": "description",
    "tooltip": "tooltip",
    "constraints": "constraints",
}
_POLICY = {"templateId": "template", "title": "title", "type": "type", "parameters": "parameters"}


def definition(connector: Connector, templates: ConceptTemplates | None = None, kept: Kept = NOTHING) -> Plain:
    """The swagger of ``connector``, rendered with ``templates`` (default: those of the toolkit).

    Paths and types whose inputs have not changed are the same objects as in an earlier rendering with ``kept``. Raises
    TemplateFault, as do the functions below.
    """
    chosen = templates or concept_templates.templates()
    if chosen.overrides is not None:  # A template of a source may use any value.
        kept = NOTHING
    kept.turn("definition")
    return kept.once("definition", (connector,), lambda: _made(connector, chosen, kept))


def _made(connector: Connector, templates: ConceptTemplates, kept: Kept) -> Plain:
    return _filled(_definition(connector, _Parts(connector, templates, kept)), templates)


def properties(connector: Connector, templates: ConceptTemplates | None = None) -> Plain:
    """The values of apiProperties.json."""
    return _filled(_properties_file(connector), templates)


def _filled(view: View, templates: ConceptTemplates | None) -> Plain:
    return cast("Plain", (templates or concept_templates.templates()).filled(view))


class _Parts:
    """The paths and types of a definition; rendered immediately where they can be kept."""

    def __init__(self, connector: Connector, templates: ConceptTemplates, kept: Kept) -> None:
        self._connector, self._templates, self._kept = connector, templates, kept

    def paths(self) -> ByName:
        by_path: dict[str, list[Operation]] = {}
        for operation in self._connector.operations:
            by_path.setdefault(operation.path, []).append(operation)
        found = ByName({item.path: self._path(item, by_path.get(item.path, [])) for item in self._connector.paths})
        self._kept.turn("path written")
        return found

    def _path(self, item: PathItem, made: list[Operation]) -> Value:
        bare = self._connector.bare
        if self._kept is NOTHING or item.extra or not isinstance(item.raw, Unset):
            return operations.path(item, made, bare)
        parts = (item.path, bare, item.parameters, item.event, *made)
        return self._kept.once("path written", parts, lambda: self._templates.filled(operations.path(item, made, bare)))

    def types(self) -> ByName:
        found = ByName({t.name: self._type(t.schema) for t in self._connector.types.values() if t.definition})
        self._kept.turn("type written")
        return found

    def _type(self, schema: Schema) -> Value:
        if self._kept is NOTHING:
            return node(schema)
        return self._kept.once("type written", (schema,), lambda: self._templates.filled(node(schema)))


def _definition(connector: Connector, parts: _Parts) -> View:
    """The values for the template of the swagger."""
    security = [] if isinstance(connector.security, Unset) else connector.security
    values: Values = {
        "info": View("info", _info(connector)),
        **some("host", connector.host),
        **some("base_path", connector.base_path),
        **some("schemes", list(connector.schemes) or None),
        "consumes": list(connector.consumes or ()),
        "produces": list(connector.produces or ()),
        **_shared(connector),
        "types": parts.types(),
        "security_definitions": ByName({a.name: _security(a) for a in connector.authentications}),
        "security": security,
        **_metadata(connector),
        **named(_MORE, connector.more),
        "paths": parts.paths(),
    }
    omitted = {_ROOT.get(key, key) for key in connector.omitted}
    omitted |= {name for name in _EMPTY if connector.bare and not values[name]}
    return View("definition", {k: v for k, v in values.items() if k not in omitted} | extra(connector.extra))


def _info(connector: Connector) -> Values:
    return {
        **some("title", connector.title),
        **some("description", connector.description),
        **some("version", connector.version),
        **some("contact", dict(connector.contact) or None),
        **named(_INFO, connector.info_more),
        **extra(connector.info_extra),
    }


def _security(one: Authentication) -> Value:
    return split("security_definition", dict(one.definition), _SECURITY)


def _shared(connector: Connector) -> Values:
    bare = connector.bare
    parameters = ByName({k: operations.whole_parameter(p, bare) for k, p in connector.shared_parameters.items()})
    responses = ByName({k: operations.response(r, bare) for k, r in connector.shared_responses.items()})
    return {**some("parameters", parameters or None), **some("responses", responses or None)}


def _metadata(connector: Connector) -> Values:
    if not isinstance(connector.metadata_written, Unset):
        return {"metadata": connector.metadata_written}
    rows = Each(View("metadata", {"name": name, "value": value}) for name, value in connector.metadata)
    return {"metadata": rows} if rows else {}


def _properties_file(connector: Connector) -> View:
    """The values for the template of apiProperties.json."""
    values: Values = {
        "connection_parameters": ByName({c.name: _credential(c) for c in connector.credentials}),
        **_sets(connector),
        "brand_color": connector.brand_color,
        "capabilities": list(connector.capabilities),
        **({} if connector.script_operations is None else {"script_operations": list(connector.script_operations)}),
        **some("policies", Each(split("policy", dict(p), _POLICY) for p in connector.policies) or None),
        **some("publisher", connector.publisher),
        **some("stack_owner", connector.stack_owner),
    }
    omitted = {_PROPERTIES.get(key, key) for key in connector.omitted}
    kept = {name: value for name, value in values.items() if name not in omitted}
    added = {key: value for key, value in connector.properties_extra.items() if key not in connector.omitted}
    below: Values = {} if "properties" in omitted else {"properties": View("properties", kept | extra(added))}
    return View("properties_file", below | extra(connector.properties_root_extra))


def _sets(connector: Connector) -> Values:
    if not connector.credential_sets:
        return {}
    values: Values = {"sets": Each(_set(one) for one in connector.credential_sets)}
    values |= given("interface", connector.credential_sets_interface)
    return {"connection_parameter_sets": View("connection_parameter_sets", values)}


def _set(one: CredentialSet) -> View:
    values: Values = {
        "name": one.name,
        **some("interface", _interface(one.interface)),
        "parameters": ByName({c.name: _credential(c) for c in one.credentials}),
    }
    return View("connection_parameter_set", values | extra(one.extra))


def _credential(one: Credential) -> View:
    settings = dict(one.settings)
    oauth = settings.pop("oAuthSettings", None)
    values: Values = {
        "type": one.type,
        **some("oauth", split("oauth", oauth, _OAUTH)),
        **some("settings", settings or None),
        **some("interface", _interface(one.interface)),
    }
    return View("connection_parameter", values | extra(one.extra))


def _interface(value: Json) -> Value:
    return split("interface", value, _INTERFACE)


def render(
    connector: Connector, overrides: Path | None = None, kept: Kept = NOTHING, known: tuple[Plain, Plain] | None = None
) -> dict[str, bytes]:
    """apiDefinition.swagger.json and apiProperties.json; templates in ``overrides`` replace those of the toolkit.

    ``known``: the values of both, where a check has rendered them already.
    """
    if known is None:
        templates = concept_templates.templates(overrides)
        known = definition(connector, templates, kept), properties(connector, templates)
    return {DEFINITION: canonical_in_parts(known[0], ("paths", "definitions"), kept), PROPERTIES: canonical(known[1])}


def documents(connector: Connector, overrides: Path | None, files: dict[str, bytes]) -> tuple[bytes, bytes]:
    """Both JSON files: those of ``files``, or rendered here if ``files`` has other outputs only."""
    rendered = files if DEFINITION in files else render(connector, overrides)
    return rendered[DEFINITION], rendered[PROPERTIES]

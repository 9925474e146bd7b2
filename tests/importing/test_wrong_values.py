"""Any key may have a value of a wrong type, in any order of keys: import and build keep both."""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from benchmarks.corpus import score

Plain = dict[str, Any]
Place = tuple[str | int, ...]
WRONG = None  # the place of a wrong value in the documents below
PARAMETER: Plain = {
    **dict.fromkeys(("required", "description", "default", "enum", "format", "minimum", "maxLength", "pattern")),
    **dict.fromkeys(("collectionFormat", "allowEmptyValue", "x-ms-summary", "x-ms-visibility", "x-ms-dynamic-values")),
    "name": "q",
    "in": "query",
    "type": "string",
}
SCHEMA: Plain = {
    **dict.fromkeys(
        ("title", "description", "format", "required", "enum", "default", "example", "readOnly", "minimum")
    ),
    **dict.fromkeys(("additionalProperties", "allOf", "discriminator", "xml", "externalDocs", "x-ms-visibility")),
    "type": "object",
    "properties": {"k": {"type": "string", "minLength": WRONG, "pattern": WRONG, "x-ms-summary": WRONG}},
}
OPERATION: Plain = {
    **dict.fromkeys(("summary", "description", "tags", "consumes", "produces", "schemes", "deprecated", "security")),
    **dict.fromkeys(("externalDocs", "x-ms-visibility", "x-ms-api-annotation", "x-ms-trigger")),
    "operationId": "A",
    "parameters": [PARAMETER, {"name": "b", "in": "body", "required": WRONG, "description": WRONG, "schema": SCHEMA}],
    "responses": {
        "200": {
            "description": WRONG,
            "headers": {"H": {"type": WRONG, "format": WRONG}},
            "examples": WRONG,
            "schema": WRONG,
        },
        "default": {"description": "d", "schema": {"type": "array", "items": WRONG, "minItems": WRONG}},
    },
}
SWAGGER: Plain = {
    "swagger": "2.0",
    "info": {"title": "A", "version": "1", "description": WRONG, "license": WRONG, "contact": {"name": WRONG}},
    "host": "api.contoso.com",
    "basePath": WRONG,
    "schemes": ["https"],
    **dict.fromkeys(("consumes", "produces", "security", "externalDocs", "tags", "x-ms-connector-metadata")),
    "paths": {"/a": {"parameters": WRONG, "get": OPERATION}},
    "definitions": {"T": {**SCHEMA, "properties": WRONG}},
    "responses": {"R": {"description": WRONG, "schema": WRONG}},
    "securityDefinitions": {
        "b": {"type": "basic", **dict.fromkeys(("x-vendor", "scopes", "tokenUrl", "in", "name", "description"))},
        "k": {"type": "apiKey", **dict.fromkeys(("scopes", "flow", "in", "name", "description"))},
        "o": {"type": "oauth2", **dict.fromkeys(("scopes", "tokenUrl", "authorizationUrl", "flow", "description"))},
    },
}
PROPERTIES: Plain = {
    "properties": {
        "connectionParameters": {
            "p": {
                "type": "string",
                "uiDefinition": {**dict.fromkeys(("displayName", "tooltip")), "constraints": {"required": WRONG}},
                "oAuthSettings": dict.fromkeys(("identityProvider", "clientId", "scopes", "customParameters")),
            }
        },
        "policyTemplateInstances": [dict.fromkeys(("templateId", "title", "parameters"))],
        **dict.fromkeys(("iconBrandColor", "capabilities", "publisher", "stackOwner", "scriptOperations")),
    }
}
DOCUMENTS: Plain = {"definition": SWAGGER, "properties": PROPERTIES}


def places(node: Any, at: Place = ()) -> list[Place]:
    if node is WRONG:
        return [at]
    below = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [place for key, one in below for place in places(one, (*at, key))]


def with_value(value: Any, chosen: Sequence[Place]) -> Plain:
    """The documents with ``value`` at the chosen places, and without the keys at the other places."""
    documents = copy.deepcopy(DOCUMENTS)
    for place in places(DOCUMENTS):
        above: Any = documents
        for key in place[:-1]:
            above = above[key]
        if place in chosen:
            above[place[-1]] = value
        else:
            del above[place[-1]]
    return documents


def reversed_keys(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: reversed_keys(node[key]) for key in reversed(node)}
    return [reversed_keys(one) for one in node] if isinstance(node, list) else node


def kept(documents: Plain, tmp_path: Path, exact: bool = False) -> None:
    folder = tmp_path / "any"
    folder.mkdir()
    (folder / "apiDefinition.swagger.json").write_text(json.dumps(documents["definition"]), encoding="utf-8")
    (folder / "apiProperties.json").write_text(json.dumps(documents["properties"]), encoding="utf-8")
    one = score.score(folder, exact)
    assert one.read or one.fault
    assert not one.read or (one.fault, one.again) == ("", True)


@pytest.mark.part(0.1)
@pytest.mark.parametrize("at", places(DOCUMENTS), ids=lambda at: "/".join(map(str, at)))
def test_one_key_is_null(at: Place, tmp_path: Path) -> None:
    kept(with_value(None, [at]), tmp_path)


@pytest.mark.parametrize("exact", (False, True))
@pytest.mark.parametrize("value", (None, 5, "", "x", True, [], {}, [None], {"a": None}), ids=repr)
def test_every_key_has_the_same_value_in_any_order(value: Any, exact: bool, tmp_path: Path) -> None:
    documents = with_value(value, places(DOCUMENTS))
    kept(documents, tmp_path, exact)
    (tmp_path / "reversed").mkdir()
    kept(reversed_keys(documents), tmp_path / "reversed", exact)


def test_extra_keys_of_a_security_definition_have_the_order_of_the_built_one(tmp_path: Path) -> None:
    basic = {"type": "basic", "x-vendor": None, "scopes": None, "tokenUrl": "", "in": None}
    definition = {
        "swagger": "2.0",
        "info": {},
        "securityDefinitions": {"basic": basic},
        "consumes": [],
        "produces": [],
        "definitions": {},
        "responses": {"R": {"$ref": "other.json"}},
        "paths": {},
    }
    kept({"definition": definition, "properties": {}}, tmp_path)


def test_a_list_of_objects_without_a_name_is_kept(tmp_path: Path) -> None:
    rows = {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}}}}
    schema = {"type": "object", "properties": {"b": {"type": "string"}, "": rows}}
    kept(
        {"definition": {**with_value(None, [])["definition"], "definitions": {"T": schema}}, "properties": {}}, tmp_path
    )

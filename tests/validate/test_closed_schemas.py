"""Every object of the format is closed, or open with a reason; and what the toolkit reads is in the schemas."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import connectorkit
from connectorkit.check.engine.policy_templates import TEMPLATES
from connectorkit.model.connector import Json
from connectorkit.validate import format_schema

Schema = dict[str, Any]
PACKAGE = Path(connectorkit.__file__).parent
# Conditions extend a schema that is already closed, and samples are not schemas.
_NO_SCHEMAS = ("examples", "x-anti-examples", "if", "x-suggestions", "enum", "const", "default")


def objects(schema: object, path: str) -> Iterator[tuple[str, Schema]]:
    """Every schema that describes a mapping, with its place."""
    if isinstance(schema, list):
        for index, one in enumerate(schema):
            yield from objects(one, f"{path}[{index}]")
    elif isinstance(schema, dict):
        kind = schema.get("type")
        if kind == "object" or (isinstance(kind, list) and "object" in kind):
            yield path, schema
        for key, one in schema.items():
            if key not in _NO_SCHEMAS:
                yield from objects(one, f"{path}.{key}")


@pytest.mark.parametrize("concept", format_schema.CONCEPTS)
def test_every_object_is_closed_or_open_with_a_reason(concept: str) -> None:
    for path, schema in objects(format_schema.schema(concept), concept):
        rest = schema.get("additionalProperties")
        open_with_reason = rest is True and len(str(schema.get("x-open", ""))) > 10
        assert rest is False or isinstance(rest, dict) or open_with_reason, path


def test_the_parameters_of_policies_are_those_of_their_templates() -> None:
    policy = format_schema.schema("connector")["$defs"]["policy"]
    shown = [set(one["then"]["properties"]["with"]["properties"]) for one in policy["allOf"]]
    assert shown == [{*one.needed, *one.optional} for one in TEMPLATES.values()]
    for spelling in ("setheader", "SetHeader", "SETHEADER"):
        node: dict[str, Json] = {"template": spelling, "with": {"name": "X", "value": "1"}}
        assert format_schema.fits("connector", ("$defs", "policy"), node)
        assert not format_schema.fits("connector", ("$defs", "policy"), {**node, "with": {"nme": "X"}})
    assert format_schema.fits("connector", ("$defs", "policy"), {"template": "moveproperties", "with": {"any": 1}})


def keys_read() -> Iterator[tuple[str, str]]:
    """The keys that the stage `resolve` reads from mappings of the source, each with its module."""
    for path in sorted((PACKAGE / "resolve").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield from ((key, path.name) for key in _literals(node))


def _literals(call: ast.Call) -> Iterator[str]:
    name = ast.unparse(call.func)
    if name.startswith("nodes.") and len(call.args) > 1 and isinstance(call.args[1], ast.Constant):
        yield str(call.args[1].value)
    elif name.endswith(".get") and len(call.args) == 1 and isinstance(call.args[0], ast.Constant):
        yield str(call.args[0].value)


def all_keys(schema: object) -> set[str]:
    if isinstance(schema, list):
        return set().union(*map(all_keys, schema))
    if not isinstance(schema, dict):
        return set()
    return set(schema.get("properties", {})) | set().union(*(all_keys(one) for one in schema.values()))


def test_every_key_that_is_read_is_a_key_of_the_format() -> None:
    known = set().union(*(all_keys(format_schema.schema(concept)) for concept in format_schema.CONCEPTS))
    assert {(key, module) for key, module in keys_read() if key not in known} == set()
    assert len({key for key, _ in keys_read()}) > 90


# A misspelt key in each mapping with fixed keys, and the suggested key.
SLIPS = {
    "policies: [{operation: [get_order], template: setheader}]": "operations",
    "policies: [{template: setheader, with: {vlaue: x, name: y}}]": "value",
    "policies: [{template: RouteRequestToEndpoint, with: {newpath: /b}}]": "newPath",
    "credentials: {c: {type: oauthSetting, oauth: {scope: []}}}": "scopes",
    "credentials: {c: {type: string, exact: {ui: {toolTip: x}}}}": "tooltip",
    "credentials: {c: {type: string, constraints: {tabindex: 1}}}": "tabIndex",
    "credential_sets: {s: {lable: x}}": "label",
    "annotation: {staus: Preview}": "status",
    "license: {nam: MIT}": "name",
    "contact: {mail: a@b.example}": "email",
    "external_docs: {ulr: https://x.example}": "url",
    "tags: [{name: a, descripton: b}]": "description",
    "style: {title: none}": "titles",
    "errors: {massage: a}": "message",
    "success: {enveloppe: {path: a, equals: b}}": "envelope",
    "throttle: {calls: 1, second: 1}": "seconds",
    "sandbox: {collection: {}}": "collections",
    "sandbox: {collections: {a: {keys: id}}}": "key",
    "authentication: {b: {type: apiKey, in: header, nmae: X}}": "name",
}
OPERATION_SLIPS = {
    "pageable: {nextlinkname: next}": "nextLinkName",
    "trigger_metadata: {knd: query}": "kind",
    "annotation: {famly: a}": "family",
    "pages: {itmes: a}": "items",
    "unsubscribe: {operaton: a}": "operation",
    "in_doubt: {lok_with: a}": "look_with",
    "responses: {404: {descripton: a}}": "description",
    "responses: {200: {headers: {X-A: {typ: string}}}}": "type",
    "body: {schema: string, nam: a}": "name",
    "parameters: {a: {type: string, options: {operaton: b}}}": "operation",
    "parameters: {a: {type: string, options: {operation: b, with: {c: {form: d}}}}}": "from",
    "parameters: {a: {type: object, dynamic_schema: {operation: b, vaule: c}}}": "value",
    "parameters: {a: {type: string, exact: {xml: {nme: b}}}}": "name",
    "parameters: {a: {type: string, tree: {setting: {}}}}": "settings",
    "external_docs: {ulr: a}": "url",
}


@pytest.mark.parametrize(("concept", "text", "key"), [("connector", text, key) for text, key in SLIPS.items()])
def test_a_misspelt_key_of_the_connector_is_found(concept: str, text: str, key: str) -> None:
    assert [one.help for one in _found(concept, text) if one.id == "FMT-additionalProperties"] == [_asked(key)]


@pytest.mark.parametrize(("text", "key"), OPERATION_SLIPS.items())
def test_a_misspelt_key_of_an_operation_is_found(text: str, key: str) -> None:
    found = _found("operation", f"action: a\nrequest: GET /a\n{text}")
    assert [one.help for one in found] == [_asked(key)]


def _asked(key: str) -> str:
    return f"Did you mean '{key}'?"


def _found(concept: str, text: str) -> list[Any]:
    from connectorkit.read import yaml_document

    node, _ = yaml_document.parse("x.yaml", text.encode())
    assert node is not None
    return format_schema.against(concept, node)

"""Rules about lost values, unused parameters, conflicts and labels: what they report, and what they leave."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.check.rules.example import ids

from connectorkit.check.check import check
from connectorkit.check.fix import apply
from connectorkit.diagnostics.finding import Finding

pytestmark = pytest.mark.part(0.4)

_INPUT = (
    "operations:\n  ListShops:\n    parameters:\n      {name}: {{{more}, title: More, description: One thing more.}}\n"
)


def of_json(
    folder: Path, paths: dict[str, Any], properties: dict[str, Any] | None = None, **more: Any
) -> list[Finding]:
    """The findings about a published connector that consists of little more than these paths."""
    info = {"title": "Harbours", "version": "1.0", "description": "Lists the harbours of a coast."}
    definition = {"swagger": "2.0", "info": info, "host": "api.contoso.com", "paths": paths, **more}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "apiDefinition.swagger.json").write_text(json.dumps(definition, indent=1), encoding="utf-8")
    (folder / "apiProperties.json").write_text(json.dumps({"properties": properties or {}}), encoding="utf-8")
    return check(folder, "custom").findings


def operation(**more: Any) -> dict[str, Any]:
    return {"operationId": "List", "parameters": [], "responses": {"200": {"description": "OK"}}, **more}


# Headers
@pytest.mark.parametrize("name", ["Accept", "Content-Type", "X-Authorization", "User-Agent", "If-Match"])
def test_headers_that_makers_may_set_are_left_alone(tmp_path: Path, name: str) -> None:
    assert not {"PAR081", "PAR083", "PAR084"} & ids(tmp_path, _INPUT.format(name=name, more="in: header, type: string"))


@pytest.mark.parametrize("where", ["query", "header"])
def test_authorization_is_refused_as_a_header_alone(tmp_path: Path, where: str) -> None:
    found = ids(tmp_path, _INPUT.format(name="AUTHORIZATION", more=f"in: {where}, type: string"))
    assert ("PAR081" in found) == (where == "header")


def test_a_key_of_the_query_is_no_header_of_that_name(tmp_path: Path) -> None:
    assert "PAR084" not in ids(tmp_path, _INPUT.format(name="X-Api-Key", more="in: query, type: string"))


# Defaults and choices
@pytest.mark.parametrize(
    ("value", "id_"), [(5, "PAR165"), (True, "PAR165"), ([], "PAR165"), ({}, "PAR165"), (None, "PAR160")]
)
def test_a_default_of_a_string_is_a_string(tmp_path: Path, value: object, id_: str) -> None:
    parameter = {"name": "a", "in": "query", "type": "string", "default": value}
    found = of_json(tmp_path, {"/a": {"get": operation(parameters=[parameter])}})
    assert [finding.id for finding in found if finding.id in ("PAR160", "PAR165")] == [id_]
    assert next(finding.severity for finding in found if finding.id == id_) == (
        "error" if id_ == "PAR165" else "warning"
    )


def test_a_number_as_text_is_quoted_and_a_boolean_is_left_to_the_author(tmp_path: Path) -> None:
    parameter = {"name": "a", "in": "query", "type": "string", "default": 5}
    assert "PAR165" in {one.id for one in of_json(tmp_path, {"/a": {"get": operation(parameters=[parameter])}})}
    apply.fix(tmp_path, "custom").write()
    assert '"default": "5"' in (tmp_path / "apiDefinition.swagger.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("choices", "named", "found"), [(["a", "b"], ["a"], True), (["a", ""], ["a"], False), ([1, 2], [1, 2], False)]
)
def test_choices_that_a_drop_down_does_not_show_are_named(
    tmp_path: Path, choices: list[object], named: list[object], found: bool
) -> None:
    names = [{"value": value, "displayName": f"Choice {value}"} for value in named]
    parameter = {"name": "a", "in": "query", "type": "string", "enum": choices, "x-ms-enum-values": names}
    said = of_json(tmp_path, {"/a": {"get": operation(parameters=[parameter])}})
    assert ("PAR174" in {one.id for one in said}) == found


# Hidden bodies
def body(schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    parameter = {"name": "body", "in": "body", "required": True, "schema": schema, **more}
    return {"/a": {"post": operation(parameters=[parameter])}}


@pytest.mark.parametrize(
    ("schema", "found"),
    [
        ({"type": "object", "properties": {"a": {"type": "string"}}}, True),
        ({"type": "object", "properties": {"a": {"type": "string", "default": "b"}}}, True),
        ({"type": "object", "default": {"a": "b"}, "properties": {"a": {"type": "string"}}}, False),
        ({"type": "object", "properties": {"a": {"type": "string", "x-ms-notification-url": True}}}, False),
    ],
)
def test_a_hidden_body_has_a_default_of_its_own(tmp_path: Path, schema: dict[str, Any], found: bool) -> None:
    said = of_json(tmp_path / "parameter", body(schema, **{"x-ms-visibility": "internal"}))
    assert ("PAR182" in {one.id for one in said}) == found
    said = of_json(tmp_path / "schema", body({**schema, "x-ms-visibility": "internal"}))
    assert ("PAR182" in {one.id for one in said}) == found
    assert "PAR182" not in {one.id for one in of_json(tmp_path / "shown", body(schema))}


# Paths
def test_an_operation_without_parameters_under_a_path_with_some_is_refused(tmp_path: Path) -> None:
    shared = [{"name": "id", "in": "path", "required": True, "type": "string"}]
    bare = {key: value for key, value in operation().items() if key != "parameters"}
    said = of_json(tmp_path, {"/a/{id}": {"parameters": shared, "get": bare}, "/b": {"parameters": [], "get": bare}})
    (found,) = [one for one in said if one.id == "PAR063"]
    assert (found.severity, found.pointer) == ("error", "/paths/~1a~1{id}/get")
    apply.fix(tmp_path, "custom").write()
    assert "PAR063" not in {one.id for one in check(tmp_path, "custom").findings}


def test_an_empty_path_is_reported_but_not_one_with_what_a_webhook_delivers(tmp_path: Path) -> None:
    content = {"x-ms-notification-content": {"schema": {"type": "object"}}}
    info = {"title": "Harbours", "version": "1.0"}
    folder = tmp_path / "certified-connectors" / "a"
    of_json(folder, {"/a": {}, "/b": content, "/c": {"get": operation()}}, info=info)
    found = [one.pointer for one in check(folder, "certified").findings if one.id == "PAR016"]
    assert found == ["/paths/~1a"]


# Connection parameters
def entered(name: str, **more: Any) -> dict[str, Any]:
    shown = {"displayName": "Shop", "description": "The shop.", "tooltip": "The shop."}
    return {"connectionParameters": {name: {"type": "string", "uiDefinition": {**shown, **more}}}}


def header(value: str) -> list[dict[str, Any]]:
    given = {"x-ms-apimTemplateParameter.name": "X-Shop", "x-ms-apimTemplateParameter.value": value}
    return [{"templateId": "setheader", "title": "Shop", "parameters": given}]


@pytest.mark.parametrize("used", ["@connectionParameters('shop')", "@connectionParameters('Shop', 'north')", "plain"])
def test_a_connection_parameter_that_a_policy_reads_is_used(tmp_path: Path, used: str) -> None:
    said = of_json(tmp_path, {"/a": {"get": operation()}}, {**entered("shop"), "policyTemplateInstances": header(used)})
    assert ("PRP087" in {one.id for one in said}) == (used == "plain")


def test_a_sign_in_or_another_parameter_may_use_a_connection_parameter(tmp_path: Path) -> None:
    given = entered("shop")
    given["connectionParameters"]["token"] = {
        "type": "oauthSetting",
        "oAuthSettings": {"identityProvider": "aad", "scopes": ["@connectionParameters('shop')"]},
    }
    assert "PRP087" not in {one.id for one in of_json(tmp_path / "a", {"/a": {"get": operation()}}, given)}
    given = entered("shop")
    limits = {"dependencies": {"shop": {"values": ["north"]}}}
    given["connectionParameters"]["token:Town"] = {"type": "string", "uiDefinition": {"constraints": limits}}
    assert "PRP087" not in {one.id for one in of_json(tmp_path / "b", {"/a": {"get": operation()}}, given)}


def test_a_script_or_a_security_definition_may_use_any_connection_parameter(tmp_path: Path) -> None:
    key = {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}
    said = of_json(tmp_path / "a", {"/a": {"get": operation()}}, entered("shop"), securityDefinitions=key)
    assert "PRP087" not in {one.id for one in said}
    of_json(tmp_path / "b", {"/a": {"get": operation()}}, entered("shop"))
    (tmp_path / "b" / "script.csx").write_text("public class Script : ScriptBase {}", encoding="utf-8")
    assert "PRP087" not in {one.id for one in check(tmp_path / "b", "custom").findings}


@pytest.mark.parametrize(
    ("name", "label", "found"),
    [
        ("api_key", "API Key", True),
        ("apiKey", "Token", True),
        ("clientSecret", "Secret", True),
        ("pw", "Password", True),
        ("subscription_key", "Key", True),
        ("shop", "Shop", False),
        ("keyId", "Key ID", False),
        ("publicKey", "Public Key", False),
        ("monkey", "Monkey", False),
        ("keyVaultName", "Name of the key vault", False),
    ],
)
def test_a_secret_is_a_securestring(tmp_path: Path, name: str, label: str, found: bool) -> None:
    said = of_json(tmp_path, {"/a": {"get": operation()}}, entered(name, displayName=label))
    assert ("PRP088" in {one.id for one in said}) == found


def test_the_only_parameter_beside_a_key_is_the_key(tmp_path: Path) -> None:
    key = {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}
    said = of_json(tmp_path / "a", {"/a": {"get": operation()}}, entered("shop"), securityDefinitions=key)
    assert "PRP088" in {one.id for one in said}
    two = entered("shop")
    two["connectionParameters"]["code"] = {"type": "securestring"}
    said = of_json(tmp_path / "b", {"/a": {"get": operation()}}, two, securityDefinitions=key)
    assert "PRP088" not in {one.id for one in said}


# Policies
def policy(template: str, operations: tuple[str, ...] = (), section: str = "", **given: str) -> dict[str, Any]:
    said: dict[str, Any] = {f"x-ms-apimTemplateParameter.{name}": value for name, value in given.items()}
    if operations:
        said["x-ms-apimTemplate-operationName"] = list(operations)
    if section:
        said["x-ms-apimTemplate-policySection"] = section
    return {"templateId": template, "title": f"{template} {given}", "parameters": said}


FETCH = policy("setvaluefromurl", parameterTemplate="a", parameterValueUrl="b", parameterValuePathTemplate="c")


@pytest.mark.parametrize(
    ("policies", "found"),
    [
        (
            [
                policy("dynamichosturl", urlTemplate="https://a.com"),
                policy("dynamichosturl", urlTemplate="https://b.com"),
            ],
            True,
        ),
        ([policy("setheader", name="A", value="1"), policy("setheader", name="a", value="2")], True),
        ([policy("setheader", ("X",), name="A", value="1"), policy("setheader", name="A", value="2")], True),
        ([policy("setheader", name="A", value="1"), policy("setheader", ("X",), name="A", value="2")], True),
        ([policy("setheader", ("X",), name="A", value="1"), policy("setheader", ("Y",), name="A", value="2")], False),
        ([policy("setheader", name="A", value="1"), policy("setheader", name="B", value="2")], False),
        ([policy("setheader", name="A", value="1"), policy("setqueryparameter", name="A", value="2")], False),
        (
            [policy("setheader", name="A", value="1"), policy("setheader", section="Response", name="A", value="2")],
            False,
        ),
        ([policy("setheader", name="A", value="1", existsAction="append") for _ in range(2)], False),
        ([policy("setheader", name="A", value="1"), FETCH, policy("setheader", name="A", value="2")], False),
        ([policy("setproperty", name="A", value="1"), policy("setproperty", name="A", value="2")], False),
    ],
)
def test_policies_that_set_the_same_thing_are_reported(tmp_path: Path, policies: list[Any], found: bool) -> None:
    said = of_json(tmp_path, {"/a": {"get": operation()}}, {"policyTemplateInstances": policies})
    # One for all that is followed by one for some is deliberate.
    special = policies[0]["parameters"].get("x-ms-apimTemplate-operationName") is None and len(
        policies[1]["parameters"].get("x-ms-apimTemplate-operationName", [])
    )
    assert ("PRP113" in {one.id for one in said}) == (found and not special)


# Addresses
@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://contoso.com/help", False),
        ("https://test.contoso.com/help", True),
        ("https://contoso.com/test", False),
        ("https://[[your domain]]/help", True),
        ("https://yourdomain.com/help", True),
        ("https://your-domain.contoso.com/help", True),
        ("https://contest.contoso.com/help", False),
    ],
)
def test_addresses_of_test_systems_and_placeholders_are_reported(tmp_path: Path, address: str, found: bool) -> None:
    assert ("SEC071" in ids(tmp_path, json.dumps({"website": address}))) == found


def test_an_address_that_a_policy_builds_is_not_judged(tmp_path: Path) -> None:
    made = policy("dynamichosturl", urlTemplate="https://@connectionParameters('dev').contoso.com")
    said = of_json(tmp_path, {"/a": {"get": operation()}}, {**entered("dev"), "policyTemplateInstances": [made]})
    assert "SEC071" not in {one.id for one in said}


# Labels
def test_outputs_without_titles_are_left_to_the_rules_about_titles(tmp_path: Path) -> None:
    fields = {"id": {"type": "string"}, "order": {"type": "object", "properties": {"id": {"type": "string"}}}}
    answers = {"200": {"description": "OK", "schema": {"type": "object", "properties": fields}}}
    folder = tmp_path / "certified-connectors" / "a"
    of_json(folder, {"/a": {"get": operation(responses=answers)}})
    assert "OPR074" not in {one.id for one in check(folder, "certified").findings}


def test_a_titled_object_tells_its_fields_apart(tmp_path: Path) -> None:
    fields = {
        name: {"type": "object", "x-ms-summary": title, "properties": {"id": {"type": "string", "title": "ID"}}}
        for name, title in (("buyer", "Buyer"), ("seller", "Seller"))
    }
    answers = {"200": {"description": "OK", "schema": {"type": "object", "properties": fields}}}
    folder = tmp_path / "certified-connectors" / "a"
    of_json(folder, {"/a": {"get": operation(responses=answers)}})
    assert "OPR074" not in {one.id for one in check(folder, "certified").findings}
    for one in fields.values():
        one.pop("x-ms-summary")
    of_json(folder, {"/a": {"get": operation(responses=answers)}})
    assert "OPR074" in {one.id for one in check(folder, "certified").findings}


def test_a_type_that_contains_itself_many_times_ends(tmp_path: Path) -> None:
    names = [f"field{number}" for number in range(12)]
    node = {"type": "object", "properties": {name: {"$ref": "#/definitions/Node"} for name in names}}
    answers = {"200": {"description": "OK", "schema": {"$ref": "#/definitions/Node"}}}
    folder = tmp_path / "certified-connectors" / "a"
    of_json(folder, {"/a": {"get": operation(responses=answers)}}, definitions={"Node": node})
    assert "OPR074" not in {one.id for one in check(folder, "certified").findings}


def test_actions_and_triggers_may_have_the_same_summary(tmp_path: Path) -> None:
    trigger = "operations: {WhenOrderShipped: {summary: Get an order}}"
    assert "OPR072" not in ids(tmp_path / "a", trigger)
    deprecated = "operations: {ListShops: {summary: Get an order, deprecated: true}}"
    assert "OPR072" not in ids(tmp_path / "b", deprecated)

"""Errors of openapi-spec-validator and Microsoft's schemas are reported in plain words, and never twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.check.rules import published
from tests.check.rules.example import findings as of_source
from tests.check.rules.test_definition_faults import GET, GONE, POST, at, lay

from connectorkit.check.check import check
from connectorkit.diagnostics.finding import Finding

SAID = [
    (GET, {"tags": "orders"}, f"{GET}/tags", "'tags' of GET /orders/{order_id} is a string; it must be an array"),
    (
        GET,
        {"deprecated": "yes"},
        f"{GET}/deprecated",
        "'deprecated' of GET /orders/{order_id} is a string; it must be true or false",
    ),
    (
        f"{GET}/parameters/0",
        {"description": ["The number"]},
        f"{GET}/parameters/0/description",
        "'parameters[0].description' of GET /orders/{order_id} is an array; it must be a string",
    ),
    (
        f"{POST}/parameters/0/schema/properties/amount",
        {"xml": 5},
        f"{POST}/parameters/0/schema/properties/amount/xml",
        "'parameters[0].schema.properties.amount.xml' of POST /orders is a number; it must be an object",
    ),
    ("/definitions", {"Order": ["total"]}, "/definitions/Order", "The type 'Order' is an array; it must be an object"),
    (
        "/definitions",
        {"Order": {"properties": {"total": 5}}},
        "/definitions/Order/properties/total",
        "'properties.total' of the type 'Order' is a number; it must be an object",
    ),
    ("", {"externalDocs": {"description": "More"}}, "/externalDocs/url", "'externalDocs' does not have 'url'"),
]


def referees(found: list[Finding]) -> list[Finding]:
    return [one for one in found if one.id in ("OAS001", "MSS001")]


@pytest.mark.parametrize(("pointer", "change", "place", "words"), SAID, ids=lambda value: str(value)[:40])
def test_what_no_rule_covers_is_said_in_words(
    tmp_path: Path, pointer: str, change: dict[str, Any], place: str, words: str
) -> None:
    definition = published.definition()
    lay(at(definition, pointer), change)
    found = published.findings(tmp_path, definition)
    assert [(one.id, one.pointer) for one in referees(found)] == [("OAS001", place)]
    assert words in found[0].message


def test_a_refusal_of_a_source_stands_at_its_yaml(tmp_path: Path) -> None:
    found = of_source(tmp_path, "operations: {GetOrder: {extra: {deprecated: 'yes'}}}", "certified")
    assert [(one.id, one.severity) for one in found] == [("OAS001", "error")]
    assert published.line(found[0]).strip() == "deprecated: 'yes'"


def test_what_published_connectors_have_is_not_refused(tmp_path: Path) -> None:
    definition = published.definition()
    definition |= {"x-ms-openai-manifest": {"humanName": "Orders"}, "x-generator": "a tool"}
    definition["info"]["x-ms-keywords"] = ["orders"]
    at(definition, GET)["x-ms-openai-data"] = {"openai-enabled": False}
    at(definition, GET)["responses"]["200"]["schema"] = {"type": "file"}
    assert referees(published.findings(tmp_path, definition)) == []


@pytest.mark.parametrize(
    "change",
    [
        {"scriptOperations": ["GetOrder"]},
        {"connectionParameterSets": {"values": []}},
        {
            "connectionParameters": {
                "token": {
                    "type": "oauthSetting",
                    "oAuthSettings": {
                        "identityProvider": "aad",
                        "redirectMode": "GlobalPerConnector",
                        "clientId": "1",
                        "scopes": [],
                        "customParameters": {
                            "resourceUri": {"value": "x"},
                            "enableOnbehalfOfLogin": {"value": "false"},
                        },
                    },
                }
            }
        },
        {
            "policyTemplateInstances": [
                {
                    "templateId": "dynamichosturl",
                    "title": "Host",
                    "parameters": {
                        "x-ms-apimTemplateParameter.urlTemplate": "https://contoso.com",
                        "x-ms-apimTemplate-policySection": "Request",
                    },
                }
            ]
        },
    ],
    ids=lambda change: next(iter(change)),
)
def test_new_settings_of_the_platform_are_not_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    properties = published.properties()
    properties["properties"] |= change
    found = published.findings(tmp_path, published.definition(), properties=properties)
    assert referees(found) == []


def test_both_referees_do_not_say_the_same(tmp_path: Path) -> None:
    definition = published.definition()
    lay(at(definition, GET), {"summary": GONE, "tags": 5})
    assert [one.id for one in referees(published.findings(tmp_path, definition, "custom"))] == ["OAS001"]


def test_a_broken_policy_is_held_against_its_own_template(tmp_path: Path) -> None:
    properties = published.properties()
    policy = {"templateId": "setheader", "parameters": {"x-ms-apimTemplateParameter.name": "X"}}
    properties["properties"]["policyTemplateInstances"] = [policy]
    found = referees(published.findings(tmp_path, published.definition(), properties=properties))
    assert all("x-ms-apimTemplateParameter.value" in one.message for one in found)


def test_numbers_and_texts_that_json_cannot_say_are_no_trouble(tmp_path: Path) -> None:
    definition = published.definition()
    at(definition, GET)["x-contoso"] = 10**400
    text = json.dumps(definition).replace("Get an", "Get \\ud800")
    (tmp_path / "apiDefinition.swagger.json").write_text(text, encoding="utf-8")
    assert not referees(check(tmp_path).findings)


def test_advice_does_not_hide_what_a_validator_refuses(tmp_path: Path) -> None:
    definition = published.definition()
    answers = at(definition, GET)["responses"]
    for status in ("400", "404"):
        answers[status] = {"description": f"Wrong ({status})", "schema": {"type": "string"}}
    answers["404"]["schema"] = []
    assert ("OAS001", f"{GET}/responses/404/schema") in [
        (one.id, one.pointer) for one in published.findings(tmp_path, definition)
    ]


def test_what_is_no_shape_is_said_where_it_stands_and_not_where_it_is_meant(tmp_path: Path) -> None:
    definition = published.definition()
    definition["definitions"] = {"Order": 5}
    at(definition, GET)["responses"]["200"]["schema"] = {"$ref": "#/definitions/Order"}
    assert [(one.id, one.pointer) for one in published.findings(tmp_path, definition)] == [
        ("OAS001", "/definitions/Order")
    ]

"""Values of live connectors are no errors; values missing in the platform's lists are dated warnings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.check.rules import published
from tests.check.rules.published import order_fields, reported

from connectorkit.model.file_names import SCRIPT

pytestmark = pytest.mark.part(0.4)

Plain = dict[str, Any]


_LIVE: dict[str, Any] = {
    "RSP103": lambda definition: order_fields(definition)["speed"].update(required=["x"]),
    "PAR070": lambda definition: definition["paths"]["/shops"]["get"]["parameters"].append(
        {"name": "body", "in": "body", "schema": {"type": "string"}}
    ),
    "PAR102": lambda definition: order_fields(definition)["speed"].update(format="binary"),
    "PAR222": lambda definition: definition["paths"]["/orders"]["post"].update(consumes=["application/xml"]),
    "PAR223": lambda definition: definition["paths"]["/orders"]["post"].update(consumes=["multipart/form-data"]),
    "DYN090": lambda definition: definition["paths"]["/shops"]["get"].update(
        {"x-ms-pageable": {"nextLinkName": "next"}}
    ),
    "DYN030": lambda definition: order_fields(definition)["shop_id"]["x-ms-dynamic-values"].update(
        {"value-collection": "stores"}
    ),
    "INF131": lambda definition: definition["x-ms-connector-metadata"][2].update(propertyValue="Space Travel"),
    "SEC050": lambda definition: definition["info"].update({"x-note": "a" * (1 << 20)}),
}


@pytest.mark.parametrize("rule", _LIVE)
@pytest.mark.parametrize("profile", ["certified", "custom"])
def test_what_runs_today_is_no_error(tmp_path: Path, rule: str, profile: str) -> None:
    definition = published.definition()
    _LIVE[rule](definition)
    found = [one for one in published.findings(tmp_path, definition, profile, published.properties()) if one.id == rule]
    assert all(one.severity != "error" for one in found)
    assert found or (rule, profile) == ("INF131", "custom")


@pytest.mark.parametrize(
    ("path", "value", "rule"),
    [
        (("connectionParameters", "api_key", "type"), "passkey", "PRP081"),
        (("connectionParameters", "token", "oAuthSettings", "identityProvider"), "fabrikam", "PRP091"),
        (("connectionParameters", "token", "oAuthSettings", "redirectMode"), "PerTenant", "PRP096"),
        (("connectionParameters", "token", "oAuthSettings", "customParameters", "audience"), {"value": "x"}, "PRP093"),
        (("policyTemplateInstances", 0, "templateId"), "signrequest", "PRP051"),
    ],
)
def test_an_unknown_value_of_a_list_of_the_platform_is_a_dated_warning(
    tmp_path: Path, path: tuple[str | int, ...], value: object, rule: str
) -> None:
    properties = published.properties()
    said = properties["properties"]
    said["policyTemplateInstances"] = [
        {
            "templateId": "setheader",
            "title": "Mark",
            "parameters": {"x-ms-apimTemplateParameter.name": "X-A", "x-ms-apimTemplateParameter.value": "a"},
        }
    ]
    custom = {key: {"value": "https://contoso.com/token"} for key in ("authorizationUrl", "tokenUrl", "refreshUrl")}
    said["connectionParameters"]["token"] = {
        "type": "oauthSetting",
        "oAuthSettings": {
            "identityProvider": "oauth2",
            "redirectMode": "GlobalPerConnector",
            "customParameters": custom,
        },
    }
    node = said
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    one = reported(tmp_path, published.definition(), properties)[rule]
    assert one.severity == "warning"
    assert rule == "PRP093" or "unknown as of 20" in one.message


def test_a_script_without_the_expected_class_is_no_error(tmp_path: Path) -> None:
    found = reported(tmp_path, published.definition(), None, **{SCRIPT: "public class Program { }"})
    assert found["CSX020"].severity == "warning"


def test_an_operation_without_response_is_sent_back_but_can_be_imported(tmp_path: Path) -> None:
    definition = published.definition()
    definition["paths"]["/shops"]["get"]["responses"] = {}
    severities = {
        profile: next(
            one.severity
            for one in published.findings(tmp_path / profile, definition, profile, published.properties())
            if one.id == "RSP010"
        )
        for profile in ("certified", "custom")
    }
    assert severities == {"certified": "error", "custom": "warning"}


@pytest.mark.parametrize(("name", "expected"), [("team", "Add this"), ("apikey", "Did you mean 'api_key'?")])
def test_a_parameter_is_suggested_only_where_it_looks_alike(tmp_path: Path, name: str, expected: str) -> None:
    properties = published.properties()
    start = "x-ms-apimTemplateParameter"
    said = {f"{start}.name": "X-Team", f"{start}.value": f"@connectionParameters('{name}')"}
    properties["properties"]["policyTemplateInstances"] = [
        {"templateId": "setheader", "title": "Team", "parameters": said}
    ]
    one = reported(tmp_path, published.definition(), properties)["PRP057"]
    assert one.severity == "error" and one.help.startswith(expected)


def test_a_long_word_is_judged_at_once(tmp_path: Path) -> None:
    definition = published.definition()
    for text in ("aa" + "A" * 50_000 + "_", "a_" * 50_000, "name" * 15_000, "aaA" * 19 + "_"):
        definition["paths"]["/shops"]["get"]["parameters"][0]["x-ms-summary"] = text
        assert "OPR153" not in reported(tmp_path, definition) or len(text) < 100

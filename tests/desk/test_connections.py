"""Connection dialogs from apiProperties.json: each authentication, with the parameters that a maker fills in."""

from __future__ import annotations

import pytest

from connectorkit.desk.connection_data import dialogs
from connectorkit.diagnostics.finding import Span
from connectorkit.model.json_value import Object, listed, mapping

pytestmark = pytest.mark.part(1)


def parameter(kind: str, **shown: object) -> Object:
    return {"type": kind, "uiDefinition": {**shown}}  # type: ignore[dict-item]  # Values of JSON.


def found(inner: Object) -> list[Object]:
    made = dialogs({"properties": inner}, lambda pointer: Span(pointer, 1, 1, 1, 1))
    return [mapping(one) for one in made]


def test_a_connector_without_parameters_has_a_dialog_that_asks_for_nothing() -> None:
    assert [(one["fields"], one["signs_in"]) for one in found({})] == [([], False)]


def test_each_way_to_connect_has_a_dialog() -> None:
    key = parameter("securestring", displayName="Key", constraints={"required": "true"})
    oauth: Object = {"type": "oauthSetting", "oAuthSettings": {"identityProvider": "aad"}}
    values = [
        {
            "name": "byKey",
            "uiDefinition": {"displayName": "By key", "description": "With a key."},
            "parameters": {"k": key},
        },
        {"name": "signIn", "parameters": {"token": oauth}},
    ]
    ways = found({"connectionParameterSets": {"values": values}})  # type: ignore[dict-item]  # Values of JSON.
    assert [(one["title"], one["description"], one["sign_in"]) for one in ways] == [
        ("By key", "With a key.", ""),
        ("signIn", "", "aad"),
    ]
    field = mapping(listed(ways[0]["fields"])[0])
    assert (field["label"], field["secret"], field["required"]) == ("Key", True, True)
    assert mapping(field["place"])["file"] == "/properties/connectionParameterSets/values/0/parameters/k"
    assert ways[1]["fields"] == []


def test_hidden_fields_are_left_out_and_choices_are_shown() -> None:
    region = parameter(
        "string",
        displayName="Region",
        constraints={"allowedValues": [{"text": "Europe", "value": "eu"}, {"value": "us"}], "required": False},
    )
    hidden = parameter("string", constraints={"hidden": "true"})
    clear = parameter("securestring", constraints={"clearText": True})
    gateway = parameter("gatewaySetting")
    (way,) = found({"connectionParameters": {"region": region, "hidden": hidden, "clear": clear, "gateway": gateway}})
    fields = [mapping(one) for one in listed(way["fields"])]
    assert [(one["label"], one["kind"], one["secret"]) for one in fields] == [
        ("Region", "string", False),
        ("clear", "securestring", False),
        ("gateway", "gateway", False),
    ]
    assert fields[0]["choices"] == [{"title": "Europe", "value": "eu"}, {"title": "us", "value": "us"}]


@pytest.mark.parametrize("odd", [None, 3, [], "x", {"a": 1}, {"a": {"uiDefinition": []}}])
def test_odd_values_are_read_as_nothing(odd: object) -> None:
    for name in ("connectionParameters", "connectionParameterSets"):
        assert len(found({name: odd})) == 1  # type: ignore[dict-item]  # Values of JSON.

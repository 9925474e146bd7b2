"""The connection parameter that is chosen for each value of the security definitions."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.sandbox.helpers import tiny

from connectorkit.model.access import schemes
from connectorkit.pipeline import load
from connectorkit.render.client import methods
from connectorkit.sandbox.shapes.document import project

TOKEN = "type: oauth2, flow: accessCode, authorizationUrl: https://a.example.com/a, tokenUrl: https://a.example.com/t"
KEY = "type: apiKey, in: header, name: X-Key"


@pytest.mark.parametrize(
    ("definitions", "credentials", "chosen"),
    [
        (f"access: {{{TOKEN}}}", "other: {type: securestring}, access: {type: securestring}", {"access": "access"}),
        (f"key: {{{KEY}}}", "other: {type: securestring}, key: {type: securestring}", {"key": "key"}),
        (
            f"first: {{{KEY}}}, access: {{{TOKEN}}}, second: {{{TOKEN}}}",
            "access: {type: securestring}, second: {type: securestring}",
            {"first": "second", "access": "access", "second": "access"},
        ),
        (
            f"access: {{{TOKEN}}}",
            "access: {type: securestring}, other: {type: securestring, role: token}",
            {"access": "other"},
        ),
    ],
)
def test_a_parameter_without_a_role_is_the_value_of_the_definition_with_its_name(
    tmp_path: Path, definitions: str, credentials: str, chosen: dict[str, str]
) -> None:
    source = tiny(tmp_path / "shop", f"authentication: {{{definitions}}}\ncredentials: {{{credentials}}}")
    connector, findings = load(source)
    assert connector is not None, findings
    found = {one.name: one.arguments[0].credential for one in schemes(connector)}
    assert {name: one.name if one else "" for name, one in found.items()} == chosen


@pytest.mark.parametrize("signs_in", [True, False])
def test_a_parameter_called_oauth_has_one_name_in_the_client_and_in_the_sandbox(tmp_path: Path, signs_in: bool) -> None:
    more = f", login: {{{TOKEN}}}" if signs_in else ""
    security = f"""authentication: {{key: {{{KEY}}}{more}}}
credentials: {{oauth: {{type: securestring, role: api_key}}}}"""
    connector, findings = load(tiny(tmp_path / "shop", security))
    assert connector is not None, findings
    assert methods.access(connector).chosen == {"oauth": "connection_oauth"}
    named = {one["name"]: one["argument"] for one in project(connector)["credentials"]}
    assert named["oauth"] == "connection_oauth"

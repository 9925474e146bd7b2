"""readme.md, intro.md and settings.json: the sections that certification requires, from the texts of the source."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.paths import CONNECTOR

from connectorkit import pipeline
from connectorkit.model.connector import Connector, Credential, CredentialSet
from connectorkit.render.connector_texts import render_texts
from connectorkit.render.templates import Templates

HERE = Path(__file__).parent


def connector_of(folder: Path) -> Connector:
    connector, findings = pipeline.load(folder)
    assert connector is not None, findings
    return connector


def rendered(connector: Connector) -> dict[str, str]:
    return {name: data.decode() for name, data in render_texts(connector, Templates()).items()}


def sections(text: str) -> list[str]:
    return re.findall(r"^## (.*)", text, re.MULTILINE)


@pytest.mark.parametrize("source", [CONNECTOR, HERE / "sources" / "orders", HERE / "sources" / "nasty"])
def test_the_readme_has_every_section_that_reviewers_ask_for(source: Path) -> None:
    found = sections(rendered(connector_of(source))["connector/readme.md"])
    assert [title.split(":")[0] for title in found] == [
        "Publisher",
        "Prerequisites",
        "Supported Operations",
        "Obtaining Credentials",
        "Getting Started",
        "Known Issues and Limitations",
        "Deployment Instructions",
    ]


def test_the_readme_lists_each_visible_operation_once() -> None:
    text = rendered(connector_of(HERE / "sources" / "orders"))["connector/readme.md"]
    listed = re.findall(r"^### (.*)", text.split("## Supported Operations")[1].split("\n## ")[0], re.MULTILINE)
    assert listed == [
        "add an order",
        "Get an order",
        "Get an order (V2) (Preview)",
        "Get an order \\[DEPRECATED\\]",
        "List names",
        "Remove an order",
        "When an order is placed",
    ]
    assert "Hidden helper" not in text


def test_the_intro_names_no_operation_and_differs_from_the_description() -> None:
    connector = connector_of(CONNECTOR)
    text = rendered(connector)["connector/intro.md"]
    assert sections(text) == [
        "Prerequisites",
        "How to get credentials",
        "Get started with your connector",
        "Known issues and limitations",
        "Common errors and remedies",
    ]
    assert text.startswith("With ClickSend SMS connector") and connector.description not in text
    assert "Convert Media File Format" not in text
    assert "It asks for Username and API Key." in text
    assert re.findall(r"^\| (\d+) \|", text, re.MULTILINE) == ["400", "401", "403", "404", "429", "500"]


def test_a_bare_connector_is_not_left_with_empty_sections(tmp_path: Path) -> None:
    (tmp_path / "connector.yaml").write_text(
        'connector: X\ndescription: d\nversion: "1"\nserver: https://x.example\noperations: []\n', encoding="utf-8"
    )
    files = rendered(connector_of(tmp_path))
    for text in (files["connector/readme.md"], files["connector/intro.md"]):
        assert "A connection needs no credentials." in text and "There are no known issues." in text
        assert "Use X as a step" in text
        assert not re.search(r"^## (?!Publisher).*\n\s*(## |\Z)", text, re.MULTILINE)


def test_no_text_brings_raw_markup() -> None:
    files = rendered(connector_of(HERE / "sources" / "nasty"))
    for name in ("connector/readme.md", "connector/intro.md"):
        outside = re.sub(r"^```.*?^```", "", files[name], flags=re.DOTALL | re.MULTILINE)
        assert not re.search(r"<script>alert|(?<!\\)\]\(javascript|<b>", outside)


def test_settings_name_the_files_of_the_folder_only() -> None:
    connector = connector_of(CONNECTOR)
    settings = rendered(connector)["connector/settings.json"]
    assert json.loads(settings) == {
        "apiProperties": "apiProperties.json",
        "apiDefinition": "apiDefinition.swagger.json",
        "icon": "icon.png",
        "powerAppsUrl": "https://api.powerapps.com",
        "powerAppsApiVersion": "2016-11-01",
    }
    assert settings == json.dumps(json.loads(settings), indent=2) + "\n"
    other = json.loads(rendered(replace(connector, icon_file="", script_file="code.csx"))["connector/settings.json"])
    assert "icon" not in other and other["script"] == "script.csx"


def test_each_way_to_connect_is_asked_for_once() -> None:
    connector = connector_of(HERE / "sources" / "orders")
    span, own = connector.span, connector.credentials[0]
    other = Credential(span, "code", "code", "securestring", "Code", "Six digits")
    sets = (CredentialSet(span, "a", "A", "", (own,)), CredentialSet(span, "b", "B", "", (own, other)))
    text = rendered(replace(connector, credentials=(), credential_sets=sets))["connector/readme.md"]
    asked = re.findall(r"^- \*\*(.*)\*\*: (.*)", text, re.MULTILINE)
    assert asked == [("Key", "The key of your shop"), ("Code", "Six digits")]

"""`import --exact`: keys without effect are kept; without the option they are dropped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from connectorkit.cli.commands import command

ANSWER = {"description": "OK"}
FULL: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "Shop", "description": "", "version": "1"},
    "host": "a.example",
    "basePath": "/",
    "schemes": ["https"],
    "consumes": [],
    "produces": [],
    "security": [],
    "tags": [],
    "securityDefinitions": {},
    "parameters": {},
    "responses": {},
    "definitions": {},
    "paths": {
        "/a": {
            "parameters": [],
            "get": {
                "operationId": "A",
                "summary": "",
                "description": "",
                "x-ms-visibility": "",
                "tags": [],
                "deprecated": False,
                "parameters": [
                    {
                        "name": "q",
                        "in": "query",
                        "type": "string",
                        "required": False,
                        "x-ms-summary": "",
                        "description": "",
                        "allowEmptyValue": False,
                    },
                    {
                        "name": "body",
                        "in": "body",
                        "required": False,
                        "schema": {
                            "type": "object",
                            "title": "",
                            "format": "",
                            "required": [],
                            "readOnly": False,
                            "properties": {
                                "required": {"type": "object", "properties": {}, "x-ms-visibility": ""},
                                "n": {
                                    "type": "number",
                                    "exclusiveMinimum": False,
                                    "exclusiveMaximum": False,
                                    "format": "",
                                },
                                "l": {"type": "array", "items": {"type": "string", "title": ""}, "uniqueItems": False},
                            },
                        },
                    },
                ],
                "responses": {"200": {"description": ""}},
            },
        }
    },
}
EMPTIES: tuple[Any, ...] = ("", False, [], {})


def without_empties(value: Any) -> Any:
    """The mapping without keys that have no effect, except for names of fields and their types."""
    if isinstance(value, dict):
        kept = {key: without_empties(below) for key, below in value.items() if below not in EMPTIES}
        return {key: below for key, below in kept.items() if key != "parameters" or below}
    return [without_empties(item) for item in value] if isinstance(value, list) else value


def imported(tmp_path: Path, definition: Any, *options: str) -> tuple[str, Any]:
    """The YAML that an import gives, and the definition that is built from it."""
    source = tmp_path / "shop.swagger.json"
    source.write_text(json.dumps(definition), encoding="utf-8")
    runner, out = CliRunner(), tmp_path / "out"
    result = runner.invoke(command, ["import", str(source), "--out", str(out), *options])
    assert (result.exit_code, result.stdout) == (0, ""), result.output
    runner.invoke(
        command, ["build", str(out), "--out", str(tmp_path / "built"), "--only", "connector", "--allow-findings"]
    )
    built = (tmp_path / "built" / "connector" / "apiDefinition.swagger.json").read_text(encoding="utf-8")
    return (out / "connector.yaml").read_text(encoding="utf-8"), json.loads(built)


@pytest.mark.parametrize("definition", [FULL, without_empties(FULL)], ids=["all empties", "no empties"])
def test_exact_keeps_every_empty_and_adds_none(tmp_path: Path, definition: Any) -> None:
    text, built = imported(tmp_path, definition, "--exact")
    assert built == definition
    assert yaml.safe_load(text)["exact"]["style"]["empties"] == "said"


def test_without_it_no_empty_is_in_the_yaml(tmp_path: Path) -> None:
    text, _ = imported(tmp_path, FULL)
    assert "extra" not in text and "empties" not in text
    (tmp_path / "other").mkdir()
    assert imported(tmp_path / "other", without_empties(FULL))[0] == text

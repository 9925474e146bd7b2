"""Findings about JSON files have suggestions in the keys of JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from connectorkit.check import check, rules
from connectorkit.check.engine import json_words
from connectorkit.check.engine.rule import Rule

ONLY_IN_YAML = ("visibility: ", "callback: ", "additional: ", "trigger_metadata", "`with`", "`oauth`", "`label`")


@pytest.mark.part(0.1)
@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.id)
def test_no_way_out_speaks_of_keys_of_the_yaml(rule: Rule) -> None:
    said = json_words.in_json(rule.help)
    assert not [word for word in ONLY_IN_YAML if word in said.replace("x-ms-visibility", "")]


@pytest.mark.parametrize("phrase", json_words._PHRASES)
def test_each_phrase_is_said_by_a_rule(phrase: str) -> None:
    assert any(phrase in rule.help for rule in rules.RULES)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Add `visibility: internal`.", 'Add `"x-ms-visibility": "internal"`.'),
        ("Write `required: true`, or not.", 'Write `"required": true`, or not.'),
        ("Write `{title: ..., value: ...}` for each.", 'Write `{"title": ..., "value": ...}` for each.'),
        ("Write `collection: items`.", 'Write `"value-collection": "items"`.'),
        ("Say `a flow` or `an app`.", "Say `a flow` or `an app`."),
    ],
)
def test_what_is_to_be_written_is_shown_as_json(said: str, meant: str) -> None:
    assert json_words.in_json(said) == meant


def test_a_swagger_is_told_in_json_and_its_source_in_yaml(tmp_path: Path) -> None:
    operation = {
        "operationId": "GetThing",
        "summary": "Get thing",
        "parameters": [{"name": "id", "in": "path", "type": "string"}],
        "responses": {"200": {"description": "OK"}},
    }
    document = {
        "swagger": "2.0",
        "info": {"title": "Things", "version": "1.0"},
        "host": "things.example",
        "paths": {"/things/{id}": {"get": operation}},
    }
    path = tmp_path / "swagger.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    found = {one.id: one.help for one in check.check(path, "custom").findings}
    assert found["PAR040"] == 'Write `"required": true`.'

"""Messages that name a place, and addresses that are not addresses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.check.rules import judging
from tests.check.rules.example import write

from connectorkit.check.check import check
from connectorkit.read import json_document

DEFINITION = "apiDefinition.swagger.json"


def messages(folder: Path, example: str, rule: str) -> list[str]:
    return [one.message for one in check(write(folder, example), "certified").findings if one.id == rule]


def test_two_inputs_of_one_name_are_named_with_their_places() -> None:
    documents = judging.built()
    operation = next(iter(documents[DEFINITION]["paths"].values()))["post"]
    texts = {"x-ms-summary": "Account Key", "description": "The key of the account."}
    operation["parameters"] = [
        {"name": "key", "in": "header", "type": "string", **texts},
        {
            "name": "body",
            "in": "body",
            "schema": {"type": "object", "properties": {"key": {"type": "string", **texts}}},
        },
    ]
    (found,) = [one.finding.message for one in judging.judge(documents) if one.finding.id == "OPR073"]
    assert "'key' in the header and 'key' in the body" in found


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("The address of the tenant, such as https://<tenant>.contoso.com.", False),
        ("The address of the tenant, such as https://{tenant}.contoso.com/api.", False),
        ("The address of the tenant, such as https://[tenant].contoso.com.", False),
        ("Find it at https://contoso.com/keys.", True),
        ("Find it at www.contoso.com.", True),
    ],
)
def test_the_form_of_an_address_is_not_an_address(tmp_path: Path, text: str, reported: bool) -> None:
    field = {"operations": {"CreateOrder": {"body": {"fields": {"amount": {"description": text}}}}}}
    assert bool(messages(tmp_path / "field", json.dumps(field), "OPR141")) == reported
    operation = {"operations": {"GetOrder": {"description": text}}}
    assert bool(messages(tmp_path / "operation", json.dumps(operation), "OPR140")) == reported


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{\n  "a": {\n    "b": 1\n  }\n', "The file is not strict JSON: a closing bracket is missing."),
        ('{"a": 1\n"b": 2}', "The file is not strict JSON: a comma is missing between two entries."),
        ('{"a": 1,}', "The file is not strict JSON: a trailing comma."),
    ],
)
def test_a_repaired_slip_is_named(text: str, message: str) -> None:
    assert message in [one.message for one in json_document.read("a.json", text.encode())[1]]

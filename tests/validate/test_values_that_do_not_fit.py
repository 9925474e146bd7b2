"""An example or a default that its own schema refuses is reported, and no output but the swagger uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from connectorkit import pipeline
from connectorkit.model.connector import Connector
from connectorkit.model.json_value import mapping
from connectorkit.render.client import package
from connectorkit.render.templates import Templates
from connectorkit.sandbox.shapes import document, samples

pytestmark = pytest.mark.part(0.4)

HEAD = """\
connector: Contoso Orders
description: Orders of the Contoso shop.
version: "1.0"
server: https://orders.example.com/v1
operations:
- action: CreateOrder
  request: POST /orders
  body:
    fields:
      value: {required: true, %s}
  returns: {fields: {value: {%s}}}
"""
# A field, and a part of its message; "" for one that fits.
FIELDS = {
    "type: integer, example: five": "it must be of type integer.",
    "type: string, example: 5": "it must be of type string.",
    "type: string, choices: [open, closed], example: lost": "it must be one of open, closed.",
    "type: integer, min: 3, example: 1": "it must be at least 3.",
    "type: string, max_length: 3, example: abcd": "it must have at most 3 characters.",
    "type: string, pattern: '^[0-9]+$', example: abc": "it does not have the required form.",
    "type: date-time, example: tomorrow": "it must have the format date-time.",
    "type: date, example: 2026-13-45": "it must have the format date.",
    "type: uuid, example: '17'": "it must have the format uuid.",
    "type: int32, example: 9999999999": "it must have the format int32.",
    "type: 'integer[]', example: [a]": "'[0]' must be of type integer.",
    "fields: {id: {type: integer, required: true}}, example: {ID: 1}": "'id' is required.",
    "items: {fields: {id: {type: integer, required: true}}}, example: [{ID: 1}]": "'[0].id' is required.",
    "type: string, max_length: 3, default: abcd": "it must have at most 3 characters.",
    "type: date-time, example: '2026-07-25T10:00:00Z'": "",
    "type: date-time, example: '2026-07-25 10:00:00'": "",
    "type: number, example: 5": "",
    "type: string, example: ''": "",
    "type: integer, default: 0": "",
}


def load(folder: Path, field: str) -> tuple[Connector, list[tuple[str, str, str]]]:
    (folder / "connector.yaml").write_text(HEAD % (field, field), encoding="utf-8")
    connector, findings = pipeline.load(folder)
    assert connector is not None, findings
    return connector, [(one.id, one.severity, one.message) for one in findings]


@pytest.mark.parametrize("field", FIELDS)
def test_a_value_that_does_not_fit_is_reported(field: str, tmp_path: Path) -> None:
    _, findings = load(tmp_path, field)
    assert len(findings) == (2 if FIELDS[field] else 0)
    for id_, severity, message in findings:
        assert (id_, severity) == ("SRC008", "warning") and message.endswith(f"its schema: {FIELDS[field]}")


@pytest.mark.parametrize("field", [field for field, why in FIELDS.items() if why])
def test_the_sandbox_and_the_client_use_a_value_that_fits(field: str, tmp_path: Path) -> None:
    connector, _ = load(tmp_path, field)
    route = document.project(connector)["routes"][0]
    body = connector.operations[0].body
    assert body is not None and body.schema.fields
    example = json.loads(json.dumps(body.schema.fields[0].schema.example, default=str))
    for shape in (route["body"]["shape"], route["result"]):
        assert shape is not None
        assert mapping(samples.sample(shape))["value"] != example
        assert mapping(samples.request_sample(shape)).get("value") != example
    readme = package.render(connector, Templates())["client/README.md"].decode()
    assert not isinstance(example, str) or f'"{example}"' not in readme or example == "UNSET"


def test_a_type_is_reported_once(tmp_path: Path) -> None:
    text = HEAD % ("type: Size", "type: Size") + "types: {Size: {type: integer, example: big}}\n"
    (tmp_path / "connector.yaml").write_text(text, encoding="utf-8")
    assert [(one.id, one.span.line) for one in pipeline.load(tmp_path)[1]] == [("SRC008", 12)]

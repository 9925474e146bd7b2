"""Additional properties in several parts of a schema: all declarations apply, and contradictions are reported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from connectorkit import pipeline
from connectorkit.model import flatten
from connectorkit.model.connector import Schema
from connectorkit.sandbox.shapes import from_schema

SOURCE = """connector: Parts
description: Parts.
version: "1"
server: https://a.example.com
style: {{types: definitions}}
types:
  Loop: {{all_of: [{{fields: {{a: string}}, additional: Loop}}, {{fields: {{b: string}}, additional: Loop}}]}}
operations:
- action: get
  summary: Get
  request: GET /row
  returns:
    all_of: {parts}
"""


def schema_of(folder: Path, parts: str) -> tuple[Any, Any, list[str]]:
    """The further properties as the client and as the sandbox has them, and the ids of findings."""
    (folder / "connector.yaml").write_text(SOURCE.format(parts=parts), encoding="utf-8")
    connector, findings = pipeline.load(folder)
    assert connector is not None, findings
    schema = connector.operations[0].responses[0].schema
    assert schema is not None
    found = flatten.flat(connector, schema).additional
    kind = flatten.type_of(connector, found) if not isinstance(found, bool) and found else found
    return kind, from_schema.tree(schema, connector).get("additional", {}).get("type"), [one.id for one in findings]


@pytest.mark.parametrize(
    ("parts", "client", "sandbox", "reported"),
    [
        ("[{additional: string}, {additional: integer}]", "string", "string", True),
        ("[{additional: integer}, {additional: string}]", "integer", "integer", True),
        ("[{additional: number}, {additional: integer}]", "integer", "integer", False),
        ("[{additional: integer}, {additional: number}]", "integer", "integer", False),
        ("[{additional: true}, {additional: string}]", "string", "string", False),
        ("[{fields: {a: string}}, {additional: boolean}]", "boolean", "boolean", False),
        ("[{additional: false}, {additional: string}]", False, None, True),
        ("[{additional: true}, {fields: {a: string}}]", True, None, False),
        ("[{fields: {a: string}}, {fields: {b: string}}]", None, None, False),
    ],
)
def test_client_and_sandbox_take_all_parts(
    tmp_path: Path, parts: str, client: object, sandbox: object, reported: bool
) -> None:
    got_client, got_sandbox, ids = schema_of(tmp_path, parts)
    assert (got_client, got_sandbox) == (client, sandbox)
    assert ("SRC013" in ids) is reported


def test_objects_are_laid_together(tmp_path: Path) -> None:
    parts = "[{additional: {fields: {a: string}}}, {additional: {fields: {b: integer}}}]"
    (tmp_path / "connector.yaml").write_text(SOURCE.format(parts=parts), encoding="utf-8")
    connector, _ = pipeline.load(tmp_path)
    assert connector is not None
    schema = connector.operations[0].responses[0].schema
    assert schema is not None
    names = [one["name"] for one in from_schema.tree(schema, connector)["additional"]["fields"]]
    assert {"a", "b"} <= set(names)
    more = flatten.flat(connector, schema).additional
    assert not isinstance(more, bool) and more is not None
    assert {"a", "b"} <= {one.name for one in flatten.flat(connector, more).fields or ()}


def test_parts_that_lead_back_to_themselves_end(tmp_path: Path) -> None:
    assert schema_of(tmp_path, "[Loop, {additional: Loop}]")[2] == []


def test_parts_with_parts_of_their_own_are_compared(tmp_path: Path) -> None:
    inner = "{all_of: [{additional: string}, {fields: {a: string}}]}"
    assert "SRC013" in schema_of(tmp_path, f"[{inner}, {{additional: integer}}]")[2]


def test_what_is_reached_along_many_ways_is_laid_together_once(tmp_path: Path) -> None:
    levels = 60
    types = "".join(f"  T{n}: {{all_of: [T{n + 1}, T{n + 1}]}}\n" for n in range(levels))
    text = SOURCE.format(parts="[T0]").replace("types:\n", f"types:\n{types}  T{levels}: {{additional: string}}\n")
    (tmp_path / "connector.yaml").write_text(text, encoding="utf-8")
    connector, _ = pipeline.load(tmp_path, loose=True)
    assert connector is not None
    schema = connector.operations[0].responses[0].schema
    assert schema is not None
    found = flatten.flat(connector, schema).additional
    assert isinstance(found, Schema) and found.type == "string"

"""The built swagger, read as a maker's designer reads it, has the rows of the published reference tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.paths import ROOT

SEED = json.loads(Path(__file__).with_name("seed.json").read_text(encoding="utf-8"))
SWAGGER = json.loads((ROOT / "build/connector/apiDefinition.swagger.json").read_text(encoding="utf-8"))
OPERATIONS = [(kind, operation) for kind in ("actions", "triggers") for operation in SEED[kind]]

Row = tuple[str, str, str, bool]


def found(summary: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The path item and the operation of that summary."""
    return next(
        (item, operation)
        for item in SWAGGER["paths"].values()
        for operation in item.values()
        if operation.get("summary") == summary
    )


def type_of(schema: dict[str, Any]) -> str:
    """The type as the tables spell it."""
    if schema["type"] == "array":
        return f"array of {schema['items']['type']}"
    form = schema.get("format", "")
    return form if form and not form.startswith("int") else str(schema["type"])


def inputs(schema: dict[str, Any]) -> list[Row]:
    """The visible leaves of a body."""
    while schema["type"] == "array":
        schema = schema["items"]
    rows: list[Row] = []
    for key, below in schema["properties"].items():
        if below.get("x-ms-visibility") == "internal":
            continue
        leaf = below["items"] if below["type"] == "array" else below
        if "properties" in leaf:
            rows += inputs(below)
        else:
            rows.append((key, below["x-ms-summary"], type_of(below), key in schema.get("required", [])))
    return rows


def outputs(schema: dict[str, Any], prefix: str = "") -> list[tuple[str, str, str]]:
    """The visible response paths."""
    rows: list[tuple[str, str, str]] = []
    for key, below in schema.get("properties", {}).items():
        if below.get("x-ms-visibility") == "internal":
            continue
        path = prefix + key
        if "properties" not in below:
            rows.append((path, below["x-ms-summary"], type_of(below)))
        inner = below.get("items", below)
        rows += outputs(inner, path + ".")
    return rows


@pytest.mark.parametrize(("kind", "wanted"), OPERATIONS, ids=[o["name"] for _, o in OPERATIONS])
def test_an_operation_has_the_rows_of_the_tables(kind: str, wanted: dict[str, Any]) -> None:
    item, operation = found(wanted["name"])
    parameters: list[Row] = []
    for parameter in operation["parameters"] if kind == "actions" else []:
        if parameter["in"] == "body":
            parameters += inputs(parameter["schema"])
        else:
            parameters.append(
                (parameter["name"], parameter["x-ms-summary"], type_of(parameter), parameter.get("required", False))
            )
    shape = (
        operation["responses"]["200"]["schema"] if kind == "actions" else item["x-ms-notification-content"]["schema"]
    )
    assert parameters == [(p["key"] or "email", p["name"], p["type"], p["required"]) for p in wanted["parameters"]]
    assert outputs(shape) == [(r["path"], r["name"], r["type"]) for r in wanted["returns"]]


def test_nothing_else_is_visible() -> None:
    visible = [
        operation["summary"]
        for item in SWAGGER["paths"].values()
        for method, operation in item.items()
        if not method.startswith("x-") and operation.get("x-ms-visibility") != "internal"
    ]
    assert sorted(visible) == sorted(o["name"] for _, o in OPERATIONS)

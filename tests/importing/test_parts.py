"""Part of an API, drafted names, notes that are grouped, and imports that would lose too much."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.importing.test_command import folder, run

TYPES = "#/components/schemas/"
OK = {"200": {"description": "OK"}}


def openapi(paths: dict[str, Any], **components: Any) -> dict[str, Any]:
    return {
        "openapi": "3.0.3",
        "info": {"title": "Shop", "version": "1"},
        "servers": [{"url": "https://shop.example.com"}],
        "paths": paths,
        "components": components,
    }


def imported(tmp_path: Path, document: Any, *options: object) -> tuple[int, str, dict[str, Any]]:
    """Exit status, output, and connector.yaml."""
    (tmp_path / "api.json").write_text(json.dumps(document))
    result = run("import", tmp_path / "api.json", "--out", tmp_path / "out", *options)
    source = tmp_path / "out" / "connector.yaml"
    return result.exit_code, result.output, yaml.safe_load(source.read_text()) if source.exists() else {}


def content(schema: str) -> dict[str, Any]:
    return {"200": {"description": "OK", "content": {"application/json": {"schema": {"$ref": schema}}}}}


LARGE = openapi(
    {
        "/orders": {
            "get": {
                "operationId": "ListOrders",
                "tags": ["orders"],
                "responses": content("#/components/schemas/Order"),
            },
            "post": {"operationId": "AddOrder", "tags": ["orders", "write"], "responses": OK},
        },
        "/bills/{id}": {"get": {"operationId": "GetBill", "responses": content(f"{TYPES}Bill")}},
    },
    schemas={
        "Order": {"type": "object", "properties": {"lines": {"$ref": "#/components/schemas/Line"}}},
        "Line": {"type": "object", "properties": {"x": {"type": "string"}}},
        "Bill": {"type": "object", "properties": {"y": {"type": "string"}}},
    },
)


@pytest.mark.parametrize(
    ("options", "operations", "types"),
    [
        (("--operation", "ListOrders"), ["ListOrders"], {"Order", "Line"}),
        (("--operation", "*Order*"), ["ListOrders", "AddOrder"], {"Order", "Line"}),
        (("--operation", "GetBill", "--operation", "AddOrder"), ["AddOrder", "GetBill"], {"Bill"}),
        (("--tag", "write"), ["AddOrder"], set()),
        (("--path", "/bills/*"), ["GetBill"], {"Bill"}),
        (("--path", "/orders", "--operation", "List*"), ["ListOrders"], {"Order", "Line"}),
    ],
)
def test_a_part_of_a_large_api(tmp_path: Path, options: Any, operations: list[str], types: set[str]) -> None:
    status, _, source = imported(tmp_path, LARGE, *options)
    assert status == 0
    assert [one["action"] for one in source["operations"]] == operations
    assert set(source.get("types", {})) == types


def test_a_part_of_a_connector_keeps_what_fills_its_drop_downs(tmp_path: Path) -> None:
    drop_down = {"operationId": "ListShops", "value-path": "id", "value-title": "id", "value-collection": "x"}
    parameter = {"name": "shop", "in": "query", "type": "string", "x-ms-dynamic-values": drop_down}
    definition = {
        "swagger": "2.0",
        "info": {"title": "Shop", "version": "1"},
        "host": "shop.example.com",
        "paths": {
            "/orders": {"get": {"operationId": "ListOrders", "parameters": [parameter], "responses": OK}},
            "/shops": {"get": {"operationId": "ListShops", "responses": OK}},
            "/bills": {"get": {"operationId": "ListBills", "responses": OK}},
        },
    }
    policies = [
        {"templateId": "setheader", "parameters": {"x-ms-apimTemplate-operationName": names}}
        for names in (["ListBills"], ["ListBills", "ListOrders"], [])
    ]
    properties = {"properties": {"connectionParameters": {}, "policyTemplateInstances": policies}}
    shop = folder(tmp_path / "shop", definition, properties)
    assert run("import", shop, "--out", tmp_path / "out", "--operation", "ListOrders").exit_code == 0
    source = yaml.safe_load((tmp_path / "out" / "connector.yaml").read_text())
    assert [one["action"] for one in source["operations"]] == ["ListOrders", "ListShops"]
    assert "ListBills" not in str(source["policies"]) and len(source["policies"]) == 2


def test_a_selection_of_nothing_is_refused(tmp_path: Path) -> None:
    status, output, _ = imported(tmp_path, LARGE, "--tag", "none")
    assert status == 2 and "no operation matches --tag none" in output


def test_names_are_drafted_and_reported_once(tmp_path: Path) -> None:
    paths: dict[str, Any] = {f"/orders/{index}": {"get": {"responses": OK}} for index in range(9)}
    paths["/shops"] = {"get": {"operationId": "listShops_byCity", "responses": OK}, "summary": "Shops"}
    paths["/bills"] = {"get": {"operationId": "listAllBills", "responses": OK}}
    status, output, source = imported(tmp_path, openapi(paths))
    assert status == 0
    assert output.count("IMP120") == 1 and "8 more like this" in output
    assert output.count("IMP126") == 1
    files = [yaml.safe_load((tmp_path / "out" / name).read_text()) for name in source["operations"]]
    named = {one["action"]: one["summary"] for one in files}
    assert named["listAllBills"] == "List all bills" and named["listShops_byCity"] == "Shops"
    assert named["GetOrders0"] == "Get orders0"


def test_reserved_headers_are_dropped_with_a_note(tmp_path: Path) -> None:
    named = [{"name": name, "in": "header", "schema": {"type": "string"}} for name in ("Accept", "authorization", "X")]
    shared = {"type": {"name": "Content-Type", "in": "header", "schema": {"type": "string"}}}
    listed = [*named, {"$ref": "#/components/parameters/type"}]
    paths = {"/a": {"get": {"operationId": "Get", "summary": "Get", "parameters": listed, "responses": OK}}}
    status, output, source = imported(tmp_path, openapi(paths, parameters=shared))
    assert status == 0 and list(source["operations"][0]["parameters"]) == ["X"]
    for name in ("Accept", "authorization", "Content-Type"):
        assert f"The header parameter '{name}' is reserved, and OpenAPI ignores it; it was dropped." in output


def test_references_in_examples_are_resolved_or_dropped(tmp_path: Path) -> None:
    example = {"a": {"$ref": "#/components/examples/A/value"}, "b": {"$ref": "b.json"}, "c": 1}
    schema = {"type": "object", "properties": {"a": {}, "b": {}, "c": {}}, "example": example}
    answer = {"200": {"description": "OK", "content": {"application/json": {"schema": schema}}}}
    paths = {"/a": {"get": {"operationId": "Get", "summary": "Get", "responses": answer}}}
    status, output, _ = imported(tmp_path, openapi(paths, examples={"A": {"value": {"x": "y"}}}))
    text = "".join(path.read_text() for path in (tmp_path / "out").rglob("*.yaml"))
    assert status == 0 and "$ref" not in text and 'x: "y"' in text
    assert "IMP125: The reference 'b.json' inside an example does not resolve; it was dropped." in output


@pytest.mark.parametrize(
    ("operation", "what"),
    [
        ({"responses": {"200": {"$ref": "#/nothing"}}}, "responses"),
        ({"parameters": [{"$ref": "#/nothing"}, {"$ref": "#/none"}], "responses": OK}, "parameters"),
    ],
)
def test_an_import_that_loses_everything_fails(tmp_path: Path, operation: Any, what: str) -> None:
    status, output, source = imported(tmp_path, openapi({"/a": {"get": {"operationId": "Get", **operation}}}))
    assert status == 1 and "error IMP006" in output and what in output and not source


def test_an_import_that_loses_all_operations_fails(tmp_path: Path) -> None:
    document = openapi({"/a": {"get": []}, "/b": {"trace": {"operationId": "T", "responses": OK}}})
    status, output, source = imported(tmp_path, document)
    assert status == 1 and "None of the 2 operations could be imported." in output and not source


def test_a_missing_operation_id_of_a_connector_is_reported(tmp_path: Path) -> None:
    definition = {
        "swagger": "2.0",
        "info": {"title": "Shop", "version": "1"},
        "host": "shop.example.com",
        "paths": {f"/{name}": {"get": {"responses": OK}} for name in "abc"},
    }
    result = run("import", folder(tmp_path / "shop", definition), "--out", tmp_path / "out")
    assert result.exit_code == 0 and "3 operations have no operationId" in result.stdout

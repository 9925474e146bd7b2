"""OpenAPI files that would hurt a reader: deep, wide, circular, huge, and YAML that repeats itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from connectorkit.importing import run

Plain = dict[str, Any]


def api(schemas: Plain, **more: Any) -> Plain:
    answer = {"description": "OK", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A0"}}}}
    return {
        "openapi": "3.0.0",
        "info": {"title": "Deep", "version": "1"},
        "servers": [{"url": "https://a.example"}],
        "paths": {"/a": {"get": {"operationId": "Get", "responses": {"200": answer}}}},
        "components": {"schemas": schemas},
        **more,
    }


def to(number: int, size: int) -> Plain:
    return {"$ref": f"#/components/schemas/A{number % size}"}


def nested(key: str, levels: int) -> Plain:
    node: Plain = {"type": "string"}
    for _ in range(levels):
        node = {key: {"a": node} if key == "properties" else node if key == "items" else [node, {"type": "object"}]}
    return node


SIZE = 600
CIRCLES: dict[str, Plain] = {
    "a chain of references": {f"A{n}": to(n + 1, SIZE) for n in range(SIZE)},
    "a chain of alternatives": {f"A{n}": {"oneOf": [to(n + 1, SIZE), {"type": "object"}]} for n in range(SIZE)},
    "a chain of parts": {f"A{n}": {"allOf": [to(n + 1, SIZE + 1), to(n + 1, SIZE + 1)]} for n in range(SIZE)},
    "alternatives of each other": {f"A{n}": {"anyOf": [to(n + k, 40) for k in range(1, 12)]} for n in range(40)},
    "fields of each other": {
        f"A{n}": {
            "type": "object",
            "properties": {f"p{k}": {"oneOf": [to(n + k, 16), to(n + k + 1, 16)]} for k in range(16)},
        }
        for n in range(16)
    },
    "alternatives in alternatives": {"A0": nested("oneOf", 40)},
    "lists in lists": {"A0": nested("items", 50)},
    "objects in objects": {"A0": nested("properties", 38)},
    "its own part": {"A0": {"allOf": [to(0, 1), {"type": "object", "properties": {"a": to(0, 1)}}]}},
    "many alternatives": {
        "A0": {"oneOf": [to(n, 1500) for n in range(1, 1500)]},
        **{f"A{n}": {"type": "object", "properties": {f"p{n}": {"type": "string"}}} for n in range(1, 1500)},
    },
}


@pytest.mark.part(0.2)
@pytest.mark.parametrize("name", CIRCLES)
def test_circles_and_depth_end(name: str, tmp_path: Path) -> None:
    file = tmp_path / "api.json"
    file.write_text(json.dumps(api(CIRCLES[name])), "utf-8")
    tree, findings = run.files(file)
    assert tree and not any(finding.blocking for finding in findings)
    assert sum(map(len, tree.values())) < 50 * file.stat().st_size


@pytest.mark.parametrize("levels", [300, 5_000])
def test_what_is_nested_too_deep_is_one_error(levels: int, tmp_path: Path) -> None:
    text = json.dumps(api({"A0": 0})).replace('"A0": 0', '"A0": ' + '{"items": ' * levels + "{}" + "}" * levels)
    for name in ("api.json", "api.yaml"):
        (tmp_path / name).write_text(text, "utf-8")
        tree, findings = run.files(tmp_path / name)
        assert (tree, [finding.severity for finding in findings]) == ({}, ["error"])


LAUGHS = "\n".join(f"b{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 9)}]" for n in range(1, 12))
YAML = {
    "aliases of aliases": f"openapi: 3.0.0\nb0: &b0 [a]\n{LAUGHS}\npaths: {{}}\n",
    "an alias that holds itself": "openapi: 3.0.0\nx: &x [*x]\npaths: {}\n",
    "a merge of itself": "openapi: 3.0.0\nx: &x {<<: *x}\npaths: {}\n",
    "two documents": "openapi: 3.0.0\npaths: {}\n---\nopenapi: 3.0.0\n",
    "a list as a key": "openapi: 3.0.0\n? [a]\n: b\npaths: {}\n",
}


@pytest.mark.parametrize("name", YAML)
def test_yaml_without_an_end_or_a_meaning_is_an_error_with_a_place(name: str, tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text(YAML[name], "utf-8")
    tree, findings = run.files(tmp_path / "api.yaml")
    assert tree == {}
    assert {finding.severity for finding in findings} == {"error"} and findings[0].span.line > 1
    assert all(finding.help for finding in findings)

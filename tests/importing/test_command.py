"""`connectorkit import`: its folders, messages and errors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from connectorkit.cli.commands import command


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments], catch_exceptions=False)


OK = {"200": {"description": "OK"}}


def swagger(**paths: Any) -> dict[str, Any]:
    return {
        "swagger": "2.0",
        "info": {"title": "Shop", "description": "Orders of a shop.", "version": "1.0"},
        "host": "shop.example.com",
        "basePath": "/v1",
        "schemes": ["https"],
        "paths": {"/orders": {"get": {"operationId": "ListOrders", "responses": OK}}, **paths},
    }


PROPERTIES = {"properties": {"connectionParameters": {}, "iconBrandColor": "#da3b01", "capabilities": []}}


def folder(path: Path, definition: Any, properties: Any = None, name: str = "apiDefinition.swagger.json") -> Path:
    path.mkdir(parents=True)
    text = definition if isinstance(definition, str) else json.dumps(definition)
    (path / name).write_text(text, encoding="utf-8")
    (path / "apiProperties.json").write_text(json.dumps(properties or PROPERTIES), encoding="utf-8")
    return path


def below(path: Path) -> set[str]:
    """The files of a source or of several, without the schemas for editors."""
    files = [p.relative_to(path) for p in path.rglob("*") if p.is_file()]
    return {file.as_posix() for file in files if ".schemas" not in file.parts}


def test_one_source_lies_directly_in_out(tmp_path: Path) -> None:
    shop = folder(tmp_path / "shop", swagger())
    result = run("import", shop, "--out", tmp_path / "out")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"{shop}: 3 files in {tmp_path / 'out'}\n"
    assert below(tmp_path / "out") == {"connector.yaml", "imported.json", "layout.json"}
    assert run("build", tmp_path / "out", "--out", tmp_path / "built").exit_code == 0


def test_several_sources_lie_below_out_under_their_names(tmp_path: Path) -> None:
    sources = [folder(tmp_path / "a" / name, swagger()) for name in ("shop", "bank")]
    single = tmp_path / "house.swagger.json"
    single.write_text(json.dumps(swagger()), encoding="utf-8")
    assert run("import", *sources, single, "--out", tmp_path / "out").exit_code == 0
    assert below(tmp_path / "out") == {
        f"{name}/{file}"
        for name in ("shop", "bank", "house")
        for file in ("connector.yaml", "imported.json", "layout.json")
    }


def test_two_sources_of_one_name_lie_below_their_paths(tmp_path: Path) -> None:
    sources = [folder(tmp_path / "in" / place / "Shop", swagger()) for place in "ab"]
    assert run("import", *sources, "--out", tmp_path / "out").exit_code == 0
    assert {path.relative_to(tmp_path / "out").parent.as_posix() for path in (tmp_path / "out").rglob("*.yaml")} == {
        "a/Shop",
        "b/Shop",
    }


def test_a_source_that_is_named_twice_is_refused(tmp_path: Path) -> None:
    shop = folder(tmp_path / "Shop", swagger())
    result = run("import", shop, shop, "--out", tmp_path / "out")
    assert result.exit_code == 2 and "import them separately" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_broken_file_does_not_hide_the_others(tmp_path: Path) -> None:
    good, bad = folder(tmp_path / "good", swagger()), folder(tmp_path / "bad", '{"swagger": "2.0",\n"paths": }')
    result = run("import", bad, good, tmp_path / "none", "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert f"{bad}/apiDefinition.swagger.json:2:10: error JSN001" in result.stdout
    assert f"{tmp_path / 'none'}: no such file or folder" in result.stderr
    assert below(tmp_path / "out") == {"good/connector.yaml", "good/imported.json", "good/layout.json"}


def test_findings_as_json(tmp_path: Path) -> None:
    bad = folder(tmp_path / "bad", json.dumps(swagger())[:-1] + ",}")
    result = run("import", bad, "--out", tmp_path / "out", "--format", "json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)["findings"]
    assert [(f["id"], f["severity"], f["line"]) for f in found] == [("JSN004", "warning", 1)]


def test_what_stands_in_out_is_never_overwritten(tmp_path: Path) -> None:
    shop = folder(tmp_path / "shop", swagger())
    assert run("import", shop, "--out", tmp_path / "out").exit_code == 0
    assert run("import", shop, "--out", tmp_path / "out").exit_code == 0, "the same files are no harm"
    kept = tmp_path / "out" / "connector.yaml"
    kept.write_text("# mine\n" + kept.read_text(encoding="utf-8"), encoding="utf-8")
    result = run("import", shop, "--out", tmp_path / "out")
    assert result.exit_code == 2 and "not empty" in result.stderr
    assert kept.read_text(encoding="utf-8").startswith("# mine\n")


@pytest.mark.parametrize("name", ["../../x", "/etc/x", "con", "a\x00b", "..", "é" * 300, "C:\\x", ""])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    operations = {
        f"/{n}": {"get": {"operationId": name or " ", "responses": {"200": {"description": "OK"}}}} for n in range(5)
    }
    shop = folder(tmp_path / "in" / "shop", {**swagger(**operations), "definitions": {name: {"type": "string"}}})
    run("import", shop, "--out", tmp_path / "out")
    outside = {p for p in below(tmp_path) if not p.startswith(("in/", "out/"))}
    assert outside == set()
    assert all(len(Path(p).name) < 100 for p in below(tmp_path))


@pytest.mark.parametrize(
    "target",
    [
        "other.json#/definitions/A",
        "https://example.com/a.json",
        "file:///etc/passwd",
        "#/definitions/Nothing",
        "#/definitions/Loop",
    ],
)
def test_references_that_lead_nowhere_are_said(tmp_path: Path, target: str) -> None:
    definition = swagger()
    definition["definitions"] = {
        "A": {"type": "object", "properties": {"b": {"$ref": target}}},
        "Loop": {"$ref": "#/definitions/Loop"},
    }
    result = run("import", folder(tmp_path / "shop", definition), "--out", tmp_path / "out", "--format", "json")
    found = json.loads(result.stdout)["findings"]
    assert ("IMP002", "/definitions/A/properties/b/$ref") in {(f["id"], f["pointer"]) for f in found}


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("[]", "IMP001"),
        ("null", "IMP001"),
        ('{"swagger": "1.2"}', "IMP001"),
        ('{"paths": {}}', "IMP001"),
        ('{"swagger": "2.0", "paths": []}', "IMP001"),
        ('{"openapi": "4.0.0", "paths": {}}', "IMP001"),
    ],
)
def test_what_is_no_description_of_an_api(tmp_path: Path, text: str, id: str) -> None:
    result = run("import", folder(tmp_path / "x", text), "--out", tmp_path / "out")
    assert result.exit_code == 1 and f"error {id}" in result.stdout
    assert not (tmp_path / "out").exists()


def test_an_openapi_3_file_says_what_it_loses_and_builds(tmp_path: Path) -> None:
    answer = {"description": "OK", "content": {"application/json": {"schema": {"oneOf": [{"type": "string"}, {}]}}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "servers": [{"url": "https://a.example"}],
        "paths": {"/a": {"get": {"operationId": "Get", "summary": "Get", "responses": {"200": answer}}}},
    }
    (tmp_path / "api.json").write_text(json.dumps(document, indent=1), encoding="utf-8")
    result = run("import", tmp_path / "api.json", "--out", tmp_path / "out", "--format", "json")
    assert result.exit_code == 0 and below(tmp_path / "out") == {"connector.yaml", "imported.json"}
    found = json.loads(result.stdout)["findings"]
    pointer = "/paths/~1a/get/responses/200/content/application~1json/schema/oneOf"
    assert [(f["id"], f["severity"], f["pointer"], f["line"]) for f in found] == [("IMP104", "warning", pointer, 23)]
    assert run("build", tmp_path / "out", "--out", tmp_path / "build").exit_code == 0
    second = run("import", tmp_path / "build" / "connector", "--out", tmp_path / "again")
    assert (second.exit_code, second.stdout) == (0, "")


@pytest.mark.parametrize("name", ["apidefinition.SWAGGER.json", "Shop.swagger.json", "openapi.json"])
def test_the_definition_is_found_by_any_of_its_names(tmp_path: Path, name: str) -> None:
    shop = folder(tmp_path / "shop", swagger(), name=name)
    assert run("import", shop, "--out", tmp_path / "out").exit_code == 0


def test_a_folder_of_two_definitions_asks_for_one(tmp_path: Path) -> None:
    shop = folder(tmp_path / "shop", swagger(), name="a.swagger.json")
    (shop / "b.swagger.json").write_text("{}", encoding="utf-8")
    result = run("import", shop, "--out", tmp_path / "out")
    assert result.exit_code == 2 and "a.swagger.json, b.swagger.json" in result.stderr


def test_icon_script_and_intro_travel_as_they_are(tmp_path: Path) -> None:
    shop = folder(tmp_path / "shop", swagger())
    (shop / "Icon.PNG").write_bytes(b"\x89PNG\r\n")
    (shop / "script.csx").write_bytes(b"\xef\xbb\xbf// C#\r\n")
    (shop / "intro.md").write_bytes(b"# Shop\n")
    assert run("import", shop, "--out", tmp_path / "out").exit_code == 0
    assert (tmp_path / "out" / "icon.png").read_bytes() == b"\x89PNG\r\n"
    assert (tmp_path / "out" / "script.csx").read_bytes() == b"\xef\xbb\xbf// C#\r\n"
    assert (tmp_path / "out" / "intro_page.md").read_bytes() == b"# Shop\n"

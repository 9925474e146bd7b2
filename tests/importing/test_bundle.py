"""A description in several files is one document; files outside its folder are never read."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.importing.test_command import run

ROOT = """\
openapi: 3.0.3
info: {title: Zoo, version: "1"}
servers: [{url: https://zoo.example.com}]
paths:
  /animals: {$ref: paths/animals.yaml}
  /animals/{id}:
    get:
      operationId: GetAnimal
      parameters: [{$ref: 'parameters.yaml#/Id'}]
      responses:
        200: {$ref: 'responses/one.json'}
        404: {$ref: 'responses/errors.yaml#/NotFound'}
components:
  schemas:
    Animal: {$ref: schemas/Animal.yaml}
"""
FILES = {
    "paths/animals.yaml": """\
post:
  operationId: AddAnimal
  requestBody: {content: {application/json: {schema: {$ref: '../schemas/Animal.yaml'}}}}
  responses:
    201:
      description: Added
      content: {application/json: {schema: {$ref: '../openapi.yaml#/components/schemas/Animal'}}}
""",
    "parameters.yaml": "Id: {name: id, in: path, required: true, schema: {type: string}}\n",
    "responses/one.json": '{"description": "One", "content": {"application/json": '
    '{"schema": {"$ref": "../schemas/Animal.yaml"}}}}',
    "responses/errors.yaml": "NotFound: {description: None, content: {application/json: {schema: {$ref: '#/Error'}}}}\n"
    "Error: {type: object, properties: {message: {type: string}}}\n",
    "schemas/Animal.yaml": """\
type: object
properties:
  name: {type: string, example: {$ref: not/a/reference}}
  parent: {$ref: Animal.yaml}
  kind: {$ref: 'Kinds.yaml#/$defs/Kind'}
""",
    "schemas/Kinds.yaml": "$defs: {Kind: {type: string, enum: [cat, dog]}}\n",
}


def zoo(tmp_path: Path, root: str = ROOT, **more: str) -> Path:
    for name, text in {"openapi.yaml": root, **FILES, **more}.items():
        path = tmp_path / "api" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "api" / "openapi.yaml"


def test_files_of_the_folder_are_followed(tmp_path: Path) -> None:
    result = run("import", zoo(tmp_path), "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    source = yaml.safe_load((tmp_path / "out" / "connector.yaml").read_text())
    assert [one["request"] for one in source["operations"]] == ["POST /animals", "GET /animals/{id}"]
    assert set(source["types"]) == {"Animal", "Kind", "Error"}
    assert source["types"]["Animal"]["fields"]["parent"] == "Animal"
    assert source["types"]["Animal"]["fields"]["kind"] == "Kind"
    add, get = source["operations"]
    assert add["body"] == "Animal" and add["responses"][201]["schema"] == "Animal"
    assert list(get["parameters"]) == ["id"]


def test_findings_are_at_their_place_in_their_file(tmp_path: Path) -> None:
    wrong = "type: object\nproperties:\n  name:\n    type: string\n    odd: 1\n"
    result = run("import", zoo(tmp_path, **{"schemas/Animal.yaml": wrong}), "--out", tmp_path / "out")
    assert f"{tmp_path / 'api' / 'schemas' / 'Animal.yaml'}:5:10: " in result.stdout


@pytest.mark.parametrize(
    "target",
    (
        *("../secret.yaml", "/etc/hostname", "https://example.com/a.yaml", "none.yaml", "link.yaml", "~"),
        *("file:///etc/hostname", "//example.com/a", "schemas/Kinds.yaml#/$defs/None", "%2e%2e/secret.yaml"),
        "\\\\host\\a",
    ),
)
def test_what_cannot_be_followed_is_refused(target: str, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("type: string\n")
    file = zoo(tmp_path, ROOT.replace("schemas/Animal.yaml", f"'{target}'"))
    (tmp_path / "api" / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    result = run("import", file, "--out", tmp_path / "out")
    assert result.exit_code == 2
    if "#" in target:
        assert "'schemas/Kinds.yaml' has no '/$defs/None'; correct the reference" in result.stderr
    else:
        assert "bundle the document into one file" in result.stderr and f"'{target}'" in result.stderr
    assert f"{file}:15: " in result.stderr and not (tmp_path / "out").exists()


def test_files_that_only_refer_to_each_other_end(tmp_path: Path) -> None:
    for first, second in (("a", "b"), ("b", "a")):
        (tmp_path / f"{first}.yaml").write_text(f"$ref: {second}.yaml\n")
    root = ROOT.replace("schemas/Animal.yaml", "a.yaml").replace("paths/animals.yaml", "a.yaml")
    (tmp_path / "openapi.yaml").write_text(root.split("  /animals/{id}")[0])
    assert run("import", tmp_path / "openapi.yaml", "--out", tmp_path / "out").exit_code in (0, 1)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    result = run("import", zoo(tmp_path, **{"parameters.yaml": "a: ["}), "--out", tmp_path / "out")
    assert result.exit_code == 2 and "parameters.yaml:" in result.stderr

"""SOURCE: the accepted paths, the source that they mean, and the error without one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from connectorkit.read import source_paths
from tests.conftest import SMALL, Run

pytestmark = pytest.mark.part(0.35)

SWAGGER = {
    "swagger": "2.0",
    "info": {"title": "Pier Book", "version": "1.0"},
    "host": "pier.example.com",
    "paths": {"/a": {"get": {"operationId": "GetA", "responses": {"200": {"description": "ok"}}}}},
}
YAML_SWAGGER = """\
swagger: "2.0"
info: {title: Pier Book, version: 1.0}
host: pier.example.com
paths:
  /a:
    get:
      responses: {200: {description: ok}}
"""
PAGE = "<!DOCTYPE html>\n<html><head><title>apiDefinition.swagger.json at main</title></head></html>\n"


@pytest.fixture
def project(source: Path) -> Path:
    """A project folder with `connector/`, which has an action and a text in separate files."""
    project = source.parent / "größe und art"
    folder = project / "connector"
    (folder / "actions").mkdir(parents=True)
    head, rest = SMALL.split("- action: ", 1)
    action, types = rest.split("types:")
    lines = "action: " + action.replace("\n  ", "\n")
    (folder / "actions" / "get order.yaml").write_text(lines, encoding="utf-8")
    (folder / "intro.md").write_text("Hello.\n", encoding="utf-8")
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    text = f"{head}- actions/get order.yaml\ntypes:{types}intro: intro.md\n"
    (folder / "connector.yaml").write_text(text, encoding="utf-8")
    return project


@pytest.mark.parametrize(
    "name",
    [
        "connector",
        "",
        "connector/connector.yaml",
        "connector/actions/get order.yaml",
        "connector/actions",
        "connector/intro.md",
    ],
)
def test_a_folder_a_project_and_any_file_name_the_source(name: str, project: Path, run: Run) -> None:
    built = run("build", project / name, "--out", project / "build")
    assert built.exit_code == 0, built.output
    assert (project / "build" / "connector" / "apiDefinition.swagger.json").is_file()
    assert run("explain", "get_order", project / name).exit_code == 0
    assert "explain" not in run("check", project / name, "--fail-on", "error").stdout


def test_the_current_folder_is_the_default(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in (project, project / "connector", project / "connector" / "actions"):
        monkeypatch.chdir(folder)
        result = run("check", "--format", "json")
        files = {one["file"] for one in json.loads(result.stdout)["findings"]}
        assert files and all(not os.path.isabs(file) and os.path.isfile(file) for file in files)
    assert run("check", "get order.yaml", "--format", "json").stdout.count("../connector.yaml") > 0
    (project / "empty").mkdir()
    monkeypatch.chdir(project / "empty")
    for command in (["check"], ["build", "--out", project / "build"], ["test"], ["sandbox"]):
        result = run(*command)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "connector/connector.yaml" in result.stderr


def test_several_files_of_one_source_are_checked_once(project: Path, run: Run) -> None:
    connector = project / "connector"
    alone = run("check", connector).stdout
    names = [connector / "actions" / "get order.yaml", connector / "connector.yaml", connector / "intro.md", project]
    together = run("check", *names)
    assert together.stdout.count("INF110") == alone.count("INF110") == 1


def test_a_published_folder_stands_for_its_files(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "apiDefinition.swagger.json").write_text(json.dumps(SWAGGER), encoding="utf-8")
    (folder / "apiProperties.json").write_text('{"properties": {}}', encoding="utf-8")
    whole = run("check", folder).stdout
    assert "PRP010" in whole
    files = [folder / "apiProperties.json", folder / "apiDefinition.swagger.json"]
    assert run("check", *files).stdout == whole
    assert "PRP010" not in run("check", folder / "apiDefinition.swagger.json").stdout


def test_a_yaml_swagger_is_checked_like_a_json_one(tmp_path: Path, run: Run) -> None:
    (tmp_path / "s.yaml").write_text(YAML_SWAGGER, encoding="utf-8")
    result = run("check", "s.yaml", "--format", "json")
    found = {one["id"]: (one["line"], one["column"]) for one in json.loads(result.stdout)["findings"]}
    assert found["OPR010"] == (6, 5)
    assert found["SEC070"] == (3, 7)
    assert result.exit_code == 1
    (tmp_path / "three.yaml").write_text("openapi: 3.0.1\ninfo: {}\npaths: {}\n", encoding="utf-8")
    assert "three.yaml:1:10: error SEC010" in run("check", "three.yaml").stdout


@pytest.mark.parametrize("name", ["page.json", "page.yaml", "apiDefinition.swagger.json", "connector.yaml"])
def test_a_web_page_is_one_finding(name: str, tmp_path: Path, run: Run) -> None:
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / name).write_text(PAGE, encoding="utf-8")
    for path in (tmp_path / "page", tmp_path / "page" / name):
        result = run("check", path, "--format", "json")
        (one,) = json.loads(result.stdout)["findings"]
        assert (one["id"], result.exit_code) == ("WEB001", 1)
        assert "raw file" in one["help"]


POSTMAN = {"info": {"schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": []}


@pytest.mark.parametrize(("document", "words"), [({"a": 1}, "Swagger 2.0"), (POSTMAN, "Postman collection")])
def test_json_that_describes_no_api_is_one_finding(
    document: dict[str, object], words: str, tmp_path: Path, run: Run
) -> None:
    (tmp_path / "x.json").write_text(json.dumps(document), encoding="utf-8")
    (one,) = json.loads(run("check", "x.json", "--format", "json").stdout)["findings"]
    assert one["id"] == "IMP001" and words in one["help"]
    result = run("import", "x.json", "--out", tmp_path / "out")
    assert result.exit_code == 1 and "error IMP001" in result.stdout
    assert not (tmp_path / "out").exists()


def test_what_is_named_wrongly_is_one_line_that_says_what_was_looked_for(project: Path, run: Run) -> None:
    (project / "connector" / "swagger.json").write_text(json.dumps(SWAGGER), encoding="utf-8")
    (project / "empty").mkdir()
    cases = {
        (project / "nowhere", "check"): "no such file or folder",
        (project / "empty", "check"): "apiDefinition.swagger.json",
        (project / "empty", "build"): "connector.yaml",
        (project / "connector" / "notes.txt", "check"): "not part of the source",
        (project / "connector" / "notes.txt", "build"): "not part of the source",
        (project / "connector" / "swagger.json", "build"): "connectorkit import",
    }
    for (path, command), words in cases.items():
        options = ["--out", project / "build"] if command == "build" else []
        result = run(command, path, *options)
        assert (result.exit_code, result.stdout) == (2, ""), result.output
        assert words in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1
    # A swagger in the folder of a source is checked alone.
    assert "swagger.json:" in run("check", project / "connector" / "swagger.json").stdout


def test_one_wrong_path_or_broken_source_does_not_hide_the_others(project: Path, run: Run) -> None:
    broken = project / "broken"
    broken.mkdir()
    (broken / "connector.yaml").write_text("connector: [", encoding="utf-8")
    result = run("check", project / "nowhere", broken, project / "connector")
    assert result.exit_code == 2
    assert "YAML001" in result.stdout and "INF110" in result.stdout
    built = run("build", broken, project / "connector", "--out", project / "out")
    assert built.exit_code == 1
    assert os.listdir(project / "out") == ["connector"]


@pytest.mark.parametrize("out", ["connector", "connector/build", ".", "connector/../connector", "link", "link/deep/er"])
def test_an_output_folder_that_overlaps_the_source_is_refused(
    out: str, project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    (project / "link").symlink_to(project / "connector")
    before = sorted(project.rglob("*"))
    for more in ([], ["--check"], ["--diff"]):
        result = run("build", "connector", "--out", out, *more)
        assert result.exit_code == 2, result.output
        assert len(result.stderr.strip().splitlines()) == 1
    assert sorted(project.rglob("*")) == before
    assert run("build", "link", "--out", "connector/../build").exit_code == 0


def test_two_sources_of_one_name_are_refused_before_anything_is_written(project: Path, run: Run) -> None:
    shutil.copytree(project / "connector", project / "other" / "connector")
    result = run("build", project / "connector", project / "other" / "connector", "--out", project / "out")
    assert result.exit_code == 2
    assert not (project / "out").exists()
    assert run("build", project, project / "other", "--out", project.parent / "out").exit_code == 0
    assert sorted(os.listdir(project.parent / "out")) == sorted([project.name, "other"])


def test_a_file_that_cannot_be_read_is_one_line(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = Path.open

    def refuse(self: Path, *arguments: object, **options: object) -> object:
        if self.name == "connector.yaml":
            raise PermissionError(13, "Permission denied")
        return real(self, *arguments, **options)  # type: ignore[call-overload]  # Whatever `open` was called with.

    monkeypatch.setenv("CONNECTORKIT_CACHE", "off")
    monkeypatch.setattr(Path, "open", refuse)
    for command in (["check"], ["build", "--out", tmp_path / "out"]):
        result = run(*command, project)
        assert result.exit_code == 2, result.output
        assert "Permission denied" in result.stderr


def test_a_pipe_that_closes_early_leaves_the_status_as_it_is(tmp_path: Path) -> None:
    document = {**SWAGGER, "paths": {f"/a{n}": {"get": {"responses": {"200": {}}}} for n in range(300)}}
    (tmp_path / "s.json").write_text(json.dumps(document, indent=1), encoding="utf-8")
    command = [sys.executable, "-m", "connectorkit", "check", str(tmp_path / "s.json")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
    assert process.returncode == 1
    assert "Traceback" not in errors and "Exception ignored" not in errors


def test_the_folder_of_a_definition_stands_for_the_definition_too(tmp_path: Path) -> None:
    (tmp_path / "a.swagger.json").write_text("{}", encoding="utf-8")
    found = list(source_paths.find_all([str(tmp_path), str(tmp_path / "a.swagger.json")], published=True))
    assert [one.path for one in found if isinstance(one, source_paths.Found)] == [str(tmp_path)]


def test_an_empty_name_is_no_output_folder(project: Path, run: Run) -> None:
    result = run("build", project, "--out", "")
    assert (result.exit_code, result.stderr) == (2, "--out: the name is empty; name a folder\n")

"""`connectorkit diff` as people and programs call it."""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
from pathlib import Path

import pytest
from tests.conftest import SMALL, Run
from tests.paths import BUILT, CONNECTOR
from tests.repository import git

OLD_NOTE = "note: string"


@pytest.fixture
def update(source: Path) -> Path:
    """The small source with one output less and a text that changed."""
    folder = source.parent / "update"
    folder.mkdir()
    text = SMALL.replace("order_id: int32, note: string}}", "order_id: int32}}").replace("Reads one", "Gets one")
    (folder / "connector.yaml").write_text(text, encoding="utf-8")
    return folder


def fingerprint(run: Run, source: Path, update: Path) -> str:
    found = json.loads(run("diff", source, update, "--format", "json").stdout)
    return str(found["findings"][0]["fingerprint"])


def test_the_text_names_the_place_the_audiences_and_the_remedy(run: Run, source: Path, update: Path) -> None:
    done = run("diff", source.name, update.name)
    assert done.exit_code == 1
    assert "error BRK530: The output 'Note' (note) of 'Get order' (get_order) was removed." in done.stdout
    assert "wire b  flows B  apps B  agents n" in done.stdout
    assert "Before: orders/connector.yaml:15:43" in done.stdout
    assert "1 error, 1 advice" in done.stdout
    assert "Version 1.0: a major version follows: 2.0; it was not raised." in done.stdout


def test_nothing_changed(run: Run, source: Path) -> None:
    done = run("diff", source, source)
    assert done.exit_code == 0
    assert done.stdout == "no change\nVersion 1.0: nothing changed, so no new version is needed.\n"


def test_the_level_that_fails_can_be_set(run: Run, source: Path, update: Path) -> None:
    text = SMALL.replace("Reads one", "Gets one")
    (update / "connector.yaml").write_text(text, encoding="utf-8")
    assert run("diff", source, update).exit_code == 0
    assert run("diff", source, update, "--fail-on", "advice").exit_code == 1


def test_json_is_the_document_of_check_with_audiences(run: Run, source: Path, update: Path) -> None:
    found = json.loads(run("diff", source, update, "--format", "json").stdout)
    assert found["version"] == 1
    removed = found["findings"][0]
    assert removed["severity"] == "error" and removed["id"] == "BRK530"
    assert removed["audiences"] == {"wire": "b", "flows": "B", "apps": "B", "agents": "n"}
    assert removed["operations"] == ["get_order"] and removed["path"] == "note"
    assert removed["new"] is None and removed["old"]["line"] == 15 and removed["line"] >= 1
    assert set(json.loads(run("check", source, "--format", "json").stdout)["findings"][0]) <= set(removed)
    assert found["release"]["step"] == "major" and found["release"]["raised"] is False


def test_sarif_names_the_audiences(run: Run, source: Path, update: Path) -> None:
    document = json.loads(run("diff", source, update, "--format", "sarif").stdout)
    result = document["runs"][0]["results"][0]
    assert result["properties"]["audiences"]["flows"] == "B"
    described = document["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert described["id"] == "BRK530" and described["shortDescription"]["text"] == "An output was removed."


def test_github_marks_the_line_of_the_new_side(run: Run, source: Path, update: Path) -> None:
    first = run("diff", source.name, update.name, "--format", "github").stdout.splitlines()[0]
    assert first.startswith("::error file=update/connector.yaml,")


def test_markdown_escapes_what_the_connector_says(run: Run, source: Path, update: Path) -> None:
    nasty = "<script>@team [a](http://b) | `c` **d**"
    text = SMALL.replace("summary: Get order", f"summary: {json.dumps(nasty)}")
    (update / "connector.yaml").write_text(text, encoding="utf-8")
    said = run("diff", source, update, "--format", "markdown").stdout
    assert "BRK471" in said
    for harmful in ("<script", "@team", "](", "http://", "`c`", "**d**", "| `"):
        assert harmful not in said, said


def test_a_change_can_be_approved_and_the_approval_grows_old(run: Run, source: Path, update: Path) -> None:
    settings = update / "connectorkit.toml"
    settings.write_text('# Ours.\nprofile = "custom"', encoding="utf-8")
    mark = fingerprint(run, source, update)
    done = run("diff", source, update, "--approve", mark, "--because", 'No "flow" uses it.', "--correction")
    assert done.exit_code == 0
    assert settings.read_text(encoding="utf-8").startswith('# Ours.\nprofile = "custom"\n\n[[diff.approved]]\n')
    done = run("diff", source, update)
    assert done.exit_code == 0
    assert "approved BRK530 (correction):" in done.stdout and 'No "flow" uses it.' in done.stdout
    assert "1 advice, 1 approved" in done.stdout
    stale = run("diff", update, update)
    assert f"warning APV010: The approval {mark} no longer matches a change." in stale.stdout
    assert stale.exit_code == 0


def test_a_fingerprint_stays_when_lines_move(run: Run, source: Path, update: Path) -> None:
    before = fingerprint(run, source, update)
    for folder in (source, update):
        file = folder / "connector.yaml"
        file.write_text("# A comment.\n\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert fingerprint(run, source, update) == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--approve", "0123456789abcdef"], "a reason"),
        (["--because", "x"], "requires a change"),
        (["--approve", "0123456789abcdef", "--because", "x"], "no change between"),
        (["--approvals", "none.toml"], "no such file"),
    ],
)
def test_an_approval_that_cannot_be_made(run: Run, source: Path, update: Path, options: list[str], said: str) -> None:
    done = run("diff", source, update, *options)
    assert done.exit_code == 2 and said in done.stderr
    assert not (update / "connectorkit.toml").exists()


@pytest.mark.parametrize("text", ["[[diff.approved]]\nreason = 1\n", "[[diff.approved]]\nfingerprint = 'x'\n"])
def test_an_approval_without_effect_is_reported(run: Run, source: Path, update: Path, text: str) -> None:
    (update / "connectorkit.toml").write_text(text, encoding="utf-8")
    done = run("diff", source, update)
    assert done.exit_code == 1 and "warning APV020" in done.stdout


def test_toml_that_cannot_be_read(run: Run, source: Path, update: Path) -> None:
    (update / "connectorkit.toml").write_text("[[[", encoding="utf-8")
    done = run("diff", source, update)
    assert done.exit_code == 2 and "is not valid TOML" in done.stderr


def test_the_source_and_what_is_built_from_it_are_the_same(run: Run) -> None:
    done = run("diff", CONNECTOR, BUILT, "--fail-on", "advice")
    assert done.exit_code == 0, done.stdout


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("nowhere", "no such file or folder"),
        ("packed.zip", "packed.zip: The archive is not opened: it is damaged"),
        ("three.json", "is OpenAPI 3"),
        ("broken.json", "broken.json:1:"),
        ("git:", "names no revision"),
        ("git:main", "git:main"),
    ],
)
def test_a_side_that_cannot_be_used(run: Run, source: Path, given: str, said: str) -> None:
    Path("packed.zip").write_bytes(b"PK\x03\x04rest")
    Path("three.json").write_text('{"openapi": "3.0.1", "info": {}, "paths": {}}', encoding="utf-8")
    Path("broken.json").write_text("{", encoding="utf-8")
    for sides in ((given, source), (source, given)):
        done = run("diff", *sides)
        assert done.exit_code == 2 and said in done.stderr and not done.stdout


def test_a_swagger_alone_says_what_was_not_compared(run: Run) -> None:
    done = run("diff", BUILT / "apiDefinition.swagger.json", BUILT)
    assert done.exit_code == 0
    assert "OLD has no apiProperties.json: connections, policies and appearance were not compared." in done.stdout


def test_both_sides_are_needed(run: Run, source: Path) -> None:
    assert run("diff", source).exit_code == 2


def test_a_source_with_errors_is_no_side(run: Run, source: Path, update: Path) -> None:
    (update / "connector.yaml").write_text(SMALL.replace("summary:", "sumary:"), encoding="utf-8")
    done = run("diff", source, update)
    assert done.exit_code == 2 and "sumary" in done.stderr


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_side_can_be_a_revision(run: Run, tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "orders").rename(tmp_path / "connector")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "connector")
    git(tmp_path, "commit", "-q", "-m", "first")
    file = tmp_path / "connector" / "connector.yaml"
    file.write_text(SMALL.replace("note: string", "note: int32"), encoding="utf-8")
    for old in ("git:HEAD", "git:HEAD:connector", "git:main:connector/connector.yaml"):
        done = run("diff", old, ".")
        assert done.exit_code == 1, done.stderr
        assert "BRK550" in done.stdout and "Before: git:" in done.stdout
        assert "connector/connector.yaml:15" in done.stdout
    assert run("diff", "git:nothing", ".").exit_code == 2
    assert run("diff", "git:HEAD:elsewhere", ".").exit_code == 2


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_file_in_a_revision_stands_for_its_source(run: Run, tmp_path: Path, source: Path) -> None:
    (source / "types.yaml").write_text("Id: int32\n", encoding="utf-8")
    file = source / "connector.yaml"
    file.write_text(SMALL.replace("order_id: int32", "order_id: Id"), encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    for name in ("orders/connector.yaml", "orders/types.yaml"):
        done = run("diff", f"git:HEAD:{name}", source)
        assert (done.exit_code, done.stdout[:9]) == (0, "no change"), done.stderr


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_shows_what_a_change_of_the_yaml_means(tmp_path: Path, source: Path) -> None:
    (tmp_path / ".gitattributes").write_text("*.yaml diff=connectorkit\n", encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "config", "diff.connectorkit.command", f'"{sys.executable}" -m connectorkit diff --driver')
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    file = source / "connector.yaml"
    file.write_text(SMALL.replace(OLD_NOTE, "note: int32"), encoding="utf-8")
    said = git(tmp_path, "diff", "--ext-diff")
    assert "-  Order: {fields: {order_id: int32, note: string}}" in said
    assert "# error BRK550: The output 'Note' (note) of 'Get order' (get_order) changed its type" in said
    file.write_text("a: [", encoding="utf-8")
    assert "# The effect of the change is unknown:" in git(tmp_path, "diff", "--ext-diff")
    file.unlink()
    assert "on one side only" in git(tmp_path, "diff", "--ext-diff")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no names here")
def test_a_side_may_be_a_pipe_that_is_read_once(run: Run) -> None:
    data = (BUILT / "apiDefinition.swagger.json").read_bytes()
    os.mkfifo("pipe.json")
    writer = threading.Thread(target=lambda: Path("pipe.json").write_bytes(data))
    writer.start()
    done = run("diff", "pipe.json", BUILT)
    writer.join(10)
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, "no change"), done.output

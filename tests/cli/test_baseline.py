"""Baselines: only new findings are reported, even if lines have moved."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from tests.conftest import Run
from tests.repository import git

HEAD = """\
connector: Contoso Orders!
description: Orders of the Contoso shop, read and placed from a flow.
version: "1.0"
server: https://orders.example.com/v1
authentication: {key: {type: apiKey, in: header, name: X-Key}}
credentials: {api_key: {type: securestring, label: API key, role: api_key}}
prerequisites: |
  {{TODO}} an account.
operations:
"""
ACTION = """\
- action: {name}
  summary: Get & {name}
  description: Reads one order
  request: GET /{name}
  parameters: {{first: string, second: string}}
"""


def text(*names: str) -> str:
    return HEAD + "".join(ACTION.format(name=name) for name in names)


def ids(stdout: str) -> list[str]:
    return sorted(one["id"] for one in json.loads(stdout)["findings"])


@pytest.fixture
def known(source: Path, run: Run) -> Path:
    """A source with findings, all of them in the baseline `known.json`."""
    (source / "connector.yaml").write_text(text("one", "two"), encoding="utf-8")
    result = run("check", source, "--write-baseline", "known.json")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "known.json: " in result.stderr
    return source


def test_known_findings_are_not_reported(known: Path, run: Run) -> None:
    assert run("check", known).exit_code == 1
    result = run("check", known, "--baseline", "known.json")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_moved_lines_and_another_order_are_nothing_new(known: Path, run: Run) -> None:
    moved = (
        text("two", "one")
        .replace("operations:", "# A comment.\n\noperations:")
        .replace("{first: string, second: string}", "\n    second: string\n\n    first: string")
    )
    moved = moved.replace("prerequisites: |\n", "prerequisites: |\n  A line more.\n\n")
    (known / "connector.yaml").write_text(moved, encoding="utf-8")
    result = run("check", known, "--baseline", "known.json", "--format", "json")
    assert ids(result.stdout) == [], result.stdout
    assert "match" not in result.stderr


def test_a_finding_in_a_text_is_known_on_another_line(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "pier"
    folder.mkdir()
    document = {"swagger": "2.0", "info": {"title": "Pier", "version": "1.0"}, "host": "pier.example.org", "paths": {}}
    (folder / "apiDefinition.swagger.json").write_text(json.dumps(document), encoding="utf-8")
    readme = "# Pier\n\nAnswer to question 1\n"
    (folder / "readme.md").write_text(readme, encoding="utf-8")
    found = json.loads(run("check", folder, "--format", "json").stdout)["findings"]
    assert "readme.md#/line/3" in {one["pointer"] for one in found}
    run("check", folder, "--write-baseline", "known.json")
    (folder / "readme.md").write_text(readme.replace("Answer", "A line more.\n\nAnswer"), encoding="utf-8")
    result = run("check", folder, "--baseline", "known.json", "--format", "json")
    assert (ids(result.stdout), result.stderr) == ([], "")


def test_what_is_new_is_reported_alone(known: Path, run: Run) -> None:
    (known / "connector.yaml").write_text(text("zero", "one", "two"), encoding="utf-8")
    result = run("check", known, "--baseline", "known.json", "--format", "json")
    assert result.exit_code == 1
    assert ids(result.stdout)
    assert all("zero" in one["message"] for one in json.loads(result.stdout)["findings"])


def test_entries_that_match_nothing_any_more_are_counted(known: Path, run: Run) -> None:
    fixed = text("one", "two").replace("Orders!", "Orders")
    (known / "connector.yaml").write_text(fixed, encoding="utf-8")
    result = run("check", known, "--baseline", "known.json", "--ignore", "OPR080")
    assert result.stderr == "known.json: 1 known finding no longer occurs; update the file with --write-baseline\n"


def test_a_baseline_knows_sources_apart(known: Path, run: Run) -> None:
    other = known.parent / "other"
    other.mkdir()
    (other / "connector.yaml").write_text(text("one", "two"), encoding="utf-8")
    result = run("check", known, other, "--baseline", "known.json", "--format", "json")
    assert {one["file"] for one in json.loads(result.stdout)["findings"]} == {str(other / "connector.yaml")}


def test_a_baseline_may_lie_elsewhere_and_is_the_same_bytes_again(known: Path, run: Run) -> None:
    first = (known.parent / "known.json").read_bytes()
    (known.parent / "deep").mkdir()
    run("check", known, "--write-baseline", "deep/known.json")
    assert run("check", known, "--baseline", "deep/known.json").exit_code == 0
    run("check", known, "--write-baseline", "known.json")
    assert (known.parent / "known.json").read_bytes() == first


@pytest.mark.parametrize("content", [None, "", "[]", '{"version": 2, "findings": []}', '{"version": 1}', "\xff"])
def test_what_is_no_baseline_is_one_line(content: str | None, known: Path, run: Run) -> None:
    path = known.parent / "other.json"
    if content is not None:
        path.write_bytes(content.encode("latin-1"))
    result = run("check", known, "--baseline", "other.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_baseline_is_not_written_over_when_a_source_cannot_be_used(known: Path, run: Run) -> None:
    before = (known.parent / "known.json").read_bytes()
    assert run("check", known, "nowhere", "--write-baseline", "known.json").exit_code == 2
    assert (known.parent / "known.json").read_bytes() == before
    assert run("check", known, "--write-baseline", "missing/known.json").exit_code == 2
    assert run("check", known, "--write-baseline", "known.json", "--baseline", "known.json").exit_code == 2


@pytest.fixture
def repository(source: Path) -> Path:
    (source / "connector.yaml").write_text(text("one"), encoding="utf-8")
    (source / ".gitattributes").write_text("connector.yaml export-ignore\n", encoding="utf-8")
    git(source.parent, "init", "-q")
    git(source.parent, "add", "orders")
    git(source.parent, "commit", "-q", "-m", "first")
    git(source.parent, "tag", "v1")
    return source


def test_a_revision_is_a_baseline(repository: Path, run: Run) -> None:
    status = ["git", "-C", str(repository.parent), "status", "--porcelain"]
    assert run("check", repository, "--baseline", "git:HEAD").exit_code == 0
    (repository / "connector.yaml").write_text(text("zero", "one"), encoding="utf-8")
    before = subprocess.check_output(status)
    result = run("check", repository, "--baseline", "git:v1", "--format", "json")
    assert result.exit_code == 1
    assert all("zero" in one["message"] for one in json.loads(result.stdout)["findings"])
    assert subprocess.check_output(status) == before


def test_a_source_that_a_revision_does_not_have_is_all_new(repository: Path, run: Run) -> None:
    other = repository.parent / "other"
    other.mkdir()
    (other / "connector.yaml").write_text(text("one"), encoding="utf-8")
    assert run("check", other, "--baseline", "git:HEAD").stdout == run("check", other).stdout


def test_the_hooks_of_git_do_not_lead_astray(repository: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", "nowhere")
    assert run("check", repository, "--baseline", "git:HEAD").exit_code == 0


@pytest.mark.parametrize("revision", ["nothing", "--help", "", "HEAD:orders"])
def test_a_revision_that_does_not_exist_is_one_line(revision: str, repository: Path, run: Run) -> None:
    result = run("check", repository, "--baseline", f"git:{revision}")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"has no revision '{revision}'" in result.stderr and result.stderr.count("\n") == 1


def test_without_git_or_a_repository_there_is_a_clear_line(
    source: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(source.parent.parent))
    assert "not a git repository" in run("check", source, "--baseline", "git:HEAD").stderr
    monkeypatch.setenv("PATH", "")
    result = run("check", source, "--baseline", "git:HEAD")
    assert (result.exit_code, result.stderr) == (2, "--baseline git:HEAD: git cannot be run here\n")

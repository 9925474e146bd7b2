"""`make outputs-diff`: what another revision of the toolkit renders differently, over a tiny sample."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.outputs_diff import LINES, Change, read_diff

from connectorkit import pipeline
from connectorkit.cli import new_project
from connectorkit.write import build_folder
from tests.paths import ROOT
from tests.repository import git

# These start many processes; make test-all runs them.
pytestmark = pytest.mark.part(0)

KINDS = ("source", "connector", "client", "contract_tests", "docs", "messages")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the toolkit and a small connector; beside it a sample of two published ones."""
    folder = tmp_path_factory.mktemp("diff") / "repository"
    for name in ("generator", "templates", "docs", "benchmarks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "constraints.txt", folder)
    made = folder.parent / "made"
    new_project.create(made, "Example Tasks")
    (made / "connector").rename(folder / "connector")
    files = pipeline.build(folder / "connector", ("connector",)).files
    for name in ("one", "two"):
        build_folder.write(folder.parent / "sample" / "some" / name, files)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Start")
    return folder


def run(repository: Path, *arguments: str) -> tuple[int, str, str]:
    script, sample = repository / "benchmarks" / "outputs_diff.py", repository.parent / "sample"
    command = [sys.executable, str(script), "--sample", str(sample), *arguments]
    done = subprocess.run(command, cwd=repository.parent, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_the_same_toolkit_renders_the_same(repository: Path) -> None:
    assert run(repository, "HEAD") == (
        0,
        "3 connectors, rendered by HEAD and by the working tree: 0 differ\n"
        + "".join(f"{kind}: no change\n" for kind in KINDS),
        "",
    )
    assert git(repository, "status", "--porcelain") == ""
    assert git(repository, "worktree", "list").count("\n") == 1


def test_a_changed_template_is_listed_by_kind_and_connector(repository: Path) -> None:
    template = repository / "templates" / "docs" / "reference.md.j2"
    before = template.read_text(encoding="utf-8")
    template.write_text(before + "Written anew.\n", encoding="utf-8")
    status, out, err = run(repository, "HEAD", "--limit", "1")
    template.write_text(before, encoding="utf-8")
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "2 connectors, rendered by HEAD and by the working tree: 2 differ"
    start = lines.index("docs: 2 of 2 connectors, 2 files +2 -0")
    assert lines[start + 1 : start + 3] == ["    in 2 places, 2 connectors:", "        +Written anew."]
    assert lines[-2:] == [
        "connector/ of this repository: docs 1 file +1 -0",
        "some/one/connector: docs 1 file +1 -0",
    ]
    assert {"source: no change", "client: no change", "connector: no change"} < set(lines)


def test_a_toolkit_that_refuses_and_one_that_breaks_are_told_apart(repository: Path) -> None:
    schema = repository / "generator" / "connectorkit" / "validate" / "schemas" / "connector.schema.json"
    before = schema.read_text(encoding="utf-8")
    schema.write_text(before.replace('"throttle": {', '"throttled": {', 1), encoding="utf-8")
    refusing = run(repository, "HEAD", "--limit", "0")[1]
    schema.write_text("{", encoding="utf-8")
    breaking = run(repository, "HEAD", "--limit", "0")[1]
    schema.write_text(before, encoding="utf-8")
    assert "Unknown key 'throttle'" in refusing and "+connectorkit build: exit status 1" in refusing
    assert "+connectorkit build: exit status a traceback" in breaking
    for out in (refusing, breaking):
        assert "client: 1 of 1 connectors" in out and "messages: 1 of 1 connectors, 1 file" in out


@pytest.mark.parametrize("revision", ["nonsense", "--help-me", "", "HEAD:templates"])
def test_what_is_no_commit_is_refused_in_one_line(repository: Path, revision: str) -> None:
    status, out, err = run(repository, "--", revision)
    assert (status, out, err) == (2, "", f"'{revision}' is not a commit of this repository.\n")


def test_a_sample_that_is_not_there_is_refused_in_one_line(repository: Path) -> None:
    status, out, err = run(repository, "HEAD", "--sample", "nowhere")
    assert (status, out) == (2, "") and err.startswith("nowhere: no such folder") and err.count("\n") == 1


def test_the_target_of_make_passes_its_settings(repository: Path) -> None:
    shutil.copy(ROOT / "Makefile", repository.parent)
    (repository.parent / ".venv").mkdir(exist_ok=True)
    (repository.parent / ".venv" / ".ready").touch()
    for name in ("pyproject.toml", "constraints.txt"):
        (repository.parent / name).touch()
    os.utime(repository.parent / ".venv" / ".ready", (2**33, 2**33))
    command = ["make", "--dry-run", "outputs-diff", "REV=v0", "SAMPLE=some where", "LIMIT=3", "BIN=bin"]
    # The variables of a make that runs these tests make this one print the folders that it enters.
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE") and name != "MFLAGS"}
    done = subprocess.run(command, cwd=repository.parent, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == 'bin/python -m benchmarks.outputs_diff "v0" --sample "some where" --limit 3'


def test_lines_that_look_like_headers_are_counted_as_lines() -> None:
    text = """\
diff --git a/x b/x
--- a/x
+++ b/x
@@ -1 +1 @@
--- old
+++ new
@@ -5,0 +6 @@
+more
diff --git a/y b/y
Binary files a/y and b/y differ
"""
    change = read_diff(text.split("\n"))
    assert (change.files, change.added, change.removed) == (2, 2, 1)
    assert set(change.hunks) == {("--- old", "+++ new"), ("+more",), ("(a binary file differs)",)}
    assert str(Change(1, 2, 3)) == "1 file +2 -3" and LINES > 1

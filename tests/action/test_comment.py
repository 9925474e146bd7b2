"""The comment on a pull request: what its script writes, run as the runner runs it."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.action.runner import filled
from tests.action.test_workflows import COMMENT

pytestmark = pytest.mark.part(0)

Texts = dict[str, str]
# What GitHub answers about its pull requests and comments, as a reader of it asks with `gh api --jq`.
PULLS = [
    {"number": 11, "head": {"sha": "abc", "ref": "main", "repo": {"full_name": "other/r"}}},
    {"number": 12, "head": {"sha": "abc", "ref": "fix", "repo": {"full_name": "someone/r"}}},
    {"number": 13, "head": {"sha": "abc", "ref": "fix", "repo": None}},
]


def comment(place: Path, artefact: Texts, comments: list[dict[str, object]], **event: str) -> list[str]:
    """The calls of `gh` with which the script of the comment writes, for an artefact with these files."""
    tools, temp = place / "bin", place / "temp"
    tools.mkdir(parents=True)
    temp.mkdir()
    for name, text in artefact.items():
        (temp / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        (temp / "data" / name).write_text(text, encoding="utf-8")
    (place / "pulls").write_text(json.dumps(PULLS), encoding="utf-8")
    (place / "comments").write_text(json.dumps(comments), encoding="utf-8")
    here = shlex.quote(str(place))
    fake = f"""#!/bin/bash
if [ "$1 $2" = "api --paginate" ]; then
  case "$3" in */pulls?*) file=pulls;; *) file=comments;; esac
  exec jq -r "$5" {here}/$file
fi
echo "$@" >> {here}/calls
[ "$1" != run ] || [ -d {here}/temp/data ]
"""
    (tools / "gh").write_text(fake, encoding="utf-8")
    (tools / "gh").chmod(0o755)
    step = yaml.load(COMMENT, yaml.BaseLoader)["jobs"]["comment"]["steps"][0]
    run = {"id": "7", "html_url": "https://example.com/7", "conclusion": "failure", "head_sha": "abc"}
    run |= {"head_branch": "fix", "head_repository.full_name": "someone/r"} | event
    known = {f"github.event.workflow_run.{name}": value for name, value in run.items()}
    environment = {name: filled(value, known) for name, value in step["env"].items()}
    environment |= {
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "RUNNER_TEMP": str(temp),
        "GITHUB_REPOSITORY": "o/r",
    }
    done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", step["run"]], env=environment, check=False)
    assert done.returncode == 0
    calls = place / "calls"
    lines = calls.read_text(encoding="utf-8").splitlines() if calls.exists() else []
    return [line for line in lines if not line.startswith("run download 7 --repo o/r --name connector --dir ")]


SARIF = json.dumps({"runs": [{"results": [{"level": "error", "message": "@everyone"}, {"level": "note"}]}]})
CHANGE = json.dumps({"findings": [{"severity": "error"}, {"severity": "error"}, {"severity": "advice"}]})
needs_jq = pytest.mark.skipif(shutil.which("jq") is None, reason="jq is on the runners of GitHub, and not here")


def body(errors: str, breaking: str) -> str:
    counts = f"Errors: {errors}. Breaking changes: {breaking}."
    return f"body=<!-- connectorkit --> connectorkit: failure. {counts} [Report](https://example.com/7)"


@needs_jq
def test_of_an_artefact_only_numbers_reach_a_comment(tmp_path: Path) -> None:
    post = "api --silent --method POST repos/o/r/issues/12/comments --raw-field "
    right = {"check.sarif": SARIF, "changes/a.json": CHANGE, "changes/b.json": CHANGE}
    assert comment(tmp_path / "right", right, []) == [post + body("1", "4")]
    for number, text in enumerate(('"@everyone"', "[1]", "{@everyone", '{"runs": "@everyone"}', "")):
        told = comment(tmp_path / f"{number}", {"check.sarif": text, "changes/a.json": text}, [])
        assert told == [post + body("unknown", "unknown" if text else "0")]
    assert comment(tmp_path / "none", {}, []) == [post + body("unknown", "unknown")]
    twice = {"check.sarif": SARIF + SARIF, "changes.md": "@everyone"}
    assert comment(tmp_path / "twice", twice, []) == [post + body("unknown", "unknown")]


@needs_jq
def test_the_comment_of_an_earlier_run_is_changed(tmp_path: Path) -> None:
    ours = {"id": 5, "user": {"login": "github-actions[bot]"}, "body": "<!-- connectorkit --> connectorkit: success."}
    others = [ours | {"id": 3, "user": {"login": "stranger"}}, ours | {"id": 4, "body": "Of another workflow"}]
    texts = {"check.sarif": SARIF, "changes/a.json": CHANGE}
    patch = "api --silent --method PATCH repos/o/r/issues/comments/5 --raw-field "
    assert comment(tmp_path / "again", texts, [*others, ours]) == [patch + body("1", "2")]
    assert "--method POST" in comment(tmp_path / "first", texts, others)[0]


@needs_jq
def test_a_comment_is_only_for_the_pull_request_of_the_run(tmp_path: Path) -> None:
    texts = {"check.sarif": SARIF, "changes/a.json": CHANGE, "pull": "99", "number": "99"}
    for name, event in {
        "pushed": {"head_sha": "abcd"},
        "branch": {"head_branch": "$(touch pwned)"},
        "fork": {"head_repository.full_name": "o/r"},
    }.items():
        assert comment(tmp_path / name, texts, [], **event) == []

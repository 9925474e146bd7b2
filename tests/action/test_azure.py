"""The pipeline for Azure, run in the project that `init` writes."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.action.project import breaks, edit
from tests.action.test_workflows import AZURE
from tests.repository import git

pytestmark = pytest.mark.part(0)


def azure(project: Path, tools: Path) -> dict[str, subprocess.CompletedProcess[str]]:
    """The result of each script of the pipeline for Azure, by the name of its step."""
    steps = yaml.load(AZURE, yaml.BaseLoader)["steps"]
    environment = {
        **os.environ,
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    done = {}
    for step in (one for one in steps if "bash" in one):
        # Azure replaces `$(name)` before bash reads it, if there is such a variable.
        assert not re.search(r"\$\((?!git merge-base)", step["bash"])
        run = ["bash", "--noprofile", "--norc", "-c", step["bash"]]
        done[step["displayName"]] = subprocess.run(
            run, cwd=project, env=environment, capture_output=True, text=True, check=False
        )
    return done


def test_the_pipeline_for_azure_passes_in_a_new_project(project: Path, tools: Path) -> None:
    git(project, "update-ref", "refs/remotes/origin/main", "HEAD")
    for name, done in azure(project, tools).items():
        assert done.returncode == 0, name + done.stdout + done.stderr
    assert (project / "results" / "check.xml").read_text(encoding="utf-8").startswith("<?xml")


def test_the_pipeline_for_azure_fails_and_obeys_no_text(project: Path, tools: Path) -> None:
    git(project, "update-ref", "refs/remotes/origin/main", "HEAD")
    edit(
        project / "connector" / "actions" / "create_task.yaml",
        "summary: Create a task",
        'summary: "##vso[task.complete result=Succeeded;done=true] &"',
    )
    breaks(project, "connector")
    results = azure(project, tools)
    assert [name for name, done in results.items() if done.returncode] == ["Check", "Build", "Changes"]
    for name, done in results.items():
        assert "##" not in done.stdout + done.stderr, name
    assert "# #vso[task.complete" in results["Changes"].stdout

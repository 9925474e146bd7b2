"""The hooks, run by the real pre-commit: those of this repository with `try-repo`, and those of a new project."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from connectorkit.cli import new_project
from tests.action.project import commit, edit
from tests.paths import ROOT
from tests.repository import git

# pre-commit makes an environment and builds the toolkit; make test-all does that.
pytestmark = pytest.mark.part(0)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the toolkit as a repository, and the packages of this environment without the toolkit."""
    place = tmp_path_factory.mktemp("hooks")
    copy = place / "toolkit"
    for name in ("generator", "templates", "docs"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    others = (ROOT / name for name in ("action.yml", "LICENSE", ".gitignore", ".pre-commit-hooks.yaml"))
    for file in (*ROOT.glob("*.md"), *ROOT.glob("*.t*"), *others):
        shutil.copy(file, copy)
    git(place, "init", "--quiet", str(copy))
    commit(copy)
    (place / "packages").mkdir()
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if "connectorkit" not in entry.name and entry.suffix != ".pth":
            (place / "packages" / entry.name).symlink_to(entry)
    return place


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "demo"
    new_project.create(folder)
    git(tmp_path, "init", "--quiet", str(folder))
    commit(folder)
    return folder


def pre_commit(project: Path, place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """pre-commit with a pip that builds from installed packages, without an index."""
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(place),
        "LC_ALL": "C.UTF-8",
        "PRE_COMMIT_HOME": str(place / "cache"),
        "CONNECTORKIT_CACHE": "off",
        "PYTHONPATH": str(place / "packages"),
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip reads 0 as "no isolation".
    }
    command = [sys.executable, "-m", "pre_commit", *arguments]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)


def outcomes(output: str) -> dict[str, str]:
    """Passed, Failed or Skipped for the id of each hook."""
    lines = [line for line in output.splitlines() if line.startswith("connectorkit ")]
    found = {" ".join(line.split("..")[0].split()): line.rstrip().rsplit(".", 1)[1] for line in lines}
    return {name: result.split(")")[-1] for name, result in found.items()}


def test_the_hooks_of_this_repository_check_format_and_build(project: Path, place: Path) -> None:
    def tried() -> subprocess.CompletedProcess[str]:
        return pre_commit(project, place, "try-repo", str(place / "toolkit"), "--all-files", "--verbose")

    names = ["connectorkit check", "connectorkit format", "connectorkit build"]
    passed = tried()
    assert outcomes(passed.stdout) == dict.fromkeys(names, "Passed"), passed.stdout + passed.stderr
    action = project / "connector" / "actions" / "create_task.yaml"
    edit(action, "summary: Create a task", "summary:   'Create & a task'")
    git(project, "add", "--all")
    failed = tried()
    assert outcomes(failed.stdout) == dict.fromkeys(names, "Failed"), failed.stdout
    assert "connector/actions/create_task.yaml:" in failed.stdout and "error OPR080" in failed.stdout
    assert "apiDefinition.swagger.json: out of date" in failed.stdout
    assert "summary: Create & a task\n" in action.read_text(encoding="utf-8")


def test_a_file_outside_of_a_source_is_nothing_to_check(project: Path, place: Path) -> None:
    (project / "notes.yaml").write_text("a: 1\n", encoding="utf-8")
    git(project, "add", "--all")
    files = ("--files", "notes.yaml", ".github/workflows/connector.yml")
    done = pre_commit(project, place, "try-repo", str(place / "toolkit"), *files)
    # The build is looked at each time: pre-commit has no name of a file that was deleted.
    names = {"connectorkit check": "Skipped", "connectorkit format": "Skipped", "connectorkit build": "Passed"}
    assert done.returncode == 0 and outcomes(done.stdout) == names, done.stdout


def installed(project: Path) -> None:
    """Put this toolkit into the `.venv` of a project, as `make` does."""
    command = project / ".venv" / "bin" / "connectorkit"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nunset PYTHONPATH\nexec "{sys.executable}" -m connectorkit "$@"\n', encoding="utf-8")
    command.chmod(0o755)


def test_the_hooks_of_a_new_project_run_its_own_toolkit(project: Path, place: Path) -> None:
    installed(project)
    names = ["connectorkit format", "connectorkit check", "connectorkit build --check"]
    passed = pre_commit(project, place, "run", "--all-files")
    assert outcomes(passed.stdout) == dict.fromkeys(names, "Passed"), passed.stdout + passed.stderr
    (project / "connector" / "types.yaml").unlink()
    git(project, "add", "--all")
    failed = pre_commit(project, place, "run")
    assert outcomes(failed.stdout) == {names[0]: "Skipped", names[1]: "Failed", names[2]: "Failed"}, failed.stdout


def test_what_is_staged_is_checked_and_not_what_is_edited_since(project: Path, place: Path) -> None:
    installed(project)
    names = ["connectorkit format", "connectorkit check", "connectorkit build --check"]
    action = project / "connector" / "actions" / "create_task.yaml"
    edit(action, "summary: Create a task", "summary: Create & a task")
    git(project, "add", "--all")
    edit(action, "summary: Create & a task", "summary: Create a task")
    failed = pre_commit(project, place, "run")
    assert outcomes(failed.stdout) == {names[0]: "Passed", names[1]: "Failed", names[2]: "Failed"}, failed.stdout
    git(project, "add", "--all")
    edit(action, "summary: Create a task", "summary:   'Create & a task'")
    (project / "notes.txt").write_text("staged\n", encoding="utf-8")
    git(project, "add", "notes.txt")
    passed = pre_commit(project, place, "run")
    assert outcomes(passed.stdout) == {names[0]: "Skipped", names[1]: "Passed", names[2]: "Passed"}, passed.stdout
    assert "summary:   'Create & a task'\n" in action.read_text(encoding="utf-8")


def test_the_hooks_of_this_repository_follow_several_sources_and_new_names(project: Path, place: Path) -> None:
    for name in ("a", "b"):
        shutil.copytree(project / "connector", project / "connectors" / name)
    edit(project / "connectors" / "b" / "actions" / "create_task.yaml", "summary: Create a task", "summary: X & Y")
    commit(project)
    git(project, "mv", "connectors/a", "connectors/c d")
    edit(project / "connectors" / "c d" / "types.yaml", "The day on which", "The date at which")
    git(project, "add", "--all")
    done = pre_commit(project, place, "try-repo", str(place / "toolkit"), "connectorkit-check", "--verbose")
    # What is wrong in `b` is not a part of this commit.
    assert outcomes(done.stdout) == {"connectorkit check": "Passed"}, done.stdout + done.stderr
    edit(project / "connectors" / "c d" / "types.yaml", "{type: date,", "{type: dat,")
    git(project, "add", "--all")
    done = pre_commit(project, place, "try-repo", str(place / "toolkit"), "connectorkit-check")
    assert outcomes(done.stdout) == {"connectorkit check": "Failed"} and "connectors/c d/types.yaml:" in done.stdout

"""`check` and `build` over many sources: several processes, order, interruption, and what changed since a revision."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import weakref
from functools import partial
from pathlib import Path

import pytest
from tests.conftest import SMALL, Run
from tests.repository import git as git_in

from connectorkit.cli import pool

COUNT = 12


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of folders with a source each; some have a finding. They are below the current folder."""
    monkeypatch.chdir(tmp_path)
    names = [f"s{number:02}" for number in range(COUNT)]
    for number, name in enumerate(names):
        (tmp_path / name).mkdir()
        text = SMALL.replace("summary: Get order", "summary: Get & order") if number % 3 == 0 else SMALL
        (tmp_path / name / "connector.yaml").write_text(text, encoding="utf-8")
    return names


def connectorkit(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "connectorkit", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def git(*arguments: str) -> str:
    return git_in(Path(), *arguments).strip()


@pytest.mark.parametrize("form", ["text", "github", "json", "sarif", "junit"])
def test_the_number_of_processes_changes_nothing(sources: list[str], form: str) -> None:
    one, several = (connectorkit("check", *sources, "gone", "--jobs", jobs, "--format", form) for jobs in ("1", "4"))
    assert (one.returncode, one.stdout, one.stderr) == (several.returncode, several.stdout, several.stderr)
    assert one.returncode == 2 and "gone: no such file or folder" in one.stderr
    assert one.stdout.count("OPR080") >= 4


def test_findings_come_in_the_order_of_the_sources(sources: list[str], run: Run) -> None:
    backwards = sources[::-1]
    lines = run("check", *backwards, "--jobs", "3").stdout.splitlines()
    found = [line.split("/")[0] for line in lines if "error OPR080" in line]
    assert found == [name for name in backwards if int(name[1:]) % 3 == 0]


def test_a_table_counts_by_rule_and_source(sources: list[str], run: Run) -> None:
    table = run("check", *sources, "--statistics", "--select", "OPR080")
    lines = [line.split() for line in table.stdout.splitlines()]
    assert table.exit_code == 1 and lines[:2] == [
        ["rule", "severity", "findings", "sources"],
        ["OPR080", "error", "4", "4"],
    ]
    assert lines[3:] == [["source", "errors", "warnings", "advice"], *([name, "1", "0", "0"] for name in sources[::3])]
    assert run("check", sources[1], "--statistics", "--select", "OPR080").stdout == ""
    assert run("check", sources[0], "--statistics", "--format", "json").exit_code == 2
    shown = connectorkit("check", *sources, "--select", "OPR080")
    assert "\nOPR080  error            4        4\n" in shown.stderr and "4 errors" in shown.stderr


def test_builds_are_those_of_one_process(sources: list[str], tmp_path: Path) -> None:
    one = connectorkit("build", *sources, "--out", "one", "--jobs", "1", "--only", "connector", "--allow-findings")
    several = connectorkit("build", *sources, "--out", "two", "--jobs", "3", "--only", "connector", "--allow-findings")
    assert one.returncode == several.returncode == 0 and one.stderr.replace(" one/", " two/") == several.stderr
    trees = [
        {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
        for folder in (tmp_path / "one", tmp_path / "two")
    ]
    assert trees[0] == trees[1] and len(trees[0]) > COUNT
    (tmp_path / "two" / sources[4] / "connector" / "readme.md").write_text("changed", encoding="utf-8")
    checked = connectorkit("build", *sources, "--out", "two", "--jobs", "3", "--only", "connector", "--check")
    assert checked.returncode == 1
    assert f"two/{sources[4]}/connector/readme.md: out of date\n" in checked.stderr


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_ctrl_c_ends_with_what_was_found(sources: list[str], tmp_path: Path, jobs: str) -> None:
    # The last source is a pipe without a writer: the check waits there.
    os.mkfifo(tmp_path / "pipe.json")
    command = [sys.executable, "-m", "connectorkit", "check", *sources, "pipe.json", "--jobs", jobs]
    # A shell starts what runs in the background with Ctrl-C ignored, and the tests hand that on.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        started = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
    finally:
        signal.signal(signal.SIGINT, before)
    assert started.stdout is not None
    found = [started.stdout.readline()]
    while not found[-1].startswith(f"{sources[-1]}/connector.yaml:"):  # It is printed while the check continues.
        assert found[-1], "the check ended early"
        found.append(started.stdout.readline())
    os.killpg(started.pid, signal.SIGINT)
    try:
        out, err = started.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        os.killpg(started.pid, signal.SIGKILL)
        raise
    assert started.returncode == 130 and "Traceback" not in out + err
    # The last one may have been in the middle of its lines.
    assert re.search(rf"^interrupted: ({COUNT - 1}|{COUNT}) of {COUNT + 1} sources checked$", err, re.MULTILINE)
    assert " errors" in err
    assert found[0].startswith("s00/connector.yaml:")
    with pytest.raises(ProcessLookupError):
        os.killpg(started.pid, 0)


def test_what_writes_is_left_to_finish(tmp_path: Path) -> None:
    made = pool.in_order(written_slowly, [tmp_path / str(number) for number in range(9)], 2, writes=True)
    assert next(made) and next(made)
    made.close()
    assert {path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {"begun, ended"}


def written_slowly(path: Path) -> bool:
    path.write_text("begun", encoding="utf-8")
    time.sleep(0.1)
    path.write_text("begun, ended", encoding="utf-8")
    return True


def test_results_are_those_of_the_items_in_their_order() -> None:
    for jobs in (1, 2, 50):
        assert list(pool.in_order(later, list(range(200)), jobs)) == [-number for number in range(200)]
        assert list(pool.in_order(later, [], jobs)) == []


def later(number: int) -> int:
    time.sleep(0.002 if number % 20 == 0 else 0)
    return -number


class Knot:
    """Refers to itself, so that only the collector frees it."""

    def __init__(self) -> None:
        self.itself = self
        self.rest: list[list[int]] = [[] for _ in range(20_000)]


def tangled(seen: list[weakref.ref[Knot]], _: int) -> int:
    alive = sum(one() is not None for one in seen)
    seen.append(weakref.ref(Knot()))
    return alive


def test_what_an_item_leaves_is_freed_before_the_next_one() -> None:
    assert list(pool.in_order(partial(tangled, []), range(5), 1)) == [0, 0, 0, 0, 0]


def test_few_sources_need_no_processes() -> None:
    assert pool.jobs_for(pool.FEW - 1, None) == 1
    assert pool.jobs_for(1000, None) >= 1 and pool.jobs_for(3, 8) == 3 and pool.jobs_for(100, 8) == 8


@pytest.fixture
def repository(sources: list[str]) -> list[str]:
    """The same folders as a repository with one commit on `main`, on another branch."""
    git("init", "--quiet", "--initial-branch", "main")
    git("add", "--all")
    git("commit", "--quiet", "--message", "One")
    git("checkout", "--quiet", "-b", "work")
    return sources


def changed(run: Run, *arguments: str, since: str = "main") -> set[str]:
    """The names of the checked sources, read from standard error."""
    result = run("check", *arguments, "--changed-since", since, "--verbose")
    assert result.exit_code in (0, 1), result.stderr
    return {line.split(":")[0] for line in result.stderr.splitlines() if ": source, profile" in line}


def test_only_what_changed_is_checked(repository: list[str], tmp_path: Path, run: Run) -> None:
    assert changed(run, *repository) == set()
    assert run("check", *repository, "--changed-since", "main").stderr == f"0 of {COUNT} sources changed since main\n"
    assert json.loads(run("check", *repository, "--changed-since", "main", "--format", "json").stdout)["findings"] == []
    with (tmp_path / "s01" / "connector.yaml").open("a", encoding="utf-8") as file:
        file.write("# edited\n")
    (tmp_path / "s02" / "new.yaml").write_text("a: 1\n", encoding="utf-8")
    assert changed(run, *repository) == {"s01", "s02"}
    git("add", "--all")
    assert changed(run, *repository) == {"s01", "s02"}
    git("commit", "--quiet", "--message", "Two")
    assert changed(run, *repository) == {"s01", "s02"}
    assert changed(run, *repository, since="HEAD") == set()
    assert changed(run, "s00", "s02/connector.yaml") == {"s02"}


def test_what_the_other_branch_changed_is_left_out(repository: list[str], tmp_path: Path, run: Run) -> None:
    git("checkout", "--quiet", "main")
    with (tmp_path / "s05" / "connector.yaml").open("a", encoding="utf-8") as file:
        file.write("# edited\n")
    git("commit", "--quiet", "--all", "--message", "Theirs")
    git("checkout", "--quiet", "work")
    shutil.rmtree(tmp_path / "s07")
    git("mv", "s09/connector.yaml", "s09/moved.yaml")
    git("mv", "s09", "s07")
    git("mv", "s07/moved.yaml", "s07/connector.yaml")
    git("commit", "--quiet", "--all", "--message", "Ours")
    assert changed(run, *(name for name in repository if name != "s09")) == {"s07"}


def test_a_source_changes_with_its_settings(repository: list[str], tmp_path: Path, run: Run) -> None:
    (tmp_path / "s03" / "connectorkit.toml").write_text('fail-on = "advice"\n', encoding="utf-8")
    assert changed(run, *repository) == {"s03"}
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert changed(run, *repository) == {"s03"}
    (tmp_path / "pyproject.toml").write_text("[tool.connectorkit]\nseverity = 'warning'\n", encoding="utf-8")
    assert changed(run, *repository) == set(repository)
    git("add", "--all")
    git("commit", "--quiet", "--message", "Settings")
    assert changed(run, *repository, since="HEAD") == set()
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert changed(run, *repository, since="HEAD") == set(repository)
    (tmp_path / "pyproject.toml").unlink()
    assert changed(run, *repository, since="HEAD") == set(repository)


def test_a_build_changes_with_its_output(repository: list[str], tmp_path: Path, run: Run) -> None:
    arguments = ("--out", "out", "--only", "connector", "--allow-findings")
    assert run("build", *repository[:3], *arguments).exit_code == 0
    git("add", "--all")
    git("commit", "--quiet", "--message", "Build")
    (tmp_path / "out" / "s01" / "connector" / "readme.md").write_text("by hand", encoding="utf-8")
    checked = run("build", *repository[:3], *arguments, "--check", "--changed-since", "HEAD")
    assert checked.exit_code == 1 and "1 of 3 sources changed since HEAD" in checked.stderr
    assert "out/s01/connector/readme.md: out of date" in checked.stderr
    # The output of one remaining source is at the same place as beside others.
    assert run("build", *repository[:3], *arguments, "--changed-since", "HEAD").exit_code == 0
    assert git("status", "--porcelain") == ""


@pytest.mark.parametrize("since", ["-h", "--output=x", "", "gone", "main..work", "HEAD:s00", "main^{tree}"])
def test_what_is_no_revision_is_one_line(repository: list[str], tmp_path: Path, run: Run, since: str) -> None:
    result = run("check", *repository, f"--changed-since={since}")
    assert (result.exit_code, result.stdout) == (2, "") and result.stderr.startswith(f"--changed-since {since}: ")
    assert result.stderr.count("\n") == 1 and not (tmp_path / "x").exists()


def test_without_a_repository_it_is_one_line(sources: list[str], run: Run) -> None:
    result = run("check", *sources, "--changed-since", "main")
    assert (result.exit_code, result.stdout) == (2, "") and result.stderr.count("\n") == 1
    assert "not a git repository" in result.stderr


def test_histories_without_a_common_commit_are_one_line(repository: list[str], run: Run) -> None:
    git("checkout", "--quiet", "--orphan", "other")
    git("commit", "--quiet", "--message", "Another beginning")
    result = run("check", *repository, "--changed-since", "main")
    assert result.exit_code == 2 and "has no history in common with HEAD" in result.stderr


def test_a_submodule_is_compared_with_the_commit_that_the_base_records(
    repository: list[str], tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs, ours = tmp_path / "theirs", tmp_path / "modules" / "m"
    shutil.copytree(tmp_path / repository[1], theirs / "shop")
    for arguments in (("init", "--quiet", "-b", "main"), ("add", "--all"), ("commit", "--quiet", "-m", "One")):
        git("-C", str(theirs), *arguments)
    git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(theirs), "modules/m")
    git("commit", "--quiet", "-m", "Add the submodule")
    named = (*repository[:2], "modules/m/shop")
    assert changed(run, *named) == {"modules/m/shop"}  # `main` does not have it.
    git("branch", "--force", "main", "HEAD")
    assert changed(run, *named) == set()
    with (ours / "shop" / "connector.yaml").open("a", encoding="utf-8") as opened:
        opened.write("# More.\n")
    assert changed(run, *named) == {"modules/m/shop"}
    # The branch `main` of the submodule has this commit, that of the repository does not.
    git("-C", str(ours), "commit", "--quiet", "--all", "-m", "Two")
    git("commit", "--quiet", "--all", "-m", "Use the new commit")
    assert changed(run, *named) == changed(run, *named, since="HEAD~1") == {"modules/m/shop"}
    assert changed(run, *named, since="HEAD") == set()
    git("worktree", "add", "--quiet", str(tmp_path / "tree"), "main")
    assert changed(run, "tree/s00", since="HEAD") == set()
    monkeypatch.chdir(ours)  # Here, a revision is one of the submodule.
    assert changed(run, "shop") == set() and changed(run, "shop", since="HEAD~1") == {"shop"}

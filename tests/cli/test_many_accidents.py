"""`check` and `build` over many sources when processes end, files go, and readers leave."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from tests.conftest import SMALL, Run

from connectorkit.cli import pool
from connectorkit.diagnostics.finding import Unusable

T = TypeVar("T")
COUNT = 12
_PATIENCE = 60


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of folders with a source each, all with a finding. They are below the current folder."""
    monkeypatch.chdir(tmp_path)
    return tiny(tmp_path, COUNT)


def tiny(folder: Path, count: int) -> list[str]:
    names = [f"s{number:05}" for number in range(count)]
    for name in names:
        (folder / name).mkdir()
        text = SMALL.replace("summary: Get order", "summary: Get & order")
        (folder / name / "connector.yaml").write_text(text, encoding="utf-8")
    return names


def started(*arguments: str) -> AbstractContextManager[subprocess.Popen[str]]:
    """The command, begun as below."""
    return begun([sys.executable, "-m", "connectorkit", *arguments])


@contextmanager
def begun(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    """A process in a process group of its own, with Ctrl-C as a terminal gives it; it ends with the test."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
    finally:
        signal.signal(signal.SIGINT, before)
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text(encoding="ascii").split()]


def holders(pid: int, pipe: Path) -> list[int]:
    """Those of the children of a process that have a pipe open."""
    return [one for one in children(pid) if any(_leads_to(link, pipe) for link in Path(f"/proc/{one}/fd").glob("*"))]


def _leads_to(link: Path, pipe: Path) -> bool:
    try:
        return os.readlink(link) == str(pipe)
    except OSError:
        return False


def waited(found: Callable[[], T]) -> T:
    """What a function finds, as soon as it finds something; a test that waits for longer has failed."""
    until = time.monotonic() + _PATIENCE
    while not (value := found()):
        assert time.monotonic() < until
        time.sleep(0.02)
    return value


def ends(process: int, bad: frozenset[int], number: int) -> int:
    """What is asked for is the number; the process of a bad one ends, unless it is the first one."""
    if number in bad and os.getpid() != process:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def lost(number: int) -> int:
    return -number


@pytest.mark.parametrize("bad", [{1}, {8}, {3, 4, 5}, {1, 2, 3, 4, 5, 6, 7, 8}])
@pytest.mark.parametrize("jobs", [2, 5])
def test_only_the_items_whose_process_ends_are_lost(bad: set[int], jobs: int) -> None:
    work = partial(ends, os.getpid(), frozenset(bad))
    assert list(pool.in_order(work, range(9), jobs, lost)) == [-one if one in bad else one for one in range(9)]
    with pytest.raises(Unusable, match=f"^{min(bad)}: its process ended twice before the work was done"):
        list(pool.in_order(work, range(9), jobs))


def ends_once(folder: Path, number: int) -> int:
    mark = folder / "ended"
    if number == 4 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_an_item_gets_a_second_process(tmp_path: Path) -> None:
    assert list(pool.in_order(partial(ends_once, tmp_path), range(9), 3)) == list(range(9))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs the files that a process has open")
def test_the_source_whose_process_is_killed_is_named(sources: list[str], tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDWR)  # So who reads it waits for more.
    with started("check", *sources[:5], "pipe.json", *sources[5:], "--jobs", "2", "--format", "json") as process:
        killed: set[int] = set()
        for _ in range(2):
            (one,) = waited(lambda: set(holders(process.pid, pipe)) - killed)
            killed.add(one)
            os.kill(one, signal.SIGKILL)
        out, err = process.communicate(timeout=_PATIENCE)
    os.close(end)
    assert process.returncode == 2 and "Traceback" not in err
    assert "pipe.json: not checked; its process ended twice before the work was done" in err
    assert {one["file"].partition("/")[0] for one in json.loads(out)["findings"]} == set(sources)


def test_a_source_that_vanishes_is_one_line(sources: list[str], tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    with started("check", "pipe.json", *sources, "--jobs", "2") as process:
        with pipe.open("w", encoding="utf-8") as opened:  # The check has found its sources, and waits for this one.
            shutil.rmtree(tmp_path / sources[3])
            (tmp_path / sources[5] / "connector.yaml").unlink()
            (tmp_path / sources[7] / "connector.yaml").write_bytes(b"\xff\xfe\x00")
            opened.write('{"swagger": "2.0", "info": {"title": "T", "version": "1"}, "paths": {}}')
        out, err = process.communicate(timeout=_PATIENCE)
    assert process.returncode == 2 and "Traceback" not in out + err
    assert f"{sources[3]}: " in err and f"{sources[5]}: " in err and f"{sources[7]}/connector.yaml: " in err
    found = {line.partition("/")[0] for line in out.splitlines() if " error OPR080" in line}
    assert found == set(sources) - {sources[index] for index in (3, 5, 7)}


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_a_reader_that_leaves_ends_nothing_early(sources: list[str], form: str) -> None:
    with started("check", *sources, "--jobs", "2", "--format", form) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        err = process.stderr.read()
        process.wait(_PATIENCE)
    assert process.returncode == 1 and "Traceback" not in err and "BrokenPipe" not in err


@pytest.mark.parametrize("form", ["json", "sarif", "junit"])
def test_a_report_in_a_file_is_the_printed_one(sources: list[str], tmp_path: Path, run: Run, form: str) -> None:
    printed = run("check", *sources, "--format", form)
    written = run("check", *sources, "--format", form, "--output-file", "report")
    assert (written.exit_code, written.stdout) == (1, "") and written.stderr == printed.stderr
    assert (tmp_path / "report").read_text(encoding="utf-8") == printed.stdout
    assert run("check", *sources, "--format", "text", "--output-file", "report").exit_code == 2
    failed = run("check", *sources, "--format", form, "--output-file", "gone/report")
    assert failed.exit_code == 2 and "gone/report: cannot be written (No such file or directory)\n" in failed.stderr
    assert run("check", *sources, "--format", form, "--output-file", os.devnull).exit_code == 1
    assert not os.path.isfile(os.devnull)


@pytest.mark.parametrize("file", [True, False])
def test_an_interrupted_report_is_whole_or_not_written(sources: list[str], tmp_path: Path, file: bool) -> None:
    pipe, report = tmp_path / "pipe.json", tmp_path / "report"
    os.mkfifo(pipe)
    report.write_text("before", encoding="utf-8")
    more = ("--output-file", "report") if file else ()
    call = ("check", *sources, "pipe.json", "--jobs", "2", "--format", "json", *more)
    # The pipe opens when the last source is read.
    with started(*call) as process, pipe.open("w"):
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=_PATIENCE)
    assert process.returncode == 130 and "Traceback" not in err
    assert report.read_text(encoding="utf-8") == "before" and sorted(tmp_path.glob("report*")) == [report]
    if file:
        assert out == "" and "report: not written, because the check was interrupted" in err
    else:
        found = {one["file"].partition("/")[0] for one in json.loads(out)["findings"]}
        assert found <= set(sources) and sources[0] in found


def test_a_folder_that_cannot_be_read_is_one_line(sources: list[str], tmp_path: Path) -> None:
    os.symlink("loop", tmp_path / "loop")
    (tmp_path / "empty").mkdir()
    (tmp_path / "odd" / "connector.yaml").mkdir(parents=True)
    os.symlink(tmp_path / "gone", tmp_path / "broken")
    names = ["loop", "empty", "odd", "broken"]
    with started("check", *names, *sources, "--jobs", "2") as process:
        out, err = process.communicate(timeout=_PATIENCE)
    assert process.returncode == 2 and "Traceback" not in out + err
    assert all(f"{name}: " in err for name in names) and out.count("error OPR080") == COUNT


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user who may not read everything")
def test_a_folder_without_permission_is_one_line(sources: list[str], tmp_path: Path) -> None:
    (tmp_path / sources[2]).chmod(0)
    (tmp_path / sources[4] / "connector.yaml").chmod(0)
    try:
        with started("check", *sources, "--jobs", "2") as process:
            out, err = process.communicate(timeout=_PATIENCE)
    finally:
        (tmp_path / sources[2]).chmod(0o700)
    assert process.returncode == 2 and "Traceback" not in out + err
    assert f"{sources[2]}: " in err and f"{sources[4]}/connector.yaml: " in err


def test_a_build_names_the_source_whose_process_ends(sources: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from connectorkit.cli import build_command, output
    from connectorkit.read.source_paths import Found

    made, here = build_command._Build.make, os.getpid()

    def make(self: build_command._Build, found: Found | Unusable) -> object:
        if str(found).find(sources[6]) >= 0 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return made(self, found)

    lines: list[str] = []
    monkeypatch.setattr(build_command._Build, "make", make)
    monkeypatch.setattr(output, "progress", lines.append)
    work = build_command._Build("out", ("connector",), False, False, None, True, "", True)
    findings, status = build_command._all(work, [Found(name, name) for name in sources], 3)
    assert status == 2 and findings == []
    assert [line for line in lines if "not built; its process ended twice" in line and sources[6] in line]
    assert {path.name for path in Path("out").iterdir()} == set(sources) - {sources[6]}


@pytest.mark.part(0)
def test_very_many_sources_are_checked_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = tiny(tmp_path, 1_000)
    with started("check", *names, "--format", "github", "--quiet") as process:
        out, err = process.communicate(timeout=600)
    assert process.returncode == 1 and err == ""
    assert [line.partition("file=")[2].partition("/")[0] for line in out.splitlines() if "OPR080" in line] == names


# How far the process that waits for the others is: it leaves a file when it waits for a result, when it has the result
# of a number, and when it waits for the end of its processes.
MARKED = """
import sys, time
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from pathlib import Path
from connectorkit.cli import pool

awaited, returned, ended = Future.result, Future.set_result, ProcessPoolExecutor.shutdown

def result(self):
    Path("waits").touch()
    return awaited(self)

def set_result(self, number):
    returned(self, number)
    Path(f"returned{number}").touch()

def shutdown(self, **options):
    Path("ends").touch()
    ended(self, **options)

Future.result, Future.set_result, ProcessPoolExecutor.shutdown = result, set_result, shutdown
"""
UNFINISHED = f"""{MARKED}
def work(number):
    if number:
        Path(f"begun{{number}}").touch()
        while not Path(f"go{{number}}").exists():
            time.sleep(0.01)
        Path(f"ended{{number}}").touch()
    return number

try:
    with closing(pool.in_order(work, range(20), 2, writes=True)) as results:
        for _ in results:
            pass
except KeyboardInterrupt:
    print("interrupted")
"""


def test_a_second_interrupt_ends_what_is_still_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with begun([sys.executable, "-c", UNFINISHED]) as process:
        waited(lambda: all((tmp_path / name).exists() for name in ("waits", "begun1", "begun2")))
        below = children(process.pid)
        os.killpg(process.pid, signal.SIGINT)
        waited(lambda: (tmp_path / "ends").exists())
        (tmp_path / "go1").touch()
        waited(lambda: (tmp_path / "ended1").exists())  # Each process may finish its file.
        assert process.poll() is None
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=_PATIENCE)
    assert (out, err, process.returncode) == ("interrupted\n", "", 0)
    assert len(below) == 2 and not any(Path(f"/proc/{one}").exists() for one in below)


BEHIND = f"""{MARKED}
def work(number):
    while number == 1 and not Path("go").exists():
        time.sleep(0.01)
    return number

try:
    with closing(pool.in_order(work, range(9), 2, writes=sys.argv[1] == "writes")) as results:
        for one in results:
            print(one, flush=True)
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.parametrize(("how", "expected"), [("reads", "0 2 3 4 5 6 7 8"), ("writes", "0 1 2 3 4 5 6 7 8")])
def test_an_interrupt_keeps_the_results_behind_the_one_that_is_awaited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str, expected: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with begun([sys.executable, "-c", BEHIND, how]) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        waited(lambda: all((tmp_path / name).exists() for name in ("waits", "returned8")))
        os.killpg(process.pid, signal.SIGINT)
        waited(lambda: (tmp_path / "ends").exists())
        if how == "writes":
            (tmp_path / "go").touch()
        out, err = process.communicate(timeout=_PATIENCE)
    assert (first + out).split() == [*expected.split(), "interrupted"] and err == ""


def test_an_interrupt_outside_of_the_pool_is_not_a_finding(sources: list[str], tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    git = tmp_path / "bin" / "git"
    git.parent.mkdir()
    git.write_text("#!/bin/sh\ntouch asked\nexec sleep 600\n", encoding="utf-8")
    git.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{git.parent}{os.pathsep}{os.environ['PATH']}")
        with started("check", *sources, "--changed-since", "main") as process:
            waited(lambda: (tmp_path / "asked").exists())
            os.killpg(process.pid, signal.SIGINT)
            out, err = process.communicate(timeout=_PATIENCE)
    assert (process.returncode, out, err) == (130, "", "interrupted\n")


def test_a_name_with_a_line_break_is_one_line(sources: list[str], run: Run) -> None:
    for command in ("check", "build", "test", "format", "preview"):
        more = ["--out", "built"] if command == "build" else []
        done = run(command, "no\n::error::such \x1b[2Jname", *more)
        assert done.exit_code == 2
        assert not any(line.startswith("::") or "\x1b" in line for line in done.stderr.splitlines()), done.stderr
    made = run("build", f"{sources[0]}", "--out", "b\n::error::uilt")
    assert made.exit_code == 0 and "\n::error" not in made.stderr

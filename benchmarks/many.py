"""Commands over very many sources: CPU of each source, wall time, first output, and memory of all processes together.

``python -m benchmarks.many SAMPLE [--copies N] [--only WORD]`` imports the connectors below SAMPLE and copies each N
times with another title, so that no copy is found in a cache. Figures depend on the machine and on what else runs.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.cold import tool
from benchmarks.corpus.score import connectors

_TITLE = re.compile(r"^(connector: .*?)([\"']?)$", re.MULTILINE)
_JSON_TITLE = re.compile(rb'("title"\s*:\s*")')
_LOOK = 0.5
CHANGED = 3
OF = 300


class Row(NamedTuple):
    """What one command took: seconds of CPU and of wall time, seconds to its first output, and bytes of memory."""

    cpu: float
    wall: float
    first: float | None
    memory: int


def measured(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Row:
    """Run a command in a folder. Its memory is what its processes hold, what they share counted once, every 0.5 s."""
    before, start = os.times(), time.monotonic()
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
    )
    assert process.stdout is not None
    first, peak, ended = None, [0], threading.Event()
    watch = threading.Thread(target=_watch, args=(process.pid, peak, ended))
    watch.start()
    while process.stdout.read(1_000_000):
        first = time.monotonic() - start if first is None else first
    process.wait()
    ended.set()
    watch.join()
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Row(cpu, time.monotonic() - start, first, peak[0])


def _watch(pid: int, peak: list[int], ended: threading.Event) -> None:
    while not ended.wait(_LOOK):
        peak[0] = max(peak[0], sum(map(_memory, _family(pid))))


def _family(pid: int) -> list[int]:
    """A process and those that it started; itself alone where the system does not list them."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").glob("*/children"))
        return [pid, *(int(one) for task in tasks for one in task.read_text(encoding="ascii").split())]
    except OSError:
        return [pid]


def _memory(pid: int) -> int:
    """Bytes that a process holds, its share of what it shares; 0 where the system does not tell."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def copied(sample: Path, out: Path, copies: int) -> tuple[list[str], list[str]]:
    """Sources and published folders below ``out``, relative to it: each connector of the sample, so many times."""
    found = connectors(sample)
    subprocess.run(
        [*tool(), "import", *map(str, found), "--out", str(out / "yaml")],
        check=False,
        capture_output=True,
    )
    sources, published = list[str](), list[str]()
    for number in range(copies):
        for one in sorted((out / "yaml").iterdir()):
            if (one / "connector.yaml").is_file():
                sources.append(f"sources/{one.name}-{number}")
                _copy(one, out / sources[-1], "connector.yaml", number)
        for index, folder in enumerate(found):
            published.append(f"published/{index}-{number}")
            _copy(folder, out / published[-1], "apiDefinition.swagger.json", number)
    return sources, published


def _copy(source: Path, target: Path, file: str, number: int) -> None:
    shutil.copytree(source, target)
    path = target / file
    if path.suffix == ".json" and path.is_file():
        path.write_bytes(_JSON_TITLE.sub(rb"\g<1>Copy %d " % number, path.read_bytes(), count=1))
    elif path.is_file():
        text = path.read_text(encoding="utf-8")
        text = _TITLE.sub(rf"\g<1> {number}\g<2>", text, count=1)
        path.write_text(f"# Copy {number}\n{text}", encoding="utf-8")


def main() -> None:
    """Print one row for each command."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("sample", type=Path)
    options.add_argument("--copies", type=int, default=7)
    options.add_argument("--only", default="")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources, published = copied(given.sample.resolve(), folder, given.copies)
        cached = {**os.environ, "CONNECTORKIT_CACHE": f"{name}/cache", "PYTHONDONTWRITEBYTECODE": ""}
        print(f"{len(sources)} sources, {len(published)} published folders, {os.cpu_count()} cores, load {_load()}")
        print(f"{'':<34}{'CPU each':>10}{'wall':>9}{'first':>9}{'memory':>9}")
        calls: list[tuple[str, list[str], int]] = [
            ("check, cold", ["check", *sources], len(sources)),
            ("check, warm", ["check", *sources], len(sources)),
            ("check --format json, warm", ["check", *sources, "--format", "json"], len(sources)),
            ("check --format sarif, cold", ["check", *sources, "--format", "sarif"], len(sources)),
            ("check --format sarif, warm", ["check", *sources, "--format", "sarif"], len(sources)),
            ("check, published, cold", ["check", *published], len(published)),
            ("build --only connector, cold", _build(sources), len(sources)),
            ("build --only connector, warm", _build(sources), len(sources)),
        ]
        for label, arguments, count in calls:
            if given.only in label:
                _show(label, measured([*tool(), *arguments], cached, folder), count)
        some = sources[:OF]
        _commit(folder, some)
        since = [*tool(), "check", *some, "--changed-since", "HEAD"]
        _show(f"check of {CHANGED} changed of {len(some)}", measured(since, cached, folder), CHANGED)


def _build(sources: list[str]) -> list[str]:
    return ["build", *sources, "--out", "build", "--only", "connector", "--allow-findings"]


def _commit(folder: Path, sources: list[str]) -> None:
    """Make sources a repository in which some are edited."""
    git = ["git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@example.com"]
    for call in (["init", "--quiet"], ["add", "--", *sources], ["commit", "--quiet", "--message", "One"]):
        subprocess.run([*git, *call], check=True)
    for one in sources[:: max(1, len(sources) // CHANGED)][:CHANGED]:
        with (folder / one / "connector.yaml").open("a", encoding="utf-8") as file:
            file.write("# edited\n")


def _show(label: str, row: Row, count: int) -> None:
    first = f"{row.first:.2f} s" if row.first is not None else "-"
    memory = f"{row.memory / 1e6:.0f} MB"
    print(f"{label:<34}{row.cpu / count * 1000:>7.1f} ms{row.wall:>7.1f} s{first:>9}{memory:>9}", flush=True)


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


if __name__ == "__main__":
    main()

"""CPU time of cold commands as multiples of a bare Python start, all within one run.

Each figure is the minimum and the median of several runs, because disturbances only add time. "Unchanged" runs the same
command again. "After an edit" changes the description of an operation before each run, in a new process with the cache
of the run before. Compiled modules exist in both cases.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
TIMES: Final = 15
IMPORT: Final = "from clicksend_sms import Client, SmsSendMessage, SmsSendResult; Client.sms_send"
_DESCRIPTION: Final = re.compile(r"^(description: .*)$", re.MULTILINE)


def cpu(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Seconds of user and system time of one run; raises CalledProcessError when the command fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def several(
    command: Sequence[str], environment: Mapping[str, str], times: int = TIMES, first: Callable[[], object] = int
) -> list[float]:
    """The seconds of several runs; ``first`` is done before each."""
    found = []
    for _ in range(times):
        first()
        found.append(cpu(command, environment))
    return found


def tool() -> list[str]:
    """The installed command, or the module where there is none."""
    script = Path(sys.executable).with_name("connectorkit")
    return [str(script)] if script.exists() else [sys.executable, "-m", "connectorkit"]


class Edited:
    """A copy of the source of this repository, in which the description of one operation is another each time."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(ROOT / "connector", folder)
        files = sorted((folder / "actions").glob("*.yaml"))
        self._file = next(file for file in files if _DESCRIPTION.search(file.read_text(encoding="utf-8")))
        self._text = self._file.read_text(encoding="utf-8")
        self._count = 0
        self.folder = str(folder)

    def edit(self) -> None:
        """Change the description."""
        self._count += 1
        text = _DESCRIPTION.sub(rf"\1 Edited {self._count} times.", self._text, count=1)
        self._file.write_text(text, encoding="utf-8")


def row(name: str, seconds: list[float], bare: float, goal: float | None = None) -> None:
    """Print the least and the median of some runs as multiples of a bare start."""
    aim = "" if goal is None else f"   (goal {goal:g})"
    print(f"{name:<42}{min(seconds) / bare:6.1f} /{statistics.median(seconds) / bare:6.1f}{aim}")


def main() -> None:
    """Print one row for each command."""
    with tempfile.TemporaryDirectory() as scratch:
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        warm = {**inherited, "CONNECTORKIT_CACHE": f"{scratch}/cache"}
        off = {**inherited, "CONNECTORKIT_CACHE": "off"}
        client = {**inherited, "PYTHONPATH": str(ROOT / "build" / "client")}
        source = Edited(Path(scratch) / "source")
        check = [*tool(), "check", source.folder]
        build = [*tool(), "build", source.folder, "--out", f"{scratch}/build"]
        connector = [*tool(), "build", source.folder, "--out", f"{scratch}/connector", "--only", "connector"]
        for command in (check, build, build, connector):
            cpu(command, warm)
        starts = several([sys.executable, "-c", "pass"], warm)
        bare = min(starts)
        print(
            f"bare python -c pass: {bare * 1000:.1f} / {statistics.median(starts) * 1000:.1f} ms of CPU; 1 is the least"
        )
        row("check, unchanged", several(check, warm), bare, 3)
        row("check, after an edit", several(check, warm, TIMES, source.edit), bare, 10)
        row("check, without a cache", several(check, off, 3), bare)
        for _ in range(2):
            cpu(build, warm)
        row("build of all, unchanged", several(build, warm), bare, 4)
        row("build of all, after an edit", several(build, warm, TIMES, source.edit), bare, 16)
        row("build of all, without a cache", several(build, off, 3), bare)
        row("build --only connector, after an edit", several(connector, warm, TIMES, source.edit), bare, 9)
        row("--version", several([*tool(), "--version"], warm), bare, 2)
        row("import of the client and one operation", several([sys.executable, "-c", IMPORT], client), bare, 3)


if __name__ == "__main__":
    main()

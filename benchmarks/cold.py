"""CPU time of cold commands as multiples of a bare Python start, medians within one run."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TIMES = 11


def cpu(command: Sequence[str], environment: dict[str, str]) -> float:
    """Seconds of user and system time of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def median(command: Sequence[str], environment: dict[str, str]) -> float:
    """The median of several runs, in seconds."""
    return statistics.median(cpu(command, environment) for _ in range(TIMES))


def main() -> None:
    """Print one row for each command: cached verdicts (warm) and without any cache (cold)."""
    tool = [sys.executable, "-m", "connectorkit"]
    with tempfile.TemporaryDirectory() as scratch:
        warm = {**os.environ, "CONNECTORKIT_CACHE": f"{scratch}/cache"}
        off = {**os.environ, "CONNECTORKIT_CACHE": "off"}
        build = [*tool, "build", str(ROOT / "connector"), "--out", f"{scratch}/build"]
        check = [*tool, "check", str(ROOT / "connector")]
        bare = median([sys.executable, "-c", "pass"], warm)
        print(f"bare python: {bare * 1000:.1f} ms = 1")
        for name, command in (("--version", [*tool, "--version"]), ("check", check), ("build", build)):
            cpu(command, warm)
            known, unknown = median(command, warm) / bare, median(command, off) / bare
            print(f"{name}: {known:.1f} on bytes that were built before, {unknown:.1f} without any cache")


if __name__ == "__main__":
    main()

"""CPU time of cold commands as multiples of a bare Python start, all within one run.

Each figure is the least of several runs: a process takes no less than it needs, and what disturbs it only adds.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TIMES = 15
IMPORT = "from clicksend_sms import Client, SmsSendMessage, SmsSendResult; Client.sms_send"


def cpu(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Seconds of user and system time of one run; raises CalledProcessError when the command fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def least(command: Sequence[str], environment: Mapping[str, str], times: int = TIMES) -> float:
    """The least of several runs, in seconds."""
    return min(cpu(command, environment) for _ in range(times))


def tool() -> list[str]:
    """The installed command, or the module where there is none."""
    script = Path(sys.executable).with_name("connectorkit")
    return [str(script)] if script.exists() else [sys.executable, "-m", "connectorkit"]


def main() -> None:
    """Print one row for each command."""
    with tempfile.TemporaryDirectory() as scratch:
        warm = {**os.environ, "CONNECTORKIT_CACHE": f"{scratch}/cache"}
        off = {**os.environ, "CONNECTORKIT_CACHE": "off"}
        client = {**os.environ, "PYTHONPATH": str(ROOT / "build" / "client")}
        source = str(ROOT / "connector")
        build = [*tool(), "build", source, "--out", f"{scratch}/build"]
        check = [*tool(), "check", source]
        bare = least([sys.executable, "-c", "pass"], warm)
        print(f"bare python -c pass: {bare * 1000:.1f} ms of CPU = 1")
        for name, command, goal in (("build, all outputs", build, 10), ("check", check, 6)):
            cpu(command, warm)
            known, unknown = least(command, warm) / bare, least(command, off, 3) / bare
            print(f"{name}: {known:.1f} (goal {goal}) for known bytes; {unknown:.0f} without any cache")
        print(f"--version: {least([*tool(), '--version'], warm) / bare:.1f} (goal 2)")
        importing = least([sys.executable, "-c", IMPORT], client) / bare
        print(f"import of the client and one operation: {importing:.1f} (goal 3)")


if __name__ == "__main__":
    main()

"""Tests of contract tests: each operation has a file with tests, and all pass against their own sandbox."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import connectorkit

_MOST = 5
# Runs pytest and writes the cost of the process: seconds of CPU, and its peak memory. The system's figure for a child
# includes the memory of the process that started it, so on Linux the process reads its own peak.
_MEASURED = """
import json, pathlib, resource, sys
import pytest
status = pytest.main(sys.argv[2:])
used, own = resource.getrusage(resource.RUSAGE_SELF), pathlib.Path("/proc/self/status")
peaks = [line.split()[1] for line in own.read_text().splitlines() if line.startswith("VmHWM")] if own.exists() else []
cost = {"seconds": used.ru_utime + used.ru_stime, "mib": int(peaks[0] if peaks else used.ru_maxrss) / 1024}
pathlib.Path(sys.argv[1]).write_text(json.dumps(cost))
sys.exit(status)
"""


@dataclass(frozen=True, slots=True)
class Run:
    """The cost of a suite: its tests, passed ones, seconds of CPU, and the peak memory in MiB."""

    tests: int = 0
    passed: int = 0
    seconds: float = 0.0
    mib: float = 0.0

    def __str__(self) -> str:
        return f"{self.passed} of {self.tests} passed, {self.seconds:.1f} s CPU, {self.mib:.0f} MiB"


def run(folder: Path) -> Run | None:
    """The cost of the last run of the suite; None when it did not finish."""
    try:
        cost = json.loads(_cost(folder).read_text(encoding="utf-8"))
        cases = list(ElementTree.parse(_report(folder)).iter("testcase"))
    except (OSError, ValueError, ElementTree.ParseError):
        return None
    return Run(len(cases), sum(not _is_bad(case) for case in cases), cost["seconds"], cost["mib"])


def evidence(folder: Path) -> dict[str, int]:
    """The numbers of operations by kind of evidence, and of those not simulated, in the table of the last run."""
    try:
        table = json.loads(_table(folder).read_text(encoding="utf-8"))
    except OSError:
        return {}
    return {**table["evidence"], "not simulated": len(table["not_simulated"])}


def _table(folder: Path) -> Path:
    return folder.parent / "contract_table.json"


def _report(folder: Path) -> Path:
    return folder.parent / "contract_tests.xml"


def _cost(folder: Path) -> Path:
    return folder.parent / "contract_cost.json"


def problems(folder: Path) -> list[str]:
    """The failures of the contract tests in ``folder`` against their own sandbox, and the files without tests."""
    known = folder.parent / "known.json"
    known.write_text(json.dumps({"table": str(_table(folder))}), encoding="utf-8")
    report = _report(folder)
    command = [
        sys.executable,
        "-c",
        _MEASURED,
        str(_cost(folder)),
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(folder),
        f"--junitxml={report}",
        "--tb=line",
        f"--known={known}",
        str(folder),
    ]
    root = str(Path(connectorkit.__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": root, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    files = sorted(path.stem for path in folder.glob("test_*.py"))
    if not report.is_file() or (files and done.returncode > 1):
        return [f"pytest ended with status {done.returncode}: {(done.stdout + done.stderr).strip()[-500:]}"]
    cases = list(ElementTree.parse(report).iter("testcase"))
    tested = {case.get("classname", "").rpartition(".")[2] for case in cases}
    failed = [f"{case.get('classname')}::{case.get('name')}: {_why(case)}" for case in cases if _why(case)]
    more = [f"... and {len(failed) - _MOST} more"] if len(failed) > _MOST else []
    return [f"{name}.py holds no test" for name in files if name not in tested] + failed[:_MOST] + more


def _is_bad(case: ElementTree.Element) -> bool:
    return any(one.tag in ("failure", "error", "skipped") for one in case)


def _why(case: ElementTree.Element) -> str:
    found = [one for one in case if one.tag in ("failure", "error")]
    return (found[0].get("message") or "it failed").splitlines()[0][:400] if found else ""

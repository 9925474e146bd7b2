"""Contract tests put to use: each operation has a file with tests, and all pass against the own sandbox."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import connectorkit

_MOST = 5


def evidence(folder: Path) -> dict[str, int]:
    """The operations by kind of evidence, and what is not simulated, as the table of the last run says."""
    try:
        table = json.loads(_table(folder).read_text(encoding="utf-8"))
    except OSError:
        return {}
    return {**table["evidence"], "not simulated": len(table["not_simulated"])}


def _table(folder: Path) -> Path:
    return folder.parent / "contract_table.json"


def problems(folder: Path) -> list[str]:
    """What the contract tests in ``folder`` say of their own sandbox, and the files that no test was found in."""
    known = folder.parent / "known.json"
    known.write_text(json.dumps({"table": str(_table(folder))}), encoding="utf-8")
    report = folder.parent / "contract_tests.xml"
    command = [
        sys.executable,
        "-m",
        "pytest",
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


def _why(case: ElementTree.Element) -> str:
    found = [one for one in case if one.tag in ("failure", "error")]
    return (found[0].get("message") or "it failed").splitlines()[0][:400] if found else ""

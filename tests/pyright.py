"""Pyright, where it is installed: it is a program of Node.js, and not all machines have that."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def complaints(folder: Path) -> list[str]:
    """What pyright says of all Python below ``folder``; skips the test where pyright cannot run."""
    found = shutil.which("pyright", path=str(Path(sys.executable).parent)) or shutil.which("pyright")
    if found is None:
        pytest.skip("pyright is not installed: make types")
    command = [found, "--pythonpath", sys.executable, "--outputjson", "."]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if not run.stdout.lstrip().startswith("{"):
        pytest.skip("pyright cannot run here")
    said = json.loads(run.stdout)
    listed = said["generalDiagnostics"]
    assert said["summary"]["filesAnalyzed"], "nothing was analysed"
    return [f"{one['file']}:{one['range']['start']['line'] + 1}: {one['message']}" for one in listed]

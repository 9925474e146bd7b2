"""Pyright, a program of Node.js that ``make types`` installs; only ``make test-all`` needs it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path


def complaints(folder: Path) -> list[str]:
    """The report of pyright about all Python files below ``folder``."""
    found = shutil.which("pyright", path=str(Path(sys.executable).parent)) or shutil.which("pyright")
    assert found, "pyright is not installed: run `make types` once"
    command = [found, "--pythonpath", sys.executable, "--outputjson", "."]
    environment = {
        **os.environ,
        "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1",
    }  # It would ask the registry for its newest version.
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert run.stdout.lstrip().startswith("{"), run.stdout + run.stderr
    said = json.loads(run.stdout)
    listed = said["generalDiagnostics"]
    assert said["summary"]["filesAnalyzed"], "nothing was analysed"
    return [f"{one['file']}:{one['range']['start']['line'] + 1}: {one['message']}" for one in listed]

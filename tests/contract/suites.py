"""Generated suites on disk, and their result in a separate pytest process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import connectorkit
from connectorkit import pipeline
from connectorkit.write import new_folder
from tests.paths import ROOT


def rendered(folder: Path, source: Path, *outputs: str) -> Path:
    """The suite of a source below a folder, its client beside it unless other outputs are asked for."""
    built = pipeline.build(source, outputs or ("client", "tests"))
    assert built.files, built.findings
    new_folder.fill(folder / "build", built.files)
    return folder / "build" / "contract_tests"


def outcome(suite: Path, *arguments: str, **variables: str) -> tuple[int, str]:
    """Exit status and output of the suite in a separate process."""
    paths = f"{Path(connectorkit.__file__).parents[1]}{os.pathsep}{ROOT}"
    environment = {**os.environ, "PYTHONPATH": paths, "COLUMNS": "160", **variables}
    environment = {name: value for name, value in environment.items() if not name.startswith("PYTEST_")}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(suite)]
    # Plugins of this environment are not under test, and hypothesis alone takes longer to load than a suite.
    command += ["--disable-plugin-autoload", *(["-p", "xdist.plugin"] if "-n" in arguments else [])]
    command += [*arguments, str(suite)]
    done = subprocess.run(command, cwd=suite, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr

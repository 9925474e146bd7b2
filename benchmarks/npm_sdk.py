"""The vendor's SDK for Node, unchanged, against the sandbox of the connector; npm installs it when it is missing.

Run by hand: the tests depend on nothing outside Python. `tests/sandbox/test_vendor_sdk.py` does the same with the
vendor's SDK for Python.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from connectorkit.pipeline import load
from connectorkit.sandbox.server.server import serve
from connectorkit.sandbox.shapes.document import project

ROOT = Path(__file__).resolve().parents[1]
VERSION = "5.1.7"


def installed() -> Path | None:
    """The folder of the SDK; None when npm is missing or cannot install it. No script of a package is run."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    home = cache / "connectorkit-benchmarks" / f"clicksend-{VERSION}"
    folder = home / "node_modules" / "clicksend"
    npm = shutil.which("npm")
    if not folder.exists() and npm is not None:
        home.mkdir(parents=True, exist_ok=True)
        install = [npm, "install", "--prefix", str(home), "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run([*install, f"clicksend@{VERSION}"], capture_output=True, check=False)
    return folder if folder.exists() else None


def main() -> int:
    folder, node = installed(), shutil.which("node")
    if folder is None or node is None:
        print("skipped: node or npm is missing, or npm could not install the SDK")
        return 0
    connector, _ = load(ROOT / "connector")
    assert connector is not None, "connector/ has errors"
    with serve(project(connector)) as running:
        command = [node, str(Path(__file__).with_suffix(".js")), running.url, str(folder)]
        return subprocess.run(command, check=False, timeout=120).returncode


if __name__ == "__main__":
    sys.exit(main())

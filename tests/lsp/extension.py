"""The extension for VS Code, built and packed by the tools of its lock file; npm runs no script of theirs.

``make vscode`` installs the tools. The Node.js is the one of the tests of editors.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.paths import ROOT
from tests.render.editor.language_server import node

OWN = ROOT / "editors" / "vscode"
HOME = Path(sys.prefix) / "vscode-extension"
PACKED = HOME / "dist" / "connectorkit.vsix"
_FILES = ("package.json", "package-lock.json", ".npmrc", "extension.js", "README.md")


def _npm(*arguments: str) -> subprocess.CompletedProcess[str]:
    npm = node().parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{node().parent}{os.pathsep}{os.environ['PATH']}"
    command = [str(node()), str(npm), *arguments]
    return subprocess.run(
        command, cwd=HOME, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )


def _copy() -> None:
    HOME.mkdir(parents=True, exist_ok=True)
    for name in _FILES:
        shutil.copy(OWN / name, HOME)


def install() -> None:
    """Put the tools with the versions of the lock file into HOME."""
    _copy()
    done = _npm("ci", "--no-audit", "--no-fund")
    if done.returncode:
        sys.exit(done.stderr)


def pack() -> str:
    """Build and pack the extension; what npm reports where that fails, else ""."""
    assert (HOME / "node_modules").is_dir(), "the tools of the extension are not installed: run `make vscode` once"
    _copy()
    PACKED.unlink(missing_ok=True)
    done = _npm("run", "package")
    return "" if done.returncode == 0 else done.stdout + done.stderr


if __name__ == "__main__":
    install()

"""The checks of the page: tsc, eslint and axe-core, which ``make page-tools`` installs without running their scripts.

The Node.js is the one of the tests of editors.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import connectorkit
from tests.render.editor.language_server import node

HOME = Path(sys.prefix) / "page-tools"
OWN = Path(__file__).with_name("tools")
PAGE = Path(connectorkit.__file__).parent / "desk" / "page"
AXE = HOME / "node_modules" / "axe-core" / "axe.min.js"


def install() -> None:
    """Put the tools with the versions of the lock file into HOME."""
    npm = node().parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    HOME.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        (HOME / name).write_bytes((OWN / name).read_bytes())
    command = [str(node()), str(npm), "ci", "--prefix", str(HOME), "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(command, check=True)


def types(folder: Path) -> str:
    """The report of tsc about the scripts of the page, copied into an empty folder; "" for none."""
    return _checked(folder, "typescript/bin/tsc", "--project", ".")


def lint(folder: Path) -> str:
    """The report of eslint about them."""
    return _checked(folder, "eslint/bin/eslint.js", ".")


def _checked(folder: Path, program: str, *arguments: str) -> str:
    assert AXE.is_file(), "the tools of the page are not installed: run `make page-tools` once"
    for name in ("tsconfig.json", "data.d.ts", "eslint.config.js"):
        shutil.copy(OWN / name, folder)
    for script in PAGE.glob("*.js"):
        if not (folder / script.name).exists():
            shutil.copy(script, folder)
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(HOME / "node_modules")
    command = [str(node()), str(HOME / "node_modules" / program), *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


if __name__ == "__main__":
    install()

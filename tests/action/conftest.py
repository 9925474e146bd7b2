"""The project that `init` writes, and tools in place of those of a runner."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from connectorkit.cli import new_project
from tests.action.project import commit, connectorkit_wheel
from tests.repository import git


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "demo"
    new_project.create(folder)
    (folder / "toolkit" / f"{connectorkit_wheel(folder)}").write_bytes(b"the wheel")
    git(tmp_path, "init", "--quiet", "--initial-branch", "main", str(folder))
    commit(folder)
    return folder


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder with a `python3` whose pip installs nothing: its calls are lines of the file `calls`."""
    folder = tmp_path / "tools"
    folder.mkdir()
    python, calls = shlex.quote(sys.executable), shlex.quote(str(folder / "calls"))
    script = f"""#!/bin/bash
if [ "$3" = pip ]; then
  echo "${{*:6}}" >> {calls}
  printf '#!/bin/sh\\nexec %s -P -m connectorkit "$@"\\n' {python} > "$5/bin/connectorkit"
  chmod +x "$5/bin/connectorkit"
else
  exec {python} "$@"
fi
"""
    (folder / "python3").write_text(script, encoding="utf-8")
    (folder / "python3").chmod(0o755)
    return folder

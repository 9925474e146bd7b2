"""The same source gives the same bytes: in another folder, time zone, hash seed, umask and language."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.paths import CONNECTOR

WORLDS = (
    {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "umask": "077"},
    {"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "4242", "LC_ALL": "C", "umask": "000"},
)


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    trees = []
    for number, world in enumerate(WORLDS):
        home = tmp_path / f"home {number}"
        shutil.copytree(CONNECTOR, home / ("x" * number) / "connector")
        environment = {**os.environ, **world, "CONNECTORKIT_CACHE": "off"}
        subprocess.run(
            [sys.executable, "-m", "connectorkit", "package", "connector", "--out", "out", "--managed"],
            cwd=home / ("x" * number),
            env=environment,
            umask=int(world["umask"], 8),
            check=True,
            capture_output=True,
        )
        out = home / ("x" * number) / "out"
        trees.append({path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()})
    assert trees[0] == trees[1]

"""Processes that are forked while a client is in use share nothing with their parent."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from .conftest import Server, answer

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork"),
    pytest.mark.part(0.3),
]


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("when", ["preload", "busy", "locked"])
def test_parent_and_children_get_their_own_responses(folder: Path, server: Server, when: str, kind: str) -> None:
    server.choose = lambda seen: answer({"data": {"list_name": json.loads(seen.body)["list_name"]}})
    script = Path(__file__).with_name("forking.py")
    run = subprocess.run(
        [sys.executable, str(script), when, server.url, kind],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(folder)},
        check=False,
    )
    assert (run.returncode, run.stdout) == (0, "well\n"), run.stderr


def test_a_forked_process_has_a_throttle_of_its_own(package: ModuleType) -> None:
    throttle = package.Throttle(1, 3600.0, lambda: 0.0)
    assert throttle.reserve() == 0.0
    child = os.fork()
    if child == 0:
        os._exit(0 if throttle.reserve() == 0.0 and throttle.reserve() == 3600.0 else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert throttle.reserve() == 3600.0

"""The benchmark of many sources: what it copies, and what it measures."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from benchmarks import many


def test_a_command_is_measured_with_its_children(tmp_path: Path) -> None:
    child = "import time; kept = bytearray(30_000_000); time.sleep(1)"
    code = f"import subprocess, sys; print('first', flush=True); subprocess.run([sys.executable, '-c', {child!r}])"
    row = many.measured([sys.executable, "-c", code], dict(os.environ), tmp_path)
    assert row.first is not None and 0 < row.first <= row.wall and row.cpu > 0
    assert row.memory > 30_000_000 or not Path("/proc/self/smaps_rollup").exists()

"""How the process of a command ends: everything is printed, with the right status, also into a full disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import SMALL

from connectorkit import __main__ as entry


@pytest.mark.parametrize(
    ("started", "ours"),
    [
        ("/venv/bin/connectorkit", True),
        ("/venv/Scripts/connectorkit.exe/__main__.py", True),
        (entry.__file__, True),
        ("/venv/bin/pytest", False),
        ("/venv/Scripts/pytest.exe/__main__.py", False),
        ("/other/connectorkit/__main__.py", False),
        ("", False),
    ],
)
def test_only_the_command_itself_ends_the_process(started: str, ours: bool) -> None:
    assert entry._is_ours(started) is ours


@pytest.mark.part(1)
@pytest.mark.parametrize("form", ["text", "json"])
def test_all_that_is_printed_arrives_before_the_process_ends(source: Path, tmp_path: Path, form: str) -> None:
    """Also in a pipe, and with the exit status of the check; more than a pipe holds at once."""
    many = "".join(f"  Type{number}: {{fields: {{note: strin}}}}\n" for number in range(900))
    (source / "connector.yaml").write_text(SMALL + many, encoding="utf-8")
    environment = {**os.environ, "CONNECTORKIT_CACHE": str(tmp_path / "cache")}
    command = [sys.executable, "-m", "connectorkit", "check", str(source), "--format", form]
    ended = [subprocess.run(command, env=environment, capture_output=True, check=False) for _ in range(2)]
    assert {one.returncode for one in ended} == {1}
    assert ended[0].stdout == ended[1].stdout and ended[0].stderr == ended[1].stderr
    assert len(ended[0].stdout) > 100_000


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="it stands for a full disk")
def test_a_full_disk_is_one_line_whether_or_not_the_run_is_known(source: Path, tmp_path: Path) -> None:
    (source / "connector.yaml").write_text(SMALL.replace("Contoso Orders", "Contoso Orders!"), encoding="utf-8")
    environment = {**os.environ, "CONNECTORKIT_CACHE": str(tmp_path / "cache")}
    command = [sys.executable, "-m", "connectorkit", "check", str(source)]
    for _ in range(2):
        with open("/dev/full", "w") as full:
            done = subprocess.run(command, env=environment, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 2
        assert done.stderr == "standard output: cannot be written (No space left on device)\n"
        with open("/dev/full", "w") as full:
            quiet = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=full, check=False)
        assert quiet.returncode == 1 and b"INF040" in quiet.stdout


def test_without_arguments_the_help_is_printed() -> None:
    done = subprocess.run([sys.executable, "-m", "connectorkit"], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "Traceback" not in done.stderr and "Commands:" in done.stderr

"""The command as a process: it prints its address, serves, and ends cleanly."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.desk.served import SECONDS, shop_in

pytestmark = pytest.mark.part(1)


@pytest.mark.part(0)
def test_it_serves_until_it_is_interrupted(tmp_path: Path) -> None:
    shop_in(tmp_path)
    command = [sys.executable, "-m", "connectorkit", "preview", "shop", "--port", "0"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    said = re.fullmatch(r"shop: http://127\.0\.0\.1:(\d+)/ \(Ctrl\+C ends\)\n", process.stderr.readline())
    assert said is not None
    connection = http.client.HTTPConnection("127.0.0.1", int(said[1]), timeout=SECONDS)
    connection.request("GET", "/session.json")
    assert json.loads(connection.getresponse().read())["source"] == "shop"
    stream = http.client.HTTPConnection("127.0.0.1", int(said[1]), timeout=SECONDS)
    stream.request("GET", "/events")
    stream.getresponse().readline()
    process.send_signal(signal.SIGINT)
    out, wrong = process.communicate(timeout=SECONDS)
    assert (process.returncode, out, wrong) == (0, "", "")


def test_a_port_that_is_taken_is_one_line(tmp_path: Path, run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        made = run("preview", shop_in(tmp_path), "--port", taken.getsockname()[1])
    assert made.exit_code == 2
    assert re.fullmatch(r"127\.0\.0\.1:\d+: cannot listen on this .*; choose another port with --port\n", made.stderr)


def test_what_is_no_source_is_one_line(tmp_path: Path, run: Run) -> None:
    made = run("preview", tmp_path / "nothing")
    assert (made.exit_code, made.stderr) == (2, f"{tmp_path / 'nothing'}: no such file or folder\n")


def test_a_source_with_errors_is_not_written_as_a_folder(tmp_path: Path, run: Run) -> None:
    shop = shop_in(tmp_path)
    with (shop / "place_order.yaml").open("a", encoding="utf-8") as file:
        file.write("surprise: 1\n")
    made = run("preview", shop, "--static", tmp_path / "out")
    assert made.exit_code == 1
    assert "Unknown key 'surprise'" in made.stdout
    assert not (tmp_path / "out").exists()


def test_a_page_without_git_tells_why_nothing_is_compared(tmp_path: Path, run: Run) -> None:
    made = run("preview", shop_in(tmp_path), "--static", "out")
    assert made.exit_code == 0
    assert "not a git repository" in (tmp_path / "out" / "preview-data.js").read_text(encoding="utf-8")


def test_a_build_and_the_folder_of_a_preview_do_not_replace_each_other(tmp_path: Path, run: Run) -> None:
    shop = shop_in(tmp_path)
    assert run("preview", shop, "--static", tmp_path / "page").exit_code == 0
    before = sorted(path.name for path in (tmp_path / "page").iterdir())
    built = build(shop, tmp_path / "page")
    assert built.returncode == 2
    assert "page: contains the files of a preview, which would be removed; choose a separate folder" in built.stderr
    assert sorted(path.name for path in (tmp_path / "page").iterdir()) == before
    assert build(shop, tmp_path / "build").returncode == 0
    made = run("preview", shop, "--static", tmp_path / "build")
    assert made.exit_code == 2
    assert "build: contains the files of another command, which would be removed" in made.stderr
    assert (tmp_path / "build" / "connector").is_dir()


def build(source: Path, out: Path) -> subprocess.CompletedProcess[str]:
    """A build in a separate process: its event loop conflicts with that of the browser of other tests."""
    command = [sys.executable, "-m", "connectorkit", "build", str(source), "--out", str(out)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_base_that_is_no_revision_is_one_line(tmp_path: Path, run: Run) -> None:
    for made in (
        run("preview", shop_in(tmp_path), "--base", "nowhere", "--port", "0"),
        run("preview", tmp_path / "shop", "--base", "nowhere", "--static", tmp_path / "out"),
    ):
        assert (made.exit_code, made.stderr.count("\n")) == (2, 1)
        assert made.stderr.startswith("git:nowhere:")
    assert not (tmp_path / "out").exists()

"""`connectorkit test`: recording, its safety, the evidence in the table, and options that contradict each other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from connectorkit.contract import evidence
from connectorkit.sandbox.server.server import serve
from tests.conftest import Run
from tests.recording.sources import ADD, LIST, kept, shop
from tests.recording.test_drift import RIGHT, serving
from tests.sandbox.helpers import spec_of

KEY = "k3y-0f-the-sh0p"


def called(folder: Path, *arguments: str, **variables: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of the command in a separate process."""
    environment = {**os.environ, "CONNECTORKIT_CACHE": str(folder / "cache"), "COLUMNS": "160", **variables}
    environment = {name: value for name, value in environment.items() if not name.startswith("PYTEST_")}
    command = [sys.executable, "-m", "connectorkit", "test", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.part(0)
def test_what_is_recorded_holds_no_credential_and_is_replayed(tmp_path: Path, run: Run) -> None:
    source = shop(tmp_path / "shop")
    with serve(spec_of(source), credentials={"api_key": KEY}) as running:
        status, out, err = called(
            tmp_path, "shop", "--base-url", running.url, "--full", "--record", "kept", CONTOSO_SHOP_API_KEY=KEY
        )
    assert status == 0, out + err
    assert "recorded: " in out
    texts = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "kept").iterdir()}
    assert sorted(texts) == ["add_order.json", "list_orders.json"]
    assert KEY not in "".join(texts.values()) and '"key"' not in "".join(texts.values())
    assert json.loads(texts["list_orders.json"])["from"] == "sandbox"
    replayed = run("test", source, "--replay", tmp_path / "kept")
    assert replayed.exit_code == 0, replayed.output
    assert "model (recorded from a sandbox" in replayed.output


def test_a_service_that_repeats_the_key_as_a_number_is_not_recorded(tmp_path: Path) -> None:
    shop(tmp_path / "shop")
    with serving({**RIGHT, "total": 12345678}) as (url, seen):
        status, out, _ = called(
            tmp_path, "shop", "--base-url", url, "--record", "kept", CONTOSO_SHOP_API_KEY="12345678"
        )
    assert status == 1
    assert "not recorded: list_orders: 2 exchanges still contained a credential after redaction" in out
    assert not (tmp_path / "kept" / "list_orders.json").exists()
    assert not [one for one in seen if one.startswith("POST")]


@pytest.mark.part(0)
def test_a_service_is_live_evidence_and_its_recordings_are_of_the_service(tmp_path: Path) -> None:
    source = shop(tmp_path / "shop")
    kept(source / "recordings", add_order=ADD)
    with serving(RIGHT) as (url, _):
        _, out, _ = called(tmp_path, "shop", "--base-url", url, "--record", "kept", "--format", "json")
    table = json.loads(out)
    found = {one["operation"]: one["evidence"] for one in table["operations"]}
    assert found == {"list_orders": f"live {evidence.today()}", "add_order": "recorded 2026-11-30"}
    assert table["evidence"] == {"model": 0, "recorded": 1, "live": 1}
    assert json.loads((tmp_path / "kept" / "list_orders.json").read_text(encoding="utf-8"))["from"] == "service"


@pytest.mark.part(0)
def test_a_foreign_file_in_the_folder_is_kept(tmp_path: Path) -> None:
    shop(tmp_path / "shop")
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "list_orders.json").write_text('{"mine": 1}', encoding="utf-8")
    with serving(RIGHT) as (url, _):
        status, out, _ = called(tmp_path, "shop", "--base-url", url, "--record", "kept")
    assert status == 2
    assert "list_orders.json: is not a recording; nothing was written" in out
    assert (tmp_path / "kept" / "list_orders.json").read_text(encoding="utf-8") == '{"mine": 1}'


def test_replay_as_json_has_the_evidence(tmp_path: Path, run: Run) -> None:
    source, place = shop(tmp_path / "shop"), kept(tmp_path / "kept", list_orders=LIST)
    done = run("test", source, "--replay", place, "--format", "json")
    document = json.loads(done.stdout)
    assert (document["version"], document["findings"]) == (1, [])
    assert document["operations"][0] == {"operation": "list_orders", "evidence": "recorded 2026-11-30"}
    sarif = run("test", source, "--replay", place, "--format", "sarif")
    assert json.loads(sarif.stdout)["version"] == "2.1.0"


@pytest.mark.part(1)
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--drift"], "--drift requires --base-url"),
        (["--drift", "--base-url", "http://x", "--full"], "--drift cannot be combined with --full"),
        (["--replay", "x", "--record", "y"], "--record and --replay cannot be combined"),
        (["--replay", "x", "--base-url", "http://x"], "--replay calls no service"),
        (["--from-har", "x"], "--from-har requires --record"),
        (["--update"], "--update needs --drift"),
        (["--drift", "--base-url", "http://x", "--diff"], "--diff requires --drift --update"),
        (["--format", "sarif"], "--format sarif requires --replay or --drift"),
        (["--replay", "nowhere"], "nowhere: cannot be read"),
        (["--drift", "--base-url", "http://127.0.0.1:9/v1"], "--base-url http://127.0.0.1:9/v1"),
    ],
)
def test_options_that_cannot_be_used_are_one_line(source: Path, run: Run, options: list[str], said: str) -> None:
    done = run("test", source, *options)
    assert done.exit_code == 2
    assert said in done.stderr and len(done.stderr.splitlines()) == 1

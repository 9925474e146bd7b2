"""Evidence: comparable recordings of this connector and of its base path."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from connectorkit.recording import replaying, running
from connectorkit.recording.exchange import body
from tests.recording.sources import LIST, kept, shop


def evidence_of(folder: Path, **changes: Any) -> tuple[str, list[str]]:
    """The evidence of `list_orders` by a recording with some of its keys changed, and the findings."""
    place = kept(folder / "recordings", list_orders=LIST)
    file = place / "list_orders.json"
    file.write_text(json.dumps(json.loads(file.read_bytes()) | changes), encoding="utf-8")
    came = replaying.run(shop(folder), place)
    return came.evidence[0]["evidence"], [one.id for one in came.findings]


@pytest.mark.parametrize(
    ("changes", "ids"),
    [
        ({"connector": "Another"}, ["REC021"]),
        ({"service": "https://shop.example/v2"}, ["REC021"]),
        ({"service": ""}, ["REC010"]),
        ({"recorded": "2026-02-31"}, ["REC010"]),
        ({"recorded": "9999-99-99"}, ["REC010"]),
    ],
)
def test_another_recording_is_none(tmp_path: Path, changes: dict[str, str], ids: list[str]) -> None:
    assert evidence_of(tmp_path, **changes) == ("model", ids)


def test_a_test_system_of_the_same_base_path_is_evidence(tmp_path: Path) -> None:
    assert evidence_of(tmp_path, service="https://test.shop.example/v1/") == ("recorded 2026-11-30", [])


def test_a_response_that_could_not_be_compared_is_none(tmp_path: Path) -> None:
    left_out, undeclared = copy.deepcopy(LIST), copy.deepcopy(LIST)
    left_out["response"]["body"] = {"omitted": {"bytes": 300_000}}
    undeclared["response"]["status"] = 202
    assert evidence_of(tmp_path / "a", exchanges=[left_out]) == ("model", [])
    assert evidence_of(tmp_path / "b", exchanges=[undeclared]) == ("model", ["REC032"])


def test_a_refusal_of_the_service_does_not_borrow_from_a_sandbox(tmp_path: Path) -> None:
    refused = copy.deepcopy(LIST)
    refused["response"] = {"status": 404}
    kept(tmp_path / "recordings", list_orders=refused)
    sandbox = kept(tmp_path / "more", "sandbox", list_orders=LIST) / "list_orders.json"
    sandbox.rename(tmp_path / "recordings" / "sandbox.json")
    assert running.recorded(shop(tmp_path)) == ({}, "")


def test_a_file_that_is_no_recording_is_reported_by_every_run(tmp_path: Path) -> None:
    kept(tmp_path / "recordings", list_orders=LIST).joinpath("list_orders.json").write_text("{}", encoding="utf-8")
    dates, remark = running.recorded(shop(tmp_path))
    assert dates == {} and "finding" in remark


@pytest.mark.parametrize(
    ("data", "media", "kind"),
    [
        (b'\xef\xbb\xbf{"a": 1}', "application/json", "json"),
        ('{"a": "\u00fc"}'.encode("latin-1"), "application/json; charset=iso-8859-1", "json"),
        (b'{"a": 1e400}', "application/json", "text"),
        (b'{"a": ' + b"[" * 150 + b"]" * 150 + b"}", "application/json", "omitted"),
        (b"\xff\x00\xfe", "application/pdf", "omitted"),
    ],
)
def test_a_body_is_kept_in_a_form_that_can_be_read_again(data: bytes, media: str, kind: str) -> None:
    assert list(body(data, media) or ()) == [kind]

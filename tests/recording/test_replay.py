"""Replay checks recorded responses at the lines of the YAML, and the requests of the client; nothing is sent."""

from __future__ import annotations

import copy
import json
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest

from connectorkit.diagnostics.finding import Unusable
from connectorkit.recording import exchange, replaying
from tests.paths import CONNECTOR
from tests.recording.sources import ADD, LIST, kept, shop


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


def replayed(tmp_path: Path, *changes: tuple[str, str], **exchanges: Any) -> list[tuple[str, str, str]]:
    """Id, text at the place, and message of each finding of a changed source."""
    source = shop(tmp_path / "shop", *changes)
    came = replaying.run(source, kept(tmp_path / "kept", **exchanges))
    lines = (source / "connector.yaml").read_text(encoding="utf-8").splitlines()
    return [(one.id, lines[one.span.line - 1].strip(), one.message) for one in came.findings]


def changed(original: dict[str, Any], *path: Any, to: Any) -> dict[str, Any]:
    made = copy.deepcopy(original)
    here = made
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = to
    return made


def test_faithful_recordings_hold_and_are_evidence(tmp_path: Path) -> None:
    came = replaying.run(shop(tmp_path / "shop"), kept(tmp_path / "kept", list_orders=LIST, add_order=ADD))
    assert came.findings == []
    assert [one["evidence"] for one in came.evidence] == ["recorded 2026-11-30"] * 2
    assert came.lines[-2:] == [
        "replayed: 2 exchanges, 2 requests rebuilt by the client",
        "evidence: model 0, recorded 2, live 0; not simulated: 0",
    ]


def test_what_a_sandbox_responded_is_no_evidence(tmp_path: Path) -> None:
    came = replaying.run(shop(tmp_path / "shop"), kept(tmp_path / "kept", "sandbox", add_order=ADD))
    assert came.evidence[1]["evidence"] == "model"
    assert any(line.endswith("model (recorded from a sandbox 2026-11-30)") for line in came.lines)


def test_refusals_alone_are_no_evidence(tmp_path: Path) -> None:
    refused = {**ADD, "response": {"status": 404, "body": {"json": {}}}}
    came = replaying.run(shop(tmp_path / "shop"), kept(tmp_path / "kept", add_order=refused))
    assert came.findings == []
    assert [one["evidence"] for one in came.evidence] == ["model", "model"]


@pytest.mark.part(1)
@pytest.mark.parametrize(
    ("path", "to", "expected"),
    [
        (
            ("total",),
            "1",
            ("REC030", "total: {type: int32, required: true}", "declared as integer; the response has s"),
        ),
        (("total",), None, ("REC030", "total: {type: int32, required: true}", "the response has null")),
        (
            ("orders", 0, "title"),
            4,
            ("REC030", "title: string", "'orders[].title' of 'list_orders' is declared as str"),
        ),
        (("orders", 0, "labels", "a"), 1, ("REC030", "labels: {additional: string}", "'orders[].labels.*'")),
        (("orders",), {}, ("REC030", "orders:", "declared as array; the response has object")),
        (("extra",), 1, ("REC034", "- action: list_orders", "'extra' of 'list_orders' is not in the source")),
    ],
)
def test_a_response_is_judged_at_its_line(tmp_path: Path, path: Any, to: Any, expected: Any) -> None:
    found = replayed(tmp_path, list_orders=changed(LIST, "response", "body", "json", *path, to=to))
    assert len(found) == 1
    assert found[0][0] == expected[0]
    assert found[0][2].find(expected[2]) >= 0, found
    assert expected[0] == "REC034" or found[0][1] == expected[1]


def test_a_required_property_must_be_there_and_an_optional_one_need_not(tmp_path: Path) -> None:
    found = replayed(tmp_path, list_orders=changed(LIST, "response", "body", "json", to={"note": "x"}))
    assert [(id_, line) for id_, line, _ in found] == [("REC033", "total: {type: int32, required: true}")]


@pytest.mark.part(1)
@pytest.mark.parametrize(
    ("old", "new", "id_", "said"),
    [
        ("GET /customers/{customer_id}/orders", "GET /clients/{customer_id}/orders", "REC040", "the path is"),
        ("state: {type", "status: {type", "REC042", "the recorded query parameter 'state' is not in the source"),
        ("choices: [open, closed]", "choices: [new]", "REC041", "cannot send an accepted request"),
        ("amount: int32", "quantity: int32", "REC040", "'body.amount' is missing; the recording has 2"),
        ("amount: int32", "amount: string", "REC041", "'body.amount' is declared as string; the recording has integer"),
        ("request: POST /orders", "request: PUT /orders", "REC040", "the method is PUT; the recording has POST"),
    ],
)
def test_a_request_that_the_client_would_build_otherwise_is_named(
    tmp_path: Path, old: str, new: str, id_: str, said: str
) -> None:
    found = replayed(tmp_path, (old, new), list_orders=LIST, add_order=ADD)
    assert [one[0] for one in found if one[0] == id_], found
    assert any(said in message for _, _, message in found), found


def test_a_hidden_constant_of_the_platform_is_not_compared(tmp_path: Path) -> None:
    other = changed(ADD, "request", "body", "json", "channel", to="app")
    assert replayed(tmp_path, add_order=other) == []


@pytest.mark.part(1)
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "JSN001"),
        ("[]", "REC010"),
        ('{"version": 2, "operation": "x"}', "the version 2; this toolkit reads version 1"),
        (
            '{"version": 1, "operation": "add_order", "recorded": "soon", "from": "service", "exchanges": []}',
            "/recorded",
        ),
        ("\x00\x01", "JSN001"),
        ("[" * 5000, "JSN005"),
    ],
)
def test_a_file_that_is_no_recording_is_a_finding(tmp_path: Path, text: str, said: str) -> None:
    place = kept(tmp_path / "kept", list_orders=LIST)
    (place / "add_order.json").write_text(text, encoding="utf-8")
    came = replaying.run(shop(tmp_path / "shop"), place)
    assert any(said in f"{one.id} {one.message}" for one in came.findings), came.findings
    assert came.evidence[0]["evidence"] == "recorded 2026-11-30"


def test_values_of_a_recording_are_never_executed(tmp_path: Path) -> None:
    evil = '"); __import__("os").system("touch ' + str(tmp_path / "pwned") + '") #'
    injected = changed(ADD, "request", "body", "json", to={"title": evil, evil: evil})
    injected["request"]["query"] = [[evil, evil]]
    found = replayed(tmp_path, add_order=injected)
    assert not (tmp_path / "pwned").exists()
    assert "REC040" in [one[0] for one in found]


def test_an_empty_body_is_no_body_and_parts_are_not_compared(tmp_path: Path) -> None:
    optional = ("title: {type: string, required: true}\n      amount", "title: string\n      amount")
    empty = changed(ADD, "request", "body", to={"json": {}})
    assert replayed(tmp_path, optional, add_order=empty) == []
    assert exchange.body(b"--b\r\n\r\nx\r\n--b--", "multipart/form-data; boundary=b") == {"omitted": {"bytes": 15}}
    assert exchange.body(b"[NaN]", "application/json") == {"text": "[NaN]"}
    assert exchange.body(b"\xff", "image/png") == {"omitted": {"bytes": 1}}


def test_an_operation_that_went_is_named(tmp_path: Path) -> None:
    place = kept(tmp_path / "kept", gone=ADD)
    came = replaying.run(shop(tmp_path / "shop"), place)
    assert [(one.id, one.span.file) for one in came.findings] == [("REC020", str(place / "gone.json"))]


def test_a_folder_without_recordings_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="contains no recordings"):
        replaying.run(shop(tmp_path / "shop"), tmp_path / "shop")
    with pytest.raises(Unusable, match="cannot be read"):
        replaying.run(tmp_path / "shop", tmp_path / "nowhere")


def test_the_recordings_of_clicksend_hold(tmp_path: Path) -> None:
    came = replaying.run(CONNECTOR, CONNECTOR / "recordings")
    assert came.findings == []
    assert "replayed: 42 exchanges, 32 requests rebuilt by the client" in came.lines


def test_a_changed_clicksend_fails_its_recordings(tmp_path: Path) -> None:
    source = tmp_path / "connector"
    shutil.copytree(CONNECTOR, source)
    file = source / "actions" / "send_sms.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("custom_string: Reference", "custom: Reference"), "utf-8")
    came = replaying.run(source, CONNECTOR / "recordings")
    assert {one.operation for one in came.findings if one.blocking} == {"sms_send"}
    assert json.dumps([one.message for one in came.findings]).count("custom_string") >= 1

"""Recorded calls: without the key, few of each operation, and in files that replace no others."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from connectorkit.contract.contract import Contract
from connectorkit.diagnostics.finding import Unusable
from connectorkit.recording import folder, observing
from connectorkit.recording.exchange import Origin, Recording
from connectorkit.recording.redaction import Redactor
from connectorkit.render.contract_tests.requests import Requests
from connectorkit.sandbox.server.server import serve
from tests.recording.sources import ADD, shop
from tests.sandbox.helpers import spec_of

KEY = "k3y-0f-the-sh0p"


def test_calls_are_kept_once_without_the_key_and_without_faults(tmp_path: Path) -> None:
    spec = spec_of(shop(tmp_path / "shop"))
    requests, observer = Requests(spec), observing.Observer(spec)
    with serve(spec, credentials={"api_key": KEY}) as running:
        contract = Contract(spec, running.url, {"api_key": KEY})
        contract.observer = observer
        calls = [requests.request(route) for route in spec["routes"]]
        for request in (calls[0], calls[0], calls[1]):
            assert contract.call(request).status < 300
        contract.call(calls[0], (), "wrong")
        contract.fails(calls[1], (), 500)
    assert [(name, len(some)) for name, some in observer.taken.items()] == [("list_orders", 1), ("add_order", 1)]
    first = observer.taken["list_orders"][0]
    assert first["request"]["path_values"] == {"customer_id": "7"}
    assert "query" not in first["request"] or "key" not in dict(first["request"]["query"])
    # Even before anything is redacted.
    assert KEY not in json.dumps(observer.taken)


def test_files_are_stable_and_others_stay(tmp_path: Path) -> None:
    made = observing.kept(
        {"add_order": [ADD]},
        Redactor((), {}),
        Origin("service", "2026-11-30", "Contoso Shop", "https://shop.example/v1"),
    ).recordings
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    assert [Path(one).name for one in folder.write(tmp_path, made, ["add_order"])] == ["add_order.json"]
    assert folder.write(tmp_path, made, ["add_order"]) == []
    read, findings = folder.read(tmp_path)
    assert findings == [] and read[0].exchanges == made[0].exchanges
    assert sorted(os.listdir(tmp_path)) == ["add_order.json", "mine.txt"]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="there are no links")
def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    target = tmp_path / "target.json"
    target.write_text('{"version": 1, "operation": "x", "exchanges": []}', encoding="utf-8")
    (tmp_path / "kept" / "x.json").symlink_to(target)
    with pytest.raises(Unusable, match="is not a regular file; nothing was written"):
        folder.write(tmp_path / "kept", [Recording("x", Origin("service", "2026-11-30", "", ""), [ADD])], ["x"])
    assert "2026" not in target.read_text(encoding="utf-8")


def test_names_of_files_are_safe_and_differ() -> None:
    names = ["get", "GET", "../../etc/passwd", "a b", "con", "x" * 300, "\u00e9t\u00e9"]
    files = [folder.file_name(name, names) for name in names]
    assert len({one.lower() for one in files}) == len(files)
    assert all(one.replace("-", "").replace("_", "").removesuffix(".json").isalnum() for one in files)
    assert folder.file_name("sms_send", names) == "sms_send.json"

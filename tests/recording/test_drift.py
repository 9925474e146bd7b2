"""Drift: a source beside a server that has moved on; only reads are called, and new fields arrive in the YAML."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from connectorkit.recording import drifting, growth
from tests.recording.sources import shop

RIGHT: dict[str, Any] = {
    "total": 1,
    "note": "n",
    "orders": [{"id": 1, "title": "t", "buyer": "b", "labels": {"x": "y"}}],
}


@contextmanager
def serving(document: Any, status: int = 200) -> Iterator[tuple[str, list[str]]]:
    """The address of a server with one response, and the requests that it receives."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def _respond(self) -> None:
            seen.append(f"{self.command} {self.path}")
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            data = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_DELETE = do_HEAD = _respond

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1", seen
    server.shutdown()
    server.server_close()
    thread.join()


def drifted(
    source: Path, document: Any, update: bool = False, status: int = 200
) -> tuple[drifting.DriftResult, list[str]]:
    with serving(document, status) as (url, seen):
        return drifting.run(source, url, update, False), seen


def test_a_server_that_is_as_declared_gives_nothing_and_sees_reads_alone(tmp_path: Path) -> None:
    came, seen = drifted(shop(tmp_path / "shop"), RIGHT)
    assert came.findings == []
    assert came.called == ["list_orders"]
    assert came.skipped == ["not called: add_order: its effect is 'creates'"]
    assert [one for one in seen if not one.startswith(("GET /v1/customers/7/orders", "GET /v1", "GET /_sandbox"))] == []


@pytest.mark.part(1)
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"total": "1"}, [("DRF010", 18)]),
        ({"orders": [{"title": "t", "buyer": None}]}, [("DRF020", 23), ("DRF040", 26)]),
        ({"page": 2}, [("DRF030", 16)]),
        ({"page": None}, []),
        ({"note": None}, []),
        ({"orders": [{"id": 1, "title": "t", "buyer": "b", "labels": {"new": "y"}}]}, []),
        ({"orders": []}, []),
    ],
)
def test_what_differs_is_reported_at_its_line(tmp_path: Path, change: Any, expected: Any) -> None:
    came, _ = drifted(shop(tmp_path / "shop"), {**RIGHT, **change})
    assert [(one.id, one.span.line) for one in came.findings] == expected


def test_an_optional_field_that_never_comes_is_advice(tmp_path: Path) -> None:
    came, _ = drifted(shop(tmp_path / "shop"), {"total": 1, "orders": []})
    assert [(one.id, one.severity, one.message) for one in came.findings] == [
        ("DRF040", "advice", "'note' of 'list_orders' was in no response.")
    ]


def test_a_refused_read_is_no_drift_of_fields(tmp_path: Path) -> None:
    came, _ = drifted(shop(tmp_path / "shop"), {"error": "x"}, status=403)
    assert [one.id for one in came.findings] == ["DRF050"]


def test_without_a_known_id_nothing_is_called_and_the_key_is_named(tmp_path: Path) -> None:
    came, seen = drifted(shop(tmp_path / "shop", (", example: 7", "")), RIGHT)
    assert came.skipped[0] == (
        "not called: list_orders: no value is known for 'customer_id'; add `example` to it in the source"
    )
    assert not [one for one in seen if "orders" in one]


def test_new_fields_arrive_in_the_source_and_types_stay(tmp_path: Path) -> None:
    source = shop(tmp_path / "shop", ("      note: string\n", "      note: string  # a comment\n"))
    document = {
        **RIGHT,
        "total": "1",
        "page": 2,
        "rate": [1, 2.5],
        "later": None,
        "empty": [],
        "links": {"next": "x", "size": 3, "many": [{"a": True}]},
        "by_id": {"17-4": 1},
        "17-5": {"a": 1},
        "evil: x\nconnector": "y",
    }
    came, _ = drifted(source, document, update=True)
    text = (source / "connector.yaml").read_text(encoding="utf-8")
    assert "      note: string  # a comment\n" in text and "total: {type: int32, required: true}" in text
    for line in ("page: integer", "next: string", "size: integer", "a: boolean", "by_id: object"):
        assert f" {line}\n" in text, text
    assert "later" not in text and "title: none" not in text
    assert "17-5" not in text and "evil" not in text
    assert "not written: 'empty' of 'list_orders': its type is unclear from the responses" in came.lines
    again, _ = drifted(source, document)
    assert [one.id for one in again.findings] == ["DRF030"] * 3 + ["DRF010"]


def test_the_type_of_values() -> None:
    assert growth.inferred([1, 2.5]) == {"type": "number"}
    assert growth.inferred([1, "a"]) is None
    assert growth.inferred([None]) is None
    assert growth.inferred([[], ["a"]]) == {"type": "array", "items": {"type": "string"}}
    assert growth.inferred([{"a": 1}, {"b": True, "a": None}]) == {
        "type": "object",
        "properties": {"a": {"type": "integer"}, "b": {"type": "boolean"}},
    }

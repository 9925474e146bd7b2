"""The suite against a service that is not a sandbox: optional fields may be missing, another type is reported."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from connectorkit.contract.sightings import NOT_SEEN, SEEN, WRONG, sighting
from connectorkit.sandbox.shapes.document_types import Shape
from tests.contract.suites import outcome, rendered

SOURCE = """
connector: Depot
description: A depot whose service leaves out what it need not send.
version: "1.0"
server: https://depot.example.com/v1
operations:
- action: get_part
  summary: Get part
  request: GET /part
  returns:
    fields:
      id: {type: int32, required: true}
      note: string
      size: {fields: {width: {type: number, required: true}, unit: string}}
      lines: {items: {fields: {sku: {type: string, required: true}, count: int32}}}
"""
WHOLE = {"id": 1, "note": "n", "size": {"width": 2.5, "unit": "m"}, "lines": [{"sku": "a", "count": 1}]}


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("depot")
    (folder / "source").mkdir()
    (folder / "source" / "connector.yaml").write_text(SOURCE, "utf-8")
    return rendered(folder, folder / "source", "tests")


@contextmanager
def service(document: Any) -> Iterator[str]:
    """A service with one resource; it knows nothing of the connector and of control paths."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            found = self.path == "/v1/part"
            body = json.dumps(document if found else {"message": "There is no such thing."}).encode()
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()


def tried(suite: Path, document: Any) -> tuple[int, str]:
    with service(document) as url:
        return outcome(suite, "--base-url", url)


@pytest.mark.part(0.4)
@pytest.mark.parametrize(
    ("document", "unseen"),
    [
        (WHOLE, []),
        ({"id": 1}, ["note", "size", "size.width", "size.unit", "lines", "lines[].sku", "lines[].count"]),
        ({**WHOLE, "note": None, "lines": []}, ["note", "lines[].sku", "lines[].count"]),
        ({**WHOLE, "size": None}, ["size.width", "size.unit"]),
        ({**WHOLE, "lines": [{"sku": "a"}, {"sku": "b", "count": None}]}, ["lines[].count"]),
    ],
)
def test_what_is_optional_may_be_left_out_and_is_listed_as_not_seen(
    suite: Path, document: Any, unseen: list[str]
) -> None:
    status, text = tried(suite, document)
    assert status == 0, text
    assert {line for line in text.splitlines() if line.startswith("not seen: ")} >= {
        f"not seen: get_part: {path}" for path in unseen if path not in ("size", "lines")
    }
    assert text.count("not seen: ") >= len([path for path in unseen if path != "size"])


@pytest.mark.part(0.4)
@pytest.mark.parametrize(
    ("document", "told"),
    [
        (
            {**WHOLE, "note": 3},
            "note: expected string, or `actual_types: [string, integer]`"
            " in the source if the service is right, got integer",
        ),
        (
            {**WHOLE, "size": "big"},
            "size: expected object, or `actual_types: [object, string]`"
            " in the source if the service is right, got string",
        ),
        (
            {"note": "n"},
            "id: expected integer, or `actual_types: [integer, absent]`"
            " in the source if it may be missing, got nothing",
        ),
        (
            {"id": None},
            'id: expected integer, or `actual_types: [integer, "null"]`'
            " in the source if the service is right, got null",
        ),
        (
            {**WHOLE, "lines": [{"sku": "a"}, {"sku": 2}]},
            "lines[].sku: expected string, or `actual_types: [string, integer]`"
            " in the source if the service is right, got",
        ),
        ([], "id: expected the response to be of type object, got array []"),
    ],
)
def test_a_wrong_type_is_named_with_the_key_that_settles_it(suite: Path, document: Any, told: str) -> None:
    status, text = tried(suite, document)
    assert status == 1
    assert f"get_part (GET /part): {told}" in text, text


def test_the_key_that_a_message_names_settles_it(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    changed = SOURCE.replace("note: string", 'note: {type: string, actual_types: [string, integer, "null"]}')
    (tmp_path / "source" / "connector.yaml").write_text(changed, "utf-8")
    status, text = tried(rendered(tmp_path, tmp_path / "source", "tests"), {**WHOLE, "note": 3})
    assert status == 0, text


def test_what_is_below_a_wrong_value_is_not_reported_again() -> None:
    inner: Shape = {"type": "object", "fields": [{"name": "b", "required": True, "shape": {"type": "string"}}]}
    shape: Shape = {"type": "object", "fields": [{"name": "a", "required": True, "shape": inner}]}
    states = [sighting({"a": 3}, shape, path).state for path in ("a", "a.b")]
    assert states == [WRONG, NOT_SEEN]
    assert sighting({"a": {"b": "x"}}, shape, "a.b").state == SEEN

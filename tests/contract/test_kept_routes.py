"""What contract tests learned is taken from an earlier rendering only where nothing that it depends on changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectorkit import pipeline
from connectorkit.model.kept import Kept
from connectorkit.render.contract_tests import suite
from connectorkit.render.contract_tests.kept_routes import learned, sharing_nothing
from connectorkit.sandbox.shapes.document import project
from connectorkit.sandbox.shapes.document_types import Document

HEAD = """\
connector: Contoso Orders
version: "1.0"
server: https://orders.example.com/v1
authentication: {key: {type: apiKey, in: header, name: X-Key}}
credentials: {api_key: {type: securestring, label: API key, role: api_key}}
operations:
"""
OPERATIONS = {
    "list_orders": "request: GET /orders\n  returns: {fields: {count: int32}}",
    "add_order": "request: POST /orders\n  body: {fields: {note: {type: string, required: true}}}",
    "get_order": "request: GET /orders/{id}\n  parameters: {id: string}",
    "get_open_orders": "request: GET /orders/open",
    "delete_order": "request: DELETE /orders/{id}\n  parameters: {id: string}",
    "order_added": (
        "request: POST /hooks\n  body: {fields: {url: {type: string, callback: true}}}\n"
        "  returns: {fields: {id: string}}\n  event: {fields: {note: string}}\n"
        "  unsubscribe: {operation: end_hook, parameter: id, value: id}"
    ),
    "end_hook": "request: DELETE /hooks/{id}\n  parameters: {id: string}",
}
ALONE = {"list_orders", "add_order", "delete_order"}


def written(folder: Path, operations: dict[str, str], more: str = "") -> Document:
    kinds = {name: "trigger" if name == "order_added" else "action" for name in operations}
    text = HEAD + "".join(f"- {kinds[name]}: {name}\n  {said}\n" for name, said in operations.items())
    (folder / "connector.yaml").write_text(text + more, encoding="utf-8")
    connector, findings = pipeline.load(folder)
    assert connector is not None, findings
    return project(connector)


def asked(spec: Document, kept: Kept) -> list[str]:
    """The operations that are learned about."""
    found: list[str] = []

    def learn(part: Document) -> dict[str, str]:
        found.extend(route["operation"] for route in part["routes"])
        return {route["operation"]: "learned" for route in part["routes"]}

    assert learned(spec, kept, learn).keys() == {route["operation"] for route in spec["routes"]}
    return found


def test_an_operation_shares_nothing_where_no_state_and_no_path_is_another_ones(tmp_path: Path) -> None:
    assert sharing_nothing(written(tmp_path, OPERATIONS)) == ALONE
    (tmp_path / "sandbox.yaml").write_text("values: {count: {now: 0}}\n", encoding="utf-8")
    assert sharing_nothing(written(tmp_path, OPERATIONS, "sandbox: sandbox.yaml\n")) == set()


@pytest.mark.parametrize(
    ("operation", "said", "expected"),
    [
        ("list_orders", "request: GET /orders\n  summary: All orders\n  returns: {fields: {count: int32}}", []),
        ("list_orders", "request: GET /orders\n  returns: {fields: {count: string}}", ["list_orders"]),
        ("get_open_orders", "request: GET /orders/open\n  returns: {fields: {count: int32}}", [*OPERATIONS]),
        ("list_orders", "request: GET /order/all\n  returns: {fields: {count: int32}}", [*OPERATIONS]),
    ],
)
def test_only_what_an_edit_changes_is_learned_anew(
    operation: str, said: str, expected: list[str], tmp_path: Path
) -> None:
    kept = Kept()
    assert asked(written(tmp_path, OPERATIONS), kept) == [*OPERATIONS]
    assert asked(written(tmp_path, OPERATIONS | {operation: said}), kept) == expected
    assert asked(written(tmp_path, OPERATIONS | {operation: said}), kept) == []


def test_what_is_learned_alone_is_what_is_learned_together(tmp_path: Path) -> None:
    spec = written(tmp_path, OPERATIONS)
    together = suite.learned_cases(spec)
    for route in spec["routes"]:
        if route["operation"] in ALONE:
            assert suite.learned_cases({**spec, "routes": [route]}) == {
                route["operation"]: together[route["operation"]]
            }

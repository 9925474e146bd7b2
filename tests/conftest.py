"""What the tests of the toolkit share: small sources and a way to run the command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from connectorkit.cli.commands import command

SMALL = """\
connector: Contoso Orders
description: Orders of the Contoso shop, read and placed from a flow.
version: "1.0"
server: https://orders.example.com/v1
authentication: {key: {type: apiKey, in: header, name: X-Key}}
credentials: {api_key: {type: securestring, label: API key, role: api_key}}
operations:
- action: get_order
  summary: Get order
  description: Reads one order.
  request: GET /orders/{order_id}
  parameters: {order_id: int32}
  returns: Order
types:
  Order: {fields: {order_id: int32, note: string}}
"""

Run = Callable[..., Result]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with a small, clean connector source."""
    folder = tmp_path / "orders"
    folder.mkdir()
    (folder / "connector.yaml").write_text(SMALL, encoding="utf-8")
    return folder


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command line in this process, in an own folder and with an own cache."""
    monkeypatch.setenv("CONNECTORKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str | Path) -> Result:
        return CliRunner().invoke(command, [str(argument) for argument in arguments])

    return invoke

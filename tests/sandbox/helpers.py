"""A caller of sandboxes over real sockets, and connectors to serve."""

from __future__ import annotations

import base64
import http.client
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from connectorkit import pipeline
from connectorkit.sandbox.shapes.document import project
from connectorkit.sandbox.shapes.document_types import Document

BASIC = "Basic " + base64.b64encode(b"sandbox:sandbox").decode()
TINY = """
connector: Tiny Shop
description: A shop with orders, made for tests of the sandbox.
version: "1.0"
server: https://shop.example/api
{security}
operations:
- action: add_order
  summary: Add "order"
  request: POST /orders
  body:
    fields:
      title: {{type: string, required: true, max_length: 20}}
      amount: {{type: int32, required: true, min: 1, max: 9}}
      kind: {{type: string, choices: [small, large]}}
      lines:
        items: {{fields: {{sku: {{type: string, required: true}}, count: int32}}}}
  returns:
    fields:
      id: int32
      title: string
      "@odata.type": string
      lines: {{items: {{fields: {{sku: string, price: number}}}}}}
- action: find_orders
  summary: Find orders
  request: GET /orders
  parameters:
    since: {{type: date, required: true}}
    tags: {{type: "string[]", collection_format: csv}}
    X-Tenant: {{type: string, in: header, required: true}}
  returns:
    items:
      fields:
        id: int32
        note: {{type: string, actual_types: [string, absent]}}
        owner: {{fields: {{name: string}}}}
- action: drop_order
  summary: Drop an order
  request: DELETE /orders/{{id}}
  parameters: {{id: int64}}
  responses: {{204: Gone}}
- trigger: order_added
  summary: When an order is added
  request: POST /hooks
  body: {{fields: {{target: {{type: string, required: true, callback: true}}}}}}
  responses: {{201: Made}}
  event: {{fields: {{id: int32, title: string}}}}
  unsubscribe: {{operation: drop_hook, parameter: hook}}
- action: drop_hook
  summary: Drop a hook
  visibility: internal
  request: DELETE /hooks/{{hook}}
  parameters: {{hook: string}}
  responses: {{200: Done}}
"""
KEYED = """authentication: {key: {type: apiKey, in: header, name: X-Key}}
credentials: {api_key: {type: securestring, label: Key, role: api_key}}"""


def spec_of(folder: Path) -> Document:
    """The spec of a source folder, after a round trip through JSON."""
    connector, findings = pipeline.load(folder)
    assert connector is not None, findings
    return cast("Document", json.loads(json.dumps(project(connector))))


def tiny(folder: Path, security: str = KEYED, more: str = "") -> Path:
    """A source of a small connector without a sandbox.yaml."""
    folder.mkdir(exist_ok=True)
    (folder / "connector.yaml").write_text(TINY.format(security=security) + more, "utf-8")
    return folder


@dataclass
class Api:
    """Calls a sandbox; ``root`` is without and ``url`` with the base path."""

    root: str
    url: str
    headers: dict[str, str] = field(default_factory=lambda: {"Authorization": BASIC})

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Status and document of one call; text when the response is no JSON."""
        status, _, text = self.raw(method, path, None if body is None else json.dumps(body).encode(), **headers)
        return status, json.loads(text) if text else None

    def raw(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, dict[str, str], str]:
        """Status, headers and text of one call."""
        parts = urlsplit(self.root if path.startswith("/_sandbox") else self.url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=10)
        try:
            connection.request(method, parts.path + path, body, {**self.headers, **headers})
            response = connection.getresponse()
            return response.status, dict(response.headers), response.read().decode()
        finally:
            connection.close()

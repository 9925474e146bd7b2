"""A small source with the things that recordings are about, and recordings of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SHOP = """\
connector: Contoso Shop
description: Customers and orders of the Contoso shop.
version: "1.0"
server: https://shop.example/v1
authentication: {key: {type: apiKey, in: query, name: key}}
credentials: {api_key: {type: securestring, label: API key, role: api_key}}
operations:
- action: list_orders
  summary: List orders
  description: Lists the orders of a customer.
  request: GET /customers/{customer_id}/orders
  parameters:
    customer_id: {type: int32, example: 7}
    state: {type: string, choices: [open, closed]}
    tags: "string[]"
  returns:
    fields:
      total: {type: int32, required: true}
      note: string
      orders:
        items:
          fields:
            id: {type: int32, required: true}
            title: string
            buyer: {type: string, personal: true}
            labels: {additional: string}
- action: add_order
  summary: Add order
  description: Places an order.
  request: POST /orders
  body:
    fields:
      title: {type: string, required: true}
      amount: int32
      pin: {type: string, secret: true}
      channel: {type: string, constant: flow}
  responses:
    201: {description: Made, schema: Made}
types:
  Made: {fields: {id: int32, title: string}}
"""
LIST: Any = {
    "request": {
        "method": "GET",
        "path": "/customers/{customer_id}/orders",
        "path_values": {"customer_id": "7"},
        "query": [["state", "open"], ["tags", "a,b"]],
    },
    "response": {
        "status": 200,
        "headers": {"content-type": "application/json"},
        "body": {"json": {"total": 1, "note": None, "orders": [{"id": 1, "title": "x", "labels": {"a": "b"}}]}},
    },
}
ADD: Any = {
    "request": {
        "method": "POST",
        "path": "/orders",
        "headers": {"content-type": "application/json"},
        "body": {"json": {"title": "Lamp", "amount": 2, "channel": "flow"}},
    },
    "response": {"status": 201, "body": {"json": {"id": 5, "title": "Lamp"}}},
}


def shop(folder: Path, *changes: tuple[str, str]) -> Path:
    """The source in a folder, with some of its text changed."""
    text = SHOP
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "connector.yaml").write_text(text, encoding="utf-8")
    return folder


def kept(folder: Path, origin: str = "service", **exchanges: Any) -> Path:
    """A folder with a recording of each operation that is named."""
    folder.mkdir(parents=True, exist_ok=True)
    for operation, exchange in exchanges.items():
        document = {
            "version": 1,
            "operation": operation,
            "recorded": "2026-11-30",
            "from": origin,
            "connector": "Contoso Shop",
            "service": "" if origin == "sandbox" else "https://shop.example/v1",
            "exchanges": exchange if isinstance(exchange, list) else [exchange],
        }
        (folder / f"{operation}.json").write_text(json.dumps(document, indent=2), encoding="utf-8")
    return folder

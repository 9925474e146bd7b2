"""A source with an MCP server, for tests."""

from __future__ import annotations

from pathlib import Path

from connectorkit.sandbox.shapes.document_types import Document
from tests.sandbox.helpers import spec_of

SOURCE = """
connector: ContosoOrders
description: Lets agents find and place orders of a shop.
version: "1.0"
server: https://mcp.contoso.com/v1
authentication: {key: {type: apiKey, in: header, name: X-Api-Key}}
credentials: {api_key: {type: securestring, label: Key, description: Your key.}}
operations:
- action: OpenStream
  summary: Open the stream
  visibility: internal
  request: GET /shops/{shop}/mcp
  parameters: {shop: string}
- mcp: InvokeServer
  summary: Contoso orders
  description: Finds and places orders.
  request: POST /shops/{shop}/mcp
  parameters:
    shop: string
    X-Region: {type: string, in: header, required: true, choices: [eu, us]}
    Mcp-Session-Id: {type: string, in: header, required: true}
  tools:
  - name: get_order
    description: Gets an order.
    effect: reads
    input: {type: object, properties: {id: {type: integer, minimum: 1}}, required: [id]}
    output: {type: object, properties: {state: {type: string}}, required: [state]}
    arguments: {id: 7}
    result: {state: sent}
  - name: place_order
    description: Places an order.
    input: {type: object, properties: {item: {type: string}}, required: [item]}
    result: Placed.
  - name: list_states
    description: Lists all states.
    effect: reads
- action: GetShop
  summary: Get a shop
  request: GET /shops/{shop}
  parameters: {shop: string}
  returns: {fields: {name: string}}
"""
PATH = "/shops/one/mcp"
HEADERS = {"X-Api-Key": "sandbox", "X-Region": "eu"}


def shop(folder: Path) -> Path:
    """The source in a folder."""
    folder.mkdir(exist_ok=True)
    (folder / "connector.yaml").write_text(SOURCE, "utf-8")
    return folder


def document(folder: Path, **rules: object) -> Document:
    """The document of the sandbox; ``rules`` are those of `mcp` in sandbox.yaml."""
    spec = spec_of(shop(folder))
    if rules:
        spec["sandbox"]["mcp"] = rules  # type: ignore[typeddict-item]  # Each test gives the type that it is about.
    return spec

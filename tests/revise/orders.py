"""A small source with one of everything that names an operation, written in several styles."""

from __future__ import annotations

from pathlib import Path

CONNECTOR = """\
# Orders of a shop
connector: Contoso Orders   # the title
description: Orders of the Contoso shop, read and placed from a flow.
version: "1.0"
server: https://orders.example.com
profile: custom
features: {testConnection: {operationId: ListShops, parameters: {}}}
script: script.csx
script_operations: [ListShops]
policies:
- template: setheader
  title: Mark the call
  operations:
  - ListShops   # only this one
  - GetOrder
  with: {name: X-Source, value: flow}
operations:
# The shops come first.
- actions/list_shops.yaml
- action: GetOrder
  summary: Get an order   # as the vendor says it
  description: Reads one order.
  request: GET /orders/{order_id}
  parameters:
    order_id: {type: string, title: Order ID, description: The number of the order.}
    # One of many.
    shop: {type: string, title: Shop, description: The shop of the order., options: &shops {
      operation: ListShops, value: id, title: name, collection: shops}}
    branch: {type: string, title: Branch, description: The branch of the shop., options: *shops}
  returns: {fields: {total: {type: double, title: Total, description: What is paid.}}}
- {action: PlaceOrder, summary: Place an order, description: Places an order., request: POST /v1/orders,
  body: {fields: {note: {type: string, title: Note, description: Shown to the customer.}}},
  in_doubt: {look_with: GetOrder, look_for: [note]}}
- path: /shops
  parameters:
    region: {type: string, in: query, title: Region, description: The region of the shops.}
sandbox:
  operations:
    ListShops: {answer: {shops: &some []}}   # none
"""
SHOPS = """\
# All shops
action: ListShops
summary: List shops
description: Lists the shops of a region.
visibility: important
request: GET /shops
returns:
  fields:
    # One for each city.
    shops:
      items: {fields: {id: {type: string, title: ID, description: The id.}, name: {type: string, title: Name,
        description: The name.}}}
"""
SCRIPT = "public class Script : ScriptBase {}\n"


def source(folder: Path, connector: str = CONNECTOR, shops: str = SHOPS) -> Path:
    """The source in a folder."""
    (folder / "actions").mkdir(parents=True, exist_ok=True)
    (folder / "connector.yaml").write_text(connector, encoding="utf-8")
    (folder / "actions" / "list_shops.yaml").write_text(shops, encoding="utf-8")
    (folder / "script.csx").write_text(SCRIPT, encoding="utf-8")
    return folder

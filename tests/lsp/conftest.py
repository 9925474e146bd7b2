"""One server for the tests of a module, on a small shop; each test leaves its files as they were."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lsp.editor import Editor

FILES = {
    "connector.yaml": """\
connector: Contoso Shop
description: Orders of the Contoso shop, placed and watched from a flow.
version: "1.0"
server: https://shop.contoso.com/v1
authentication:
  key: {type: apiKey, in: header, name: X-Key}
credentials:
  api_key: {type: securestring, label: API key, description: The key of the shop., required: true, role: api_key}
operations:
  - place_order.yaml
  - list_shops.yaml
types: types.yaml
success:
  envelope: {path: code, equals: OK}
policies:
  - template: setheader
    with: {name: X-From, value: flow}
    operations: [PlaceOrder]
""",
    "place_order.yaml": """\
action: PlaceOrder
summary: Place order
description: Places an order for a customer – 😀 included.
request: POST /orders
parameters:
  notify: {type: boolean, title: Notify, description: Whether the customer gets a message.}
body:
  fields:
    shop: {type: ShopId, required: true}
    address:
      title: Address
      fields:
        street: {type: string, title: Street}
        city: {type: string, title: City}
returns:
  type: Envelope
  fields:
    data:
      fields:
        lines: {title: Lines, items: Line}
success:
  items: {path: "data.lines[].state", equals: OK}
in_doubt:
  look_with: ListShops
  look_for: [shop]
""",
    "list_shops.yaml": """\
action: ListShops
summary: List shops
description: Lists the shops of the customer.
request: GET /shops
returns:
  type: Envelope
  fields:
    shops: {title: Shops, items: Shop}
""",
    "types.yaml": """\
Envelope:
  fields:
    code: {type: string, title: Code}
Shop:
  fields:
    id: {type: string, title: Shop ID}
    name: {type: string, title: Shop name}
ShopId:
  type: string
  title: Shop
  description: The shop that sends the order.
  options: {operation: ListShops, value: id, title: name, collection: shops}
Line:
  fields:
    state: {type: string, title: State}
    shop: {type: Shop, title: Shop of the line}
""",
}


def shop_in(folder: Path) -> Path:
    """A source with all kinds of references between its files."""
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[Editor]:
    """A session on the shop with all its files open."""
    with Editor(shop_in(tmp_path)) as made:
        for name in FILES:
            made.open(name)
        yield made

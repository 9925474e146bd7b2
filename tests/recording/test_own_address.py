"""The address of a sandbox in recordings is replaced by the server of the source, so that two runs are equal."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from connectorkit.recording import own_address
from connectorkit.recording.exchange import Exchange
from connectorkit.recording.observing import by_name
from tests.recording.test_command import called

ORIGIN, SERVER = "http://127.0.0.1:4031", "https://shop.example"
TEXTS = {
    "http://127.0.0.1:4031/v1/orders?page=2": "https://shop.example/v1/orders?page=2",
    "see http://127.0.0.1:4031": "see https://shop.example",
    "/go?to=http%3A%2F%2F127.0.0.1%3A4031%2Fv1": "/go?to=https%3A%2F%2Fshop.example%2Fv1",
    "host 127.0.0.1:4031, HTTP://127.0.0.1:4031/a": "host shop.example, https://shop.example/a",
    "http://127.0.0.1:40311/v1": "http://127.0.0.1:40311/v1",
    "10.127.0.0.1:4031": "10.127.0.0.1:4031",
    "https://other.example": "https://other.example",
}


@pytest.mark.parametrize("text", TEXTS)
def test_the_address_is_replaced_wherever_it_is_repeated(text: str) -> None:
    given: Exchange = {
        "request": {"method": "GET", "path": "/orders", "query": [["back", text]]},
        "response": {
            "status": 200,
            "headers": {"link": f"<{text}>; rel=next"},
            "body": {"json": {"next": text, "all": [text, 1, None]}},
        },
    }
    before = copy.deepcopy(given)
    made = own_address.replaced(given, [ORIGIN], SERVER)
    assert given == before
    assert made["request"]["query"] == [["back", TEXTS[text]]]
    assert made["response"]["headers"] == {"link": f"<{TEXTS[text]}>; rel=next"}
    assert made["response"]["body"] == {"json": {"next": TEXTS[text], "all": [TEXTS[text], 1, None]}}


def test_a_source_without_a_host_of_its_own_has_a_placeholder() -> None:
    assert own_address.server(("https",), "shop.example") == SERVER
    assert own_address.server((), "shop.example") == SERVER
    assert own_address.server(("https",), "{tenant}.shop.example") == own_address.NOWHERE


def test_the_query_is_recorded_by_name() -> None:
    assert by_name([["b", "2"], ["a", "z"], ["b", "1"]]) == [["a", "z"], ["b", "2"], ["b", "1"]]


LINKED = """\
connector: Contoso Pages
description: Reads orders page by page.
version: "1.0"
server: https://shop.example/v1
authentication: {key: {type: apiKey, in: header, name: X-Key}}
credentials: {api_key: {type: securestring, label: API key, role: api_key}}
operations:
- action: list_orders
  summary: List orders
  description: Reads one page of orders.
  request: GET /orders
  parameters:
    size: {type: int32, default: 1, min: 1, max: 3}
  returns:
    fields:
      value: {type: "Order[]", required: true}
      nextLink: string
  pages: {by: link, items: "value[]", next: nextLink, size: size, max_size: 3}
- action: add_order
  summary: Add order
  description: Places an order.
  request: POST /orders
  body: {fields: {title: {type: string, required: true}}}
  returns: Order
types:
  Order: {fields: {id: {type: string, required: true}, title: string}}
sandbox:
  collections:
    orders: {key: id, new: {id: {token: 12}}}
  operations:
    list_orders: {list: orders}
    add_order: {create: orders}
"""


@pytest.mark.part(0)
def test_two_runs_record_the_same_links(tmp_path: Path) -> None:
    source = tmp_path / "pages"
    source.mkdir()
    (source / "connector.yaml").write_text(LINKED, encoding="utf-8")
    for name in ("one", "two"):
        status, out, err = called(tmp_path, "pages", "--record", name)
        assert status == 0, out + err
    first, second = ((tmp_path / name / "list_orders.json").read_text(encoding="utf-8") for name in ("one", "two"))
    assert first == second
    assert '"nextLink": "https://shop.example/v1/orders?' in first and "127.0.0.1" not in first

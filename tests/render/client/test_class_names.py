"""What the classes of a client are called."""

from __future__ import annotations

from pathlib import Path

from connectorkit.cli import explain
from connectorkit.pipeline import load
from connectorkit.render.client import methods

SOURCE = """
connector: Names
description: Names.
version: "1.0"
server: https://names.example.com
operations:
- action: get_order
  summary: Get
  request: GET /order
  returns: {fields: {order: {type: Order, fields: {extra: string}}, buyer: {type: Person, fields: {age: int32}}}}
- action: list_orders
  summary: List
  request: GET /orders
  returns: {fields: {orders: {type: array, items: {type: Order, fields: {note: string}}}, plain: Address}}
- action: get_place
  summary: Place
  request: GET /place
  returns: {fields: {place: {type: Address, fields: {country: string}}}}
types:
  Order: {fields: {id: string}}
  Person: {fields: {name: string}}
  Address: {fields: {street: string}}
"""


def names(folder: Path) -> set[str]:
    connector, findings = load(folder)
    assert connector is not None, findings
    return {plan.name for plan in methods.settled(connector)[1].plans if plan.base == "Model"}


def test_a_named_type_gives_its_name_to_what_is_laid_over_it(tmp_path: Path) -> None:
    (tmp_path / "connector.yaml").write_text(SOURCE, encoding="utf-8")
    assert names(tmp_path) == {"Person", "GetOrderOrder", "ListOrdersOrder", "Address", "GetPlaceAddress"}


def test_explain_shows_the_class(tmp_path: Path) -> None:
    (tmp_path / "connector.yaml").write_text(SOURCE, encoding="utf-8")
    for field, name in (("buyer", "Person"), ("orders", "ListOrdersOrder"), ("plain", "Address")):
        assert f"class     {name}\n" in explain.text(field, str(tmp_path))

"""A fix that is about an item of a list that is written short writes into the list."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.check.fix.helpers import asks, source

from connectorkit.check.engine.rule import Edit
from connectorkit.check.fix import apply

SOURCE = """\
connector: Contoso Orders
description: Orders of the Contoso shop, read and placed from a flow.
version: "1.0"
server: https://orders.example.com/v1
operations:
- action: PlaceOrder
  summary: Place an order
  description: Places one order.
  request: POST /orders
  parameters:
    lots: string[]
  returns:
    fields:
      tags: string[]
      sums: {type: "double[]", title: Sums}
      grid: double[][]
      lines[]:
        title: Lines
        fields:
          # as printed
          sku: string
      boxes[]: {fields: {size: string}}
      people: Person[]
types:
  Person:
    fields:
      first_name: string
"""
_POST = "/paths/~1orders/post"
_FIELDS = f"{_POST}/responses/200/schema/properties"

CASES: dict[str, tuple[Edit, str, str]] = {
    "a key of a word": (
        Edit("add", f"{_FIELDS}/tags/items", "A tag.", "description"),
        "      tags: string[]\n",
        "      tags:\n        items: {type: string, description: A tag.}\n",
    ),
    "a key of a type": (
        Edit("add", f"{_FIELDS}/people/items", "A person.", "description"),
        "      people: Person[]\n",
        "      people:\n        items: {type: Person, description: A person.}\n",
    ),
    "a key of a word in brackets": (
        Edit("add", f"{_FIELDS}/sums/items", "A sum.", "description"),
        '{type: "double[]", title: Sums}',
        "{items: {type: double, description: A sum.}, title: Sums}",
    ),
    "a key that the format has no word for": (
        Edit("add", f"{_FIELDS}/boxes/items", True, "x-own"),
        "      boxes[]: {fields: {size: string}}\n",
        "      boxes: {items: {extra: {x-own: true}, fields: {size: string}}}\n",
    ),
    "a key of a list in a list": (
        Edit("add", f"{_FIELDS}/grid/items/items", "A cell.", "description"),
        "      grid: double[][]\n",
        "      grid:\n        items:\n          items: {type: double, description: A cell.}\n",
    ),
    "a key beside a comment": (
        Edit("add", f"{_FIELDS}/lines/items", "A line.", "description"),
        "      lines[]:\n        title: Lines\n        fields:\n          # as printed\n          sku: string\n",
        "      lines:\n"
        "        title: Lines\n"
        "        items:\n"
        "          description: A line.\n"
        "          fields:\n"
        "            # as printed\n"
        "            sku: string\n",
    ),
    "a key that stays short": (
        Edit("add", f"{_FIELDS}/boxes/items", False, "additionalProperties"),
        "boxes[]: {fields: {size: string}}",
        "boxes[]: {fields: {size: string}, additional: false}",
    ),
    "another type": (Edit("set", f"{_FIELDS}/tags/items/type", "integer"), "tags: string[]", "tags: integer[]"),
    "another format": (Edit("set", f"{_FIELDS}/sums/items/format", "float"), '"double[]"', '"float[]"'),
    "another format in two lists": (
        Edit("set", f"{_FIELDS}/grid/items/items/format", "float"),
        "grid: double[][]",
        "grid: float[][]",
    ),
    "an item of an input": (
        Edit("set", f"{_POST}/parameters/0/items/type", "integer"),
        "lots: string[]",
        "lots: integer[]",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_only_the_list_changes(case: str, tmp_path: Path) -> None:
    edit, old, new = CASES[case]
    assert SOURCE.count(old) == 1
    fixed = apply.fix(source(tmp_path / "orders", SOURCE), "custom", (asks(edit),))
    assert (fixed.count, fixed.left) == (1, [])
    assert next(iter(fixed.new.values())).decode() == SOURCE.replace(old, new)


def test_two_fixes_of_one_list_are_both_made(tmp_path: Path) -> None:
    some = [
        Edit("add", f"{_FIELDS}/tags/items", "A tag.", "description"),
        Edit("set", f"{_FIELDS}/tags/items/type", "integer"),
    ]
    rules = tuple(asks(one, id=f"TST{number}10") for number, one in enumerate(some))
    fixed = apply.fix(source(tmp_path / "orders", SOURCE), "custom", rules)
    assert (fixed.count, fixed.left) == (2, [])
    assert b"items: {type: integer, description: A tag.}" in next(iter(fixed.new.values()))

"""Findings about calls that the designer makes: in the words of makers, with a suggestion."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.check.rules.example import findings

SHOP = "operations: {{CreateOrder: {{body: {{fields: {{shop_id: {{options: {}}}}}}}}}}}"


def said(folder: Path, example: str) -> tuple[str, str]:
    (finding,) = findings(folder, example, "certified")
    return finding.message, finding.help


@pytest.mark.parametrize(
    ("options", "message", "way"),
    [
        ("{operation: ListShop}", "{} calls 'ListShop', which does not exist.", "Did you mean 'ListShops'?"),
        (
            "{value: shop}",
            "{} reads 'shop', which an item of the list of 'List shops' does not have.",
            "Did you mean 'shop_id'?",
        ),
        (
            "{collection: null}",
            "{} does not name the array of choices in the response of 'List shops'.",
            "Write `collection: shops`.",
        ),
        ("{with: {town: Sydney}}", "{} sends 'town', which 'List shops' does not have.", "There is only 'city'."),
    ],
)
def test_a_drop_down_is_named_with_its_field_and_a_way_out(
    tmp_path: Path, options: str, message: str, way: str
) -> None:
    what = "The drop-down of 'shop_id' of the body of 'Create an order'"
    assert said(tmp_path, SHOP.format(options)) == (message.format(what), way)


def test_a_path_that_is_computed_is_left_alone(tmp_path: Path) -> None:
    assert findings(tmp_path, SHOP.format('{title: "{name} of {shop_id}"}'), "certified") == []


def test_an_answer_that_may_hold_anything_is_left_alone(tmp_path: Path) -> None:
    anything = "operations: {ListShops: {returns: {fields: null, type: object}}}"
    assert [one.id for one in findings(tmp_path, anything, "certified") if one.id.startswith("DYN")] == []


def test_both_spellings_of_one_fault_are_one_finding(tmp_path: Path) -> None:
    example = SHOP.format("{with: {city: {from: towm, path: body/towm}}, written: both}")
    assert [finding.id for finding in findings(tmp_path, example, "certified")] == ["DYN026"]

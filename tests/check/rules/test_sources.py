"""The findings of resolving a source and of the rules are each reported once, at their places in the YAML."""

from __future__ import annotations

from pathlib import Path

from tests.check.rules.example import findings
from tests.check.rules.published import line


def said(folder: Path, example: str) -> list[tuple[str, str]]:
    """The ids and lines of the findings."""
    return [(one.id, line(one).strip()) for one in findings(folder, example, "certified")]


def test_all_variables_without_a_parameter_are_named(tmp_path: Path) -> None:
    example = "operations: {GetOrder: {request: 'GET /orders/{order_id}/{line}/{part}'}}"
    found = findings(tmp_path, example, "certified")
    assert [one.id for one in found] == ["PAR030"]
    assert "{line} and {part}" in found[0].message


def test_a_misspelt_parameter_is_one_fault(tmp_path: Path) -> None:
    example = (
        "operations: {GetOrder: {parameters: {order_id: null, order_ID: "
        "{in: path, type: string, description: The number.}}}}"
    )
    found = findings(tmp_path, example, "certified")
    assert [(one.id, one.help) for one in found] == [("PAR030", "Did you mean 'order_ID'?")]


def test_what_rendering_loses_is_said_all_the_same(tmp_path: Path) -> None:
    found = said(tmp_path, "operations: {ListShops: {request: 'GET /orders/{order_id}'}}")
    assert ("PAR021", "- action: ListShops") in found


def test_nothing_more_is_said_of_an_unknown_type(tmp_path: Path) -> None:
    example = """operations:
      CreateOrder: {body: {fields: {shop_id: {type: Shopp}}}}
      ListShops: {parameters: {city: {type: Cty}}}
      GetOrder: {returns: {fields: null, type: Ordr}}"""
    assert said(tmp_path, example) == [("TYP001", "type: Ordr"), ("TYP001", "type: Cty"), ("TYP001", "type: Shopp")]


def test_a_path_stands_where_the_request_is_written(tmp_path: Path) -> None:
    assert said(tmp_path, "operations: {ListShops: {request: GET shops}}") == [("PAR010", "request: GET shops")]


def test_what_stands_in_extra_is_found_there(tmp_path: Path) -> None:
    example = "operations: {WhenOrderShipped: {extra: {x-ms-notification-content: {schema: {type: string}}}}}"
    assert said(tmp_path, example) == [("TRG031", "x-ms-notification-content:")]


def test_named_types_that_are_copied_into_place_are_judged_once(tmp_path: Path) -> None:
    example = """
types: {Place: {fields: {zip: {type: string, format: guid, description: The code.}}}}
operations: {GetOrder: {returns: {fields: {a: {type: Place}, b: {type: Place}, c: {type: Place}}}}}"""
    assert said(tmp_path, example) == [("PAR240", "format: guid")]

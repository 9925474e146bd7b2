"""Types that are endless, very deep or of the wrong kind, and connectors of many operations."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from connectorkit.diff.comparison import compare
from tests.diff.base import Plain, base, side

pytestmark = pytest.mark.part(0.3)


def connector(definitions: Plain, operations: int = 1, reference: str = "A") -> Plain:
    documents = base()
    documents["definition"]["definitions"] = definitions
    documents["definition"]["paths"] = {
        f"/things/{number}": {
            "get": {
                "operationId": f"Get{number}",
                "summary": f"Get thing {number}",
                "responses": {"200": {"description": "", "schema": {"$ref": f"#/definitions/{reference}"}}},
            }
        }
        for number in range(operations)
    }
    return documents


def changed(documents: Plain, pointer: tuple[str, ...], value: Any) -> Plain:
    made = copy.deepcopy(documents)
    here = made["definition"]["definitions"]
    for key in pointer[:-1]:
        here = here[key]
    here[pointer[-1]] = value
    return made


def ids(old: Plain, new: Plain) -> list[str]:
    return [one.finding.id for one in compare(side(old, "old"), side(new, "new")).reported]


@pytest.mark.parametrize("beside", [{}, {"description": "Beside."}, {"allOf": [{"$ref": "#/definitions/A"}]}])
def test_a_type_that_holds_itself(beside: Plain) -> None:
    child = {"$ref": "#/definitions/A", **beside} if "allOf" not in beside else beside
    old = connector({"A": {"type": "object", "properties": {"x": {"type": "string"}, "child": child}}})
    new = changed(old, ("A", "properties", "x", "type"), "integer")
    assert ids(old, old) == []
    assert ids(old, new) == ["BRK550"]


def test_a_chain_of_a_thousand_types() -> None:
    count = 1_000
    chain: Plain = {
        f"T{number}": {"type": "object", "properties": {"next": {"$ref": f"#/definitions/T{number + 1}"}}}
        for number in range(count)
    }
    chain[f"T{count}"] = {"type": "object", "properties": {"end": {"type": "string"}}}
    old = connector(chain, reference="T0")
    assert ids(old, changed(old, (f"T{count}", "properties", "end", "type"), "integer")) == ["BRK550"]


def test_a_chain_of_a_thousand_parts() -> None:
    chain: Plain = {f"T{number}": {"allOf": [{"$ref": f"#/definitions/T{number + 1}"}]} for number in range(1_000)}
    chain["T1000"] = {"type": "object", "properties": {"end": {"type": "string"}}}
    old = connector(chain, reference="T0")
    assert ids(old, changed(old, ("T1000", "properties", "end", "type"), "integer")) == ["BRK550"]


def test_a_type_of_two_ways_at_each_of_forty_levels_is_compared_once_for_each_pair() -> None:
    ladder: Plain = {
        f"T{level}": {
            "type": "object",
            "properties": {side_: {"$ref": f"#/definitions/T{level + 1}"} for side_ in ("left", "right")},
        }
        for level in range(40)
    }
    ladder["T40"] = {"type": "object", "properties": {"end": {"type": "string"}}}
    old = connector(ladder, operations=3, reference="T0")
    new = changed(old, ("T40", "properties", "end", "type"), "integer")
    found = compare(side(old, "old"), side(new, "new")).reported
    assert [one.finding.id for one in found] == ["BRK550"]
    assert len(found[0].change.operations) == 3


def test_five_hundred_operations_of_one_type_are_one_change() -> None:
    shared: Plain = {"A": {"type": "object", "properties": {f"p{n}": {"type": "string"} for n in range(200)}}}
    old = connector(shared, operations=500)
    new = changed(old, ("A", "properties", "p7", "type"), "integer")
    found = compare(side(old, "old"), side(new, "new")).reported
    assert [one.finding.id for one in found] == ["BRK550"]
    assert len(found[0].change.operations) == 500


WRONG: tuple[Any, ...] = (None, True, 7, "text", [], [1], {}, {"a": None})


@pytest.mark.parametrize("value", WRONG)
@pytest.mark.parametrize(
    "key",
    ["paths", "definitions", "info", "schemes", "consumes", "parameters", "responses", "securityDefinitions", "host"],
)
def test_wrong_values_at_the_top_do_not_stop_it(key: str, value: Any) -> None:
    new = base()
    new["definition"][key] = value
    compare(side(base()), side(new))
    compare(side(new), side(base()))


@pytest.mark.parametrize("value", WRONG)
@pytest.mark.parametrize("key", ["parameters", "responses", "x-ms-pageable", "x-ms-trigger", "summary", "operationId"])
def test_wrong_values_in_an_operation_do_not_stop_it(key: str, value: Any) -> None:
    new = base()
    new["definition"]["paths"]["/orders"]["post"][key] = value
    compare(side(base()), side(new))
    compare(side(new), side(base()))


@pytest.mark.parametrize("value", WRONG)
@pytest.mark.parametrize(
    "key",
    ["type", "properties", "required", "enum", "items", "allOf", "$ref", "default", "x-ms-dynamic-values", "format"],
)
def test_wrong_values_in_a_schema_do_not_stop_it(key: str, value: Any) -> None:
    new = base()
    new["definition"]["definitions"]["Order"]["properties"]["lines"][key] = value
    new["definition"]["paths"]["/orders"]["post"]["parameters"][0]["schema"][key] = value
    compare(side(base()), side(new))
    compare(side(new), side(base()))


@pytest.mark.parametrize("value", WRONG)
@pytest.mark.parametrize(
    "key",
    ["connectionParameters", "connectionParameterSets", "policyTemplateInstances", "scriptOperations", "capabilities"],
)
def test_wrong_values_in_the_properties_do_not_stop_it(key: str, value: Any) -> None:
    new = base()
    new["properties"]["properties"][key] = value
    compare(side(base()), side(new))
    compare(side(new), side(base()))

"""A check of any definition reports its faults or nothing. It never fails, and reports nothing untrue."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.check.rules import published
from tests.check.rules.test_definition_faults import BODY, CITY, GET, at
from tests.conftest import Sample

from connectorkit.check.engine import run
from connectorkit.check.engine.connector_index import subject
from connectorkit.check.engine.extension_keys import distance
from connectorkit.check.rules import RULES

pytestmark = pytest.mark.part(0.4)

VALUES: list[Any] = [
    None,
    "",
    "x",
    "\ud800",
    1,
    -1,
    1.5,
    float("inf"),
    10**400,
    True,
    [],
    {},
    ["a"],
    [None],
    [{}],
    [["a"]],
    {"": ""},
    {"$ref": "#/definitions/x"},
    {"$ref": 5},
    {"type": {}},
    {"type": ["string"]},
    {"a": {"b": [1]}},
]


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    for key, below in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, key
        if isinstance(below, (dict, list)):
            yield from places(below)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:20])
def test_any_value_in_any_place(value: Any, sample: Sample[tuple[Any, Any]]) -> None:
    definition = published.definition()
    for node, key in sample(list(places(definition)), 0.1):
        kept, node[key] = node[key], copy.deepcopy(value)
        for _, _, hit in run.run(subject(definition, published=True), RULES, "certified"):
            assert hit.message
        node[key] = kept


@pytest.mark.part(0.3)
@pytest.mark.parametrize("seed", range(60))
def test_several_values_at_once(seed: int) -> None:
    chance, definition = random.Random(seed), published.definition()
    keys = sorted({key for node, key in places(definition) if isinstance(node, dict)})
    for _ in range(8):
        node, key = chance.choice(list(places(definition)))
        node[chance.choice(keys) if isinstance(node, dict) else key] = copy.deepcopy(chance.choice(VALUES))
    for _, _, hit in run.run(subject(definition, published=True), RULES, "certified"):
        assert hit.message


@pytest.mark.parametrize("pattern", ["(a", "[a-", "a**", "*a", "(?<name>a", "a{3,1}", "\\"])
def test_what_no_dialect_takes_is_no_regular_expression(pattern: str) -> None:
    assert said_of({"pattern": pattern}) == {"PAR213"}


@pytest.mark.parametrize(
    "pattern", ["", "^[A-Z]+$", r"\p{L}+", r"(?<year>\d{4})", r"^\d+\z", "(?i)a", "a{,3}", r"[\w-]+"]
)
def test_expressions_of_other_dialects_are_none_of_our_business(pattern: str) -> None:
    assert said_of({"pattern": pattern}) == set()


def said_of(change: dict[str, Any]) -> set[str]:
    """The rules that report a text in a body with a further key."""
    definition = published.definition()
    at(definition, BODY)["properties"]["shop_id"] |= change
    return {rule.id for rule, _, _ in run.run(subject(definition, published=True), RULES, "custom")}


@pytest.mark.parametrize(
    ("one", "other", "mistakes"),
    [
        ("summary", "summary", 0),
        ("sumary", "summary", 1),
        ("summray", "summary", 1),
        ("smmray", "summary", 2),
        ("summary", "visibility", 3),
        ("", "ab", 2),
    ],
)
def test_mistakes_are_counted(one: str, other: str, mistakes: int) -> None:
    assert distance(one, other, 2) == distance(other, one, 2) == mistakes


def test_257_operations_are_too_many(tmp_path: Path) -> None:
    definition = published.definition()
    _add_operations(definition, 256 - 5)
    assert published.findings(tmp_path, definition) == []
    _add_operations(definition, 257 - 5)
    assert [(one.id, one.pointer) for one in published.findings(tmp_path, definition)] == [("RSP110", "/paths")]


def _add_operations(definition: dict[str, Any], count: int) -> None:
    for number in range(count):
        one = {
            "summary": f"Read page {number}",
            "description": f"Reads the page {number}.",
            "responses": {"204": {"description": "Nothing"}},
            "operationId": f"ReadPage{number}",
        }
        definition["paths"][f"/pages/{number}/read"] = {"post": one}


@pytest.mark.parametrize(("count", "said"), [(306, []), (307, ["RSP111"])])
def test_an_answer_of_more_than_512_shapes_is_too_large(tmp_path: Path, count: int, said: list[str]) -> None:
    """3 schemas in the response, 101 in each of two types, and ``count`` + 1 in a third one that both refer to."""
    definition = published.definition()
    definition["definitions"] = {"First": _shape(100), "Second": _shape(100), "Third": _shape(count)}
    at(definition, f"{GET}/responses/200")["schema"] = {
        "type": "object",
        "properties": {"a": {"$ref": "#/definitions/First"}, "b": {"$ref": "#/definitions/Second"}},
    }
    for name in ("First", "Second"):
        definition["definitions"][name]["properties"]["field0"] = {"$ref": "#/definitions/Third"}
    found = published.findings(tmp_path, definition, "custom")
    assert [(one.id, one.pointer) for one in found] == [(rule, f"{GET}/responses/200/schema") for rule in said]


def _shape(fields: int) -> dict[str, Any]:
    one = {"type": "string", "x-ms-summary": "A Field", "description": "A field."}
    return {"type": "object", "properties": {f"field{number}": dict(one) for number in range(fields)}}


def test_shapes_that_extend_each_other_in_many_ways_end() -> None:
    """Each of 60 types extends the next one twice: followed blindly, that would be 2^60 steps."""
    definition = published.definition()
    definition["definitions"] = {
        f"T{n}": {"required": ["x"], "allOf": 2 * [{"$ref": f"#/definitions/T{n + 1}"}]} for n in range(60)
    } | {"T60": {"type": "object"}}
    found = [
        hit for rule, _, hit in run.run(subject(definition, published=True), RULES, "certified") if rule.id == "RSP102"
    ]
    assert len(found) == 60


def test_thousands_of_unknown_keys_end() -> None:
    definition = published.definition()
    at(definition, CITY).update({f"key{number}": 1 for number in range(20_000)})
    assert list(run.run(subject(definition, published=True), RULES, "certified"))


def test_a_type_may_contain_a_list_of_itself(tmp_path: Path) -> None:
    definition = published.definition()
    shape = {
        "type": "object",
        "required": ["parts"],
        "properties": {"parts": {"type": "array", "items": {"$ref": "#/definitions/Part"}, "x-ms-summary": "Parts"}},
    }
    definition["definitions"] = {"Part": shape}
    at(definition, BODY)["properties"]["part"] = {"$ref": "#/definitions/Part"}
    assert published.findings(tmp_path, definition) == []

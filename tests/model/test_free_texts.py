"""Texts that no schema judges: proved for every place in every schema whose verdicts are cached without them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from tests.paths import ROOT

from connectorkit.model.free_texts import KEYS, numbered
from connectorkit.validate import concepts, format_schema
from connectorkit.verify import microsoft_amendments, quick_accept, referees

Plain = dict[str, Any]

# Annotations, the type, and keywords that only concern values other than strings.
_IGNORED = frozenset(
    (
        *("title", "description", "default", "examples", "example", "$comment", "$schema", "$id", "id", "type"),
        *("properties", "patternProperties", "additionalProperties", "propertyNames", "required", "dependencies"),
        *("minProperties", "maxProperties", "items", "additionalItems", "minItems", "maxItems", "uniqueItems"),
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "$defs", "definitions"),
    )
)
_NESTED = ("allOf", "anyOf", "oneOf")
_DRAFT_4 = "http://json-schema.org/draft-04/schema"


def documents() -> dict[str, Plain]:
    """The schemas to which one of the judged schemas can refer, by the file in a reference."""
    made = {f"{name}.schema.json": concepts.schema(name) for name in concepts.CONCEPTS}
    return {**made, _DRAFT_4: dict(Draft4Validator.META_SCHEMA)}


def judged() -> dict[str, Plain]:
    """The schemas whose verdicts are cached without free texts."""
    made = {name: concepts.schema(name) for name in sorted(format_schema.WITH_FREE_TEXTS)}
    microsoft = microsoft_amendments.amended(
        "apiDefinition", json.loads((Path(referees.__file__).parent / "microsoft" / "apiDefinition.json").read_bytes())
    )
    return {**made, "Swagger 2.0": quick_accept.schema(), "Microsoft": microsoft}


def target(reference: str, root: Plain) -> tuple[Any, Plain]:
    """The schema at a reference, and the document that contains it."""
    file, _, pointer = reference.partition("#")
    root = documents()[file] if file else root
    node: Any = root
    for step in filter(None, pointer.split("/")):
        key = step.replace("~1", "/").replace("~0", "~")
        node = node[int(key)] if isinstance(node, list) else node[key]
    return node, root


def judging(schema: Any, root: Plain, seen: tuple[int, ...] = ()) -> Iterator[str]:
    """The keywords of a schema that can tell two strings apart; the length 1 only tells the empty string apart."""
    if isinstance(schema, bool) or id(schema) in seen:
        return
    for word, value in schema.items():
        if word == "$ref":
            below, document = target(value, root)
            yield from judging(below, document, (*seen, id(schema)))
        elif word in _NESTED:
            for branch in value:
                yield from judging(branch, root, (*seen, id(schema)))
        elif word in ("not", "if", "then", "else"):
            yield from judging(value, root, (*seen, id(schema)))
        elif word in ("enum", "const"):
            yield from (word for one in (value if word == "enum" else [value]) if isinstance(one, str))
        elif (word, value) != ("minLength", 1) and word not in _IGNORED and not word.startswith("x-"):
            yield word


def applied(node: Any, key: str) -> Iterator[Any]:
    """Every schema, at any place, that a value of ``key`` may have to match."""
    if isinstance(node, list):
        for one in node:
            yield from applied(one, key)
    if not isinstance(node, dict):
        return
    properties, patterns = node.get("properties"), node.get("patternProperties")
    found = [properties[key]] if isinstance(properties, dict) and key in properties else []
    found += [one for name, one in patterns.items() if re.search(name, key)] if isinstance(patterns, dict) else []
    others = node.get("additionalProperties")
    yield from found or ([others] if isinstance(others, dict) else [])
    for below in node.values():
        yield from applied(below, key)


@pytest.mark.part(1)
@pytest.mark.parametrize("name", sorted(judged()))
@pytest.mark.parametrize("key", KEYS)
def test_no_schema_judges_a_free_text(name: str, key: str) -> None:
    schema = judged()[name]
    found = [one for one in applied(schema, key) if isinstance(one, dict | bool)]
    assert found, f"{name} does not know {key}"
    assert [word for one in found for word in judging(one, schema)] == []


def constants(node: Any, names: bool = False) -> Iterator[Any]:
    """The constants that a schema compares values with; ``names``: the keys of ``node`` are names of properties."""
    if isinstance(node, dict) and not names:
        yield from [node["const"]] if "const" in node else []
        yield from node.get("enum", ())
    for key, below in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from constants(below, not names and key in ("properties", "patternProperties", "definitions", "$defs"))


@pytest.mark.part(1)
@pytest.mark.parametrize("name", sorted(judged()))
def test_no_schema_compares_an_object_that_can_contain_a_text(name: str) -> None:
    assert [one for one in constants(judged()[name]) if isinstance(one, dict | list)] == []


def test_other_schemas_are_recognised_as_judging() -> None:
    for word, value in (("pattern", "a"), ("enum", ["a"]), ("maxLength", 3), ("format", "uri"), ("const", "a")):
        assert [*judging({"anyOf": [{"$ref": "#/definitions/x"}]}, {"definitions": {"x": {word: value}}})] == [word]
    assert [*judging({"minLength": 2}, {})] == ["minLength"]


def test_only_free_texts_are_numbered_and_equal_ones_stay_equal() -> None:
    plain = {"description": "a", "x": [{"summary": "b"}, {"description": "a"}], "title": "a", "y": "description"}
    text = json.dumps(plain)
    one, other = numbered(text), numbered(text.replace('"a", "x"', '"c\\"", "x"').replace('n": "a"}', 'n": "c\\""}'))
    assert one == other != text
    assert one.count("text 0") == 2 and one.count("text 1") == 1
    assert numbered(text.replace('"b"', '"a"')) != one  # equal texts
    for was, became in (('"title": "a"', '"title": "b"'), ('"description": "a", "x', '"description": 0, "x')):
        assert was in text
        assert numbered(text.replace(was, became)) != one
    assert numbered('{"description": ""}') == '{"description": ""}'


_texts = st.text(max_size=4, alphabet='ab"\\ {}:,é\n\ud800')
_keys = st.sampled_from(("description", "summary", "title", 'a "description', "a {", 'x "description": "y'))
_values = st.recursive(
    _texts | st.integers(0, 2) | st.none(),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(_keys | _texts, below, max_size=4),
    max_leaves=12,
)


def without(value: Any, numbers: dict[str, int]) -> Any:
    """The rule as it is described, on values instead of their text."""
    if isinstance(value, list):
        return [without(one, numbers) for one in value]
    if not isinstance(value, dict):
        return value
    made: Plain = {}
    for key, one in value.items():
        free = key in KEYS and isinstance(one, str) and one
        made[key] = ("text", numbers.setdefault(one, len(numbers))) if free else without(one, numbers)
    return made


@given(_values, _values, st.sampled_from((None, 2)))
def test_numbers_in_the_text_are_those_in_the_values(left: Any, right: Any, indent: int | None) -> None:
    one, other = (json.dumps(side, ensure_ascii=False, indent=indent) for side in (left, right))
    same = without(left, {}) == without(right, {}) and repr(without(left, {})) == repr(without(right, {}))
    assert (numbered(one) == numbered(other)) == same


def with_texts(text: str) -> Plain:
    """A definition that referees accept, in which each free text is ``text``."""

    def other(node: Any) -> Any:
        if isinstance(node, list):
            return [other(one) for one in node]
        if not isinstance(node, dict):
            return node
        return {key: text if key in KEYS and isinstance(one, str) else other(one) for key, one in node.items()}

    made: Plain = other(json.loads((ROOT / "build" / "connector" / "apiDefinition.swagger.json").read_bytes()))
    return made


TEXTS = ("x", "a\n" * 900, "^$[", "2020-01-01", "{path}", "#/definitions/x", "get_order")


@pytest.mark.parametrize("text", TEXTS)
def test_the_verdict_is_the_same_for_other_texts(text: str) -> None:
    assert [*referees.verdicts(with_texts(text), None)] == []


@pytest.mark.part(0)
def test_the_validator_itself_accepts_other_texts() -> None:
    for text in TEXTS:
        assert [*referees.asked(with_texts(text))] == []


def test_a_document_with_other_texts_is_not_judged_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CONNECTORKIT_CACHE", str(tmp_path / "cache"))
    judged: list[str] = []

    def of_definition(definition: Plain) -> Iterator[referees.Verdict]:
        judged.append(definition["info"]["title"])
        yield from ()

    monkeypatch.setattr(referees, "_of_definition", of_definition)
    monkeypatch.setattr(referees, "_of_properties", lambda _: iter(()))
    definition = with_texts("one")
    for text in ("two", "three", "one", ""):
        definition["paths"]["/sms/send"]["post"]["description"] = text
        assert referees.kept(json.dumps(definition).encode(), b"{}") == []
    assert len(judged) == 3, "a schema may require unique values, or refuse the empty text"
    for key, value in (("operationId", "Other"), ("x-ms-visibility", "internal"), ("deprecated", True)):
        definition["paths"]["/sms/send"]["post"][key] = value
        referees.kept(json.dumps(definition).encode(), b"{}")
    assert len(judged) == 6

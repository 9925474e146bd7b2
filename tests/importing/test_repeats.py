"""Repeated schemas are written once: a swagger with any repeated schemas comes back the same."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from benchmarks.corpus import score
from hypothesis import given
from hypothesis import strategies as st

from connectorkit.importing import run
from connectorkit.importing.swagger2 import convert

LONG = "A sentence that is long enough to be worth a name when it stands in a source several times, as this one does."
KEYS = ("id", "data", "items", "address", "Address", "contacts", "status", "list_id", "listId", "type", "x-y", "", "x")
WORDS = ("", "none", "Id", "ID", "List ID", "list id", "Address", "any", "string", LONG)


def texts() -> st.SearchStrategy[dict[str, Any]]:
    keys = st.sampled_from(["title", "description", "x-ms-summary"])
    return st.dictionaries(keys, st.sampled_from(WORDS), max_size=3)


def leaves() -> st.SearchStrategy[dict[str, Any]]:
    plain = st.sampled_from(
        [
            {"type": "string"},
            {"type": "integer", "format": "int32"},
            {"type": "boolean"},
            {},
            {"type": "string", "enum": ["a", "b", "c"], "description": LONG},
            {"type": "string", "default": "x", "x-ms-visibility": "internal", "description": LONG},
            {"type": "string", "x-other": {"a": 1}, "description": LONG, "x-nullable": True},
            {"$ref": "#/definitions/Address"},
        ]
    )
    return st.builds(lambda one, more: {**one, **more} if "$ref" not in one else dict(one), plain, texts())


def inside(below: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    fields = st.dictionaries(st.sampled_from(KEYS), below, max_size=4)

    def shape(properties: dict[str, Any], more: dict[str, Any], required: bool, visible: bool) -> dict[str, Any]:
        listed = {"required": list(properties)[:1]} if required and properties else {}
        shown = {} if visible else {"x-ms-visibility": "advanced"}
        return {"type": "object", "properties": properties, **listed, **shown, **more}

    objects = st.builds(shape, fields, texts(), st.booleans(), st.booleans())
    lists = st.builds(lambda one, more: {"type": "array", "items": one, **more}, below, texts())
    maps = st.builds(lambda one, more: {"type": "object", "additionalProperties": one, **more}, below, texts())
    whole = st.builds(lambda a, b: {"allOf": [a, b]}, below, below)
    return st.one_of(objects, objects, lists, maps, whole)


def wide() -> st.SearchStrategy[dict[str, Any]]:
    """Objects of several fields, each with long texts: those that are worth laying over one another."""
    fields = st.dictionaries(st.sampled_from(KEYS), st.one_of(leaves(), inside(leaves())), min_size=4, max_size=8)
    return st.builds(lambda below, more: {"type": "object", "properties": below, **more}, fields, texts())


def nudged(shape: dict[str, Any], index: int, more: dict[str, Any], whole: bool) -> dict[str, Any]:
    """The shape with other texts on one of its fields, another field in its place, or one more field."""
    below = list(shape.get("properties") or ())
    if not below:
        return shape
    if index > 2:
        return {**shape, "properties": {**shape["properties"], "one_more": {"type": "string", **more}}}
    key = below[index % len(below)]
    old = shape["properties"][key]
    new = {"type": "number", **more} if whole or "$ref" in old else {**old, **more}
    return {**shape, "properties": {**shape["properties"], key: new}}


def answered(content: dict[str, Any], key: str, more: dict[str, Any]) -> dict[str, Any]:
    """The content in an envelope, under any key."""
    first = {"http_code": {"type": "integer"}, "message": {"type": "string", "description": LONG[:40], **more}}
    return {"type": "object", "properties": {**first, "request": {"type": "string"}, key: content}}


SHAPES = st.recursive(leaves(), inside, max_leaves=8)


@st.composite
def swaggers(draw: st.DrawFn) -> dict[str, Any]:
    pool = draw(st.lists(st.one_of(SHAPES, wide()), min_size=1, max_size=3))
    again = st.sampled_from(pool)
    again = st.one_of(again, st.builds(nudged, again, st.integers(0, 4), texts(), st.booleans()))
    either = st.one_of(again, again, st.builds(lambda one, more: {**one, **more}, again, texts()), inside(again))
    parameters = [
        dict(one)
        for one in pool
        if not set(one) & {"properties", "allOf", "$ref", "items", "additionalProperties"} and one.get("type")
    ]
    paths: dict[str, Any] = {}
    for number in range(draw(st.integers(2, 5))):
        place, required = draw(st.sampled_from(["query", "header"])), draw(st.booleans())
        listed = [
            {"name": key, "in": place, "required": required, **one}
            for key, one in zip(("id", "status"), parameters, strict=False)
        ]
        body = {"name": "body", "in": "body", "required": True, "schema": draw(either)}
        codes = draw(st.sets(st.sampled_from(["200", "201", "400", "default"]), max_size=3))
        given = st.one_of(either, st.builds(answered, again, st.sampled_from(KEYS), texts()))
        answers = {status: {"description": status, "schema": draw(given)} for status in sorted(codes)}
        item: dict[str, Any] = {
            "post": {
                "operationId": f"GetContact{number}",
                "parameters": [*listed, body],
                "responses": answers or {"200": {"description": "OK"}},
            }
        }
        paths[f"/contacts/{number}"] = item
    definitions = {"Address": draw(SHAPES), "Contact": draw(either)} if draw(st.booleans()) else {}
    if not definitions:
        paths = json.loads(json.dumps(paths).replace('{"$ref": "#/definitions/Address"}', '{"type": "object"}'))
    return {
        "swagger": "2.0",
        "info": {"title": "Shop", "description": "Orders of a shop.", "version": "1.0"},
        "host": "shop.example.com",
        "basePath": "/v1",
        "schemes": ["https"],
        "paths": paths,
        **({"definitions": definitions} if definitions else {}),
    }


@pytest.mark.part(0)
@given(swaggers())
def test_any_repeats_come_back_the_same(swagger: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "shop"
        source.mkdir()
        (source / "apiDefinition.swagger.json").write_text(json.dumps(swagger), encoding="utf-8")
        one = score.score(source)
    assert one.fault == ""
    assert one.again, "a second import gives other YAML"


def titled(name: str) -> dict[str, Any]:
    """Fields whose titles are those that their keys give."""
    return {f"{name}_{i}": {"type": "string", "x-ms-summary": f"{name.upper()} {i}"} for i in range(5)}


def test_a_value_without_a_title_stays_without(tmp_path: Path) -> None:
    field = {"type": "string", "description": LONG}
    paths = {
        f"/{name}": {
            "get": {
                "operationId": f"Get{name}",
                "responses": {
                    "200": {
                        "description": "OK",
                        "schema": {"type": "object", "properties": {"note": field, name: field, **titled(name)}},
                    }
                },
            }
        }
        for name in ("a", "b", "c")
    }
    swagger = {"swagger": "2.0", "info": {"title": "Shop", "version": "1"}, "host": "shop.example.com", "paths": paths}
    source = tmp_path / "shop.swagger.json"
    source.write_text(json.dumps(swagger), encoding="utf-8")
    tree, _ = run.files(source)
    assert LONG not in tree["connector.yaml"].decode().partition("\ntypes:")[0], "it is said once, as a type"
    assert score.score(source).fault == ""


@pytest.mark.part(0)
def test_shapes_that_each_have_one_field_more_lie_in_no_long_chain() -> None:
    fields = {f"field_{i}": {"type": "string", "description": "Kept."} for i in range(450)}
    paths: dict[str, Any] = {}
    for count in range(450, 3, -1):
        inner = {"type": "object", "properties": dict(list(fields.items())[:count])}
        schema = {"type": "object", "properties": {"thing": inner}}
        paths[f"/{count}"] = {"get": {"responses": {"200": {"description": "OK", "schema": schema}}}}
    tree = convert.files({"swagger": "2.0", "info": {"title": "Shop"}, "host": "x.example.com", "paths": paths}, None)
    assert len(tree) == len(paths) + 2

"""Texts for agents, and extensions of all operations: imported into keys of the format, and rendered the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from connectorkit import pipeline
from connectorkit.importing import run
from connectorkit.importing.swagger2 import shared_extras
from connectorkit.model import compare

OK = {"200": {"description": "OK"}}
FOR_MODEL = {"x-ms-name-for-model": "get_it", "x-ms-description-for-model": "Gets it."}


def swagger(*operations: dict[str, Any], **more: Any) -> dict[str, Any]:
    paths = {f"/p{number}": {"post": {"responses": OK, **one}} for number, one in enumerate(operations)}
    head = {
        "swagger": "2.0",
        "info": {"title": "Shop", "version": "1.0"},
        "host": "a.contoso.com",
        "schemes": ["https"],
    }
    return {**head, "paths": paths, **more}


def imported(definition: dict[str, Any], tmp_path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The source that is imported from a definition, as one value, and the definition that is built from it."""
    (tmp_path / "apiDefinition.swagger.json").write_text(json.dumps(definition), encoding="utf-8")
    run.run(tmp_path / "apiDefinition.swagger.json", tmp_path / "source", lambda _: None)
    built = pipeline.build(tmp_path / "source", ("connector",))
    return (
        yaml.safe_load((tmp_path / "source/connector.yaml").read_text(encoding="utf-8")),
        json.loads(built.files["connector/apiDefinition.swagger.json"]),
    )


def test_texts_for_agents_are_words_of_the_format_everywhere(tmp_path: Path) -> None:
    fields = {"name": {"type": "string", **FOR_MODEL}, "more": {"type": "object", "properties": {"a": {**FOR_MODEL}}}}
    schema = {"type": "object", "properties": fields}
    body = {"name": "body", "in": "body", "required": True, **FOR_MODEL, "schema": schema}
    definition = swagger(
        {
            "operationId": "Get",
            **FOR_MODEL,
            "x-ms-require-user-confirmation": False,
            "parameters": [{"name": "q", "in": "query", "type": "string", **FOR_MODEL}, body],
        }
    )
    source, built = imported(definition, tmp_path)
    said = {"name": "get_it", "description": "Gets it."}
    (operation,) = source["operations"]
    assert operation["agents"] == {**said, "confirm": False}
    assert operation["parameters"]["q"]["agents"] == said
    assert operation["body"]["agents"] == said
    assert operation["body"]["schema"]["fields"]["name"]["agents"] == said
    assert operation["body"]["schema"]["fields"]["more"]["fields"]["a"]["agents"] == said
    assert "x-ms-" not in json.dumps(source)
    assert compare.effective(built)["paths"] == compare.effective(definition)["paths"]


@pytest.mark.parametrize("wrong", [{"x-ms-name-for-model": ""}, {"x-ms-require-user-confirmation": "true"}])
def test_what_no_word_can_say_comes_back_as_it_was(wrong: dict[str, Any], tmp_path: Path) -> None:
    definition = swagger({"operationId": "Get", **wrong})
    source, built = imported(definition, tmp_path)
    assert source["operations"][0]["extra"] == wrong
    assert compare.effective(built)["paths"] == compare.effective(definition)["paths"]


def test_an_extension_of_all_operations_is_said_once(tmp_path: Path) -> None:
    team = {"x-team": {"name": "orders", "tier": 1}}
    definition = swagger(
        {"operationId": "A", **team, "x-own": 1}, {"operationId": "B", **team, "x-own": 2}, {"operationId": "C", **team}
    )
    source, built = imported(definition, tmp_path)
    assert source["operations_extra"] == team
    assert [one.get("extra") for one in source["operations"]] == [{"x-own": 1}, {"x-own": 2}, None]
    assert compare.effective(built)["paths"] == compare.effective(definition)["paths"]


@pytest.mark.parametrize(
    "values", [("a", "b"), (True, 1), (1, 1.0), ("a",), ({"a": 1, "b": 2}, {"b": 2, "a": 1}), ("a", None)]
)
def test_an_extension_that_differs_stays_where_it_is(values: tuple[Any, ...]) -> None:
    nodes: list[dict[str, Any]] = [
        {"action": f"A{number}", "extra": {"x-team": value}} for number, value in enumerate(values)
    ]
    assert shared_extras.take([*nodes]) == {}
    assert [node["extra"] for node in nodes] == [{"x-team": value} for value in values]


def test_an_operation_replaces_or_leaves_out_what_is_said_once(source: Path) -> None:
    text = (source / "connector.yaml").read_text(encoding="utf-8")
    other = "\n- action: {}\n  summary: Other\n  request: GET /{}\n  {}"
    text = text.replace("operations:", "operations_extra: {x-team: a, x-tier: 1}\noperations:")
    more = other.format("b", "b", "extra: {x-team: null}") + other.format("c", "c", "operations_extra: false")
    text = text.replace("\ntypes:", more + "\ntypes:")
    (source / "connector.yaml").write_text(text, encoding="utf-8")
    built = pipeline.build(source, ("connector",))
    paths = json.loads(built.files["connector/apiDefinition.swagger.json"])["paths"]
    said = [{key: one["get"][key] for key in one["get"] if key[:2] == "x-"} for one in paths.values()]
    assert said == [{"x-team": "a", "x-tier": 1}, {"x-team": None, "x-tier": 1}, {}]


VALUES: st.SearchStrategy[Any] = st.sampled_from([None, True, 1, "a", {"b": []}])
EXTRAS = st.dictionaries(st.sampled_from(["x-a", "x-b", "x-c", "y"]), VALUES, max_size=3)


@given(st.lists(EXTRAS, min_size=1, max_size=4), EXTRAS)
def test_what_is_taken_out_is_given_back(extras: list[dict[str, Any]], new: dict[str, Any]) -> None:
    nodes: list[dict[str, Any]] = [
        {"action": str(n), **({"extra": one} if one else {})} for n, one in enumerate(extras)
    ]
    shared = shared_extras.take([*nodes])

    def whole(node: dict[str, Any]) -> dict[str, Any]:
        return {**({} if "operations_extra" in node else shared), **node.get("extra", {})}

    assert [whole(node) for node in nodes] == extras
    added: dict[str, Any] = {"action": "new", **({"extra": new} if new else {})}
    shared_extras.lean(added, shared)
    assert whole(added) == new

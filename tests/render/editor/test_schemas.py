"""Schemas for editors: complete in themselves, as strict as the toolkit's own, the same everywhere."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from tests.paths import ROOT

from connectorkit.importing import run
from connectorkit.model.connector import Json
from connectorkit.read import source, yaml_document
from connectorkit.render.editor import kinds, schemas
from connectorkit.style import style
from connectorkit.validate import concepts

pytestmark = pytest.mark.part(0.3)

Plain = dict[str, Any]  # Any: JSON of schemas


@cache
def schema(kind: str) -> Plain:
    loaded: Plain = json.loads(schemas.files()[kinds.file(kind)])
    return loaded


@cache
def validator(kind: str) -> Draft7Validator:
    return Draft7Validator(schema(kind))


def within(value: object) -> Iterator[Plain]:
    """All mappings of a schema, without its examples."""
    if isinstance(value, dict):
        yield value
        for key, below in value.items():
            yield from within(below) if key != "examples" else ()
    elif isinstance(value, list):
        for below in value:
            yield from within(below)


def as_file(concept: str, sample: Json) -> tuple[str, Json]:
    """A sample of a concept as a file of a kind."""
    if concept == "field":
        return "types", {"Named": sample}
    if concept == "package":
        return "connector", {"connector": "X", "server": "https://x.y", "operations": [], "package": sample}
    return concept, sample


def samples(keyword: str) -> list[tuple[str, Json]]:
    """The samples of all concepts, as files."""
    return [as_file(concept, one) for concept in concepts.CONCEPTS for one in concepts.schema(concept)[keyword]]


def test_there_is_one_for_each_kind_of_file() -> None:
    assert sorted(schemas.files()) == [
        "connector.schema.json",
        "environment.schema.json",
        "operation.schema.json",
        "sandbox.schema.json",
        "settings.schema.json",
        "types.schema.json",
    ]


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_each_is_of_draft_07_and_refers_to_itself_alone(kind: str) -> None:
    Draft7Validator.check_schema(schema(kind))
    assert schema(kind)["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert schema(kind)["title"] and schema(kind)["markdownDescription"]
    for found in within(schema(kind)):
        assert not {"$defs", "$id", "x-anti-examples", "x-suggestions", "x-open", "x-beside"} & set(found)
        if isinstance(found.get("$ref"), str):
            target: Any = schema(kind)
            assert found["$ref"].startswith("#/definitions/")
            for step in found["$ref"].split("/")[1:]:
                target = target[step]


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_every_key_is_explained(kind: str) -> None:
    for found in within(schema(kind)):
        keys = found.get("properties")
        # A schema with only properties is a condition on values that are described elsewhere.
        if isinstance(keys, dict) and not set(found) <= {"properties", "errorMessage"}:
            for key, below in keys.items():
                asked = set(below) in ({"type", "required"}, {"type", "anyOf"}) if isinstance(below, dict) else True
                if not asked and set(below) - {"const", "pattern"}:
                    assert below.get("markdownDescription"), (key, below)


@pytest.mark.parametrize(("kind", "sample"), samples("examples"))
def test_what_is_accepted_stays_accepted(kind: str, sample: Json) -> None:
    assert [error.message for error in validator(kind).iter_errors(sample)] == []


@pytest.mark.parametrize(("kind", "sample"), samples("x-anti-examples"))
def test_what_is_refused_stays_refused(kind: str, sample: Json) -> None:
    assert not validator(kind).is_valid(sample)


def test_settings_are_judged() -> None:
    assert validator("settings").is_valid({"profile": "custom", "ignore": ["OPR"]})
    assert not validator("settings").is_valid({"profil": "custom"})


def test_the_source_of_this_repository_is_clean() -> None:
    check_source(ROOT / "connector")


def test_an_imported_source_is_clean(tmp_path: Path) -> None:
    run.run(ROOT / "build" / "connector", tmp_path / "made", lambda _: None)
    check_source(tmp_path / "made")


def check_source(folder: Path) -> None:
    concepts_of = style.concepts(source.load(folder))
    assert len(concepts_of) > 5
    for file, kind in concepts_of.items():
        node, _ = yaml_document.parse(file, Path(file).read_bytes())
        assert node is not None
        assert [error.message for error in validator(kind).iter_errors(node.plain())] == []


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("operation", {"action": "x", "request": "GET /x", "kind": "single"}),
        (
            "operation",
            {"action": "x", "request": "GET /x", "parameters": {"a": {"type": "string", "schema": "string"}}},
        ),
        ("operation", {"path": "/x", "summary": "No summary of a path"}),
        ("types", {"A": {"fields": {"a": {"items": {"tpye": "string"}}}}}),
        ("types", {"A": {"shared": "x", "title": "y"}}),
        ("types", {"A": ["string"]}),
        ("sandbox", {"operations": {"x": {"credit": {"left": {"seting": "a"}, "status": "b"}}}}),
        (
            "connector",
            {
                "connector": "X",
                "server": "https://x.y",
                "operations": [],
                "authentication": {"a": {"type": "basic", "in": "header"}},
            },
        ),
        (
            "connector",
            {"connector": "X", "server": "https://x.y", "operations": [], "types": {"A": {"tpye": "string"}}},
        ),
        ("connector", {"connector": "X", "server": "https://x.y", "operations": [], "types": ["a.yaml", 5]}),
        ("connector", {"connector": "X", "server": "https://x.y", "operations": [{"action": "x"}]}),
    ],
)
def test_conditions_hold(kind: str, value: Json) -> None:
    assert not validator(kind).is_valid(value)


def test_a_key_that_is_never_allowed_is_not_offered() -> None:
    """An editor completes the keys of `properties` whose schema is not false."""
    refused = [
        found["properties"]["kind"]
        for found in within(schema("operation"))
        if found.get("errorMessage", "").startswith("Not allowed here. Remove 'kind'")
    ]
    assert refused == [False]


def test_snippets_are_allowed() -> None:
    found = [
        (one["label"], one["body"]) for kind in ("connector", "operation", "types") for one in snippets(schema(kind))
    ]
    assert {"connector", "webhook trigger", "drop-down from an operation", "int32", "null"} <= {
        label for label, _ in found
    }
    for kind in ("connector", "operation"):
        for one in schema(kind)["definitions"][kind]["defaultSnippets"]:
            assert [error.message for error in validator(kind).iter_errors(filled(one["body"]))] == []
    for one in snippets(schema("types")["definitions"]["field"]):
        body = filled(one["body"])
        assert validator("types").is_valid({"Named": body.strip('"') if isinstance(body, str) else body})


def snippets(part: Plain) -> Iterator[Plain]:
    for found in within(part):
        yield from found.get("defaultSnippets", []) if isinstance(found.get("defaultSnippets"), list) else ()


def filled(body: Any) -> Any:  # Any: JSON of a snippet
    """A snippet with its placeholders filled in, as an editor leaves them."""
    text = re.sub(r"\$\{\d+:((?:[^}\\]|\\.)*)\}", r"\1", json.dumps(body).replace("\\\\}", "\\\\\u0000"))
    return json.loads(text.replace("\\\\\u0000", "}"))


def test_the_bytes_are_the_same_in_each_process() -> None:
    code = "from connectorkit.render.editor import schemas; import sys; sys.stdout.write(repr(schemas.files()))"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert outputs == {repr(schemas.files()).encode()}

"""Texts of shapes that are alike or almost: those that a style gives, that are missing, or that differ."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from benchmarks.corpus import score

from connectorkit.importing import run

Plain = dict[str, Any]
LONG = "A sentence that is long enough to be worth a name when it stands in several places."


def field(title: str = "", description: str = "") -> Plain:
    texts = {"x-ms-summary": title, "description": description}
    return {"type": "string", **{key: text for key, text in texts.items() if text}}


def fields(count: int, described: bool) -> Plain:
    """Fields with the titles that their keys give; they decide the style of the connector."""
    return {f"field_{i}": field(f"Field {i}", f"Field {i}" if described else "") for i in range(count)}


def thing(described: bool, **more: Any) -> Plain:
    return {"type": "object", "properties": {**fields(16, described), **more}}


def source(folder: Path, *answers: Plain) -> Path:
    paths = {}
    for number, one in enumerate(answers):
        schema = {"type": "object", "properties": {f"own_{number}": field(f"Own {number}"), **one}}
        answer = {"200": {"description": "OK", "schema": schema}}
        paths[f"/things/{number}"] = {"get": {"operationId": f"GetThing{number}", "responses": answer}}
    path = folder / "shop.swagger.json"
    path.write_text(
        json.dumps(
            {"swagger": "2.0", "info": {"title": "Shop", "version": "1"}, "host": "shop.example.com", "paths": paths}
        ),
        encoding="utf-8",
    )
    return path


def titled(shape: Plain, title: str, description: str = "") -> Plain:
    return {**shape, **field(title, description), "type": "object"}


CASES: dict[str, list[Plain]] = {
    "items with a title and the same as description": [
        {
            "list": {
                "type": "array",
                "x-ms-summary": "List",
                "description": "List",
                "items": titled(thing(True), "Thing", "Thing"),
            }
        }
        for _ in range(3)
    ],
    "items with a title only, where descriptions are titles": [
        {
            "list": {
                "type": "array",
                "x-ms-summary": "List",
                "description": "List",
                "items": titled(thing(True), "Thing"),
            }
        }
        for _ in range(3)
    ],
    "another title, where descriptions are titles": [
        {"thing": titled(thing(True, last=field("One", "One")), "Thing", "Thing")},
        {"thing": titled(thing(True, last=field("Two", "Two")), "Thing", "Thing")},
    ],
    "another description of a field without a title": [
        {"thing": thing(False, last=field("", "One"))},
        {"thing": thing(False, last=field("", "Two"))},
    ],
    "a title that goes": [
        {"thing": thing(False, last=field("One", "One"))},
        {"thing": thing(False, last=field("", "One"))},
    ],
    "a description that goes": [
        {"thing": thing(False, last=field("One", "One"))},
        {"thing": thing(False, last=field("One"))},
    ],
    "a field that becomes required": [
        {"thing": thing(False, last=field("Last"))},
        {"thing": {**thing(False, last=field("Last")), "required": ["last"]}},
    ],
    "a field of another type": [
        {"thing": thing(False, last=field("Last"))},
        {"thing": thing(False, last={**field("Last"), "type": "number"})},
    ],
    "a field that is a list here and an object there": [
        {"thing": thing(False, last={"type": "array", "items": {"type": "object", "properties": fields(1, False)}})},
        {"thing": thing(False, last={"type": "object", "properties": fields(1, False)})},
    ],
    "a text deep inside": [
        {
            "thing": thing(
                False,
                last={
                    "type": "object",
                    "properties": {"in": {"type": "object", "properties": {**fields(3, False), "x": field("X", text)}}},
                },
            )
        }
        for text in ("One", "Two")
    ],
    "one more field": [{"thing": thing(False)}, {"thing": thing(False, last=field("Last", LONG))}],
    "another text on the whole": [
        {"thing": titled(thing(False, last=field("Last", text)), text, text)} for text in ("One", "Two", "One", "Six")
    ],
    "a title of the whole that goes": [
        {"thing": titled(thing(False, last=field("Last", text)), text)} for text in ("One", "", "One")
    ],
}


@pytest.mark.parametrize("name", CASES)
def test_texts_stay_what_they_are(name: str, tmp_path: Path) -> None:
    path = source(tmp_path, *CASES[name])
    tree, _ = run.files(path)
    said = b"".join(tree.values()).decode()
    assert said.count("field_7") == 1, "the shape is said once"
    one = score.score(path)
    assert (one.fault, one.again) == ("", True)

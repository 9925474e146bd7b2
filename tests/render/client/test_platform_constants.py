"""Constants about the platform: the connector sends them, the client does not, the sandbox accepts both."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.sandbox.helpers import Api, spec_of

from connectorkit.cli import explain
from connectorkit.pipeline import build
from connectorkit.sandbox.server.server import serve

from .conftest import Server, answer, imported, rendered

SOURCE = """
connector: Platform Notes
description: Notes.
version: "1.0"
server: https://notes.example.com/v1
package: platform_notes
style: {types: definitions}
operations:
- action: add_note
  summary: Add a note
  request: POST /agents/{agent}/notes
  effect: creates
  parameters:
    agent: {type: string, required: true, platform_constant: flow}
    caller: {type: Caller, required: true}
    X-Caller: {in: header, type: Caller, required: true}
    version: {type: string, required: true, constant: "2"}
  body:
    fields:
      text: {type: string, required: true}
      source: {type: string, required: true, platform_constant: MSPowerAutomate}
      origin: {type: Caller, required: true}
      kind: {type: string, required: true, constant: note}
      agent: {required: true, visibility: internal, fields: {
        name: {type: Caller, required: true}, build: {type: int32, required: true, constant: 7}}}
      platform: {required: true, visibility: internal, fields: {name: {type: Caller, required: true}}}
      parts: {required: true, items: {type: Part, fields: {size: int32}}}
      whole: {type: Part}
  returns: {fields: {first: Part, source: string}}
types:
  Caller: {type: string, platform_constant: MSPowerAutomate}
  Part: {fields: {name: {type: string, required: true}, source: {type: Caller, required: true}}}
"""
BODY = {
    "text": "Hello",
    "kind": "note",
    "agent": {"build": 7},
    "parts": [{"name": "a", "size": 3}],
    "whole": {"name": "b"},
}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("platform")
    (folder / "connector.yaml").write_text(SOURCE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def notes(source: Path, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return imported(rendered(source, tmp_path_factory.mktemp("platform_client")))


@pytest.fixture(scope="module")
def api(source: Path) -> Iterator[Api]:
    with serve(spec_of(source)) as running:
        yield Api(running.root, running.url)


def arguments(notes: ModuleType) -> dict[str, Any]:
    return {"text": "Hello", "parts": [notes.AddNotePart(name="a", size=3)], "whole": notes.Part(name="b")}


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_the_client_sends_its_own_constants_alone(notes: ModuleType, server: Server, kind: str) -> None:
    server.answers = [answer({"first": {"name": "a", "source": "elsewhere"}, "source": "MSPowerAutomate"})]
    if kind == "sync":
        with notes.Client(base_url=server.url) as client:
            result = client.add_note(**arguments(notes))
    else:

        async def call() -> Any:
            async with notes.AsyncClient(base_url=server.url) as client:
                return await client.add_note(**arguments(notes))

        result = asyncio.run(call())
    (seen,) = server.seen
    assert seen.target == "/agents/flow/notes?version=2" and "x-caller" not in seen.headers
    assert json.loads(seen.body) == BODY
    assert (result.first.source, result.source) == ("elsewhere", "MSPowerAutomate")


def test_a_constant_of_the_platform_is_no_argument(notes: ModuleType) -> None:
    for name in ("caller", "x_caller", "source", "origin", "platform"):
        with pytest.raises(TypeError):
            notes.Client().add_note(**arguments(notes), **{name: "x"})
    for made in (notes.AddNotePart, notes.Part):
        with pytest.raises(TypeError):
            made(name="a", source="x")


@pytest.mark.parametrize("with_constants", [True, False])
def test_the_sandbox_accepts_both(api: Api, with_constants: bool) -> None:
    part = {"name": "a", **({"source": "MSPowerAutomate"} if with_constants else {})}
    body: dict[str, Any] = {**BODY, "parts": [part], "whole": part}
    if with_constants:
        caller = {"name": "MSPowerAutomate"}
        body |= {
            "source": "MSPowerAutomate",
            "origin": "MSPowerAutomate",
            "platform": caller,
            "agent": {**caller, "build": 7},
        }
    query = "caller=MSPowerAutomate&" if with_constants else ""
    assert api.call("POST", f"/agents/flow/notes?{query}version=2", body)[0] == 200


@pytest.mark.parametrize("left_out", ["text", "kind", "parts"])
def test_the_sandbox_still_asks_for_the_rest(api: Api, left_out: str) -> None:
    body = {name: value for name, value in BODY.items() if name != left_out}
    assert api.call("POST", "/agents/flow/notes?version=2", body)[0] == 400


def test_the_connector_declares_it_as_any_hidden_constant(source: Path, tmp_path: Path) -> None:
    (tmp_path / "connector.yaml").write_text(SOURCE.replace("platform_constant:", "constant:"), encoding="utf-8")
    name = "connector/apiDefinition.swagger.json"
    assert build(source).files[name] == build(tmp_path).files[name]


def test_explain_names_whose_constant_it_is(source: Path) -> None:
    text = explain.text("add_note.body.source", str(source))
    assert "is        a constant of the platform, which the client does not send, 'MSPowerAutomate'" in text
    assert "is        a constant, 'note'" in explain.text("add_note.body.kind", str(source))

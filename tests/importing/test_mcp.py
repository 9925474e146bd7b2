"""MCP connectors: hand-written ones in the shapes that are published become the concept, and come back as they were."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from connectorkit import pipeline
from connectorkit.contract.contract import Contract
from connectorkit.contract.contract_types import Request
from connectorkit.contract.mcp import Session
from connectorkit.model.connector import Connector
from connectorkit.sandbox.server.server import serve
from connectorkit.sandbox.shapes.document import project
from tests.importing.test_command import run

FOLDER = Path(__file__).with_name("mcp")
CONNECTORS = sorted(path.name for path in FOLDER.iterdir())
DEFINITION, PROPERTIES = "apiDefinition.swagger.json", "apiProperties.json"
_ESCAPES = ("extra", "raw", "info_extra", "properties_extra", "properties_root_extra", "event_extra")


def imported(name: str, folder: Path) -> Path:
    result = run("import", FOLDER / name, "--out", folder / "out")
    assert result.exit_code == 0, result.stderr
    return folder / "out"


def keys(node: Any) -> set[str]:
    if isinstance(node, dict):
        return set(node) | {key for value in node.values() for key in keys(value)}
    return {key for value in node for key in keys(value)} if isinstance(node, list) else set()


def loaded(source: Path) -> Connector:
    connector, findings = pipeline.load(source)
    assert connector is not None, findings
    return connector


def test_there_are_twelve() -> None:
    assert len(CONNECTORS) == 12


@pytest.mark.parametrize("name", CONNECTORS)
def test_nothing_of_it_lands_in_an_escape(name: str, tmp_path: Path) -> None:
    source = imported(name, tmp_path)
    written = [yaml.safe_load(file.read_text("utf-8")) for file in sorted(source.rglob("*.yaml"))]
    assert set.union(*map(keys, written)) & set(_ESCAPES) == set()
    published = json.loads((FOLDER / name / DEFINITION).read_text("utf-8"))
    servers = [
        one["operationId"]
        for item in published["paths"].values()
        for one in item.values()
        if "x-ms-agentic-protocol" in one
    ]
    assert [one.id for one in loaded(source).operations if one.mcp is not None] == servers


@pytest.mark.parametrize("name", CONNECTORS)
def test_it_comes_back_as_it_was(name: str, tmp_path: Path) -> None:
    source, original = imported(name, tmp_path), FOLDER / name
    built = tmp_path / "built" / "connector"
    for options in ((), ("--like", original)):
        result = run("build", source, "--out", built.parent, "--only", "connector", "--allow-findings", *options)
        assert result.exit_code in (0, 1), result.stderr
        for file in (DEFINITION, PROPERTIES):
            assert json.loads((built / file).read_bytes()) == json.loads((original / file).read_bytes())
    for file in (DEFINITION, PROPERTIES):
        assert (built / file).read_bytes() == (original / file).read_bytes()


@pytest.mark.parametrize("name", [name for name in CONNECTORS if name != "legacy_sse"])
def test_a_sandbox_of_it_opens_a_session(name: str, tmp_path: Path) -> None:
    spec = project(loaded(imported(name, tmp_path)))
    credentials = {one["name"]: "sandbox" for one in spec["credentials"]}
    with serve(spec, credentials=credentials) as running:
        contract = Contract(spec, running.url, credentials)
        for route in spec["routes"]:
            if "mcp" in route:
                request: Request = {"operation": route["operation"], "method": "POST", "path": route["path"]}
                request["path_values"] = {one["name"]: "one" for one in route["parameters"] if one["in"] == "path"}
                session = Session(contract, request)
                session.open()
                assert session.tools() == {}

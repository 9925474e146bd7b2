"""MCP servers in the outputs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.sandbox.mcp_shop import SOURCE, shop

from connectorkit import pipeline
from connectorkit.check.target import unproven
from connectorkit.cli.commands import command
from connectorkit.render.client import methods


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    made = pipeline.build(shop(tmp_path_factory.mktemp("mcp") / "shop"))
    assert made.files, made.findings
    return made.files


def test_no_tool_is_in_what_is_imported(built: dict[str, bytes]) -> None:
    definition = json.loads(built["connector/apiDefinition.swagger.json"])
    post = definition["paths"]["/shops/{shop}/mcp"]["post"]
    assert post["x-ms-agentic-protocol"] == "mcp-streamable-1.0"
    assert post["responses"] == {"200": {"description": "OK"}}
    assert b"get_order" not in built["connector/apiDefinition.swagger.json"]


def test_the_client_names_the_server_and_has_no_method_for_it(built: dict[str, bytes], tmp_path: Path) -> None:
    connector, _ = pipeline.load(shop(tmp_path / "shop"))
    assert connector is not None
    assert [call.operation.id for call in methods.settled(connector)[0]] == ["GetShop"]
    readme = built["client/README.md"].decode()
    assert "| Contoso orders | `https://mcp.contoso.com/v1/shops/{shop}/mcp` |" in readme


def test_the_reference_lists_the_tools(built: dict[str, bytes]) -> None:
    page = built["docs/reference.md"].decode()
    servers = page.partition("## MCP servers")[2]
    assert "### Contoso orders" in servers and "| `get_order` | Gets an order. |" in servers
    assert '<td class="lines">Gets an order.</td>' in built["docs/index.html"].decode()


def test_the_designer_and_explain_tell_it_from_an_action(tmp_path: Path) -> None:
    source = str(shop(tmp_path / "shop"))
    cards = CliRunner().invoke(command, ["explain", "--designer", source])
    assert "InvokeServer: Contoso orders (MCP server, for agents)" in cards.output
    told = CliRunner().invoke(command, ["explain", "InvokeServer", source])
    assert "InvokeServer: Contoso orders (MCP server)" in told.output and "client." not in told.output


SERVED = "    arguments: {id: 7}"


@pytest.mark.parametrize(
    ("old", "new", "id", "place"),
    [
        ("- name: place_order", "- name: get_order", "MCP010", "name: get_order"),
        ("{type: object, properties: {item", "{type: array, properties: {item", "MCP011", "input"),
        ("{item: {type: string}}", "{item: {type: text}}", "MCP011", "input"),
        ("{item: {type: string}}", "{item: {$ref: 'file:///etc/hostname'}}", "MCP011", "input"),
        ("{item: {type: string}}", "{item: {$ref: 'http://127.0.0.1:9/'}}", "MCP011", "input"),
        (SERVED, "    arguments: {id: 0}", "MCP012", "arguments"),
        ("result: {state: sent}", "result: {state: 5}", "MCP012", "result"),
        ("result: {state: sent}", "result: sent", "MCP012", "result"),
        ("{item: {type: string}}", "{item: {type: string, pattern: '^[A-Z]{9}$'}}", "MCP013", "name: place_order"),
    ],
)
def test_a_tool_that_cannot_be_served_is_reported(old: str, new: str, id: str, place: str, tmp_path: Path) -> None:
    text = SOURCE.replace(old, new, 1)
    assert text != SOURCE
    (tmp_path / "connector.yaml").write_text(text, "utf-8")
    found = [one for one in unproven(tmp_path).findings if one.id == id]
    assert len(found) == 1
    line = text.splitlines()[found[0].span.line - 1]
    assert line.strip().removeprefix("- ").startswith(place)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("action: x\nrequest: POST /x\ntools: [{name: y}]", "name the operation with 'mcp'"),
        ("action: x\nrequest: POST /x\nx-ms-agentic-protocol: mcp-streamable-1.0", "`mcp: InvokeServer`"),
        ("mcp: x\nrequest: POST /x\nkind: batch", "name the operation with 'trigger'"),
        ("mcp: x\nrequest: POST /x\ntools: [{name: y, inputSchema: {}}]", "Use 'input'"),
        ("mcp: x\naction: y\nrequest: POST /x", "Keep one of them"),
    ],
)
def test_a_slip_has_a_suggestion(text: str, suggestion: str, tmp_path: Path) -> None:
    head = "connector: A\ndescription: B\nversion: '1.0'\nserver: https://a.example\noperations: [one.yaml]\n"
    (tmp_path / "connector.yaml").write_text(head, "utf-8")
    (tmp_path / "one.yaml").write_text(f"{text}\n", "utf-8")
    found = [one for one in unproven(tmp_path).findings if one.blocking]
    assert any(suggestion in one.help for one in found), [(one.message, one.help) for one in found]

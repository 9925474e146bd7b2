"""The client of the `mcp` package talks to a sandbox as to any server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Literal

import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError

from connectorkit.sandbox.server.server import serve
from tests.sandbox.mcp_shop import HEADERS, PATH, document

Talk = Callable[[Client], Coroutine[None, None, None]]
Mode = Literal["legacy", "auto"]


def talk(folder: Path, said: Talk, mode: Mode = "auto", headers: dict[str, str] | None = None, **rules: object) -> None:
    async def connected(url: str) -> None:
        async with (
            httpx2.AsyncClient(headers=HEADERS if headers is None else headers) as http,
            Client(streamable_http_client(url + PATH, http_client=http), mode=mode) as client,
        ):
            await said(client)

    with serve(document(folder, **rules)) as running:
        asyncio.run(asyncio.wait_for(connected(running.url), 30))


@pytest.mark.parametrize("mode", ["legacy", "auto"])
@pytest.mark.parametrize("stream", [False, True])
def test_it_lists_and_calls_the_tools(tmp_path: Path, stream: bool, mode: Mode) -> None:
    async def said(client: Client) -> None:
        assert client.server_info is not None and client.server_info.name == "ContosoOrders"
        assert client.protocol_version == "2025-11-25"
        first = await client.list_tools()
        assert [tool.name for tool in first.tools] == ["get_order", "place_order"]
        rest = await client.list_tools(cursor=first.next_cursor)
        assert [tool.name for tool in rest.tools] == ["list_states"] and rest.next_cursor is None
        hints = first.tools[0].annotations
        assert hints is not None and hints.read_only_hint is True
        good = await client.call_tool("get_order", {"id": 7})
        assert (good.structured_content, good.is_error) == ({"state": "sent"}, False)
        placed = await client.call_tool("place_order", {"item": "Lamp"})
        assert placed.structured_content is None and getattr(placed.content[0], "text", "") == "Placed."

    talk(tmp_path / "shop", said, mode, stream=stream, page=2)


def test_a_model_reads_why_its_arguments_are_refused(tmp_path: Path) -> None:
    async def said(client: Client) -> None:
        refused = await client.call_tool("get_order", {"id": 0})
        assert refused.is_error and "0 is less than the minimum of 1" in getattr(refused.content[0], "text", "")
        with pytest.raises(MCPError, match="Unknown tool: drop_order"):
            await client.call_tool("drop_order", {})

    talk(tmp_path / "shop", said)


def test_a_stranger_gets_no_session(tmp_path: Path) -> None:
    async def said(client: Client) -> None:
        raise AssertionError("there is a session")

    with pytest.raises(Exception) as caught:  # The client wraps exceptions in exception groups.
        talk(tmp_path / "shop", said, headers={"X-Region": "eu"})
    assert not isinstance(caught.value, AssertionError)

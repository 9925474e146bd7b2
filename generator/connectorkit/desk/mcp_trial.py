"""Try it for an MCP server: the handshake of an agent, and the list of tools that it receives."""

from __future__ import annotations

from typing import Final

from connectorkit import __version__
from connectorkit.contract.contract_types import Request
from connectorkit.designer.javascript import Plain, mapping
from connectorkit.desk.definition_index import Operation
from connectorkit.desk.sandbox_world import World, succeeded
from connectorkit.model.json_value import Json
from connectorkit.model.mcp import REVISIONS
from connectorkit.sandbox.server.mcp import SESSION, VERSION
from connectorkit.sandbox.shapes.document_types import Route

_ACCEPT: Final[dict[str, Json]] = {"Accept": "application/json, text/event-stream"}


def tools(world: World, operation: Operation, route: Route) -> Plain:
    """The call that lists tools, after the one that opens a session; only the latter if it is rejected."""
    start: Plain = {
        "protocolVersion": REVISIONS[0],
        "capabilities": {},
        "clientInfo": {"name": "connectorkit preview", "version": __version__},
    }
    opened = world.call(_message(operation, route, 1, "initialize", start))
    if not succeeded(opened):
        return opened
    session = mapping(mapping(opened["response"])["headers"]).get(SESSION)
    known: dict[str, Json] = {SESSION: session, VERSION: REVISIONS[0]} if session is not None else {}
    return world.call(_message(operation, route, 2, "tools/list", {}, known))


def _message(
    operation: Operation, route: Route, number: int, method: str, params: Plain, headers: dict[str, Json] | None = None
) -> Request:
    return {
        "operation": operation.id,
        "method": route["method"],
        "path": route["path"],
        "headers": {**_ACCEPT, **(headers or {})},
        "body": {"jsonrpc": "2.0", "id": number, "method": method, "params": params},
    }

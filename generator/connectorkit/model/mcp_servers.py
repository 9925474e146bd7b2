"""Which operations belong to an MCP server."""

from __future__ import annotations

from connectorkit.model.connector import Connector, Operation


def server_of(operation: Operation, connector: Connector) -> Operation | None:
    """The MCP server that ``operation`` is a part of: itself, or the one on whose path it is a GET or DELETE."""
    if operation.mcp is not None:
        return operation
    if operation.method not in ("get", "delete") or operation.kind != "action":
        return None
    return next((o for o in connector.operations if o.mcp is not None and o.path == operation.path), None)

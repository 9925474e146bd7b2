"""An MCP server as an operation: its protocol, and the tools that the source declares for the sandbox and the tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from connectorkit.diagnostics.finding import Span
from connectorkit.model.record import record
from connectorkit.model.schema import UNSET, Json, Unset

PROTOCOL_KEY = "x-ms-agentic-protocol"
REVISIONS = ("2025-11-25", "2025-06-18", "2025-03-26")
"""The revisions of the protocol that are spoken here, newest first."""
PARSE_ERROR, INVALID_REQUEST, UNKNOWN_METHOD, INVALID_PARAMS = -32700, -32600, -32601, -32602
"""The errors of JSON-RPC that a server responds with."""
STREAMABLE, EVENTS = "mcp-streamable-1.0", "mcp-sse-1.0"


@record(frozen=True)
class Tool:
    """A tool that the server lists. ``input`` and ``output`` are JSON Schemas; ``output`` is None when it has none.

    The contract tests call it with ``arguments``, and the sandbox returns ``result``; each is generated from its schema
    when it is UNSET. ``effect`` has the same values as that of an operation.
    """

    span: Span
    name: str
    description: str = ""
    effect: str = "creates"
    input: Mapping[str, Json] = field(default_factory=dict)
    output: Mapping[str, Json] | None = None
    arguments: Mapping[str, Json] | Unset = UNSET
    result: Json | Unset = UNSET


@record(frozen=True)
class Mcp:
    """What makes an operation an MCP server. Agents list its tools at run time, so the swagger has none of them."""

    protocol: str = STREAMABLE
    tools: tuple[Tool, ...] = ()

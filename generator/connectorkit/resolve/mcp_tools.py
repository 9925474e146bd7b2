"""Declared tools of MCP servers: repeated names, invalid schemas, and values that do not match them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from connectorkit.diagnostics.finding import Finding
from connectorkit.read import nodes
from connectorkit.sandbox.shapes import schema_samples

if TYPE_CHECKING:
    from connectorkit.model.json_value import Json
    from connectorkit.read.yaml_document import Node

TWICE, NO_SCHEMA, MISFIT, NO_ARGUMENTS = "MCP010", "MCP011", "MCP012", "MCP013"


def findings(operations: Iterable[Node]) -> Iterator[Finding]:
    """A finding for each mistake in a declared tool; ``operations`` are the nodes of the source."""
    for operation in operations:
        known: dict[str, Node] = {}
        for tool in nodes.items(operation, "tools"):
            name = nodes.text(tool, "name")
            twin = known.setdefault(name, tool)
            if twin is not tool:
                message = f"The MCP server has two tools with the name '{name}'."
                yield Finding(TWICE, message, tool.mapping["name"].span, "Rename one of them.", related=(twin.span,))
            yield from _schemas(name, tool)


def _schemas(name: str, tool: Node) -> Iterator[Finding]:
    sound = True
    for key in ("input", "output"):
        said = tool.get(key)
        schema = _whole(tool, key)
        why = schema_samples.fault(schema) if said is not None else ""
        if not why and said is not None and schema["type"] != "object":
            why = "its type is not object"
        if why and said is not None:
            sound = False
            message = f"'{key}' of the tool '{name}' is not a JSON Schema that MCP allows: {why}."
            yield Finding(NO_SCHEMA, message, tool.keys[key], "Write it as the server lists it.")
    if sound:
        yield from _values(name, tool)


def _values(name: str, tool: Node) -> Iterator[Finding]:
    arguments, result = tool.get("arguments"), tool.get("result")
    schema = _whole(tool, "input")
    if arguments is not None:
        yield from _fit(name, "arguments", "input", schema, tool)
    elif schema_samples.problem(schema, schema_samples.sample(schema)):
        message = f"No arguments can be generated for the tool '{name}', so the contract tests do not call it."
        yield Finding(NO_ARGUMENTS, message, tool.mapping["name"].span, "Add 'arguments' to the tool.", "warning")
    if result is not None and tool.get("output") is not None:
        yield from _fit(name, "result", "output", _whole(tool, "output"), tool)


def _fit(name: str, key: str, schema_key: str, schema: dict[str, Json], tool: Node) -> Iterator[Finding]:
    value = tool.mapping[key]
    why = schema_samples.problem(schema, value.plain())
    if why:
        message = f"'{key}' of the tool '{name}' does not match '{schema_key}': {why.rstrip('.')}."
        yield Finding(MISFIT, message, tool.keys[key], f"Change '{key}' or '{schema_key}'.", "warning")


def _whole(tool: Node, key: str) -> dict[str, Json]:
    return {"type": "object", **nodes.plain(tool, key)}

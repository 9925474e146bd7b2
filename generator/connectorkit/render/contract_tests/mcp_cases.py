"""The values for the test files of MCP servers: the request without a message, and the declared tools."""

from __future__ import annotations

from connectorkit.model.json_value import Json
from connectorkit.render.contract_tests.requests import Requests
from connectorkit.sandbox.server.mcp import OF_TRANSPORT
from connectorkit.sandbox.shapes import schema_samples
from connectorkit.sandbox.shapes.document_types import Route, Tool

Case = dict[str, object]


def servers(routes: list[Route]) -> list[Route]:
    """The routes that are MCP servers."""
    return [route for route in routes if "mcp" in route]


def case(route: Route, requests: Requests, said: Case) -> Case:
    """The values of a test file; ``said`` contains those that the files of all operations have."""
    own = [one for one in route["parameters"] if one["name"].lower() not in OF_TRANSPORT]
    bare: Route = {**route, "parameters": own}
    bare.pop("body", None)
    tools = [_tool(one) for one in route["mcp"]["tools"]]
    return {
        **said,
        "mcp": True,
        "webhook": False,
        "safe": True,
        "protocol": " ".join(route["mcp"]["protocol"].replace("\\", "/").replace('"', "'").split()),
        "request": requests.request(bare),
        "tools": tools,
    }


def _tool(tool: Tool) -> Case:
    arguments = arguments_of(tool)
    known: Json = {
        "input": tool["input"],
        "output": tool["output"],
        "arguments": arguments if arguments is not None else {},
        "result": tool.get("result"),
    }
    return {
        "name": tool["name"],
        "declared": known,
        "reads": tool["effect"] == "reads",
        "callable": arguments is not None,
        "strict": bool(schema_samples.problem({"type": "object", **tool["input"]}, {})),
    }


def arguments_of(tool: Tool) -> dict[str, Json] | None:
    """The arguments for a call of a tool; None if no valid ones are declared or can be generated."""
    schema: dict[str, Json] = {"type": "object", **tool["input"]}
    made = tool["arguments"] if "arguments" in tool else schema_samples.sample(schema)
    return made if isinstance(made, dict) and not schema_samples.problem(schema, made) else None

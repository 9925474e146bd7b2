"""Notes on findings about the tools that a source declares for an MCP server: id, title, why, help."""

from __future__ import annotations

from typing import Final

TOOL_NOTES: Final[tuple[tuple[str, str, str, str], ...]] = (
    (
        "MCP010",
        "The tools of an MCP server have different names",
        "A call identifies a tool by its name.",
        "Rename one of them.",
    ),
    (
        "MCP011",
        "The schemas of a tool are JSON Schemas of type object",
        "MCP describes the arguments and the structured result of a tool with such schemas, and clients validate with "
        "them.",
        "Write them as the server lists them; references must point to the same schema.",
    ),
    (
        "MCP012",
        "Arguments and result of a tool match its schemas",
        "The contract tests call the tool with the arguments, and the sandbox returns the result.",
        "Change the value or the schema.",
    ),
    (
        "MCP013",
        "A tool can be called by the contract tests",
        "If no arguments are declared, they are generated from the schema, which is not possible for every schema.",
        "Add `arguments` to the tool.",
    ),
)

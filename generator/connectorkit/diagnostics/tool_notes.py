"""Notes on findings about the tools that a source declares for an MCP server: id, title, why, help."""

from __future__ import annotations

from typing import Final

TOOL_NOTES: Final[tuple[tuple[str, str, str, str], ...]] = (
    (
        "MCP010",
        "The tools of an MCP server have different names",
        "A call names one of them.",
        "Rename one of them.",
    ),
    (
        "MCP011",
        "The schemas of a tool are JSON Schemas of type object",
        "MCP lists the arguments and the structured result of a tool as such, and clients validate by them.",
        "Write them as the server lists them; references lead to places in the same schema.",
    ),
    (
        "MCP012",
        "Arguments and result of a tool fit its schemas",
        "The contract tests call the tool with the arguments, and the sandbox returns the result.",
        "Change the value or the schema.",
    ),
    (
        "MCP013",
        "A tool can be called by the contract tests",
        "They make arguments from the schema where none are declared, and some schemas are beyond that.",
        "Add `arguments` to the tool.",
    ),
)

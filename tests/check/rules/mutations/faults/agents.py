"""Faults of MCP servers, and of the tools that a source declares for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.check.rules.mutations.faults.triggers import operations
from tests.check.rules.mutations.jsontext import DEFINITION, GONE, Fault, put
from tests.check.rules.mutations.table import added, in_json, in_yaml, removed, replaced
from tests.check.rules.mutations.yamltext import Change, Tree

_KEY = "x-ms-agentic-protocol"


@in_json("EXT360")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in operations(documents):
        yield put(f"{at}/{_KEY}", "mcp-sse-1.0")


added("EXT360", "extra: {x-ms-agentic-protocol: mcp-sse-1.0}")
added("EXT360", "protocol: mcp-streamable", ("mcp",))
replaced("EXT360", "extra", _KEY, by=lambda entry: "mcp")


@in_json("EXT361")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in operations(documents):
        if not at.endswith("/post"):
            yield put(f"{at}/{_KEY}", "mcp-streamable-1.0")


added(
    "EXT361",
    "extra: {x-ms-agentic-protocol: mcp-streamable-1.0}",
    only=lambda entry: not str(entry.siblings["request"].value).startswith("POST"),
)


@in_json("EXT362")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, one in operations(documents):
        if _KEY in one:
            schema = {"properties": {"id": {"description": "The number.", "type": "string"}}, "type": "object"}
            yield put(f"{at}/responses/200/schema", schema, f"{at}/responses/200")


@in_yaml("EXT362")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.operations("mcp"):
        yield entry.beside("returns: {fields: {id: {type: string, description: The number.}}}")


@in_json("EXT363")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    if documents[DEFINITION]["info"]["title"] == "ContosoTasks":
        yield put("/info/title", "Contoso-Tasks")


@in_yaml("EXT363")
def _(tree: Tree) -> Iterator[Change]:
    if "- mcp:" in tree.text:
        for entry in tree.each("connector"):
            yield entry.put("Contoso-Tasks")


@in_json("EXT364")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for path, item in documents[DEFINITION]["paths"].items():
        if _KEY in item.get("post", {}) and "get" in item:
            at = f"/paths/{path.replace('~', '~0').replace('/', '~1')}/get"
            yield put(f"{at}/x-ms-visibility", GONE, at)


@in_yaml("EXT364")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.operations("action"):
        if "- mcp:" in tree.text and str(entry.siblings["request"].value).startswith("GET"):
            found = next(one for one in tree.each("visibility") if one.within is entry.within)
            yield found.without(entry.line)


@in_yaml("EXT365")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("tools"):
        listed = ", ".join(f"{{name: t{number}, description: Does it.}}" for number in range(129))
        yield entry.instead(f"tools: [{listed}]")


@in_yaml("EXT366")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("properties", "most"):
        yield entry.put("{type: [integer, 'null'], description: How many.}")
        yield entry.put("{exclusiveMinimum: 0, type: integer, description: How many.}")
    for entry in tree.each("properties", "tasks"):
        yield entry.put("{$ref: '#'}")


replaced("EXT367", "name", by=lambda entry: "list tasks" if entry.text == "list_tasks" else None)
removed("EXT368", "description", line=lambda entry: entry.line - 1, only=lambda entry: "effect" in entry.siblings)


@in_yaml("EXT369")
def _(tree: Tree) -> Iterator[Change]:
    for entry in tree.each("state", "enum"):
        yield entry.put("[open, late]")

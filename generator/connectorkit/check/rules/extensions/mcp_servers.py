"""Rules about MCP servers: operations with tools for agents of Copilot Studio.

No published file contains the tools of a server. The tools that a source declares are checked in the form in which the
server lists them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from connectorkit.check.engine.connector_index import Operation, Plain, Subject, listed, mapping, short
from connectorkit.check.engine.rule import Hit, Rule, Severities, everywhere
from connectorkit.check.engine.words import did_you_mean
from connectorkit.model import json_pointer
from connectorkit.model.connector import Json
from connectorkit.model.mcp import EVENTS, PROTOCOL_KEY, STREAMABLE
from connectorkit.model.patterns import lazy

_MOST_TOOLS, _DEEPEST = 128, 60
_TOOL = lazy(r"[A-Za-z0-9_.-]{1,128}\Z")
_TITLE = re.compile(r"[A-Za-z0-9]+\Z")
_LEARN = "Microsoft Learn, Copilot Studio, MCP troubleshooting, read 2026-11"


def _servers(subject: Subject) -> Iterator[tuple[Operation, Json]]:
    for operation in subject.operations:
        if PROTOCOL_KEY in operation.node:
            yield operation, operation.node[PROTOCOL_KEY]


def _protocol_known(subject: Subject) -> Iterator[Hit]:
    for operation, said in _servers(subject):
        if said == EVENTS:
            message = f"{operation.called} uses the protocol '{EVENTS}', which Copilot Studio dropped in 2025-08."
            yield Hit(operation.at(PROTOCOL_KEY), message)
        elif said != STREAMABLE:
            message = f"{operation.called} uses the protocol '{short(str(said))}', which agents do not support."
            yield Hit(operation.at(PROTOCOL_KEY), message, did_you_mean(str(said), (STREAMABLE,)))


def _by_post(subject: Subject) -> Iterator[Hit]:
    for operation, said in _servers(subject):
        if said == STREAMABLE and operation.method != "post":
            message = f"{operation.called} offers tools by {operation.method.upper()}; agents call them by POST."
            yield Hit(operation.at(PROTOCOL_KEY), message)


def _no_schema(subject: Subject) -> Iterator[Hit]:
    for operation, said in _servers(subject):
        for response in operation.responses if said == STREAMABLE and operation.method == "post" else ():
            if response.name == "200" and "schema" in response.node:
                message = f"{operation.called} declares a schema for the response of an MCP server."
                yield Hit(operation.at("responses", "200"), message)


def _title(subject: Subject) -> Iterator[Hit]:
    title, servers = subject.info.text("title"), {operation.id for operation, _ in _servers(subject)}
    # A connector with actions besides the server is not listed as an MCP server.
    alone = servers and all(one.hidden or one.id in servers for one in subject.operations)
    if title and not _TITLE.match(title) and alone:
        yield Hit("/info/title", f"The title '{short(title)}' contains characters other than letters and digits.")


def _stream_hidden(subject: Subject) -> Iterator[Hit]:
    servers = {operation.template for operation, said in _servers(subject) if operation.method == "post"}
    for operation in subject.operations:
        own = operation.template in servers and operation.method in ("get", "delete")
        if own and PROTOCOL_KEY not in operation.node and not operation.hidden and not operation.trigger:
            message = f"{operation.called} belongs to the transport of an MCP server, but makers see it."
            yield Hit(operation.at("x-ms-visibility"), message)


class _Tool(NamedTuple):
    pointer: str
    node: Plain
    name: str


def _tools(subject: Subject) -> Iterator[_Tool]:
    for pointer, declared in subject.tools.items():
        for index, tool in enumerate(declared):
            yield _Tool(f"{pointer}/tools/{index}", tool, short(str(tool.get("name", ""))))


def _count(subject: Subject) -> Iterator[Hit]:
    for pointer, declared in subject.tools.items():
        if len(declared) > _MOST_TOOLS:
            message = f"The MCP server has {len(declared)} tools; an agent supports at most {_MOST_TOOLS}."
            yield Hit(f"{pointer}/tools", message)


def _names(subject: Subject) -> Iterator[Hit]:
    for tool in _tools(subject):
        if not _TOOL.match(str(tool.node.get("name", ""))):
            message = f"The name of the tool '{tool.name}' contains characters other than letters, digits, _, . and -."
            yield Hit(f"{tool.pointer}/name", message)


def _described(subject: Subject) -> Iterator[Hit]:
    for tool in _tools(subject):
        if not str(tool.node.get("description") or "").strip():
            yield Hit(f"{tool.pointer}/name", f"The tool '{tool.name}' has no description.")


class _Part(NamedTuple):
    tool: _Tool
    where: str
    pointer: str
    node: Plain


_BELOW = ("items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames")
_NAMED = ("properties", "patternProperties", "$defs", "definitions")
_ANY = ("anyOf", "oneOf", "allOf", "prefixItems")


def _parts(subject: Subject) -> Iterator[_Part]:
    """Every schema inside the schemas of tools."""
    for tool in _tools(subject):
        for key in ("input", "output"):
            stack = [(f"{tool.pointer}/{key}", tool.node.get(key), key, 0)]
            while stack:
                pointer, said, where, depth = stack.pop()
                if isinstance(said, dict) and depth <= _DEEPEST:
                    yield _Part(tool, where, pointer, said)
                    stack += [(*one, depth + 1) for one in _below(pointer, said, where)]


def _below(pointer: str, node: Plain, where: str) -> Iterator[tuple[str, Json, str]]:
    for key in _BELOW:
        if key in node:
            yield pointer + json_pointer.join((key,)), node[key], where
    for key in _NAMED:
        for name, said in mapping(node.get(key)).items():
            yield pointer + json_pointer.join((key, name)), said, f"{where}.{name}"
    for key in _ANY:
        for index, said in enumerate(listed(node.get(key))):
            yield pointer + json_pointer.join((key, index)), said, where


def _readable(subject: Subject) -> Iterator[Hit]:
    for part in _parts(subject):
        about = f"'{short(part.where)}' of the tool '{part.tool.name}'"
        if "$ref" in part.node:
            message = f"{about} is a reference ($ref): Copilot Studio silently omits the whole tool."
            yield Hit(f"{part.pointer}/$ref", message, "Write the schema inline.")
        if isinstance(part.node.get("type"), list):
            message = f"{about} has a list of types: Copilot Studio truncates the schema there."
            yield Hit(f"{part.pointer}/type", message, "Write one type.")
        above = part.node.get("exclusiveMinimum")
        if isinstance(above, int) and not isinstance(above, bool):
            message = f"{about} has an integer as exclusiveMinimum: Copilot Studio fails with System.FormatException."
            yield Hit(f"{part.pointer}/exclusiveMinimum", message, "Write `minimum`.")


def _choices(subject: Subject) -> Iterator[Hit]:
    for part in _parts(subject):
        values = [one for one in listed(part.node.get("enum")) if isinstance(one, str)]
        described = str(part.node.get("description", ""))
        lacking = [one for one in values if one not in described]
        if lacking and part.where.startswith("input"):
            message = (
                f"The description of '{short(part.where)}' of the tool '{part.tool.name}' does not name its values."
            )
            yield Hit(f"{part.pointer}/enum", message)


_FORM = Severities("warning", "warning", "warning")
_SERVER = "operations: {{CreateOrder: {{action: null, mcp: CreateOrder, body: null, responses: null, {more}}}}}"


def _server(more: str) -> str:
    return _SERVER.format(more=more)


def _with_tool(tool: str) -> str:
    return _server(f"tools: [{tool}]")


_GOOD_TOOL = "{name: get_order, description: Gets an order.}"
RULES = (
    Rule(
        "EXT360",
        "An MCP server uses a protocol that agents support",
        why="Copilot Studio agents support streamable HTTP. Support for the older protocol with events ended in "
        "2025-08.",
        source="extensions of operations, x-ms-agentic-protocol; Copilot Studio documentation of MCP, read 2026-11",
        severity=_FORM,
        help=f"Write {STREAMABLE}.",
        bad="operations: {CreateOrder: {extra: {x-ms-agentic-protocol: mcp-sse-1.0}}}",
        good=_server("protocol: mcp-streamable-1.0"),
        check=_protocol_known,
    ),
    Rule(
        "EXT361",
        "An MCP server is called by POST",
        why="Each call of a tool is a message in the body of a POST.",
        source="extensions of operations, x-ms-agentic-protocol",
        severity=_FORM,
        help="Move it to the POST operation of the path.",
        bad="operations: {GetOrder: {extra: {x-ms-agentic-protocol: mcp-streamable-1.0}}}",
        good=_server("request: POST /mcp"),
        check=_by_post,
    ),
    Rule(
        "EXT362",
        "An MCP server declares no schema for its response",
        why="The response is an MCP message, whose content depends on the called tool.",
        source="shape of published MCP connectors: 117 of 123 of a public collection of 2025-26",
        severity=everywhere("advice"),
        help="Remove the schema, and keep the description of the response.",
        bad=_server("returns: {fields: {jsonrpc: {type: string, description: Always 2.0.}}}"),
        good=_server("summary: Contoso orders"),
        check=_no_schema,
    ),
    Rule(
        "EXT363",
        "The title of an MCP connector has letters and digits only",
        why="The registration of an MCP server reportedly refuses spaces, hyphens and brackets in the title.",
        source="a third party's account of registrations, 2026",
        severity=everywhere("advice"),
        help="Write one word such as ContosoOrders, and use the summary of the operation as the display name.",
        check=_title,
    ),
    Rule(
        "EXT364",
        "Makers do not see the other methods of an MCP server",
        why="GET and DELETE of the path belong to the transport and are not useful in a flow.",
        source="shape of published MCP connectors: a GET beside the POST is internal",
        severity=_FORM,
        help="Write `visibility: internal`.",
        check=_stream_hidden,
    ),
    Rule(
        "EXT365",
        "An agent supports the number of tools of an MCP server",
        why="In Copilot Studio, an agent has at most 128 tools, counted over all its servers.",
        source=f"{_LEARN}; zuplo, verified 2026-07-31",
        severity=_FORM,
        help="Remove tools that agents do not need, or split the server.",
        check=_count,
    ),
    Rule(
        "EXT366",
        "Copilot Studio can read the schemas of tools",
        why="If a schema contains something unsupported, Copilot Studio omits the tool or its arguments, or fails.",
        source=_LEARN,
        severity=_FORM,
        help="Change the schema on the server, and here.",
        check=_readable,
    ),
    Rule(
        "EXT367",
        "The name of a tool contains only characters that MCP allows",
        why="Clients refuse or change other names.",
        source="modelcontextprotocol.io, specification of 2025-11-25, tools: 1 to 128 letters, digits, _, - and .",
        severity=_FORM,
        help="Write 1 to 128 letters, digits, _, - and . without spaces.",
        bad=_with_tool("{name: get order, description: Gets an order.}"),
        good=_with_tool(_GOOD_TOOL),
        check=_names,
    ),
    Rule(
        "EXT368",
        "A tool has a description",
        why="The model chooses a tool by its description.",
        source="Copilot Studio documentation of MCP, read 2026-11",
        severity=_FORM,
        help="Write what the tool does, and when to use it.",
        bad=_with_tool("{name: get_order}"),
        good=_with_tool(_GOOD_TOOL),
        check=_described,
    ),
    Rule(
        "EXT369",
        "The description of an argument names its values",
        why="Copilot Studio reads an enum as a plain string, so the model sees the values only in the description.",
        source=_LEARN,
        severity=everywhere("advice"),
        help="Name the values in the description of the argument.",
        check=_choices,
    ),
)

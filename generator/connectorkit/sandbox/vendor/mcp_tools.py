"""The tools of an MCP server at a sandbox: their list, and the results of calls."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence

from connectorkit.model.json_value import Json
from connectorkit.sandbox.shapes import schema_samples
from connectorkit.sandbox.shapes.document_types import Record, Tool

PAGE = 50
_CURSOR = "after:"


def listed(tools: Sequence[Tool], cursor: str | None, size: int) -> Record | None:
    """A page of the list; None for an unknown cursor."""
    start = 0 if cursor is None else _position(cursor)
    if start is None or not (start == 0 or start < len(tools)):
        return None
    page: Record = {"tools": [_described(one) for one in tools[start : start + size]]}
    if start + size < len(tools):
        page["nextCursor"] = base64.urlsafe_b64encode(f"{_CURSOR}{start + size}".encode()).decode()
    return page


def _position(cursor: str) -> int | None:
    try:
        text = base64.urlsafe_b64decode(cursor).decode()
    except (binascii.Error, ValueError):
        return None
    number = text.removeprefix(_CURSOR)
    return int(number) if text.startswith(_CURSOR) and number.isdecimal() and len(number) < 10 else None


def _described(tool: Tool) -> Json:
    reads, repeatable = tool["effect"] == "reads", tool["effect"] in ("reads", "idempotent")
    made: Record = {"name": tool["name"]}
    if tool["description"]:
        made["description"] = tool["description"]
    made["inputSchema"] = {"type": "object", **tool["input"]}
    if tool["output"] is not None:
        made["outputSchema"] = {"type": "object", **tool["output"]}
    return {**made, "annotations": {"readOnlyHint": reads, "idempotentHint": repeatable}}


def called(tool: Tool) -> Json:
    """The result of a call: structured content for an object, with the same as text for older clients."""
    result = tool.get("result")
    if "result" not in tool and tool["output"] is not None:
        result = schema_samples.sample({"type": "object", **tool["output"]})
    if result is None:
        result = f"{tool['name']} was called."
    text = result if isinstance(result, str) else json.dumps(result, ensure_ascii=False)
    made: Record = {"content": [{"type": "text", "text": text}], "isError": False}
    return {**made, "structuredContent": result} if isinstance(result, dict) else made


def failed(why: str) -> Json:
    """The error result of a call, as a text for the model."""
    return {"content": [{"type": "text", "text": why}], "isError": True}

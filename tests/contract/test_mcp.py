"""The contract tests of an MCP server: a faithful one passes them, and each unfaithful one fails at its place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from connectorkit.contract import mcp
from connectorkit.contract.contract import Contract
from connectorkit.sandbox.server.mcp import McpServer
from connectorkit.sandbox.server.server import Running, serve
from connectorkit.sandbox.vendor.behaviour import Answer
from tests.contract.suites import outcome, rendered
from tests.sandbox.mcp_shop import document, shop

TOOLS: dict[str, mcp.ToolCase] = {
    "get_order": {
        "input": {"type": "object", "properties": {"id": {"type": "integer", "minimum": 1}}, "required": ["id"]},
        "output": {"type": "object", "properties": {"state": {"type": "string"}}, "required": ["state"]},
        "arguments": {"id": 7},
        "result": {"state": "sent"},
    },
    "list_states": {"input": {"type": "object"}, "output": None, "arguments": {}, "result": None},
}
REQUEST: Any = {
    "operation": "InvokeServer",
    "method": "POST",
    "path": "/shops/{shop}/mcp",
    "path_values": {"shop": "one"},
    "headers": {"X-Region": "eu"},
}
Change = Callable[[Any, Any, Answer], None]
"""Changes an answer in place; it gets the message that is answered, the body and the answer."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serve(document(tmp_path_factory.mktemp("mcp") / "shop")) as made:
        yield made


@pytest.fixture
def contract(running: Running, tmp_path: Path) -> Contract:
    return Contract(document(tmp_path / "shop"), running.url, {"api_key": "sandbox"})


def judged(contract: Contract) -> None:
    """The questions of a server's generated file."""
    session = mcp.Session(contract, REQUEST)
    session.open()
    session.result("ping")
    for name, tool in TOOLS.items():
        mcp.lists(session, name, tool)
        mcp.calls(session, name, tool)
    mcp.refuses(session, "get_order", {}, "without arguments")
    mcp.refuses(session, "no_such_tool", {}, "of an unknown tool")
    mcp.knows_no(session, "no/such/method")
    mcp.refuses_malformed(session)
    mcp.keeps_sessions(session)


def test_a_faithful_server_passes(contract: Contract) -> None:
    judged(contract)


def result(method: str, change: Callable[[Any], object], name: str = "") -> Change:
    """A change of the result of a method, or of the call of one tool."""

    def changed(message: Any, body: Any, answer: Answer) -> None:
        asked = isinstance(message, dict) and message.get("method") == method
        if asked and "result" in (body or {}) and name in ("", message["params"].get("name")):
            change(body["result"])

    return changed


def every(change: Callable[[Any, Answer], object], method: str = "") -> Change:
    def changed(message: Any, body: Any, answer: Answer) -> None:
        if isinstance(message, dict) and method in ("", message.get("method")) and isinstance(body, dict):
            change(body, answer)

    return changed


def to(status: int, where: Callable[[Any], bool]) -> Change:
    """Another status for the messages that ``where`` accepts; it gets None for an invalid one."""

    def changed(message: Any, body: Any, answer: Answer) -> None:
        if where(message):
            answer.status = status

    return changed


def _schema(listed: Any) -> Any:
    return listed["tools"][0]["inputSchema"]


UNFAITHFUL: dict[str, tuple[Change, str]] = {
    "another revision": (result("initialize", lambda r: r.update(protocolVersion="1.0")), "protocolVersion"),
    "no tools": (result("initialize", lambda r: r["capabilities"].clear()), "capabilities.tools"),
    "no name": (result("initialize", lambda r: r["serverInfo"].clear()), "serverInfo.name"),
    "another id": (every(lambda b, _: b.update(id="other"), "ping"), "id ping-"),
    "no JSON-RPC": (every(lambda b, _: b.pop("jsonrpc"), "ping"), "JSON-RPC 2.0"),
    "a tool is missing": (result("tools/list", lambda r: r["tools"].pop(0)), "get_order: expected the tool"),
    "a tool twice": (result("tools/list", lambda r: r["tools"].append(r["tools"][0])), "tools[].name"),
    "a list that never ends": (result("tools/list", lambda r: r.update(nextCursor="YWZ0ZXI6MQ==")), "tools[].name"),
    "another type": (result("tools/list", lambda r: _schema(r)["properties"]["id"].update(type="string")), "type of"),
    "another argument": (result("tools/list", lambda r: _schema(r)["properties"].update(x={})), "properties of"),
    "nothing required": (result("tools/list", lambda r: _schema(r).pop("required")), "required of"),
    "no schema": (result("tools/list", lambda r: r["tools"][0].pop("inputSchema")), "inputSchema of"),
    "no output schema": (result("tools/list", lambda r: r["tools"][0].pop("outputSchema")), "outputSchema of"),
    "a tool fails": (result("tools/call", lambda r: r.update(isError=True), "get_order"), "isError"),
    "no content": (result("tools/call", lambda r: r.pop("content"), "list_states"), "content"),
    "no structure": (result("tools/call", lambda r: r.pop("structuredContent", 0), "get_order"), "structuredContent"),
    "another structure": (
        result("tools/call", lambda r: r.update(structuredContent={"state": 5}, isError=False), "get_order"),
        "structuredContent",
    ),
    "another value": (
        result("tools/call", lambda r: r.update(structuredContent={"state": "open"}, isError=False), "get_order"),
        "result",
    ),
    "accepts anything": (
        result("tools/call", lambda r: r.update(structuredContent={"state": "sent"}, isError=False), "get_order"),
        "without arguments",
    ),
    "another error": (every(lambda b, _: "error" in b and b["error"].update(code=-1)), "-32602"),
    "an error as a status": (to(500, lambda m: isinstance(m, dict) and m.get("method") == "ping"), "status"),
    "a notification is answered": (to(200, lambda m: isinstance(m, dict) and "id" not in m), "status"),
    "takes malformed JSON": (to(200, lambda m: m is None), "status"),
}


@pytest.mark.part(0.4)
@pytest.mark.parametrize("way", UNFAITHFUL)
def test_an_unfaithful_server_fails_at_its_place(way: str, contract: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    change, place = UNFAITHFUL[way]
    faithful = McpServer.answer

    def unfaithful(self: McpServer, operation: str, said: Any, called: Any, lenient: bool = False) -> Answer:
        answer = faithful(self, operation, said, called, lenient)
        try:
            message = json.loads(called.raw)
        except ValueError:
            message = None
        body = json.loads(json.dumps(answer.body)) if called.method == "POST" else None
        change(message, body, answer) if called.method == "POST" else None
        answer.body = body if called.method == "POST" else answer.body
        return answer

    monkeypatch.setattr(McpServer, "answer", unfaithful)
    with pytest.raises(AssertionError) as caught:
        judged(contract)
    assert place in str(caught.value) and "\n" not in str(caught.value)


def _forgets(self: McpServer, *_: Any) -> Answer:
    self.sessions.clear()
    return Answer(200, None, {})


def test_a_server_that_loses_its_sessions_fails(contract: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    faithful = McpServer.answer

    def unfaithful(self: McpServer, operation: str, said: Any, called: Any, lenient: bool = False) -> Answer:
        if called.method == "DELETE":
            return _forgets(self)
        return faithful(self, operation, said, called, lenient)

    monkeypatch.setattr(McpServer, "answer", unfaithful)
    with pytest.raises(AssertionError, match="status"):
        judged(contract)


def test_a_server_that_keeps_ended_sessions_fails(contract: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    faithful = McpServer.answer

    def unfaithful(self: McpServer, operation: str, said: Any, called: Any, lenient: bool = False) -> Answer:
        if called.method == "DELETE":
            return Answer(204, None, {})
        return faithful(self, operation, said, called, lenient)

    monkeypatch.setattr(McpServer, "answer", unfaithful)
    with pytest.raises(AssertionError, match="in a closed session"):
        judged(contract)


def test_the_generated_suite_calls_only_what_reads_unless_all_is_allowed(tmp_path: Path) -> None:
    suite = rendered(tmp_path, shop(tmp_path / "shop"))
    with serve(document(tmp_path / "shop", stream=True)) as running:
        address = ("--base-url", running.url, "-rA")
        careful = outcome(suite, *address)
        full = outcome(suite, *address, "--full")
    assert careful[0] == full[0] == 0, careful[1] + full[1]
    called = "test_tool_called[place_order]"
    assert called not in careful[1] and called in full[1]
    assert "InvokeServer: tests that leave records behind not run: they need --full" in careful[1]
    assert "not tested: OpenStream: it is part of the MCP server InvokeServer" in full[1]
    assert "needs --full" not in full[1]

"""A sandbox implements MCP over streamable HTTP, also for clients that break the specification."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from connectorkit.sandbox.server.server import serve
from tests.sandbox.helpers import Api
from tests.sandbox.mcp_shop import HEADERS, PATH, document

ACCEPT = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
START: dict[str, Any] = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "test", "version": "1"},
}


class Caller:
    """A client of one sandbox, by hand."""

    def __init__(self, api: Api) -> None:
        self.api, self.session = api, ""

    def post(self, message: Any, **headers: str) -> tuple[int, Any, dict[str, str]]:
        raw = message if isinstance(message, bytes) else json.dumps(message).encode()
        own = {"Mcp-Session-Id": self.session} if self.session else {}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        status, got, text = self.api.raw("POST", PATH, raw, **{**ACCEPT, **own, **named})
        return status, json.loads(text) if text else None, {name.lower(): value for name, value in got.items()}

    def ask(self, method: str, params: Any = None, **headers: str) -> tuple[int, Any]:
        message = {"jsonrpc": "2.0", "id": 1, "method": method, **({"params": params} if params is not None else {})}
        status, said, _ = self.post(message, **headers)
        return status, said

    def start(self, version: str = "2025-11-25") -> str:
        message = {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {**START, "protocolVersion": version}}
        status, said, headers = self.post(message)
        assert status == 200
        self.session = headers["mcp-session-id"]
        assert self.post({"jsonrpc": "2.0", "method": "notifications/initialized"})[0] == 202
        return str(said["result"]["protocolVersion"])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    with serve(document(tmp_path_factory.mktemp("mcp") / "shop")) as running:
        yield Api(running.root, running.url, dict(HEADERS))


@pytest.fixture
def caller(served: Api) -> Caller:
    return Caller(served)


@pytest.mark.parametrize(
    ("asked", "given"),
    [("2025-06-18", "2025-06-18"), ("2025-03-26", "2025-03-26"), ("2024-11-05", "2025-11-25"), ("x", "2025-11-25")],
)
def test_a_revision_is_agreed_on(caller: Caller, asked: str, given: str) -> None:
    assert caller.start(asked) == given
    assert caller.ask("ping", MCP_Protocol_Version=given) == (200, {"jsonrpc": "2.0", "id": 1, "result": {}})
    assert caller.ask("ping", MCP_Protocol_Version="1999-01-01")[0] == 400


@pytest.mark.parametrize(
    ("message", "status", "code"),
    [
        (b'{"jsonrpc": "2.0", ', 400, -32700),
        (b"\xff\xfe", 400, -32700),
        (b"[" * 5000, 400, -32700),
        (b"5", 400, -32600),
        ({"id": 1, "method": "ping"}, 400, -32600),
        ({"jsonrpc": "2.0", "id": True, "method": "ping"}, 400, -32600),
        ({"jsonrpc": "2.0", "id": None, "method": "ping"}, 400, -32600),
        ({"jsonrpc": "2.0", "id": 1}, 400, -32600),
        ([{"jsonrpc": "2.0", "id": 1, "method": "ping"}], 400, -32600),
        ({"jsonrpc": "2.0", "id": 1, "method": "resources/list"}, 200, -32601),
        ({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": []}, 200, -32602),
        ({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"cursor": "bm8="}}, 200, -32602),
        ({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"cursor": "\u2603"}}, 200, -32602),
        ({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {}}, 200, -32602),
        ({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": ["x"]}}, 200, -32602),
        ({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {}}, 200, -32602),
        ({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {**START, "clientInfo": 5}}, 200, -32602),
    ],
)
def test_a_message_that_cannot_be_understood_is_refused(caller: Caller, message: Any, status: int, code: int) -> None:
    caller.start()
    got, said, _ = caller.post(message)
    assert (got, said["error"]["code"]) == (status, code)


def test_a_batch_belongs_to_the_revision_that_has_them(caller: Caller) -> None:
    caller.start("2025-03-26")
    told = {"jsonrpc": "2.0", "method": "notifications/progress"}
    status, said, _ = caller.post([{"jsonrpc": "2.0", "id": 1, "method": "ping"}, told])
    assert (status, said) == (200, [{"jsonrpc": "2.0", "id": 1, "result": {}}])
    assert caller.post([told])[0] == 202
    assert caller.post([])[0] == 400


def test_an_older_revision_has_an_error_where_a_newer_one_has_a_result(caller: Caller) -> None:
    call = {"name": "get_order", "arguments": {"id": "seven"}}
    caller.start("2025-06-18")
    assert caller.ask("tools/call", call)[1]["error"]["code"] == -32602
    caller.start("2025-11-25")
    assert caller.ask("tools/call", call)[1]["result"]["isError"] is True


def test_a_session_has_an_end(caller: Caller) -> None:
    assert caller.ask("ping")[0] == 400
    caller.start()
    other = Caller(caller.api)
    other.start()
    assert caller.api.raw("DELETE", PATH, None, **{"Mcp-Session-Id": caller.session})[0] == 200
    assert caller.ask("ping")[0] == 404
    assert caller.api.raw("DELETE", PATH, None, **{"Mcp-Session-Id": caller.session})[0] == 404
    assert caller.api.raw("DELETE", PATH)[0] == 400
    assert other.ask("ping")[0] == 200


def test_the_server_offers_no_stream_of_its_own(caller: Caller) -> None:
    status, headers, _ = caller.api.raw("GET", PATH, None, Accept="text/event-stream")
    assert (status, headers["allow"]) == (405, "POST, DELETE")
    assert caller.api.raw("GET", "/shops/one")[0] == 200
    assert caller.api.raw("PUT", PATH, b"{}")[0] == 405


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://[::1"}, 403),
        ({"Host": "evil.example"}, 403),
        ({"Origin": "http://localhost:6274"}, 200),
        ({"Accept": "application/json"}, 406),
        ({"Accept": "*/*"}, 200),
        ({"Content_Type": "text/plain"}, 415),
        ({"X_Api_Key": "wrong"}, 401),
        ({"X_Region": "moon"}, 400),
    ],
)
def test_what_travels_with_a_message_is_checked(caller: Caller, headers: dict[str, str], status: int) -> None:
    caller.start()
    assert caller.ask("ping", **headers)[0] == status


def test_faults_and_the_journal_know_the_server(served: Api, caller: Caller) -> None:
    caller.start()
    served.call("POST", "/_sandbox/faults", {"operation": "InvokeServer", "status": 503})
    assert caller.ask("ping")[0] == 503
    assert caller.ask("ping")[0] == 200
    state = served.call("GET", "/_sandbox/state")[1]
    assert state["operations"]["InvokeServer"]["requests"] >= 3

"""The server with a client that errs, cancels, or disconnects: raw messages over its standard streams."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from tests.lsp.conftest import shop_in

pytestmark = pytest.mark.part(1)
Message = dict[str, Any]  # Any: JSON of another program
SECONDS = 60
CALL = [sys.executable, "-m", "connectorkit", "lsp"]


@pytest.fixture
def server() -> Iterator[subprocess.Popen[bytes]]:
    pipe = subprocess.PIPE
    with subprocess.Popen(CALL, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        yield process
        process.kill()


def streams(server: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert server.stdin is not None
    assert server.stdout is not None
    return server.stdin, server.stdout


def send(server: subprocess.Popen[bytes], *messages: Message | bytes) -> None:
    to, _ = streams(server)
    for message in messages:
        body = message if isinstance(message, bytes) else json.dumps({"jsonrpc": "2.0", **message}).encode()
        to.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    to.flush()


def answer(server: subprocess.Popen[bytes], number: object) -> Message:
    """The response to a request; other messages of the server are skipped."""
    _, out = streams(server)
    while True:
        length = 0
        while line := out.readline().strip():
            length = int(line.partition(b":")[2])
        message: Message = json.loads(out.read(length))
        if "id" in message and message["id"] == number:
            return message


def started(server: subprocess.Popen[bytes], **more: object) -> Message:
    send(server, {"id": 1, "method": "initialize", "params": {"processId": None, "capabilities": {}, **more}})
    result: Message = answer(server, 1)["result"]
    return result


def call(method: str, number: int = 2, params: object = None) -> Message:
    return {"id": number, "method": method, "params": params}


def test_a_request_before_the_start_is_refused(server: subprocess.Popen[bytes]) -> None:
    send(server, call("textDocument/hover"), {"method": "textDocument/didOpen", "params": {}})
    assert answer(server, 2)["error"]["code"] == -32002
    assert started(server)["serverInfo"]["name"] == "connectorkit"


@pytest.mark.parametrize("body", [b"{", b"[]", b"12", b'"\xff"', b"[" * 100_000])
def test_a_message_that_is_none_is_answered_and_passed_over(body: bytes, server: subprocess.Popen[bytes]) -> None:
    started(server)
    send(server, body, call("shutdown"))
    assert answer(server, None)["error"]["code"] == -32700
    assert answer(server, 2)["result"] is None


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (call("no/such"), -32601),
        ({"id": 2}, -32600),
        ({"id": 2, "method": 5}, -32600),
        (call("textDocument/hover", 2, {}), -32602),
        (call("textDocument/hover", 2, []), -32602),
        (call("textDocument/hover", 2, {"textDocument": {"uri": "file:///no/such"}, "position": {}}), -32602),
        (call("textDocument/rename", 2, {"textDocument": {"uri": 7}}), -32602),
        (call("initialize", 2, {}), -32600),
    ],
)
def test_a_wrong_request_is_answered_with_an_error(
    message: Message, code: int, server: subprocess.Popen[bytes]
) -> None:
    started(server)
    send(server, message)
    assert answer(server, 2)["error"]["code"] == code
    send(server, call("shutdown", 3))
    assert answer(server, 3)["result"] is None


def test_wrong_notifications_are_passed_over(server: subprocess.Popen[bytes]) -> None:
    started(server)
    send(
        server,
        {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "file:///x"}, "contentChanges": 5}},
        {"method": "textDocument/didOpen", "params": None},
        {"method": "textDocument/didClose", "params": {"textDocument": {"uri": "untitled:x"}}},
        {"method": "$/unknown"},
        call("shutdown"),
    )
    assert answer(server, 2)["result"] is None


def test_a_cancelled_request_is_answered_as_such(server: subprocess.Popen[bytes], tmp_path: Path) -> None:
    file = shop_in(tmp_path) / "list_shops.yaml"
    document = {"uri": file.as_uri(), "languageId": "yaml", "version": 1, "text": file.read_text(encoding="utf-8")}
    started(server)
    place = {"textDocument": {"uri": file.as_uri()}, "position": {"line": 0, "character": 0}}
    # The first request reads the source, which takes longer than the next message.
    send(
        server,
        {"method": "textDocument/didOpen", "params": {"textDocument": document}},
        call("textDocument/hover", 2, place),
        call("textDocument/hover", 3, place),
        {"method": "$/cancelRequest", "params": {"id": 3}},
        {"method": "$/cancelRequest", "params": {"id": 99}},
    )
    assert "result" in answer(server, 2)
    assert answer(server, 3)["error"]["code"] == -32800


def test_columns_are_characters_where_the_client_can(server: subprocess.Popen[bytes]) -> None:
    capabilities = {"general": {"positionEncodings": ["utf-8", "utf-32", "utf-16"]}}
    assert started(server, capabilities=capabilities)["capabilities"]["positionEncoding"] == "utf-32"


def test_exit_after_shutdown_is_0_and_without_it_1(server: subprocess.Popen[bytes]) -> None:
    started(server)
    send(server, call("shutdown"), call("textDocument/hover", 3), {"method": "exit"})
    assert answer(server, 2)["result"] is None
    assert answer(server, 3)["error"]["code"] == -32600
    assert server.wait(SECONDS) == 0
    with subprocess.Popen(CALL, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        send(other, {"method": "exit"})
        assert other.wait(SECONDS) == 1


def test_a_client_that_goes_away_ends_the_server(server: subprocess.Popen[bytes]) -> None:
    started(server)
    streams(server)[0].close()
    assert server.wait(SECONDS) == 1


def test_a_client_that_has_died_ends_the_server(server: subprocess.Popen[bytes]) -> None:
    dead = subprocess.Popen([sys.executable, "-c", "pass"])
    dead.wait(SECONDS)
    started(server, processId=dead.pid)
    assert server.wait(SECONDS) == 1


def test_the_log_holds_nothing_of_the_files(server: subprocess.Popen[bytes], tmp_path: Path) -> None:
    file = shop_in(tmp_path) / "list_shops.yaml"
    started(server)
    text = "action: SECRET\nsummary: [\n"
    document = {"uri": file.as_uri(), "languageId": "yaml", "version": 1, "text": text}
    place = {"textDocument": {"uri": file.as_uri()}, "position": {"line": 0, "character": 9}}
    send(server, {"method": "textDocument/didOpen", "params": {"textDocument": document}})
    for number, method in enumerate(("hover", "completion", "definition", "rename", "formatting"), 2):
        send(server, call(f"textDocument/{method}", number, {**place, "newName": "x"}))
        answer(server, number)
    send(server, call("shutdown", 9), {"method": "exit"})
    assert server.wait(SECONDS) == 0
    assert server.stderr is not None
    assert server.stderr.read() == b""

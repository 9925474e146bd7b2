"""Addresses that are no API to test, and APIs at which everything fails for one cause."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from connectorkit.contract import address
from tests.contract import suites
from tests.sandbox.helpers import tiny


@contextmanager
def responding(response: bytes) -> Iterator[str]:
    """The address of a server that gives one response to each connection and closes it."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(65536)
                    connection.sendall(response)

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)


def http(status: str, body: str = "", location: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
    return f"{head}{f'Location: {location}' + chr(13) + chr(10) if location else ''}\r\n{body}".encode()


@pytest.mark.parametrize(
    ("response", "message"),
    [
        (b"", "the connection was closed without a response. Does it expect https?"),
        (b"220 mail.example ESMTP\r\n", "the server does not use HTTP."),
        (b"\x15\x03\x01\x00\x02\x02\x16", "the server does not use HTTP."),
        (http("302 Found", location="https://login.example/"), "it redirects to https://login.example. Give"),
        (http("307 Moved", location="/login"), "it redirects every request to /login. Give"),
        (http("301 Moved", location="http://[::1"), "it redirects to an invalid URL."),
    ],
)
def test_what_is_no_api_is_named_in_one_sentence(response: bytes, message: str) -> None:
    with responding(response) as url:
        assert address.unusable(f"{url}/v1").startswith(f"--base-url {url}/v1: {message}")


def test_a_server_that_never_responds_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        assert "no response within 0.2 s" in address.unusable(url)


@pytest.mark.parametrize("status", ["200 OK", "401 Unauthorized", "404 Not Found", "500 Oops"])
def test_an_api_may_respond_anything_at_its_base_path(status: str) -> None:
    with responding(http(status, "{}")) as url:
        assert address.unusable(url) == ""


@pytest.mark.part(0.4)
@pytest.mark.parametrize(
    ("status", "body", "cause"),
    [
        ("500 Oops", '{"message": "boom"}', '500 {"message": "boom"}'),
        ("401 Unauthorized", "{}", "401 {}"),
        ("200 OK", "{}", ""),
    ],
)
def test_one_cause_is_shown_once_with_its_count(tmp_path: Path, status: str, body: str, cause: str) -> None:
    suite = suites.rendered(tmp_path, tiny(tmp_path / "shop"))
    with responding(http(status, body)) as url:
        returned, printed = suites.outcome(suite, "--base-url", url, "--full", "-k", "not test_fault")
    assert returned == 1
    counts = [int(count) for count in re.findall(r"^(\d+) tests failed the same way", printed, re.MULTILINE)]
    shown = printed.count("AssertionError: ")
    failed = sum(int(number) for number in re.findall(r"(\d+) (?:failed|error)", printed.splitlines()[-1]))
    assert f"3 of them are shown. Each got {cause}" in printed
    assert counts and failed - sum(counts) + 3 * len(counts) <= shown and shown < failed, printed

"""Responses that are odd, cut off or never end: both clients raise the same exceptions."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import socket
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from .conftest import Caller
from .raw_calls import CHUNKED, LENGTH, WHOLE, check_broken, read, send, two_calls
from .raw_server import HERE, JSON_HEAD, Connection, RawServer, always, secure_server, trusting, whole

pytestmark = pytest.mark.part(0.35)

INTERIM = {
    "100": [100],
    "102": [102],
    "103 with a link": [103],
    "many": [100, 102, 103, 199] * 30,
}


@pytest.mark.parametrize("statuses", INTERIM.values(), ids=list(INTERIM))
def test_interim_responses_are_skipped(caller: Caller, statuses: list[int]) -> None:
    before = b"".join(b"HTTP/1.1 %d Wait\r\nLink: </a>; rel=preload\r\n\r\n" % status for status in statuses)
    first = whole(b'{"response_code": "SUCCESS", "response_msg": "First", "data": {}}')
    with RawServer(always(before + first, WHOLE, then_close=False)) as server:
        caller.url = server.url
        results = two_calls(caller, "sms_send", "get_contact_lists")
        assert [one.response_msg for one in results] == ["First", "Here"]
        assert (len(server.seen), server.connections) == (2, 1)


LONG = JSON_HEAD + b"X-Long: " + b"v" * 190_000 + b"\r\n" + LENGTH + HERE
LONG_AFTER_INTERIM = {
    "apart": [b"HTTP/1.1 100 Continue\r\n\r\n", LONG[:60_000], LONG[60_000:120_000], LONG[120_000:]],
    "together": [b"HTTP/1.1 103 Early\r\nLink: a\r\n\r\n" + LONG[:60_000], LONG[60_000:130_000], LONG[130_000:]],
    "end across pieces": [b"HTTP/1.1 103 Early\r\n\r", b"\n" + LONG[:110_000], LONG[110_000:]],
    "several": [b"HTTP/1.1 102 Wait\n\n" * 3, b"HTTP/1.1 10", b"3 Early\r\n\r\n" + LONG[:120_000], LONG[120_000:]],
}


@pytest.mark.parametrize("pieces", LONG_AFTER_INTERIM.values(), ids=list(LONG_AFTER_INTERIM))
def test_a_long_head_after_interim_responses_is_read(caller: Caller, pieces: list[bytes]) -> None:
    def script(connection: Connection) -> None:
        connection.request()
        connection.drip(pieces, server.stopped, 0.05)

    with RawServer(script) as server:
        assert send(caller, server).response_msg == "Here"


def test_interim_responses_without_end_are_bounded(caller: Caller) -> None:
    def script(connection: Connection) -> None:
        connection.request()
        connection.drip(itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n", 400), server.stopped)

    with RawServer(script) as server, pytest.raises(caller.package.OutcomeUnknown, match="timed out"):
        send(caller, server, timeout=0.5)


def test_interim_responses_without_a_pause_are_bounded(caller: Caller) -> None:
    def script(connection: Connection) -> None:
        connection.request()
        ends = time.monotonic() + 6
        while time.monotonic() < ends:
            connection.send(b"HTTP/1.1 102 Processing\r\n\r\n" * 50)

    with RawServer(script) as server, pytest.raises(caller.package.OutcomeUnknown, match="timed out"):
        send(caller, server, timeout=0.5)


def test_switching_protocols_closes_the_connection(caller: Caller) -> None:
    ended: list[bool] = []

    def script(connection: Connection) -> None:
        connection.request()
        connection.send(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\nConnection: upgrade\r\n\r\n" + WHOLE)
        ended.append(connection.gone())

    with RawServer(script) as server:
        with pytest.raises(caller.package.OutcomeUnknown):
            send(caller, server)
        assert len(server.seen) == 1
        with pytest.raises(caller.package.ConnectionFailed) as caught:
            read(caller, server)
        server.settled()
    assert caught.value.sent and len(server.seen) == 4 and ended == [True] * 4


CUT = {
    "nothing": b"",
    "in the status line": b"HTTP/1.1 20",
    "after the status line": b"HTTP/1.1 200 OK\r\n",
    "in a header": JSON_HEAD + b"X-Cut: of",
    "before the empty line": JSON_HEAD,
    "after an interim response": b"HTTP/1.1 103 Early\r\n\r\n",
    "before the body": JSON_HEAD + LENGTH,
    "in the body": WHOLE[:-5],
    "before the chunks": CHUNKED,
    "in the size of a chunk": CHUNKED + b"1",
    "in a chunk": CHUNKED + b"40\r\n" + HERE[:9],
    "after a chunk": CHUNKED + b"%x\r\n" % len(HERE) + HERE + b"\r\n",
    "in the last chunk": CHUNKED + b"%x\r\n" % len(HERE) + HERE + b"\r\n0\r\n",
    "in the trailers": CHUNKED + b"%x\r\n" % len(HERE) + HERE + b"\r\n0\r\nX-Trailer: a\r\n",
    "in a larger length": JSON_HEAD + b"Content-Length: 900\r\n\r\n" + HERE,
}
BAD = {
    "not HTTP": b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
    "no status": b"HTTP/1.1 OK\r\n\r\n",
    "status of two digits": b"HTTP/1.1 20 OK\r\n\r\n",
    "NUL in a header": JSON_HEAD + b"X-Nul: a\x00b\r\n" + LENGTH + HERE,
    "conflicting lengths": JSON_HEAD + b"Content-Length: 3\r\n" + LENGTH + HERE,
    "negative length": JSON_HEAD + b"Content-Length: -1\r\n\r\n" + HERE,
    "length in words": JSON_HEAD + b"Content-Length: many\r\n\r\n" + HERE,
    "length too large": JSON_HEAD + b"Content-Length: 99999999999\r\n\r\n",
    "bad chunk": CHUNKED + b"zz\r\n",
    "unknown transfer coding": JSON_HEAD + b"Transfer-Encoding: gzip\r\n\r\n" + HERE,
    "gzip cut off": whole(gzip.compress(HERE)[:-9], 200, "Content-Encoding: gzip", "Connection: close"),
    "endless head": JSON_HEAD + b"X-Long: " + b"x" * 2_000_000 + b"\r\n" + LENGTH + HERE,
}


@pytest.mark.parametrize("how", ["FIN", "RST"])
@pytest.mark.parametrize("data", CUT.values(), ids=list(CUT))
def test_a_response_that_is_cut_off_is_no_success(caller: Caller, data: bytes, how: str) -> None:
    def script(connection: Connection) -> None:
        connection.request()
        connection.send(data)
        if how == "RST":
            connection.reset()

    check_broken(caller, script)


@pytest.mark.parametrize("data", BAD.values(), ids=list(BAD))
def test_a_response_that_is_not_http_is_no_success(caller: Caller, data: bytes) -> None:
    check_broken(caller, always(data))


def test_a_read_is_retried_after_a_cut(caller: Caller) -> None:
    def script(connection: Connection) -> None:
        connection.request()
        connection.send(WHOLE if connection.number == 2 else WHOLE[: -1 - connection.number * 50])

    with RawServer(script) as server:
        assert read(caller, server).response_msg == "Here"
        assert server.connections == 3


def test_tls_that_ends_without_notice_cuts_the_response_off(caller: Caller, certificate: tuple[Path, Path]) -> None:
    def script(connection: Connection) -> None:
        connection.request()
        connection.send(JSON_HEAD + b"\r\n" + HERE)  # Without a length: the end of the connection ends the body.
        connection.peer.shutdown(socket.SHUT_RDWR)

    with secure_server(script, certificate) as server:
        settings = {"url": f"https://localhost:{server.port}", "transport": trusting(caller, certificate)}
        with pytest.raises(caller.package.OutcomeUnknown):
            send(caller, server, **settings)


def bytes_of(data: bytes) -> Iterable[bytes]:
    return (data[index : index + 1] for index in range(len(data)))


SLOW: dict[str, Callable[[], Iterable[bytes]]] = {
    "head": lambda: bytes_of(JSON_HEAD + b"X-Slow: " + b"x" * 400),
    "headers without end": lambda: itertools.repeat(b"X: y\r\n", 400),
    "body": lambda: itertools.chain([JSON_HEAD + b"Content-Length: 900\r\n\r\n"], bytes_of(b" " * 400)),
    "body without a length": lambda: itertools.chain([JSON_HEAD + b"\r\n"], bytes_of(b" " * 400)),
    "chunk extension": lambda: itertools.chain([CHUNKED + b"5;a="], bytes_of(b"x" * 400)),
    "chunk size": lambda: itertools.chain([CHUNKED], bytes_of(b"0" * 400)),
    "chunks": lambda: itertools.chain([CHUNKED], itertools.repeat(b"1\r\n \r\n", 400)),
    "trailers": lambda: itertools.chain([CHUNKED + b"1\r\n1\r\n0\r\nX: "], bytes_of(b"x" * 400)),
}


@pytest.mark.parametrize("pieces", SLOW.values(), ids=list(SLOW))
def test_the_timeout_bounds_what_arrives_byte_by_byte(caller: Caller, pieces: Callable[[], Iterable[bytes]]) -> None:
    def script(connection: Connection) -> None:
        connection.request()
        connection.drip(pieces(), server.stopped)

    with RawServer(script) as server:
        with pytest.raises(caller.package.OutcomeUnknown, match="timed out"):
            send(caller, server, timeout=0.5)
        assert len(server.seen) == 1


def test_the_deadline_bounds_all_attempts(caller: Caller) -> None:
    def script(connection: Connection) -> None:
        connection.request()
        connection.drip(bytes_of(JSON_HEAD + b"x" * 400), server.stopped)

    runtime = caller.package.Runtime(random=lambda: 0.0)
    with RawServer(script) as server:
        begun = time.monotonic()
        with pytest.raises(caller.package.ConnectionFailed, match="timed out"):
            read(caller, server, timeout=60.0, deadline=0.7, runtime=runtime)
        assert time.monotonic() - begun < 5.0


GOOD = {
    "length": WHOLE,
    "length twice": JSON_HEAD + b"Content-Length: %d\r\n" % len(HERE) + LENGTH + HERE,
    "chunked": CHUNKED + b"%x;name=value\r\n" % len(HERE) + HERE + b"\r\n0\r\nX-Trailer: a\r\n\r\n",
    "length and chunked": JSON_HEAD
    + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n" % len(HERE)
    + HERE
    + b"\r\n0\r\n\r\n",
    "until the end": JSON_HEAD + b"\r\n" + HERE,
    "HTTP/1.0": b"HTTP/1.0 200 OK\r\n\r\n" + HERE,
    "HTTP/1.0 with a length": b"HTTP/1.0 200 OK\r\n" + LENGTH + HERE,
    "no reason phrase": b"HTTP/1.1 200\r\n" + LENGTH + HERE,
    "bare line feeds": WHOLE.replace(b"\r\n", b"\n"),
    "folded header": JSON_HEAD + b"X-Folded: a\r\n  b\r\n" + LENGTH + HERE,
    "bytes above ASCII in a header": JSON_HEAD + b"X-Latin: caf\xe9\r\n" + LENGTH + HERE,
    "line of 64 KB": JSON_HEAD + b"X-Long: " + b"x" * 65536 + b"\r\n" + LENGTH + HERE,
    "300 headers": JSON_HEAD + b"".join(b"X-Many-%d: some value\r\n" % n for n in range(300)) + LENGTH + HERE,
    "200 KB of headers": JSON_HEAD + b"".join(b"X-%d: %b\r\n" % (n, b"v" * 190) for n in range(1000)) + LENGTH + HERE,
}


@pytest.mark.parametrize("data", GOOD.values(), ids=list(GOOD))
def test_an_odd_but_whole_response_is_read(caller: Caller, data: bytes) -> None:
    with RawServer(always(data)) as server:
        assert send(caller, server).response_msg == "Here"
        assert read(caller, server).response_msg == "Here"
        assert len(server.seen) == 2


def test_a_response_with_length_and_chunks_ends_its_connection(caller: Caller) -> None:
    with RawServer(always(GOOD["length and chunked"], WHOLE)) as server:
        caller.url = server.url
        two_calls(caller, "get_contact_lists", "get_contact_lists")
        assert server.connections == 2


@pytest.mark.parametrize("status", [204, 205])
def test_a_status_without_a_body_is_a_result(caller: Caller, status: int) -> None:
    head = b"HTTP/1.1 %d None\r\n%b\r\n" % (status, b"Content-Length: 0\r\n" if status == 205 else b"")
    with RawServer(always(head, WHOLE, then_close=False)) as server:
        caller.url = server.url
        first, second = two_calls(caller, "sms_send", "get_contact_lists")
        assert first.response.status == status and second.response_msg == "Here"


@pytest.mark.parametrize("status", [401, 413])
@pytest.mark.parametrize("size", [0, 8_000_000], ids=["small", "large"])
def test_a_response_before_the_request_was_read_is_heard(caller: Caller, status: int, size: int) -> None:
    def script(connection: Connection) -> None:
        connection.head()
        connection.send(whole(b'{"response_code": "EARLY"}', status, "Connection: close"))

    with RawServer(script) as server:
        caller.url = server.url
        with pytest.raises(caller.package.ApiError) as caught:
            caller("upload_media", convert="fax", content=b"x" * (size or 10))
        assert (caught.value.status, caught.value.code) == (status, "EARLY")


def test_a_response_to_head_has_no_body(caller: Caller) -> None:
    package = caller.package
    head = package.Request("HEAD", ("http", "127.0.0.1", 0), "/x", {}, None, True, 5.0)
    with RawServer(always(JSON_HEAD + LENGTH, WHOLE, then_close=False)) as server:
        head.origin = ("http", "127.0.0.1", server.port)
        if caller.kind == "sync":
            transport = package.HttpTransport()
            replies = [transport.send(head), transport.send(head)]
            transport.close()
        else:

            async def both() -> Any:
                transport = package.AsyncHttpTransport()
                made = [await transport.send(head), await transport.send(head)]
                await transport.close()
                return made

            replies = asyncio.run(both())
        assert [(one.status, one.body) for one in replies] == [(200, b""), (200, b"")]
        # The second server's response had a body against the rules, which belongs to no request.
        assert server.connections == 1

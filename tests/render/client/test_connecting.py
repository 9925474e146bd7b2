"""Steps before a request is sent: each is bounded in time, and no failure leaves a doubt."""

from __future__ import annotations

import itertools
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import Caller, Server, message
from .raw_server import HERE, Connection, RawServer, always, secure_server, trusting, whole

pytestmark = pytest.mark.part(0.4)

WHOLE = whole()
# The timeout of an attempt, and that of a whole call whose attempts could take longer.
BOUNDED = pytest.mark.parametrize(
    "limit", [{"timeout": 0.4}, {"timeout": 60.0, "deadline": 0.4}], ids=["timeout", "deadline"]
)


def unsent(caller: Caller, match: str, **settings: Any) -> None:
    """Check that a send fails without doubt."""
    with pytest.raises(caller.package.ConnectionFailed, match=match) as caught:
        caller("sms_send", {"retries": 0, **settings}, messages=[message(caller.package)])
    assert caught.value.sent is False


@pytest.fixture
def release() -> Iterator[threading.Event]:
    """Set at the end of a test, for threads that would wait longer."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def deaf() -> Iterator[int]:
    """A port whose connections are never accepted, and whose queue is full."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(listening.getsockname())
        yield listening.getsockname()[1]
        for one in waiting:
            one.close()


def resolving(monkeypatch: pytest.MonkeyPatch, look_up: Callable[[], list[int]]) -> None:
    """Resolve service.invalid to the ports of this machine that ``look_up`` returns."""
    real = socket.getaddrinfo

    def fake(host: Any, port: Any, *more: Any, **settings: Any) -> Any:
        if host not in ("service.invalid", b"service.invalid"):
            return real(host, port, *more, **settings)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", number)) for number in look_up()]

    monkeypatch.setattr(socket, "getaddrinfo", fake)


@BOUNDED
def test_a_look_up_that_hangs_is_bounded(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, release: threading.Event, limit: dict[str, float]
) -> None:
    over: list[bool] = []

    def hang() -> list[int]:
        over.append(release.wait(5))
        raise socket.gaierror(-2, "late")

    resolving(monkeypatch, hang)
    caller.url = "http://service.invalid"
    unsent(caller, "timed out", **limit)
    assert over == []


def test_a_look_up_that_fails_is_named(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> list[int]:
        raise socket.gaierror(-2, "Name or service not known")

    resolving(monkeypatch, fail)
    caller.url = "http://service.invalid"
    unsent(caller, "the host name cannot be resolved")


@BOUNDED
def test_a_connection_that_is_never_accepted_is_bounded(caller: Caller, deaf: int, limit: dict[str, float]) -> None:
    caller.url = f"http://127.0.0.1:{deaf}"
    unsent(caller, "timed out", **limit)


def test_the_next_address_is_tried_meanwhile(caller: Caller, deaf: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(always(WHOLE)) as server, socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        resolving(monkeypatch, lambda: [closed.getsockname()[1], deaf, server.port])
        caller.url = "http://service.invalid"
        assert caller("get_contact_lists", {"timeout": 20.0, "retries": 0}).response_msg == "Here"


def test_when_no_address_answers_the_last_reason_is_given(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        resolving(monkeypatch, lambda: [closed.getsockname()[1]] * 2)
        caller.url = "http://service.invalid"
        unsent(caller, "refused")


@pytest.mark.parametrize("begun", [b"", b"\x16\x03\x03\x40\x00"], ids=["silent", "byte by byte"])
@BOUNDED
def test_a_tls_handshake_without_end_is_bounded(caller: Caller, begun: bytes, limit: dict[str, float]) -> None:
    def script(connection: Connection) -> None:
        if begun:
            connection.drip(itertools.chain([begun], itertools.repeat(b"\x02", 200)), server.stopped)
        server.stopped.wait(4)

    with RawServer(script) as server:
        caller.url = f"https://localhost:{server.port}"
        unsent(caller, "timed out", **limit)


TLS_FAULTS = {"plain text": b"HTTP/1.1 400 Bad\r\n\r\n", "closed": b""}


@pytest.mark.parametrize("data", TLS_FAULTS.values(), ids=list(TLS_FAULTS))
def test_a_tls_handshake_that_fails_is_no_doubt(caller: Caller, data: bytes) -> None:
    def script(connection: Connection) -> None:
        connection.peer.recv(65536)
        connection.send(data)

    with RawServer(script) as server:
        caller.url = f"https://localhost:{server.port}"
        unsent(caller, "TLS failed|closed")


def test_a_certificate_of_another_name_is_no_doubt(caller: Caller, certificate: tuple[Path, Path]) -> None:
    with secure_server(always(WHOLE), certificate) as server:
        caller.url = f"https://127.0.0.1:{server.port}"
        unsent(caller, "TLS failed", transport=trusting(caller, certificate))
        assert server.seen == []


def test_tls_carries_calls_one_after_another(caller: Caller, certificate: tuple[Path, Path]) -> None:
    large = whole(b'{"response_code": "SUCCESS", "response_msg": "%b", "data": {}}' % (b"x" * 300_000))
    with secure_server(always(large, WHOLE, then_close=False), certificate) as server:
        caller.url = f"https://localhost:{server.port}"

        def both(client: Any) -> Any:
            if caller.kind == "sync":
                return [client.get_contact_lists(), client.upload_media(convert="fax", content=b"y" * 500_000)]

            async def calls() -> Any:
                first = await client.get_contact_lists()
                return [first, await client.upload_media(convert="fax", content=b"y" * 500_000)]

            return calls()

        first, second = caller.run(both, transport=trusting(caller, certificate))
        assert len(first.response_msg) == 300_000 and second.response.body == HERE
        assert (server.connections, len(server.seen)) == (1, 2) and len(server.seen[1]) > 500_000


@pytest.mark.parametrize("timeout", [float("inf"), 1e300, 10**400], ids=["inf", "1e300", "10**400"])
def test_a_timeout_without_end_is_none(caller: Caller, server: Server, timeout: float) -> None:
    if timeout == 10**400:
        with pytest.raises(caller.package.ValidationFailed, match="timeout"):
            caller("get_countries", {"timeout": timeout})
    else:
        assert caller("get_countries", {"timeout": timeout}).response_code == "SUCCESS"
        assert caller("get_countries", {"deadline": timeout}).response_code == "SUCCESS"


@pytest.mark.parametrize("limit", [{"timeout": float("nan")}, {"timeout": "5"}, {"deadline": float("nan")}])
@pytest.mark.parametrize("when", ["made", "changed"])
def test_a_limit_that_is_no_number_is_refused(caller: Caller, server: Server, limit: dict[str, Any], when: str) -> None:
    with pytest.raises(caller.package.ValidationFailed, match="number of seconds"):
        if when == "made":
            caller("get_countries", limit)
        else:
            caller.run(lambda client: client.with_options(**limit).get_countries())
    assert server.seen == []


PROXIES = [
    "http://[::1",
    "http://me:s3cret-word@host:port",
    "http://host:99999",
    "ftp://host",
    "http://",
    "://",
    "http://h\u00f6st",
]


@pytest.mark.parametrize("address", PROXIES)
def test_a_broken_proxy_setting_is_no_doubt(caller: Caller, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("http_proxy", address)
    caller.url = "http://service.invalid"
    unsent(caller, "the proxy in the environment must be an http URL")


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_certificates_that_cannot_be_read_are_no_doubt(
    caller: Caller,
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    variable: str,
) -> None:
    monkeypatch.setenv(variable, str(tmp_path / "missing"))
    with secure_server(always(WHOLE), certificate) as server:
        caller.url = f"https://localhost:{server.port}"
        unsent(caller, "TLS failed")


@pytest.mark.parametrize("host", ["a" * 64 + ".invalid", "a..b", "-"])
def test_a_name_that_is_none_is_no_doubt(caller: Caller, host: str) -> None:
    caller.url = f"http://{host}"
    unsent(caller, "no connection")


def test_an_ipv6_address_is_reached(caller: Caller) -> None:
    try:
        server = RawServer(always(WHOLE), family=socket.AF_INET6)
    except OSError:
        pytest.skip("no IPv6 on this machine")
    with server:
        caller.url = server.url
        assert caller("get_contact_lists").response_msg == "Here"
        assert f"\r\nhost: [::1]:{server.port}\r\n" in server.seen[0].decode().lower()


@pytest.mark.parametrize(
    ("url", "line", "host"),
    [
        ("http://[2001:db8::1]:8080/v3", "get http://[2001:db8::1]:8080/v3/lists", "[2001:db8::1]:8080"),
        ("https://[2001:db8::1]/v3", "connect [2001:db8::1]:443 ", "[2001:db8::1]:443"),
        ("http://b\u00fccher.invalid/v3", "get http://xn--bcher-kva.invalid:80/v3/lists", "xn--bcher-kva.invalid"),
        ("https://B\u00dcCHER.invalid/v3", "connect xn--bcher-kva.invalid:443 ", "xn--bcher-kva.invalid:443"),
    ],
)
def test_hosts_of_every_kind_go_through_a_proxy(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, url: str, line: str, host: str
) -> None:
    with RawServer(always(whole(status=502))) as proxy:
        monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{proxy.port}")
        caller.url = url
        with pytest.raises(caller.package.ConnectorError):
            caller("get_contact_lists", {"retries": 0})
    head = proxy.seen[0].decode().lower()
    assert head.startswith(line) and f"\r\nhost: {host}\r\n" in head


@pytest.mark.parametrize("url", ["http://service.invalid", "https://service.invalid"])
@BOUNDED
def test_a_proxy_that_answers_byte_by_byte_is_bounded(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, url: str, limit: dict[str, float]
) -> None:
    def script(connection: Connection) -> None:
        connection.request()
        connection.drip(itertools.chain([b"HTTP/1.1 200 Connected\r\nX: "], itertools.repeat(b"x", 200)), proxy.stopped)

    with RawServer(script) as proxy:
        for name in ("http_proxy", "https_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        caller.url = url
        if url.startswith("https"):
            unsent(caller, "timed out", **limit)
        else:
            with pytest.raises(caller.package.OutcomeUnknown, match="timed out"):
                caller("sms_send", limit, messages=[message(caller.package)])


@pytest.mark.parametrize("data", [b"", b"HTTP/1.1 200", b"SSH-2.0\r\n\r\n", whole(status=407), whole(status=502)])
def test_a_proxy_that_makes_no_connection_is_no_doubt(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    with RawServer(always(data)) as proxy:
        monkeypatch.setenv("https_proxy", f"http://me:s3cret-word@127.0.0.1:{proxy.port}")
        caller.url = "https://service.invalid"
        unsent(caller, "no connection to service.invalid")


@pytest.mark.parametrize(
    ("excepted", "direct"),
    [("service.invalid:8080", True), ("service.invalid:81", False), (".invalid:8080", True), ("[::1]:8080", False)],
)
def test_an_exception_from_the_proxy_may_name_a_port(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, excepted: str, direct: bool
) -> None:
    resolving(monkeypatch, lambda: [])
    with RawServer(always(WHOLE)) as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("no_proxy", excepted)
        caller.url = "http://service.invalid:8080"
        if direct:
            unsent(caller, "no address")
        else:
            assert caller("get_contact_lists").response_msg == "Here"
        assert len(proxy.seen) == (0 if direct else 1)

"""HTTP: forms of responses, proxies, TLS, redirects and custom transports."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Self

import pytest

from .conftest import Answer, Caller, Server, answer, message, sent

pytestmark = pytest.mark.part(0.4)

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
BODY = b'{"response_msg": "Here"}'
LENGTH = b"Content-Length: %d\r\n\r\n" % len(BODY)


class Wire:
    """A server that sends raw bytes for each request, and then optionally closes the connection."""

    def __init__(self, *answers: bytes, close: bool = False, context: ssl.SSLContext | None = None) -> None:
        self.answers, self.close, self.context = list(answers), close, context
        self.seen: list[bytes] = []
        self.connections = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                peer, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(peer,), daemon=True).start()

    def _talk(self, peer: socket.socket) -> None:
        try:
            if self.context is not None:
                peer = self.context.wrap_socket(peer, server_side=True)
            while (asked := self._request(peer)) and self.answers:
                self.seen.append(asked)
                peer.sendall(self.answers.pop(0))
                if self.close:
                    break
        except OSError:
            return
        finally:
            peer.close()

    def _request(self, peer: socket.socket) -> bytes:
        data = b""
        while b"\r\n\r\n" not in data:
            more = peer.recv(65536)
            if not more:
                return b""
            data += more
        head, _, body = data.partition(b"\r\n\r\n")
        lengths = [line[15:] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        while lengths and len(body) < int(lengths[0]):
            body += peer.recv(65536)
        return head + b"\r\n\r\n" + body


def read(caller: Caller, wire: Wire, **settings: Any) -> Any:
    caller.url = f"http://127.0.0.1:{wire.port}"
    return caller("get_contact_lists", {"retries": 0, **settings})


CHUNKS = b"".join(b"%x\r\n%c\r\n" % (1, byte) for byte in BODY) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    "data",
    [
        HEAD + LENGTH + BODY,
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNKS,
        HEAD + b"\r\n" + BODY,
        b"HTTP/1.1 100 Continue\r\n\r\n" + HEAD + LENGTH + BODY,
        b"HTTP/1.0 200 OK\r\n\r\n" + BODY,
        HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(gzip.compress(BODY)) + gzip.compress(BODY),
    ],
    ids=["length", "chunked", "until the end", "continue", "http-1.0", "gzip unasked"],
)
def test_every_form_of_an_answer_is_read(caller: Caller, data: bytes) -> None:
    with Wire(data, close=True) as wire:
        assert read(caller, wire).response_msg == "Here"


@pytest.mark.parametrize(
    "data",
    [
        b"SSH-2.0-OpenSSH\r\n\r\n",
        HEAD + b"Content-Length: 99999999999\r\n\r\n",
        b"",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{\r\n",
    ],
    ids=["ssh", "too large", "nothing", "bad chunk", "cut chunk"],
)
def test_what_is_no_whole_answer_is_doubt_after_a_send(caller: Caller, data: bytes) -> None:
    with Wire(data, data, close=True) as wire:
        caller.url = f"http://127.0.0.1:{wire.port}"
        with pytest.raises(caller.package.OutcomeUnknown):
            caller("sms_send", messages=[message(caller.package)])
        assert len(wire.seen) == 1


def test_a_head_that_is_cut_off_is_not_taken_for_success(caller: Caller) -> None:
    with Wire(HEAD, HEAD, close=True) as wire:
        caller.url = f"http://127.0.0.1:{wire.port}"
        with pytest.raises(caller.package.OutcomeUnknown):
            caller("sms_send", messages=[message(caller.package)]).raise_for_rejected()
        assert len(wire.seen) == 1


def test_a_connection_is_used_again(caller: Caller, server: Server) -> None:
    def thrice(client: Any) -> Any:
        if caller.kind == "sync":
            return [client.get_countries() for _ in range(3)]

        async def calls() -> Any:
            return [await client.get_countries() for _ in range(3)]

        return calls()

    caller.run(thrice)
    assert (len(server.seen), server.connections) == (3, 1)


@pytest.mark.parametrize("location", ["/there?a=b", "{url}/there?a=b"])
def test_redirects_within_the_origin_keep_the_credentials(caller: Caller, server: Server, location: str) -> None:
    moved = answer({}, 302, headers={"Location": location.format(url=server.url)})
    server.answers = [moved, answer({"response_msg": "there"})]
    assert caller("get_contact_lists").response_msg == "there"
    assert server.seen[1].target == "/there?a=b" and "authorization" in server.seen[1].headers


def test_a_redirect_is_followed_to_the_bytes_of_its_header(caller: Caller, server: Server) -> None:
    location = "/caf\u00e9%20x y?q=\u00fc".encode().decode("latin-1")
    server.answers = [answer({}, 302, headers={"Location": location}), answer({"response_msg": "there"})]
    assert caller("get_contact_lists").response_msg == "there"
    assert server.seen[1].target == "/caf%C3%A9%20x%20y?q=%C3%BC"


def test_redirects_to_another_port_never_carry_them(caller: Caller, server: Server) -> None:
    other = Server()
    try:
        server.answers = [answer({}, 302, headers={"Location": f"{other.url}/x"}), Answer()]
        caller("get_contact_lists")
        assert "authorization" not in other.seen[0].headers
        other.answers = [answer({}, 302, headers={"Location": f"{server.url}/back"})]
        server.answers = [answer({}, 302, headers={"Location": f"{other.url}/x"}), Answer()]
        caller("get_contact_lists")
        assert "authorization" not in server.seen[-1].headers
    finally:
        other.stop()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_send_is_never_redirected(caller: Caller, server: Server, status: int) -> None:
    server.answers = [answer({}, status, headers={"Location": "/elsewhere"}), answer(sent("SUCCESS"))]
    with pytest.raises(caller.package.OutcomeUnknown, match=f"HTTP {status}") as caught:
        caller("sms_send", messages=[message(caller.package)])
    assert caught.value.trail.status == status and len(server.seen) == 1


def test_redirects_end(caller: Caller, server: Server) -> None:
    server.answers = [answer({}, 302, headers={"Location": "/again"})]
    with pytest.raises(caller.package.ApiError):
        caller("get_contact_lists")
    assert len(server.seen) == 6


def test_a_link_to_the_next_page_is_not_followed(caller: Caller, server: Server) -> None:
    other = Server()
    try:

        def page(seen: Any) -> Answer:
            number = int(seen.target.partition("page=")[2].split("&")[0])
            rows = [{"list_id": number}] if number < 4 else []
            return answer(
                {
                    "data": {
                        "current_page": number,
                        "last_page": 3,
                        "data": rows,
                        "next_page_url": f"{other.url}/lists?page={number + 1}",
                    }
                }
            )

        server.choose = page
        assert [one.list_id for one in caller("iter_get_contact_lists")] == [1, 2, 3]
        assert len(server.seen) == 3 and other.seen == []
        assert [one.list_id for one in caller("iter_get_contact_lists", page=3)] == [3]
        assert caller("iter_get_contact_lists", page=9) == []
    finally:
        other.stop()


def test_a_proxy_of_the_environment_is_used(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    with Wire(HEAD + LENGTH + BODY) as proxy:
        monkeypatch.setenv("http_proxy", f"http://me:pass%20word@127.0.0.1:{proxy.port}")
        caller.url = "http://service.invalid/v3"
        assert caller("get_contact_lists").response_msg == "Here"
    head = proxy.seen[0].decode().lower()
    assert head.startswith("get http://service.invalid:80/v3/lists") and "\r\nhost: service.invalid\r\n" in head
    assert "\r\nproxy-authorization: basic bwu6cgfzcyb3b3jk\r\n" in head


@pytest.mark.parametrize("setting", ["service.invalid", "*", "other, .invalid"])
def test_hosts_can_be_excepted_from_the_proxy(caller: Caller, monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    with Wire(HEAD + LENGTH + BODY) as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("no_proxy", setting)
        caller.url = "http://service.invalid/v3"
        with pytest.raises(caller.package.ConnectionFailed):
            caller("get_contact_lists")
        assert proxy.seen == []


def test_this_machine_is_reached_without_the_proxy(
    caller: Caller, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    caller("get_countries")
    assert len(server.seen) == 1


def test_a_proxy_that_cannot_be_used_is_named(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "socks5://me:secret@127.0.0.1:9")
    caller.url = "http://service.invalid/v3"
    with pytest.raises(caller.package.ConnectionFailed, match="must be an http URL") as caught:
        caller("sms_send", messages=[message(caller.package)])
    assert "secret" not in str(caught.value)


@pytest.fixture
def secure(certificate: tuple[Path, Path]) -> Iterator[Callable[..., Wire]]:
    """Makes TLS servers."""
    made: list[Wire] = []

    def make(*answers: bytes) -> Wire:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        made.append(Wire(*answers, context=context))
        return made[-1]

    yield make
    for wire in made:
        wire.__exit__()


def own(caller: Caller, certificate: tuple[Path, Path]) -> Any:
    context = ssl.create_default_context(cafile=str(certificate[0]))
    name = "HttpTransport" if caller.kind == "sync" else "AsyncHttpTransport"
    return getattr(caller.package, name)(ssl_context=context)


def test_tls_is_checked(caller: Caller, secure: Any, certificate: Any) -> None:
    wire = secure(HEAD + LENGTH + BODY, HEAD + LENGTH + BODY)
    caller.url = f"https://localhost:{wire.port}"
    with pytest.raises(caller.package.ConnectionFailed, match="TLS"):
        caller("sms_send", messages=[message(caller.package)])
    assert wire.seen == []
    assert caller("get_contact_lists", {"transport": own(caller, certificate)}).response_msg == "Here"


def test_a_proxy_only_passes_tls_on(
    caller: Caller, secure: Any, certificate: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire = secure(HEAD + LENGTH + BODY)
    with Tunnel(wire.port) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:word@127.0.0.1:{proxy.port}")
        caller.url = "https://service.invalid:8443/v3"
        assert caller("get_contact_lists", {"transport": own(caller, certificate)}).response_msg == "Here"
    head = proxy.asked[0].decode().lower()
    assert head.startswith("connect service.invalid:8443 http/1.") and "proxy-authorization: basic bwu6d29yza==" in head
    assert "authorization: basic dxnlci" not in head and b"authorization" in wire.seen[0].lower()
    assert b"proxy-authorization" not in wire.seen[0].lower()


@pytest.mark.parametrize("status", [403, 407])
def test_a_proxy_that_refuses_leaves_no_doubt(caller: Caller, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    refusal = b"HTTP/1.1 %d No\r\nContent-Length: 0\r\n\r\n" % status
    with Wire(refusal, refusal, refusal, close=True) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        caller.url = "https://service.invalid/v3"
        with pytest.raises(caller.package.ConnectionFailed, match="the proxy refused"):
            caller("sms_send", messages=[message(caller.package)])


class Tunnel(Wire):
    """A proxy that connects all targets to one port of this machine."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.asked: list[bytes] = []
        super().__init__()

    def _talk(self, peer: socket.socket) -> None:
        self.asked.append(self._request(peer))
        with socket.create_connection(("127.0.0.1", self.target)) as there:
            peer.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=self._pass, args=(there, peer), daemon=True)
            back.start()
            self._pass(peer, there)
            back.join(5)

    @staticmethod
    def _pass(here: socket.socket, there: socket.socket) -> None:
        try:
            while data := here.recv(65536):
                there.sendall(data)
            there.shutdown(socket.SHUT_WR)
        except OSError:
            return


class Own:
    """A transport as a user would write it."""

    def __init__(self, package: ModuleType, reply: Callable[[], Any], asynchronous: bool) -> None:
        self.package, self.reply, self.closed = package, reply, 0
        self.requests: list[Any] = []
        if asynchronous:
            # The same attributes as coroutines, which is what an asynchronous transport has.
            vars(self).update(send=self.send_later, close=self.close_later)

    def send(self, request: Any) -> Any:
        self.requests.append(request)
        return self.reply()

    def close(self) -> None:
        self.closed += 1

    async def send_later(self, request: Any) -> Any:
        return Own.send(self, request)

    async def close_later(self) -> None:
        self.closed += 1


def test_a_transport_of_ones_own_sends(caller: Caller) -> None:
    package = caller.package
    own = Own(package, lambda: package.Response(200, {}, BODY), caller.kind == "async")
    assert caller("get_contact_lists", {"transport": own, "timeout": 3}).response_msg == "Here"
    (request,) = own.requests
    assert (request.method, request.target, request.body, request.timeout) == ("GET", "/lists", None, 3.0)
    assert request.headers["authorization"].startswith("Basic ") and own.closed == 1


@pytest.mark.parametrize("doubtful", [True, False])
def test_a_transport_of_ones_own_says_whether_it_sent(caller: Caller, doubtful: bool) -> None:
    package = caller.package
    own = Own(package, lambda: package.Failure(doubtful, "lost"), caller.kind == "async")
    kind = package.OutcomeUnknown if doubtful else package.ConnectionFailed
    with pytest.raises(kind):
        caller("sms_send", {"transport": own}, messages=[message(package)])
    assert len(own.requests) == (1 if doubtful else 3)


@pytest.mark.parametrize("returned", [None, b"HTTP/1.1 200 OK", 200])
def test_what_a_transport_returns_by_mistake_is_doubt(caller: Caller, returned: object) -> None:
    own = Own(caller.package, lambda: returned, caller.kind == "async")
    with pytest.raises(caller.package.OutcomeUnknown, match=f"no Response or Failure but {type(returned).__name__}"):
        caller("sms_send", {"transport": own}, messages=[message(caller.package)])
    assert len(own.requests) == 1
    with pytest.raises(caller.package.ConnectionFailed) as caught:
        caller("get_contact_lists", {"transport": own})
    assert caught.value.sent


def test_what_a_transport_raises_is_doubt(caller: Caller) -> None:
    def fail() -> Any:
        raise RuntimeError("https://user-name:top-secret@service.example broke")

    own = Own(caller.package, fail, caller.kind == "async")
    with pytest.raises(caller.package.OutcomeUnknown, match="RuntimeError") as caught:
        caller("sms_send", {"transport": own}, messages=[message(caller.package)])
    assert len(own.requests) == 1 and caught.value.__cause__ is None and "top-secret" not in str(caught.value)

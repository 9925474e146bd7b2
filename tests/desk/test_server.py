"""The server of the preview over real sockets: refused callers, served files, and the effects of an edit."""

from __future__ import annotations

import http.client
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectorkit.desk.guard import POLICY
from connectorkit.model.json_value import Json
from tests.desk.served import SECONDS, Served, serve, shop_in

pytestmark = pytest.mark.part(1)

Response = tuple[int, dict[str, str], bytes]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A preview that no test of this module edits."""
    yield from serve(shop_in(tmp_path_factory.mktemp("shop")))


def call(served: Served, method: str, path: str, headers: dict[str, str] | None = None, body: Json = None) -> Response:
    """A request with the right Host, unless the headers have another."""
    connection = http.client.HTTPConnection("127.0.0.1", served.preview.port, timeout=SECONDS)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        sent = b"" if body is None else json.dumps(body).encode()
        own = {"Host": f"127.0.0.1:{served.preview.port}", "Content-Length": str(len(sent)), **(headers or {})}
        for name, value in own.items():
            connection.putheader(name, value)
        connection.endheaders(sent)
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    finally:
        connection.close()


def acting(served: Served) -> dict[str, str]:
    """The headers of the page itself."""
    port = served.preview.port
    return {"Origin": f"http://127.0.0.1:{port}", "X-Preview-Token": served.preview.guard.token}


def test_the_page_and_its_files_have_a_policy(shop: Served) -> None:
    status, headers, body = call(shop, "GET", "/")
    assert status == 200
    assert headers["content-security-policy"] == f"{POLICY}; frame-ancestors 'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    named = re.findall(r'(?:src|href)="([a-z]+\.(?:js|css))"', body.decode())
    assert "main.js" in named
    for name in named:
        assert call(shop, "GET", f"/{name}")[0] == 200
    # The page has no inline scripts or styles.
    assert not re.search(r"<script(?![^>]* src=)|<style|\son[a-z]+=|\sstyle=", body.decode())


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
def test_names_of_this_machine_are_answered(host: str, shop: Served) -> None:
    assert call(shop, "GET", "/session.json", {"Host": f"{host}:{shop.preview.port}"})[0] == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1.evil.example:{port}", "localhost:1", "", "127.0.0.1:{port}@evil"]
)
def test_another_host_is_refused_whatever_it_asks_for(host: str, shop: Served) -> None:
    """A name that a stranger points to this machine reads nothing."""
    for path in ("/", "/session.json", "/connector.json", "/events", "/reference.html"):
        status, _, body = call(shop, "GET", path, {"Host": host.format(port=shop.preview.port)})
        assert (status, b"token" in body) == (403, False)


@pytest.mark.parametrize("path", ["/try", "/choices", "/fire"])
def test_only_the_page_itself_makes_the_preview_act(path: str, shop: Served) -> None:
    body: Json = {"operation": "list_orders", "values": {"query.$.customer": "Ada"}, "key": ""}
    own = acting(shop)
    other = [
        {},
        {"X-Preview-Token": own["X-Preview-Token"]},
        {**own, "Origin": "http://evil.example"},
        {**own, "Origin": "null"},
        {**own, "Origin": own["Origin"] + "0"},
        {"Origin": own["Origin"]},
        {**own, "X-Preview-Token": "x"},
    ]
    assert [call(shop, "POST", path, headers, body)[0] for headers in other] == [403] * len(other)
    assert call(shop, "POST", path, own, body)[0] == 200


def test_a_new_run_has_a_new_token(shop: Served, tmp_path: Path) -> None:
    for other in serve(shop_in(tmp_path)):
        assert other.preview.guard.token != shop.preview.guard.token


@pytest.mark.parametrize(
    "path",
    [
        "/../connector.yaml",
        "/..%2f..%2fetc%2fpasswd",
        "/connector.yaml",
        "/page/../guard.py",
        "//etc/passwd",
        "/state.js/..",
        "/%2e%2e/",
    ],
)
def test_no_other_file_is_served(path: str, shop: Served) -> None:
    status, _, body = call(shop, "GET", path)
    assert status in (404, 405)
    assert b"connector" not in body.lower()


def test_bodies_that_are_no_objects_are_refused_without_a_traceback(shop: Served) -> None:
    for body in (b"", b"[]", b"{", b"[" * 200_000, b"x" * 1_100_000):
        connection = http.client.HTTPConnection("127.0.0.1", shop.preview.port, timeout=SECONDS)
        connection.request("POST", "/try", body, acting(shop))
        response = connection.getresponse()
        assert response.status == 400
        assert b"Traceback" not in response.read()
        connection.close()


def test_the_hook_takes_no_browser(shop: Served) -> None:
    hook = shop.preview.hook
    assert call(shop, "POST", hook, {"Origin": "http://evil.example"}, {})[0] == 403
    assert call(shop, "POST", hook, {}, {})[0] == 200


def test_the_reference_page_has_a_policy_of_its_own(shop: Served) -> None:
    status, headers, body = call(shop, "GET", "/reference.html")
    assert status == 200
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "sandbox" in headers["content-security-policy"]
    assert b"Contoso Shop" in body


def test_a_try_shows_request_and_response_with_the_credential_masked(shop: Served) -> None:
    values: Json = {
        "path.$.shop": "a/b",
        "body.$.customer": "Ada",
        "body.$.lines": [{"$.product": "Tea", "$.count": "3"}],
    }
    status, _, body = call(shop, "POST", "/try", acting(shop), {"operation": "place_order", "values": values})
    made = json.loads(body)
    assert status == 200
    assert made["request"]["url"].endswith("/v1/shops/a%2Fb/orders")
    assert made["request"]["headers"]["x-key"] == "***"
    assert made["request"]["body"] == {"customer": "Ada", "lines": [{"product": "Tea", "count": 3}]}
    assert made["response"]["status"] == 200
    assert made["tokens"]["body.$.customer"] == ["Ada"]


def test_what_cannot_be_tried_is_one_sentence(shop: Served) -> None:
    for path in ("/try", "/choices", "/fire"):
        status, _, body = call(shop, "POST", path, acting(shop), {"operation": "no_such", "values": {}, "key": "x"})
        assert (status, json.loads(body)["error"]) == (200, "The connector has no operation 'no_such'.")


def test_the_cards_come_within_the_stream(tmp_path: Path) -> None:
    for served in serve(shop_in(tmp_path)):
        connection = http.client.HTTPConnection("127.0.0.1", served.preview.port, timeout=SECONDS)
        connection.request("GET", "/events")
        stream = connection.getresponse()
        first = event(stream)
        while first["findings"] < first["cards"]:
            first = event(stream)
        served.edit("place_order.yaml", "summary: Place order", "summary: Place an order")
        last = event(stream)
        # A file may be seen while it is being written: its last state is what counts.
        while json.loads(call(served, "GET", "/connector.json")[2])["cards"][0]["summary"] != "Place an order":
            last = event(stream)
        while last["findings"] < last["cards"]:
            last = event(stream)
        assert last["cards"] > first["cards"]
        # A file that is touched without a change of its content.
        (served.folder / "place_order.yaml").touch()
        time.sleep(0.3)
        assert json.loads(call(served, "GET", "/findings.json")[2])["broken"] is False
        assert served.preview.state == (last["cards"], last["findings"])
        connection.close()


def event(stream: http.client.HTTPResponse) -> dict[str, int]:
    """The next event of a stream."""
    while not (line := stream.readline()).startswith(b"data:"):
        assert line
    found: dict[str, int] = json.loads(line.removeprefix(b"data:"))
    return found

"""A client sends the requests that the gateway sends after the policies of the connector."""

from __future__ import annotations

import asyncio
import traceback
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

import pytest

from connectorkit.render.client.engine.auth import Auth
from connectorkit.render.client.engine.credentials import Credentials
from connectorkit.render.client.engine.errors import ValidationFailed
from connectorkit.render.client.engine.model import Result
from connectorkit.render.client.engine.operation import Operation, Service
from connectorkit.render.client.engine.prepared_call import Base, Plan
from connectorkit.render.client.engine.request import build
from connectorkit.render.client.engine.settings import Settings

from .conftest import imported, rendered
from .raw_server import RawServer, always, whole

pytestmark = pytest.mark.part(0.35)

CONNECTION = (
    ("Region", "region", "always", False),
    ("Port", "port", "", False),
    ("Strict", "strict", "", False),
)
KEY, SECRET = "k3y/with+odd=characters", "the-tenant's-secret"
HERE = Path(__file__).with_name("policies")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return imported(rendered(HERE, tmp_path_factory.mktemp("policies")))


@pytest.fixture
def raw() -> Iterator[RawServer]:
    with RawServer(always(whole(b'{"id": 1}'))) as server:
        yield server


def url(raw: RawServer) -> str:
    return f"http://127.0.0.1:{raw.port}"


@pytest.fixture(params=["Client", "AsyncClient"])
def call(request: pytest.FixtureRequest, shop: ModuleType, raw: RawServer) -> Any:
    """Makes one call by a client of either kind; the head of the request as a list of lines."""

    def made(method: str, settings: dict[str, Any] | None = None, **arguments: Any) -> list[str]:
        known = {"api_key": KEY, "shop_address": url(raw), "subdomain": "acme", "retries": 0, "environ": {}}
        client = getattr(shop, request.param)(**{**known, **(settings or {})})
        if request.param == "Client":
            with client:
                getattr(client, method)(**arguments)
        else:

            async def run() -> None:
                async with client:
                    await getattr(client, method)(**arguments)

            asyncio.run(run())
        return raw.seen[-1].partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")

    return made


def headers(lines: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in lines[1:]:
        name, _, value = line.partition(": ")
        found.setdefault(name.lower(), []).append(value)
    return found


def test_a_bearer_policy_replaces_what_the_security_definition_sends(call: Any) -> None:
    sent = headers(call("list_orders"))
    assert sent["authorization"] == [f"Bearer {KEY}"]


def test_the_address_is_that_of_the_connection(call: Any, raw: RawServer) -> None:
    lines = call("list_orders")
    assert lines[0].startswith("GET /v2/orders?") and headers(lines)["host"] == [url(raw).removeprefix("http://")]


def test_a_query_parameter_is_replaced_kept_or_added(call: Any) -> None:
    assert call("list_orders")[0] == "GET /v2/orders?format=json%20%26%20more&size=10&region=eu HTTP/1.1"
    lines = call("list_orders", {"connection_base_url": "us/1"}, size=3, format="xml")
    assert lines[0] == "GET /v2/orders?size=3&format=json%20%26%20more&region=us%2F1 HTTP/1.1"


def test_a_header_is_kept_or_added_to(call: Any) -> None:
    sent = headers(call("list_orders"))
    assert (sent["x-language"], sent["x-tags"], sent["x-tenant"]) == (["en"], ["from-policy"], [""])
    sent = headers(call("list_orders", {"tenant_secret": SECRET}, x_language="de", x_tags="mine"))
    assert (sent["x-language"], sent["x-tags"], sent["x-tenant"]) == (["de"], ["mine,from-policy"], [SECRET])


def test_another_path_and_verb(call: Any) -> None:
    lines = call("update_order", id="a/b", x_stage="in work", title="T")
    assert lines[0] == "PUT /v2/orders/a%2Fb/state/in%20work HTTP/1.1"
    assert call("add_order", title="T")[0] == "POST /v2/orders HTTP/1.1"


def test_a_policy_of_some_operations_leaves_the_others_alone(call: Any, raw: RawServer) -> None:
    assert "x-tenant" in headers(call("add_order", title="T"))
    lines = call("raw_order")
    assert lines[0] == "GET /v2/raw HTTP/1.1" and headers(lines).keys().isdisjoint({"x-tenant", "x-tags", "x-answer"})


def test_what_a_path_needs_is_asked_for(shop: ModuleType, raw: RawServer) -> None:
    client = shop.Client(api_key=KEY, shop_address=url(raw), subdomain="acme", environ={})
    with pytest.raises(shop.ValidationFailed) as caught:
        client.update_order(id="1", title="T")
    assert caught.value.problems == ["x_stage is required: the policy 'Real path' uses it"]
    assert not raw.seen


class Kept:
    """A transport that keeps requests instead of sending them."""

    def __init__(self, package: ModuleType) -> None:
        self.package, self.requests = package, list[Any]()

    def send(self, request: Any, /) -> Any:
        self.requests.append(request)
        return self.package.Response(200, {"content-type": "application/json"}, b'{"id": 1}')

    def close(self) -> None:
        """Nothing is open."""


def kept(shop: ModuleType, method: str, **settings: Any) -> Any:
    transport = Kept(shop)
    known = {"api_key": KEY, "shop_address": "https://s.example.com", "subdomain": "acme", "environ": {}}
    getattr(shop.Client(**{**known, **settings}, transport=transport), method)()
    return transport.requests[-1]


def test_a_part_of_the_host_is_that_of_the_connection(shop: ModuleType) -> None:
    request = kept(shop, "get_status")
    assert (request.method, request.origin, request.target) == (
        "GET",
        ("https", "acme.shop.example.com", 443),
        "/api/status",
    )
    request = kept(shop, "get_help")
    assert (request.origin[1], request.target) == ("placeholder.example.com", "/base/help")


def test_a_connection_is_made_to_the_host_of_the_connection(shop: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(always(whole(b"", 502))) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        client = shop.Client(api_key=KEY, shop_address="https://x.example", subdomain="acme", retries=0, environ={})
        with pytest.raises(shop.ConnectionFailed):
            client.get_status()
    assert (
        proxy.seen[0].startswith(b"CONNECT acme.shop.example.com:443 HTTP/1.1\r\n")
        and KEY.encode() not in proxy.seen[0]
    )


@pytest.mark.parametrize("kind", ["Client", "AsyncClient"])
def test_no_variable_shows_a_secret_when_a_call_is_refused(shop: ModuleType, kind: str) -> None:
    settings = {"api_key": KEY, "shop_address": f"ftp://{SECRET}", "tenant_secret": SECRET, "subdomain": "acme"}
    client = getattr(shop, kind)(**settings, environ={})
    with pytest.raises(shop.ValidationFailed) as caught:
        asyncio.run(client.list_orders()) if kind == "AsyncClient" else client.list_orders()
    frames = traceback.TracebackException.from_exception(caught.value, capture_locals=True).stack
    engine = [
        frame for frame in frames if "_engine" in frame.filename or frame.filename.endswith(("client.py", "aio.py"))
    ]
    assert engine and not any(KEY in str(frame.locals) or SECRET in str(frame.locals) for frame in engine)


@pytest.mark.parametrize(
    "subdomain",
    ["evil.example/", "evil.example/#", "evil.example?", "user@evil.example", "evil.example:8443/", "a\\b", "a b", ""],
)
def test_a_part_of_the_host_cannot_become_another_host(shop: ModuleType, subdomain: str) -> None:
    with pytest.raises(shop.ValidationFailed, match="subdomain"):
        kept(shop, "get_status", subdomain=subdomain)


@pytest.mark.parametrize(
    "address", ["s.example.com", "ftp://s.example.com", "https://user:pass@s.example.com", "https://"]
)
def test_an_address_must_be_one(shop: ModuleType, address: str) -> None:
    with pytest.raises(shop.ValidationFailed, match="shop_address"):
        kept(shop, "list_orders", shop_address=address)


def test_base_url_wins_over_the_policies(shop: ModuleType) -> None:
    for method, target in (("get_status", "/there/status"), ("raw_order", "/there/raw")):
        request = kept(shop, method, base_url="http://127.0.0.1:8099/there")
        assert (request.origin, request.target) == (("http", "127.0.0.1", 8099), target)


def test_connection_parameters_are_read_from_the_environment(shop: ModuleType, raw: RawServer) -> None:
    environ = {
        "POLICY_SHOP_API_KEY": KEY,
        "POLICY_SHOP_SHOP_ADDRESS": url(raw),
        "POLICY_SHOP_SUBDOMAIN": "acme",
        "POLICY_SHOP_TENANT_SECRET": SECRET,
    }
    shop.Client(environ=environ).list_orders()
    assert f"x-tenant: {SECRET}".encode() in raw.seen[-1]


def test_one_error_names_all_connection_parameters_that_are_missing(shop: ModuleType) -> None:
    with pytest.raises(shop.ValidationFailed) as caught:
        shop.Client(api_key=KEY, environ={})
    assert [problem.partition(" ")[0] for problem in caught.value.problems] == ["shop_address", "subdomain"]
    assert "POLICY_SHOP_SUBDOMAIN" in caught.value.problems[1]
    # The address is known, and nothing else needs them.
    assert "127.0.0.1" in repr(shop.Client(api_key=KEY, base_url="http://127.0.0.1", environ={}))


def test_connection_parameters_are_read_beside_alternatives_of_credentials() -> None:
    schemes = (("a", "bearer", "header", "", ("token",)), ("b", "apiKey", "query", "k", ("key",)))
    service = Service("shop", "shop/1", ("", "", ""), schemes, (("a",), ("b",)), connection=CONNECTION)
    given: dict[str, str | int | None] = {"token": "t", "key": None, "region": None, "port": 8080, "strict": True}
    environ = {"SHOP_REGION": "eu", "SHOP_KEY": "other"}
    found, _ = Settings(given, environ).settled(service, "http://127.0.0.1")
    assert found.revealed() == {"token": "t", "key": None, "region": "eu", "port": "8080", "strict": "true"}


class Tokens:
    """A source of access tokens that is asked for none here."""

    version = 0

    def revealed(self) -> tuple[str, ...]:
        return ()


def signed_in(*policies: Any) -> Plan:
    service = Service("shop", "shop/1", ("", "", ""), (("o", "oauth", "header", "", ("token",)),), (("o",),))
    tokens: Any = Tokens()  # All that a plan needs of a source of tokens.
    auth = Auth(service, Credentials({"token": None}), tokens)
    operation = Operation("get", "GET", "/a", "reads", Result, policies=policies)
    return Plan(Base("http://127.0.0.1", "shop"), True, auth, operation, {})


def test_a_policy_that_sets_the_authorization_replaces_a_fetched_token() -> None:
    assert signed_in().tokens is not None
    assert signed_in(("header", "authorization", "skip", ("x",), "P")).tokens is not None
    plan = signed_in(("header", "authorization", "override", ("Key x",), "P"))
    assert plan.tokens is None and build(plan, {}).headers["authorization"] == "Key x"
    using = signed_in(("header", "x-token", "override", (("header", "authorization", None),), "P"))
    with pytest.raises(ValidationFailed, match="the policy 'P' uses the access token"):
        build(using, {})


FORMS = [SECRET, b64encode(SECRET.encode()).decode(), quote(SECRET, safe=""), f"Bearer {KEY}", quote(KEY, safe="")]


@pytest.mark.parametrize("form", FORMS)
def test_a_secret_of_a_policy_is_hidden_in_every_form(shop: ModuleType, form: str) -> None:
    with RawServer(always(whole(b'{"message": "wrong: %b."}' % form.encode(), 401))) as raw:
        client = shop.Client(
            api_key=KEY, shop_address=url(raw), subdomain="acme", tenant_secret=SECRET, retries=0, environ={}
        )
        with pytest.raises(shop.Unauthorized) as caught:
            client.list_orders()
    shown = f"{caught.value!r} {caught.value} {vars(caught.value)} {client!r} {client._core.auth!r}"
    assert form not in shown and SECRET not in shown and KEY not in shown
    assert "acme" not in repr(client)


def test_credentials_stay_at_the_address_of_the_connection(shop: ModuleType) -> None:
    with RawServer(always(whole(b'{"id": 2}'))) as other:
        moved = whole(b"", 302, f"Location: http://127.0.0.1:{other.port}/there")
        with RawServer(always(moved)) as raw:
            client = shop.Client(api_key=KEY, shop_address=url(raw), subdomain="acme", tenant_secret=SECRET, environ={})
            assert client.list_orders().id == 2
    assert KEY.encode() in raw.seen[0] and SECRET.encode() in raw.seen[0]
    assert KEY.encode() not in other.seen[0] and SECRET.encode() not in other.seen[0]


def test_the_readme_names_what_is_not_simulated(tmp_path: Path) -> None:
    folder = rendered(HERE, tmp_path)
    text = (folder / "README.md").read_text("utf-8")
    section = text.partition("## Not simulated")[2].partition("\n## ")[0]
    assert "Answered" in section and "Replaced" in section and "raw\\_order" in section
    assert "Bearer" not in section and "| `POLICY_SHOP_SUBDOMAIN` |" in text

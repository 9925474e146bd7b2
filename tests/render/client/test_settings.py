"""Where a client takes its settings from, and the options of a single call."""

from __future__ import annotations

import math
from base64 import b64encode
from types import ModuleType
from typing import Any

import pytest

from .conftest import Answer, Caller, Server, answer

VARIABLES = ("CLICKSEND_SMS_USERNAME", "CLICKSEND_SMS_PASSWORD", "CLICKSEND_SMS_BASE_URL")


def basic(pair: str) -> str:
    return "Basic " + b64encode(pair.encode()).decode()


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, server: Server) -> pytest.MonkeyPatch:
    for name, value in zip(VARIABLES, ("u", "p", server.url), strict=True):
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.mark.parametrize("kind", ["Client", "AsyncClient"])
def test_a_client_without_arguments_reads_the_environment(
    package: ModuleType, environment: pytest.MonkeyPatch, server: Server, kind: str
) -> None:
    assert repr(getattr(package, kind)()) == f"{kind}(base_url='{server.url}')"
    assert repr(getattr(package, kind).from_env()) == f"{kind}(base_url='{server.url}')"
    environment.delenv("CLICKSEND_SMS_BASE_URL")
    assert "rest.clicksend.com" in repr(getattr(package, kind)())


def test_arguments_win_over_the_environment(
    package: ModuleType, environment: pytest.MonkeyPatch, server: Server
) -> None:
    with package.Client() as first, package.Client(username="other") as second:
        first.get_countries()
        second.get_countries()
    assert [seen.headers["authorization"] for seen in server.seen] == [basic("u:p"), basic("other:p")]
    assert "127.0.0.2" in repr(package.Client(base_url="http://127.0.0.2"))


@pytest.mark.parametrize("kind", ["Client", "AsyncClient"])
def test_one_error_names_all_variables_that_are_missing(
    package: ModuleType, environment: pytest.MonkeyPatch, kind: str
) -> None:
    environment.delenv("CLICKSEND_SMS_USERNAME")
    environment.setenv("CLICKSEND_SMS_PASSWORD", "")
    with pytest.raises(package.ValidationFailed) as caught:
        getattr(package, kind)()
    assert len(caught.value.problems) == 2
    assert all(name in str(caught.value) for name in VARIABLES[:2])
    with pytest.raises(package.ValidationFailed, match="password must not be empty"):
        getattr(package, kind)(username="u", password="")


def test_a_given_credential_is_not_replaced_by_an_alternative_of_the_environment(
    nasty: ModuleType, server: Server
) -> None:
    module = nasty.__name__.upper()
    server.answers = [Answer(b"[]")]
    environ = {f"{module}_CLASS_": "of-the-environment", f"{module}_TOKEN": "other"}
    nasty.Client(token="t0ken", base_url=server.url, environ=environ).close_2()
    assert server.seen[0].headers["authorization"] == "Bearer t0ken"
    assert "of-the-environment" not in server.seen[0].target
    nasty.Client(base_url=server.url, environ=environ).close_2()
    assert "of-the-environment" in server.seen[1].target
    with pytest.raises(nasty.ValidationFailed, match=f"{module}_TOKEN"):
        nasty.Client(base_url=server.url, environ={}).close_2()


def test_a_call_has_headers_of_its_own(caller: Caller, server: Server) -> None:
    def use(client: Any) -> Any:
        changed = client.with_options(headers={"X-Request-Id": "42", "User-Agent": "mine"})
        return changed.with_options(headers={"x-tenant": "t"}, deadline=math.inf).get_countries()

    caller.run(use)
    caller("get_countries")
    first, second = server.seen
    assert (first.headers["x-request-id"], first.headers["x-tenant"], first.headers["user-agent"]) == (
        "42",
        "t",
        "mine",
    )
    assert first.headers["authorization"] == second.headers["authorization"] == basic("user-name:top-secret")
    assert "x-request-id" not in second.headers and second.headers["user-agent"] != "mine"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("Authorization", "Bearer s3cret", "carries credentials"),
        ("cookie", "s3cret", "carries credentials"),
        ("Host", "s3cret", "is set by the client"),
        ("Content-Length", "5", "is set by the client"),
        ("X-A", "s3cret\r\nX-B: c", "not allowed in a header"),
        ("X-A", "s3cret\n", "not allowed in a header"),
        ("X-A", "€", "not allowed in a header"),
        ("X-A: b\r\nX-B", "s3cret", "is not a valid header name"),
        ("", "s3cret", "is not a valid header name"),
        ("X-A", 5, "must be text"),
    ],
)
def test_a_header_that_cannot_be_added_is_refused(
    package: ModuleType, make: Any, server: Server, name: str, value: Any, said: str
) -> None:
    with pytest.raises(package.ValidationFailed, match=said) as caught:
        make().with_options(headers={name: value})
    assert "s3cret" not in str(caught.value) and server.seen == []


@pytest.mark.parametrize("headers", ["X-A: s3cret", [("X-A", "s3cret")], 5])
def test_headers_are_a_mapping(package: ModuleType, make: Any, headers: Any) -> None:
    with pytest.raises(package.ValidationFailed, match=f"headers must be a mapping, not {type(headers).__name__}"):
        make().with_options(headers=headers)


def test_a_hook_is_a_function(package: ModuleType) -> None:
    with pytest.raises(package.ValidationFailed, match="hook must be a function, not int"):
        package.Client(username="u", password="p", hook=5)


def test_further_headers_stay_at_the_origin(caller: Caller, server: Server) -> None:
    other = Server()
    try:
        other.answers = [answer({"response_code": "SUCCESS", "data": []})]
        server.answers = [Answer(b"", 302, headers={"Location": f"{other.url}/x"})]
        caller.run(lambda client: client.with_options(headers={"x-key": "k"}).get_countries())
        assert server.seen[0].headers["x-key"] == "k" and "x-key" not in other.seen[0].headers
    finally:
        other.stop()


def test_an_argument_of_a_call_wins_over_a_further_header(nasty: ModuleType, server: Server) -> None:
    client = nasty.Client(class_="k", base_url=server.url).with_options(headers={"X-Id": "from the options"})
    client.import_(id="1", name="n", id_2=1, x_id="from the call")
    assert server.seen[0].headers["x-id"] == "from the call"
    with pytest.raises(nasty.ValidationFailed, match="timeout"):
        client.with_options(timeout=0)


def test_the_header_of_an_api_key_cannot_be_replaced(nasty: ModuleType) -> None:
    import importlib

    operation = importlib.import_module(f"{nasty.__name__}._engine.operation")
    extra = importlib.import_module(f"{nasty.__name__}._engine.extra_headers")
    service = operation.Service("p", "a", ("", "", ""), (("k", "apiKey", "header", "X-Api-Key", ("key",)),), (("k",),))
    with pytest.raises(nasty.ValidationFailed, match="carries credentials"):
        extra.checked({"x-api-key": "v"}, service)

"""A person signs in, and an application gets a token, at a sandbox: over real sockets, from start to end."""

from __future__ import annotations

import asyncio
import http.client
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from tests.sandbox.helpers import Api, spec_of

from connectorkit.sandbox.server.server import Running, serve

from .conftest import NOTES, Notes, read, send

pytestmark = pytest.mark.part(0.3)

BACK = "http://localhost:5000/back?app=1"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Running]:
    with serve(spec_of(NOTES)) as running:
        yield running


@pytest.fixture
def api(sandbox: Running) -> Api:
    sandbox.state.reset()
    return Api(sandbox.root, sandbox.url)


@pytest.fixture(params=["sync", "async"])
def calls(request: pytest.FixtureRequest, notes: ModuleType, sandbox: Running, api: Api) -> Notes:
    return Notes(notes, request.param, sandbox.url)


def person(calls: Notes, sandbox: Running, **more: Any) -> Any:
    settings = {
        "client_id": "sandbox",
        "client_secret": "sandbox",
        "redirect_uri": BACK,
        "authorization_endpoint": f"{sandbox.root}/_sandbox/oauth/authorize",
        "token_endpoint": f"{sandbox.root}/_sandbox/oauth/token",
    }
    return calls.package.AuthorizationCode(**{**settings, **more})


def application(calls: Notes, sandbox: Running, **more: Any) -> Any:
    settings = {"client_id": "sandbox", "client_secret": "sandbox"}
    endpoint = f"{sandbox.root}/_sandbox/oauth/token"
    return calls.package.ClientCredentials(token_endpoint=endpoint, **{**settings, **more})


def browsed(url: str) -> str:
    """Where a person is sent who opens ``url``."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    connection.request("GET", f"{parts.path}?{parts.query}")
    response = connection.getresponse()
    response.read()
    connection.close()
    assert response.status == 302, response.status
    return response.headers["Location"]


def signed_in(calls: Notes, oauth: Any, **more: Any) -> str:
    """Sign in; the address of the return."""
    start = oauth.sign_in(**more)
    back = browsed(start.url)
    calls.call(oauth, lambda client: client.finish_sign_in(start, back))
    return back


def finishing(start: Any, back: str) -> Callable[[Any], Any]:
    return lambda client: client.finish_sign_in(start, back)


def counted(api: Api) -> tuple[int, int]:
    told = api.call("GET", "/_sandbox/state")[1]["operations"].get("oauth_token", {"requests": 0, "handled": 0})
    return told["requests"], told["handled"]


@pytest.mark.parametrize("pkce", [True, False])
def test_a_person_signs_in_and_calls(calls: Notes, sandbox: Running, api: Api, pkce: bool) -> None:
    oauth = person(calls, sandbox, pkce=pkce)
    with pytest.raises(calls.package.SignInRequired):
        calls.call(oauth, read)
    start = oauth.sign_in()
    asked = dict(parse_qsl(urlsplit(start.url).query))
    assert (asked["response_type"], asked["client_id"], asked["redirect_uri"]) == ("code", "sandbox", BACK)
    assert asked["scope"] == "notes.read offline" and asked["state"] == start.state
    assert asked.get("code_challenge_method") == ("S256" if pkce else None) and bool(start.code_verifier) == pkce
    back = browsed(start.url)
    assert back.startswith(f"{BACK}&")
    kept = calls.package.SignIn(state=start.state, code_verifier=start.code_verifier)
    assert calls.call(oauth, lambda client: client.finish_sign_in(kept, back)) is None
    calls.run(oauth, read, send)
    assert counted(api) == (1, 1)
    token = oauth.store.get()
    assert token.refresh_token and token.scope == "notes.read offline"


def test_a_public_application_signs_in_by_its_proof(calls: Notes, sandbox: Running, api: Api) -> None:
    oauth = person(calls, sandbox, pkce=True, client_secret=None, environ={})
    signed_in(calls, oauth)
    calls.call(oauth, read)
    with pytest.raises(calls.package.AuthenticationFailed, match="needs a challenge"):
        signed_in(calls, person(calls, sandbox, client_secret=None, environ={}))


@pytest.mark.parametrize("seconds", [30, 3600])
def test_a_token_that_ended_is_refreshed_once(calls: Notes, sandbox: Running, api: Api, seconds: int) -> None:
    api.call("POST", "/_sandbox/settings", {"token_seconds": seconds})
    oauth = person(calls, sandbox)
    signed_in(calls, oauth)
    before = oauth.store.get()
    calls.run(oauth, *[read] * 5)
    api.call("POST", "/_sandbox/clock", {"advance": seconds})
    found = calls.run(oauth, *[read, send] * (16 if calls.kind == "sync" else 50))
    assert not [one for one in found if isinstance(one, BaseException)]
    after = oauth.store.get()
    assert counted(api) == (2, 2)
    assert after.access_token != before.access_token and after.refresh_token != before.refresh_token


def test_a_refresh_token_can_be_used_once(calls: Notes, sandbox: Running, api: Api) -> None:
    oauth = person(calls, sandbox)
    signed_in(calls, oauth)
    old = oauth.store.get()
    api.call("POST", "/_sandbox/clock", {"advance": 3600})
    calls.call(oauth, read)
    again = person(calls, sandbox, store=calls.package.MemoryTokenStore(old))
    with pytest.raises(calls.package.SignInRequired, match=r"invalid_grant.*sign in again"):
        calls.call(again, read)
    api.call("POST", "/_sandbox/settings", {"rotate_refresh_tokens": False})
    newest = oauth.store.get()
    for _ in range(2):
        api.call("POST", "/_sandbox/clock", {"advance": 3600})
        calls.call(oauth, send)
    assert oauth.store.get().refresh_token == newest.refresh_token


def test_a_code_is_good_once(calls: Notes, sandbox: Running, api: Api) -> None:
    oauth = person(calls, sandbox)
    start = oauth.sign_in()
    back = browsed(start.url)
    calls.call(oauth, lambda client: client.finish_sign_in(start, back))
    with pytest.raises(calls.package.SignInRequired, match="invalid_grant") as caught:
        calls.call(oauth, lambda client: client.finish_sign_in(start, back))
    assert dict(parse_qsl(urlsplit(back).query))["code"] not in repr(vars(caught.value))
    # RFC 6749, 4.1.2: what was given for it ends.
    with pytest.raises(calls.package.SignInRequired):
        calls.call(oauth, read)


def test_an_exchange_is_not_repeated_when_it_may_have_been_carried_out(
    calls: Notes, sandbox: Running, api: Api
) -> None:
    oauth = person(calls, sandbox)
    start = oauth.sign_in()
    back = browsed(start.url)
    api.call("POST", "/_sandbox/faults", {"operation": "oauth_token", "close": "after"})
    with pytest.raises(calls.package.ConnectionFailed, match="token endpoint"):
        calls.call(oauth, lambda client: client.finish_sign_in(start, back))
    assert counted(api) == (1, 1)


def test_a_refresh_is_repeated(calls: Notes, sandbox: Running, api: Api) -> None:
    oauth = application(calls, sandbox)
    api.call("POST", "/_sandbox/faults", {"operation": "oauth_token", "reset": "before"})
    calls.call(oauth, send)
    assert counted(api) == (2, 1)


def test_a_forged_return_exchanges_nothing(calls: Notes, sandbox: Running, api: Api) -> None:
    oauth = person(calls, sandbox)
    start, other = oauth.sign_in(), oauth.sign_in()
    back = browsed(other.url)
    for wrong in (back, BACK, f"{BACK}&state={start.state}", f"{BACK}&code=1&state={start.state}&state=x", "http://["):
        with pytest.raises(calls.package.ValidationFailed, match=r"state|no code"):
            calls.call(oauth, finishing(start, wrong))
    with pytest.raises(calls.package.ValidationFailed, match="state"):
        calls.call(oauth, lambda client: client.finish_sign_in(calls.package.SignIn(), f"{BACK}&code=1&state="))
    assert counted(api) == (0, 0)


def test_a_person_refuses(calls: Notes, sandbox: Running, api: Api) -> None:
    api.call("POST", "/_sandbox/settings", {"refuse_sign_in": True})
    with pytest.raises(calls.package.AuthenticationFailed, match="access_denied: The person refused") as caught:
        signed_in(calls, person(calls, sandbox))
    assert not isinstance(caught.value, calls.package.SignInRequired)


def test_an_application_calls_for_itself(calls: Notes, sandbox: Running, api: Api) -> None:
    for place in ("body", "header"):
        oauth = application(calls, sandbox, send_secret_in=place)
        assert not [one for one in calls.run(oauth, *[read, send] * 10) if isinstance(one, BaseException)]
    assert counted(api) == (2, 2)
    with pytest.raises(calls.package.ValidationFailed, match="not created with an AuthorizationCode"):
        calls.call(oauth, lambda client: client.finish_sign_in(calls.package.SignIn(), ""))
    with pytest.raises(calls.package.AuthenticationFailed, match="invalid_client") as caught:
        calls.call(application(calls, sandbox, client_secret="wr0ng"), read)
    assert "wr0ng" not in str(caught.value)


def test_a_redirect_uri_is_needed_to_sign_in(calls: Notes, sandbox: Running) -> None:
    with pytest.raises(calls.package.ValidationFailed, match="redirect_uri"):
        person(calls, sandbox, redirect_uri=None).sign_in()


def test_a_token_of_ones_own_is_as_good(calls: Notes, sandbox: Running, api: Api) -> None:
    with calls.package.Client(base_url=sandbox.url, token="sandbox") as client:
        client.list_notes()
    with calls.package.Client(base_url=sandbox.url, token="other") as client, pytest.raises(calls.package.Unauthorized):
        client.list_notes()


def test_event_loops_one_after_the_other_share_an_account(notes: ModuleType, sandbox: Running, api: Api) -> None:
    calls = Notes(notes, "async", sandbox.url)
    oauth = application(calls, sandbox)

    async def one() -> None:
        async with notes.AsyncClient(base_url=sandbox.url, oauth=oauth) as client:
            await client.list_notes()

    for _ in range(3):
        asyncio.run(one())
    assert counted(api) == (1, 1)

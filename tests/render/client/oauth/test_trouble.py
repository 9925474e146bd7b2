"""Failed token requests raise an exception, and the API gets no request."""

from __future__ import annotations

import json
import logging
import pickle
import socket
import traceback
from collections.abc import Callable
from types import ModuleType
from typing import Any
from urllib.parse import quote

import pytest
from tests.render.client.conftest import Answer, Server

from .conftest import CLIENT_SECRET, Notes, Service, application, person, read, send

pytestmark = pytest.mark.part(0.25)


def refusing(service: Service, body: object, status: int = 400) -> None:
    service.refuse = lambda: Answer(json.dumps(body).encode(), status)


@pytest.mark.parametrize("use", [read, send])
def test_a_refresh_token_that_is_void_asks_for_a_sign_in(clients: Notes, service: Service, use: Any) -> None:
    service.refresh = "of somebody else"
    oauth = person(clients.package, service, clients.package.Token("old", refresh_token="void", expires_at=1.0))
    with pytest.raises(clients.package.SignInRequired) as caught:
        clients.call(oauth, use)
    error = caught.value
    assert (error.code, error.message, error.status) == ("invalid_grant", "used", 400)
    assert "sign in again" in str(error) and isinstance(error, clients.package.AuthenticationFailed)
    assert pickle.loads(pickle.dumps(error)).code == "invalid_grant"
    assert service.calls == [] and len(service.grants) == 1


def test_nobody_has_signed_in(clients: Notes, service: Service) -> None:
    with pytest.raises(clients.package.SignInRequired, match="nobody has signed in; sign in"):
        clients.call(person(clients.package, service, False), read)
    with pytest.raises(clients.package.SignInRequired, match="no refresh token; sign in again"):
        clients.call(person(clients.package, service, clients.package.Token("old", expires_at=1.0)), read)
    assert service.calls == [] and service.grants == []


def test_a_wrong_secret_is_named(clients: Notes, service: Service) -> None:
    refusing(service, {"error": "invalid_client", "error_description": "Bad secret"}, 401)
    with pytest.raises(clients.package.AuthenticationFailed, match="check client_id and client_secret") as caught:
        clients.call(application(clients.package, service), read)
    assert not isinstance(caught.value, clients.package.SignInRequired)
    assert (caught.value.status, caught.value.message, service.calls) == (401, "Bad secret", [])


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"[]", "returned no access token"),
        (b"<html>", "returned no access token"),
        (b'{"access_token": ""}', "returned no access token"),
        (b'{"access_token": "a\\nb"}', "returned no access token"),
        (b'{"access_token": 7}', "returned no access token"),
        (b'{"access_token": "abcdef", "token_type": "DPoP"}', "not a bearer token"),
        (b'{"error": "slow_down"}', "slow_down"),
    ],
)
def test_a_response_without_a_token(clients: Notes, service: Service, body: bytes, said: str) -> None:
    service.refuse = lambda: Answer(body)
    with pytest.raises(clients.package.AuthenticationFailed, match=said):
        clients.call(application(clients.package, service), read)
    assert service.calls == []


def test_an_endpoint_may_write_in_another_character_set(clients: Notes, service: Service) -> None:
    said = '{"error": "invalid_grant", "error_description": "Schl\u00fcssel abgelaufen"}'.encode("latin-1")
    service.refuse = lambda: Answer(said, 400, {"Content-Type": "application/json; charset=iso-8859-1"})
    with pytest.raises(clients.package.SignInRequired) as caught:
        clients.call(application(clients.package, service), read)
    assert (caught.value.code, caught.value.message) == ("invalid_grant", "Schl\u00fcssel abgelaufen")


def test_an_old_service_answers_with_a_form(clients: Notes, service: Service) -> None:
    service.access = "of-a-form"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    service.refuse = lambda: Answer(b"access_token=of-a-form&expires_in=3600", headers=headers)
    clients.call(application(clients.package, service), read)
    assert service.calls[0].headers["authorization"] == "Bearer of-a-form"


def test_a_dead_endpoint_keeps_calls_from_the_api(clients: Notes, service: Service) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{taken.getsockname()[1]}/token"
        oauth = application(clients.package, service, token_endpoint=dead)
        found = clients.run(oauth, read, send, retries=0)
    for error in found:
        assert isinstance(error, clients.package.ConnectionFailed) and not error.sent
        assert "not sent: no access token: the token endpoint" in str(error)
    assert service.calls == []


def test_a_silent_endpoint_is_left_after_the_timeout(clients: Notes, service: Service) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/token"
        oauth = application(clients.package, service, token_endpoint=address)
        with pytest.raises(clients.package.ConnectionFailed, match="timed out"):
            clients.call(oauth, send, timeout=0.4, retries=0)
    assert service.calls == []


def test_an_endpoint_that_recovers_is_asked_again(clients: Notes, service: Service) -> None:
    def once() -> Answer:
        service.refuse = None
        return Answer(b"", 503)

    service.refuse = once
    clients.call(application(clients.package, service), read)
    assert len(service.grants) == 2 and len(service.calls) == 1


def test_an_endpoint_that_stays_broken_is_named(clients: Notes, service: Service) -> None:
    service.refuse = lambda: Answer(b"", 503)
    with pytest.raises(clients.package.AuthenticationFailed, match=r"the token endpoint failed \(HTTP 503\)"):
        clients.call(application(clients.package, service), read, retries=0)


def test_a_redirect_of_the_endpoint_takes_no_secret_along(clients: Notes, service: Service) -> None:
    service.refuse = lambda: Answer(b"", 302, {"Location": f"{service.server.url}/elsewhere"})
    with pytest.raises(clients.package.AuthenticationFailed, match="HTTP 302"):
        clients.call(application(clients.package, service), read)
    assert len(service.grants) == 1 and service.calls == []


def test_a_store_that_fails_loses_no_token(clients: Notes, service: Service) -> None:
    class Broken(Exception):
        pass

    class Store:
        works = False
        token = clients.package.Token("old", refresh_token="refresh-token-0", expires_at=1.0)

        def get(self) -> Any:
            return self.token

        def set(self, token: Any) -> None:
            if not self.works:
                raise Broken(token.refresh_token)
            self.token = token

    store = Store()
    oauth = person(clients.package, service, store=store)
    with pytest.raises(clients.package.AuthenticationFailed, match="the token store raised Broken") as caught:
        clients.call(oauth, send)
    assert "refresh-token-1" not in str(caught.value) and service.calls == []
    store.works = True
    clients.call(oauth, send)
    assert store.token.refresh_token == "refresh-token-1" and len(service.grants) == 1


SECRETS = (CLIENT_SECRET, "access-token-old", "access-token-1", "refresh-token-0", "refresh-token-1")


def texts(error: BaseException) -> str:
    """All that a careful reporter shows of an exception: the locals of the client's frames too."""
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    frames = [frame for frame in shown.stack if "team_notes" in frame.filename]
    assert frames
    return str(error) + repr([frame.locals for frame in frames]) + repr(error) + repr(error.__dict__)


def clean(text: str, *more: str) -> bool:
    return not any(one in text or quote(one, safe="") in text for one in (*SECRETS, *more))


def test_what_an_api_repeats_of_a_fetched_token_is_hidden(clients: Notes, service: Service) -> None:
    def repeats(seen: Any) -> Answer:
        token = seen.headers["authorization"]
        return Answer(
            json.dumps({"error": {"code": "x", "message": f"{token} is bad"}}).encode(), 403, {"X-Seen": token}
        )

    service.reply = repeats
    oauth = person(clients.package, service)
    with pytest.raises(clients.package.Forbidden, match=r"\*\*\* is bad") as caught:
        clients.call(oauth, send)
    error = caught.value
    assert clean(str(error) + repr(error.raw) + repr(error.headers) + repr(pickle.dumps(error)))
    assert clean(texts(error))


def test_each_new_token_is_hidden(clients: Notes, service: Service) -> None:
    def repeats(seen: Any) -> Answer:
        return Answer(json.dumps({"error": {"message": seen.headers["authorization"]}}).encode(), 403)

    def twice(client: Any) -> Any:
        if clients.kind == "sync":
            return [_message(client.list_notes), _message(client.list_notes)]

        async def both() -> list[str]:
            return [await _async_message(client.list_notes), await _async_message(client.list_notes)]

        return both()

    service.reply, service.lifetime = repeats, 0.001
    assert clients.call(application(clients.package, service), twice) == ["Bearer ***", "Bearer ***"]
    assert len(service.grants) == 2


def _message(call: Callable[[], Any]) -> str:
    try:
        call()
    except Exception as error:
        return str(getattr(error, "message", error))
    return ""


async def _async_message(call: Callable[[], Any]) -> str:
    try:
        await call()
    except Exception as error:
        return str(getattr(error, "message", error))
    return ""


def test_what_an_endpoint_repeats_is_hidden(clients: Notes, service: Service) -> None:
    said = f"{CLIENT_SECRET} and refresh-token-0 are wrong"
    refusing(service, {"error": "invalid_client", "error_description": said}, 401)
    with pytest.raises(clients.package.AuthenticationFailed, match=r"\*\*\* and \*\*\* are wrong") as caught:
        clients.call(person(clients.package, service), read)
    assert clean(texts(caught.value)) and clean(repr(pickle.dumps(caught.value)))


@pytest.mark.parametrize("status", [200, 400, 503])
def test_no_frame_shows_a_secret(clients: Notes, service: Service, status: int) -> None:
    service.refuse = lambda: Answer(b'{"error": "invalid_scope"}', status)
    with pytest.raises(clients.package.AuthenticationFailed) as caught:
        clients.call(person(clients.package, service), send, retries=0)
    assert clean(texts(caught.value))


def test_a_hook_and_a_log_hear_of_a_token_and_not_the_token(
    clients: Notes, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    heard: list[Any] = []
    clients.call(person(clients.package, service, send_secret_in="header"), read, hook=heard.append)
    assert (heard[0].kind, heard[0].reason) == ("waiting", "access token")
    assert [event.kind for event in heard[1:]] == ["started", "answered", "finished"]
    assert clean(repr([vars(record) for record in caplog.records]) + repr(heard), "bWU6czNjcmV0")


def test_no_part_shows_or_pickles_a_secret(clients: Notes, service: Service) -> None:
    oauth = person(clients.package, service)
    clients.call(oauth, read)
    token = oauth.store.get()
    for part in (oauth, token, oauth.sign_in()):
        assert clean(repr(part))
        with pytest.raises(TypeError):
            pickle.dumps(part)
    assert clean(repr(vars(oauth)))


def test_a_missing_setting_shows_no_other(notes: ModuleType) -> None:
    with pytest.raises(notes.ValidationFailed, match=r"client_id is missing.*TEAM_NOTES_CLIENT_ID") as caught:
        notes.AuthorizationCode(client_secret=CLIENT_SECRET, environ={})
    assert clean(texts(caught.value))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"client_secret": "a\nb"}, "client_secret contains a control character"),
        ({"client_secret": "\ud800"}, "half of a surrogate pair"),
        ({"token_endpoint": "http://login.example.com/token"}, "must begin with https"),
        ({"token_endpoint": "https://user:pw@login.example.com/"}, "token_endpoint is not a URL"),
        ({"token_endpoint": "https://login.example.com/a b"}, "token_endpoint is not a URL"),
        ({"send_secret_in": "cookie"}, "send_secret_in"),
        ({"client_secret": None, "environ": {}}, "TEAM_NOTES_CLIENT_SECRET"),
    ],
)
def test_a_wrong_setting_is_found_at_once(notes: ModuleType, service: Service, settings: Any, said: str) -> None:
    with pytest.raises(notes.ValidationFailed, match=said):
        application(notes, service, **settings)


def test_settings_come_from_the_environment(clients: Notes, service: Service) -> None:
    environ = {
        "TEAM_NOTES_CLIENT_ID": "of-env",
        "TEAM_NOTES_CLIENT_SECRET": "secret-of-env",
        "TEAM_NOTES_TOKEN": "static",
    }
    oauth = clients.package.ClientCredentials(token_endpoint=service.token_endpoint, environ=environ)
    clients.call(oauth, read, environ=environ)
    assert service.grants[0]["client_id"] == "of-env" and service.calls[0].headers["authorization"] != "Bearer static"
    with pytest.raises(clients.package.ValidationFailed, match="pass token or oauth, not both"):
        clients.call(oauth, read, token="t0ken")
    service.access = "static"
    clients.call(None, read, environ=environ)
    assert service.calls[-1].headers["authorization"] == "Bearer static"


def test_credentials_of_an_application_can_travel_in_a_header(clients: Notes, service: Service) -> None:
    oauth = application(clients.package, service, client_id="m:e", client_secret="a b", send_secret_in="header")
    clients.call(oauth, read)
    assert service.grants == [{"grant_type": "client_credentials", "scope": "notes.read offline"}]
    # "m%3Ae:a+b": each part is form-encoded first (RFC 6749, 2.3.1).
    (seen,) = [one for one in service.server.seen if one.target == "/token"]
    assert seen.headers["authorization"] == "Basic bSUzQWU6YSti"


def test_a_token_goes_to_the_own_origin_only(clients: Notes, service: Service) -> None:
    other = Server()
    try:
        service.reply = lambda seen: Answer(b"", 302, {"Location": f"{other.url}/x"})
        other.answers = [Answer(b'{"error": {}}', 401)]
        with pytest.raises(clients.package.Unauthorized):
            clients.call(application(clients.package, service), read)
        assert "authorization" not in other.seen[0].headers and len(other.seen) == 1 and len(service.grants) == 1
    finally:
        other.stop()


def test_a_file_keeps_a_token_for_its_owner_alone(notes: ModuleType, tmp_path: Any) -> None:
    path = tmp_path / "token.json"
    store = notes.FileTokenStore(path)
    assert store.get() is None
    store.set(notes.Token("abcd", refresh_token="efgh", expires_at=5.0, obtained_at=1.0, scope="s"))
    store.set(notes.Token("wxyz", refresh_token="efgh"))
    assert path.stat().st_mode & 0o777 == 0o600 and [one.name for one in tmp_path.iterdir()] == ["token.json"]
    assert store.get().to_dict() == {
        "access_token": "wxyz",
        "refresh_token": "efgh",
        "expires_at": None,
        "obtained_at": None,
        "scope": "",
    }
    for text in ("{", "[]", "{}", '{"access_token": 5}'):
        path.write_text(text)
        with pytest.raises(ValueError, match=r"not a stored token|no stored token|visible ASCII"):
            store.get()

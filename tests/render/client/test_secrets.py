"""Credentials stay where they belong: in no text, no error, no pickle, and on no other host."""

from __future__ import annotations

import pickle
from base64 import b64encode
from types import ModuleType

import pytest

from .conftest import Answer, Caller, Server, answer, message, sent

SECRETS = ("top-secret", "user-name", b64encode(b"user-name:top-secret").decode())


def clean(text: str) -> bool:
    return not any(secret in text for secret in SECRETS)


@pytest.mark.parametrize("status", [200, 400, 401, 429, 500])
def test_what_a_service_repeats_is_hidden(caller: Caller, server: Server, status: int) -> None:
    data = {"user-name": ["user-name"]}
    body = {"response_code": "top-secret", "response_msg": f"{SECRETS[2]} is wrong", "data": data}
    server.answers = [answer(body, status, headers={"X-Seen": "Basic " + SECRETS[2], "Retry-After": "999"})]
    with pytest.raises(caller.package.ApiError) as caught:
        caller("sms_send", messages=[message(caller.package)])
    error = caught.value
    for text in (
        str(error),
        repr(error),
        error.message,
        error.code,
        repr(error.details),
        repr(error.raw),
        repr(error.headers),
        repr(pickle.dumps(error)),
    ):
        assert clean(text)
    assert error.raw["data"] == {"***": ["***"]}


def test_no_part_of_a_client_shows_or_pickles_them(caller: Caller, server: Server) -> None:
    caller("get_countries")
    client = caller.client
    core = client._core
    parts = [client, core, core.auth, *core.plans.values(), client._transport]
    for part in parts:
        assert clean(repr(part))
        with pytest.raises(TypeError):
            pickle.dumps(part)


def test_a_request_shows_and_pickles_none(package: ModuleType) -> None:
    request = package.Request("GET", ("http", "h", 80), "/?key=top-secret", {"authorization": SECRETS[2]}, None, True)
    assert repr(request) == "<Request GET to h>"
    with pytest.raises(TypeError):
        pickle.dumps(request)


@pytest.mark.parametrize(
    "reply", [Answer(reset=True), Answer(b"", 500), answer({}, 404), answer({}, 429, headers={"Retry-After": "900"})]
)
def test_errors_can_be_pickled(caller: Caller, server: Server, reply: Answer) -> None:
    server.answers = [reply]
    with pytest.raises(caller.package.ConnectorError) as caught:
        caller("sms_send", messages=[message(caller.package)])
    back = pickle.loads(pickle.dumps(caught.value))
    assert (type(back), str(back)) == (type(caught.value), str(caught.value))
    for name in ("operation", "status", "raw", "retry_after", "look_for", "sent_at"):
        assert getattr(back, name, None) == getattr(caught.value, name, None)


def test_other_errors_can_be_pickled_too(caller: Caller, server: Server) -> None:
    server.answers = [answer(sent("INVALID_RECIPIENT"))]
    with pytest.raises(caller.package.PartialFailure) as partial:
        caller("sms_send", messages=[message(caller.package)]).raise_for_rejected()
    with pytest.raises(caller.package.ValidationFailed) as wrong:
        caller("sms_send", messages=7)
    for error in (partial.value, wrong.value):
        assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_a_key_in_the_query_is_hidden_and_stays_with_its_host(nasty_caller: Caller, server: Server) -> None:
    nasty_caller.credentials = {"class_": "hidden-key"}
    other = Server()
    try:
        server.answers = [answer({}, 302, headers={"Location": f"{other.url}/x"})]
        other.answers = [answer({"message": "hidden-key is wrong"}, 401)]
        with pytest.raises(nasty_caller.package.Unauthorized) as caught:
            nasty_caller("close_2")
    finally:
        other.stop()
    assert "hidden-key" in server.seen[0].target and "hidden-key" not in other.seen[0].target
    assert "hidden-key" not in str(caught.value) + repr(caught.value.raw)


def test_a_header_that_is_an_input_does_not_replace_a_credential(nasty: ModuleType, server: Server) -> None:
    client = nasty.Client(token="t0ken", base_url=server.url)
    client.import_(id="1", name="n", id_2=1, x_id="mine", authorization="mine")
    assert server.seen[0].headers["authorization"] == "Bearer t0ken" and server.seen[0].headers["x-id"] == "mine"


@pytest.mark.parametrize("value", ["a\r\nb", "", "a\x00"])
def test_credentials_that_cannot_travel_are_refused_unseen(package: ModuleType, value: str) -> None:
    with pytest.raises(package.ValidationFailed) as caught:
        package.Client(username="user-name", password=value)
    assert "user-name" not in str(caught.value) and (not value or value not in str(caught.value))

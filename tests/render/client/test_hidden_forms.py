"""A credential in a response is hidden in all encodings, and in all texts that may be printed or kept."""

from __future__ import annotations

import html
import json
import logging
import pickle
import traceback
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, quote_plus

import pytest

from .conftest import Answer, Caller, Server, message
from .raw_server import RawServer, always

pytestmark = pytest.mark.part(0.1)

PASSWORD = "p\u00e4\"ss & w<o>rd/\\x+'?"
USER = "user-name"
PAIR = f"{USER}:{PASSWORD}".encode()


def every(text: str, escape: Callable[[str], str]) -> str:
    return "".join(escape(c) for c in text)


FORMS: dict[str, str] = {
    "raw": PASSWORD,
    "percent": quote(PASSWORD, safe=""),
    "percent, small letters": "".join(
        c if c.isalnum() and c.isascii() else quote(c, safe="").lower() for c in PASSWORD
    ),
    "percent for all": every(PASSWORD, lambda c: "".join(f"%{byte:02X}" for byte in c.encode())),
    "percent, slashes kept": quote(PASSWORD),
    "plus": quote_plus(PASSWORD),
    "percent twice": quote(quote(PASSWORD, safe=""), safe=""),
    "HTML": html.escape(PASSWORD),
    "HTML without quotes": html.escape(PASSWORD, quote=False),
    "HTML, decimal": every(PASSWORD, lambda c: f"&#{ord(c)};"),
    "HTML, hexadecimal": every(PASSWORD, lambda c: f"&#x{ord(c):04X};"),
    "HTML, ASCII": PASSWORD.encode("ascii", "xmlcharrefreplace").decode(),
    "JSON": json.dumps(PASSWORD),
    "JSON, not ASCII": json.dumps(PASSWORD, ensure_ascii=False),
    "JSON, slash": json.dumps(PASSWORD).replace("/", "\\/"),
    "JSON, all": every(PASSWORD, lambda c: f"\\u{ord(c):04x}"),
    "JSON in JSON": json.dumps(json.dumps(PASSWORD)),
    "Base64": b64encode(PASSWORD.encode()).decode(),
    "Base64 without padding": b64encode(PASSWORD.encode()).decode().rstrip("="),
    "Base64 for addresses": urlsafe_b64encode(PASSWORD.encode()).decode(),
    "Base64 of the pair": b64encode(PAIR).decode(),
    "Base64 of the pair without padding": b64encode(PAIR).decode().rstrip("="),
    "Base64 of another pair": b64encode(b"x:" + PASSWORD.encode() + b":y").decode(),
    "Base64 of a third pair": b64encode(b"someone:" + PASSWORD.encode()).decode(),
    "Base64, percent": quote(b64encode(PAIR).decode(), safe=""),
}


TOKEN = "eyJhbGciOi" + "aB3-_x" * 300
LONG = {
    "raw": TOKEN,
    "header": f"Bearer {TOKEN}",
    "Base64": b64encode(TOKEN.encode()).decode(),
    "HTML": every(TOKEN, lambda c: f"&#{ord(c)};"),
}


@pytest.mark.parametrize("form", LONG.values(), ids=list(LONG))
def test_a_long_token_is_hidden_as_a_whole(nasty_caller: Caller, server: Server, form: str) -> None:
    nasty_caller.credentials = {"token": TOKEN}
    server.answers = [Answer(f'{{"message": "no {form} is wrong"}}'.encode(), 401)]
    with pytest.raises(nasty_caller.package.Unauthorized) as caught:
        nasty_caller("close_2")
    assert len(shown(caught.value)) < 3000 and form[20:40] not in shown(caught.value)
    assert "is wrong" in caught.value.message


def traces(form: str) -> list[str]:
    """The texts that must not occur: the encoded form, and the password's part of Base64."""
    return [form, form[len(form) // 3 : -len(form) // 4]]


def shown(error: BaseException) -> str:
    """All that may be printed or kept of an error, with the variables of the client's own code."""
    formatted = traceback.TracebackException.from_exception(error, capture_locals=True)
    frames = [
        frame
        for frame in formatted.stack
        if "_engine" in frame.filename or frame.filename.endswith(("client.py", "aio.py"))
    ]
    assert frames
    kept = [repr(frame.locals) for frame in frames]
    attributes = [repr(value) for value in vars(error).values()]
    trail = getattr(error, "trail", None)
    if trail is not None:
        attributes += [repr(getattr(trail, name)) for name in ("body", "look_for")]
    texts = [str(error), repr(error), repr(pickle.dumps(error)), *attributes, *kept]
    return "\n".join([*texts, *getattr(error, "__notes__", [])])


BODIES: dict[str, Callable[[str], bytes]] = {
    "text": lambda form: f"No: {form}!".encode(),
    "JSON": lambda form: json.dumps(
        {"response_code": form, "response_msg": f"No {form}", "data": [{form: form}]}
    ).encode(),
    "inside of JSON": lambda form: b'{"response_code": "NO", "response_msg": "%b", "data": {}}' % form.encode(),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
@pytest.mark.parametrize("body", BODIES.values(), ids=list(BODIES))
@pytest.mark.parametrize("status", [200, 302, 401, 500])
def test_a_credential_that_comes_back_is_hidden(
    caller: Caller,
    server: Server,
    caplog: pytest.LogCaptureFixture,
    form: str,
    body: Callable[[str], bytes],
    status: int,
) -> None:
    caplog.set_level(logging.DEBUG)
    header = {"X-Seen": f"Basic {form}"} if form.isascii() else {}
    server.answers = [Answer(body(form), status, headers=header)]
    settings = {"username": USER, "password": PASSWORD, "retries": 0}
    for call in ("get_contact_lists", "sms_send"):
        arguments = {"messages": [message(caller.package)]} if call == "sms_send" else {}
        try:
            caller(call, settings, **arguments)
        except caller.package.ConnectorError as error:
            everything = shown(error) + caplog.text
            for trace in traces(form):
                assert trace not in everything and repr(trace)[1:-1] not in everything


def test_the_library_logs_steps_and_no_values(caller: Caller, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with RawServer(always(b"HTTP/1.1 200 OK\r\nX-Seen: top-secret\r\nbroken top-secret\r\n\r\n")) as server:
        caller.url = server.url
        with pytest.raises(caller.package.OutcomeUnknown):
            caller("sms_send", messages=[message(caller.package)])
    assert "send_request_headers" in caplog.text and "top-secret" not in caplog.text


@pytest.mark.parametrize("wrong", [{"timeout": 0}, {"base_url": "nowhere"}, {"password": "a\r\ntop-secret"}])
def test_no_variable_of_a_client_that_cannot_be_made_shows_them(package: Any, wrong: dict[str, Any]) -> None:
    settings = {"username": "user-name", "password": "top-secret", "base_url": "http://127.0.0.1:9", **wrong}
    for kind in (package.Client, package.AsyncClient):
        with pytest.raises(package.ValidationFailed) as caught:
            kind(**settings)
        assert "top-secret" not in shown(caught.value) and "user-name" not in shown(caught.value)
    environ = {"CLICKSEND_SMS_USERNAME": "user-name", "CLICKSEND_SMS_PASSWORD": "top-secret"}
    with pytest.raises(package.ValidationFailed) as caught:
        package.Client.from_env(environ=environ, timeout=-1)
    assert "top-secret" not in shown(caught.value).replace(repr(environ), "")


def test_a_redirect_that_carries_a_credential_elsewhere_is_not_followed(nasty_caller: Caller, server: Server) -> None:
    nasty_caller.credentials = {"class_": "hidden-key"}
    other = Server()
    try:
        for target in ("/x?api%20key=hidden-key", "/hidden%2Dkey", "/x?k=aGlkZGVuLWtleQ"):
            server.answers = [Answer(b"[]", 302, headers={"Location": f"{other.url}{target}"})]
            with pytest.raises(nasty_caller.package.ApiError) as caught:
                nasty_caller("close_2")
            assert "hidden-key" not in repr(caught.value.headers)
        assert other.seen == []
    finally:
        other.stop()


def test_a_long_text_is_searched_quickly(package: Any) -> None:
    import importlib
    import time

    redaction = importlib.import_module(f"{package.__name__}._engine.redaction")
    pattern = redaction.pattern_of([PASSWORD, USER, b64encode(PAIR).decode()])
    text = json.dumps({"rows": [{"name": "some user", "note": "p%20&amp; \\u0070"}] * 15_000})
    begun = time.process_time()
    assert "***" not in pattern.sub("***", text)
    print(len(text), time.process_time() - begun)


@pytest.mark.parametrize("number", ["73914256", "1.73914256", '[{"x": 73914256}]'])
def test_a_credential_that_is_a_number_is_hidden(caller: Caller, server: Server, number: str) -> None:
    caller.credentials = {"username": USER, "password": "73914256"}
    server.answers = [Answer(f'{{"response_code": "NO", "response_msg": "No", "data": {number}}}'.encode(), 401)]
    with pytest.raises(caller.package.Unauthorized) as caught:
        caller("get_contact_lists")
    assert "73914256" not in shown(caught.value) and "***" in repr(caught.value.raw)

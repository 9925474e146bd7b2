"""Recordings contain no credentials in any form, no secrets and no persons, and keep the types of values."""

from __future__ import annotations

import base64
import copy
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectorkit import pipeline
from connectorkit.recording import marks, observing
from connectorkit.recording.exchange import Exchange, Origin
from connectorkit.recording.redaction import Redactor
from tests.recording.sources import ADD, LIST, shop

SECRET = "p@ss/w\u00f6rd+42"


def redacted(
    exchange: Any, *secrets: str, public: tuple[str, ...] = (), of_source: dict[str, str] | None = None
) -> Exchange | None:
    return Redactor(secrets, {"x": of_source or {}}, frozenset(public)).redacted("x", exchange)


def with_body(document: Any) -> Any:  # An exchange, built from any document.
    made = copy.deepcopy(ADD)
    made["response"]["body"] = {"json": document}
    return made


def body(exchange: Exchange | None) -> Any:
    assert exchange is not None
    return exchange["response"]["body"]["json"]


@pytest.mark.part(1)
@pytest.mark.parametrize(
    "form",
    [
        SECRET,
        quote(SECRET, safe=""),
        quote(quote(SECRET, safe=""), safe=""),
        base64.b64encode(f"user:{SECRET}".encode()).decode(),
        base64.urlsafe_b64encode(f"someone else:{SECRET}".encode()).decode(),
        json.dumps(SECRET)[1:-1],
        json.dumps(json.dumps(SECRET)),
        f"https://x.example/next?cursor=1&k={quote(SECRET)}&n=2",
        f"your key {SECRET} is wrong",
    ],
)
def test_a_credential_is_replaced_in_any_form_at_any_place(form: str) -> None:
    exchange = with_body({"echo": [{"deep": f"<{form}>"}]})
    exchange["response"]["headers"] = {"link": f"<{form}>; rel=next", "location": form}
    exchange["request"] |= {"query": [["q", form]], "headers": {"x-tenant": form}, "path_values": {"id": form}}
    made = redacted(exchange, SECRET)
    text = json.dumps(made, ensure_ascii=False)
    assert "redacted" in text
    assert SECRET not in text and form not in text


@given(st.text(min_size=4, max_size=40), st.text(max_size=10), st.text(max_size=10))
def test_no_credential_survives_wherever_it_is(secret: str, before: str, after: str) -> None:
    exchange = with_body({"a": f"{before}{secret}{after}", f"{before}{secret}": 1, "n": [secret]})
    made = redacted(exchange, secret)
    assert made is None or secret == "redacted" or not any(secret in one for one in _strings(made))


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [one for key, below in value.items() for one in [key, *_strings(below)]]
    if isinstance(value, list):
        return [one for below in value for one in _strings(below)]
    return [value] if isinstance(value, str) else []


@pytest.mark.part(1)
@pytest.mark.parametrize("document", [{"12345678": 1}, {"n": 12345678}, {"id12345678": {}}, {"list": [12345678]}])
def test_an_exchange_that_still_holds_a_credential_is_not_kept(document: Any) -> None:
    assert redacted(with_body(document), "12345678") is None
    kept = observing.kept(
        {"x": [with_body(document), with_body({})]},
        Redactor(("12345678",), {}),
        Origin("service", "2026-11-30", "", ""),
    )
    assert kept.refused == {"x": 1} and [len(one.exchanges) for one in kept.recordings] == [1]
    assert kept.lines[1] == "not recorded: x: 1 exchange still contained a credential after redaction"


def test_a_short_credential_is_found_as_a_word() -> None:
    assert body(redacted(with_body({"a": "hi bob!", "b": "bobsled"}), "bob")) == {"a": "hi redacted!", "b": "bobsled"}


def test_a_value_that_the_source_itself_holds_is_no_secret() -> None:
    exchange = with_body({"Password": "Password"})
    assert redacted(exchange, of_source={":Password": "secret"}) is None
    made = redacted(exchange, public=("Password",), of_source={":Password": "secret"})
    assert body(made) == {"Password": "redacted"}


def test_what_is_named_like_a_secret_is_one() -> None:
    document = {"access_token": "abcdef", "api_key": "q1w2e3", "next_token": "7", "nested": {"password": 123456}}
    assert body(redacted(with_body(document))) == {
        "access_token": "redacted",
        "api_key": "redacted",
        "next_token": "7",
        "nested": {"password": 0},
    }
    made = redacted(with_body({"url": "https://x.example/f?sig=AbC%3D&a=1", "h": "Bearer abcdefgh12345"}))
    assert body(made) == {"url": "https://x.example/f?sig=redacted&a=1", "h": "Bearer redacted"}


def test_a_secret_of_the_request_is_replaced_where_the_response_repeats_it() -> None:
    exchange = with_body({"message": "the pin 998877 is wrong"})
    exchange["request"]["body"] = {"json": {"pin": "998877", "title": "t"}}
    made = redacted(exchange, of_source={"body.pin": "secret"})
    assert made is not None
    assert "998877" not in json.dumps(made)
    assert body(made) == {"message": "the pin redacted is wrong"}


def test_persons_get_other_values_of_the_same_form() -> None:
    document = {
        "mail": "Ann.Lee@corp.example, bob@corp.example",
        "again": "Ann.Lee@corp.example",
        "to": "+61 412 345 678",
        "raw": "+14155552671",
        "name": "\u00c5sa Berg 3",
        "age": 44,
        "id": "4FE1646E-F208-4237-8C39-5E52B1C528BA",
        "when": "2026-11-30T10:00:00+10:00",
        "number": "1785000000",
        "safe": "+61411111111",
    }
    made = redacted(with_body(document), public=("+61411111111",), of_source={":name": "personal", ":age": "personal"})
    assert body(made) == {
        "mail": "person1@example.com, person2@example.com",
        "again": "person1@example.com",
        "to": "+61 400 000 003",
        "raw": "+14100000004",
        "name": "Xxx Xxxx 0",
        "age": 0,
        "id": "4FE1646E-F208-4237-8C39-5E52B1C528BA",
        "when": "2026-11-30T10:00:00+10:00",
        "number": "1785000000",
        "safe": "+61411111111",
    }


def test_the_source_marks_secrets_and_persons(tmp_path: Path) -> None:
    connector, findings = pipeline.load(shop(tmp_path / "shop"))
    assert connector is not None, findings
    found = marks.marks(connector)
    assert found == {"list_orders": {":orders[].buyer": "personal"}, "add_order": {"body.pin": "secret"}}
    assert marks.secrets(connector) == ["api_key"]
    exchange: Any = copy.deepcopy(LIST)
    exchange["response"]["body"]["json"]["orders"][0]["buyer"] = "Ann Lee"
    made = Redactor((), found).redacted("list_orders", exchange)
    assert body(made)["orders"][0]["buyer"] == "Xxx Xxx"
    assert exchange["response"]["body"]["json"]["orders"][0]["buyer"] == "Ann Lee"


@pytest.mark.parametrize(
    "text",
    [
        '{"password":"S3cret\\"99"}\n{"n":1}',
        '{"data":"{\\"client_secret\\":\\"S3cret99\\"}"}',
        '{"token":"S3cret99 and cut off',
        "<a:Password x='1'>S3cret99</a:Password>",
        "<Secret><![CDATA[S3cret99]]></Secret>",
        '<input name="csrf_token" type="hidden" value="S3cret99">',
        "https://bob:S3cret99@files.example/x",
        "https://x.example/cb#access_token=S3cret99",
        "https://x.example/?u=https%3A%2F%2Fy.example%2F%3Faccess_token%3DS3cret99",
        "https://x.example/f?X-Goog-Signature=S3cret99&se=1",
        "X-Api-Key: S3cret99",
    ],
)
def test_a_secret_in_a_text_is_replaced(text: str) -> None:
    exchange = copy.deepcopy(ADD)
    exchange["response"]["body"] = {"text": text}
    made = redacted(exchange)
    assert made is not None and "S3cret" not in json.dumps(made)


@pytest.mark.parametrize("name", ["api_token", "xsrfToken", "clientSecret", "X-Auth-Token", "accessKey", "passphrase"])
def test_a_name_that_ends_like_a_secret_is_one(name: str) -> None:
    assert body(redacted(with_body({name: "S3cret99", "more": "of S3cret99"}))) == {
        name: "redacted",
        "more": "of redacted",
    }


@pytest.mark.parametrize("name", ["nextPageToken", "skip_token", "token_type", "total_tokens", "passwordHint", "spin"])
def test_another_name_is_none(name: str) -> None:
    assert body(redacted(with_body({name: "plain"}))) == {name: "plain"}


def test_a_credential_is_found_in_hexadecimal_digits_in_another_case_and_in_several_lines() -> None:
    key = "aB3dEf9hIjKl"
    document = {"hex": key.encode().hex().upper(), "case": key.upper()}
    assert body(redacted(with_body(document), key)) == {"hex": "redacted", "case": "redacted"}
    assert redacted(with_body({"folded": f"{key[:6]}\r\n {key[6:]}"}), key) is None


def test_an_address_of_a_person_as_a_name_is_replaced() -> None:
    assert body(redacted(with_body({"ann.lee@corp.example": 1}))) == {"person1@example.com": 1}


def test_a_personal_date_stays_a_date_and_an_id_an_id() -> None:
    document = {"born": "1990-05-07", "at": "1990-05-07T10:11:12Z", "uid": "3fa85f64-5717-4562-b3fc-2c963f66afa6"}
    of_source = dict.fromkeys((":born", ":at", ":uid"), "personal")
    assert body(redacted(with_body(document), of_source=of_source)) == {
        "born": "2000-01-01",
        "at": "2000-01-01T00:00:00Z",
        "uid": "00000000-0000-0000-0000-000000000000",
    }


def test_a_header_that_the_source_marks_is_found_in_lower_case() -> None:
    exchange = with_body({"echo": "abcd9999"})
    exchange["request"]["headers"] = {"x-session": "abcd9999"}
    assert "abcd9999" not in json.dumps(redacted(exchange, of_source={"X-Session": "secret"}))

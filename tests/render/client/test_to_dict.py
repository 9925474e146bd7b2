"""Results and models as dictionaries, and their equality."""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any

import pytest

from .conftest import Answer, Caller, Server, answer, message, sent


def test_a_result_gives_back_what_arrived(caller: Caller, server: Server) -> None:
    body = {
        "response_code": "SUCCESS",
        "data": {"messages": [{"status": "SUCCESS", "to": "+61411111111", "message_price": "0.0792", "from": "Shop"}]},
    }
    server.answers = [answer(body)]
    result = caller("sms_send", messages=[message(caller.package)])
    made = result.to_dict()
    assert made["data"] == body["data"] and json.loads(json.dumps(made)) == made


def test_a_model_gives_what_is_sent(package: ModuleType, make: Any, server: Server) -> None:
    one = message(package, custom_string="a")
    make().sms_send(messages=[one])
    assert one.to_dict() == json.loads(server.seen[0].body)["messages"][0]
    assert one.to_dict()["custom_string"] == "a" and "schedule" not in one.to_dict()


def test_nested_and_additional_properties_travel(nasty: ModuleType, server: Server) -> None:
    body = {
        "raw": "r",
        "problems": 3,
        "children": [{"raw": "c", "property": {"p": {"1st key!": 1.5}}}, {}],
    }
    server.answers = [Answer(json.dumps(body).encode())]
    client = nasty.Client(class_="k", base_url=server.url)
    result = client.import_(id="1", name="n", id_2=1)
    assert result.to_dict() == body
    server.answers = [Answer(json.dumps([body, body]).encode())]
    assert client.close_2().to_dict() == {"value": [body, body]}
    server.answers = [Answer(b"\x00\x01")]
    assert client.download().to_dict() == {"value": "AAE="}


def test_each_kind_travels(package: ModuleType) -> None:
    import importlib
    from decimal import Decimal

    model = importlib.import_module(f"{package.__name__}._engine.model")

    class Every(model.Model):  # type: ignore[misc, name-defined]  # A module that exists only in this test.
        _shape: Any = (
            ("Amount", "amount", "d", {}),
            ("Digits", "digits", "e", {}),
            ("Bytes", "bytes_", "y", {}),
            ("Secret", "secret", "p", {}),
            ("When", "when", "s", {}),
            ("Any", "any_", "j", {}),
            ("Wrong", "wrong", "i", {}),
            ("Left", "left", "s", {"required": True}),
        )
        _additional: Any = ("l", "d", {})

    made = Every()
    made.amount, made.digits, made.bytes_, made.secret = Decimal("0.10"), Decimal("0.10"), b"\x00", "s3cret"
    made.when, made.any_, made.wrong = "2026-01-01T00:00:00Z", {"k": [None, made]}, "seven"
    made.additional_properties = {"more": [Decimal(2)], "Amount": [Decimal(9)]}
    made.any_ = {"k": [None, 1]}
    assert made.to_dict() == {
        "Amount": 0.1,
        "Digits": "0.10",
        "Bytes": "AA==",
        "Secret": "s3cret",
        "When": "2026-01-01T00:00:00Z",
        "Any": {"k": [None, 1]},
        "Wrong": "seven",
        "more": [2],
    }
    for value, named in ((object(), "object"), (float("inf"), "inf")):
        made.any_ = {"k": [value]}
        with pytest.raises(TypeError, match=f"^{named} is not JSON$"):
            made.to_dict()


def test_results_are_equal_when_they_say_the_same(package: ModuleType, make: Any, server: Server) -> None:
    first, other = sent("SUCCESS"), sent("THROTTLED")
    server.answers = [answer(first), answer({**first, "http_code": 200}), answer(other), Answer(b"cut"), answer(first)]
    one, same, different, unparsed, again = (make().sms_send(messages=[message(package)]) for _ in range(5))
    assert one == same == again and one != different and one != unparsed and one != one.to_dict()
    assert message(package) == message(package) != message(package, custom_string="x")


def test_results_without_fields_are_compared_by_what_came(package: ModuleType) -> None:
    import importlib

    model = importlib.import_module(f"{package.__name__}._engine.model")
    one, same, other = (model.decode_result(model.Result, data, []) for data in ({"a": 1}, {"a": 1}, {"a": 2}))
    assert one == same and one != other

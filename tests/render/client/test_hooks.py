"""The values of a call that a hook gets, and those that it does not get."""

from __future__ import annotations

import io
import logging
from typing import Any

import pytest

from .conftest import Answer, Caller, Server, answer, message, sent


def told(caller: Caller, name: str, settings: dict[str, Any] | None = None, **arguments: Any) -> list[Any]:
    events: list[Any] = []
    try:
        caller(name, {"hook": events.append, **(settings or {})}, **arguments)
    except caller.package.ConnectorError:
        events.append("raised")
    return events


def kinds(events: list[Any]) -> list[tuple[Any, ...]]:
    return [one if one == "raised" else (one.kind, one.attempt, one.status, one.reason) for one in events]


def test_attempts_answers_and_waits_are_told(caller: Caller, server: Server) -> None:
    server.answers = [answer({}, 429, headers={"Retry-After": "7"}), answer(sent("SUCCESS"))]
    events = told(caller, "sms_send", messages=[message(caller.package)])
    assert kinds(events) == [
        ("started", 1, 0, ""),
        ("answered", 1, 429, ""),
        ("waiting", 1, 0, "HTTP 429"),
        ("started", 2, 0, ""),
        ("answered", 2, 200, ""),
        ("finished", 2, 200, ""),
    ]
    assert {one.operation for one in events} == {"sms_send"} and len({one.call for one in events}) == 1
    assert events[2].seconds == 7.0 and events[-1].seconds == 7.0


def test_failures_are_told_with_their_reason(caller: Caller, server: Server) -> None:
    server.answers = [Answer(reset=True)]
    events = told(caller, "sms_send", messages=[message(caller.package)])
    assert [one[:3] for one in kinds(events)[:-1]] == [("started", 1, 0), ("failed", 1, 0), ("finished", 1, 0)]
    assert events[1].reason and events[2].reason == "OutcomeUnknown" and events[-1] == "raised"


def test_waiting_for_the_throttle_is_told(caller: Caller, server: Server) -> None:
    throttle = caller.package.Throttle(1, 60.0, lambda: caller.moment)
    throttle.reserve()
    events = told(caller, "get_countries", {"throttle": throttle})
    assert kinds(events)[0] == ("waiting", 0, 0, "throttle") and events[0].seconds == 60.0


def test_calls_of_one_client_are_told_apart(caller: Caller, server: Server) -> None:
    events: list[Any] = []

    def twice(client: Any) -> Any:
        if caller.kind == "sync":
            return client.get_countries(), client.with_options(timeout=1).get_countries()

        async def both() -> Any:
            return await client.get_countries(), await client.with_options(timeout=1).get_countries()

        return both()

    caller.run(twice, hook=events.append)
    assert [one.call for one in events] == [1, 1, 1, 2, 2, 2]


def test_a_hook_that_fails_does_not_touch_the_call(
    caller: Caller, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(event: Any) -> None:
        raise RuntimeError("the hook is broken")

    server.answers = [answer(sent("SUCCESS"))]
    caller("sms_send", {"hook": broken}, messages=[message(caller.package)]).raise_for_rejected()
    assert "the hook is broken" in capsys.readouterr().err


def test_a_logger_sees_neither_bodies_nor_credentials(caller: Caller, server: Server) -> None:
    stream = io.StringIO()
    logger = logging.Logger("of the test", logging.DEBUG)
    logger.addHandler(logging.StreamHandler(stream))
    server.answers = [answer({"response_msg": "top-secret"}, 503), answer(sent("SUCCESS"))]
    hook = caller.package.log_to(logger)
    caller("get_countries", {"hook": hook})
    caller("sms_send", {"hook": hook}, messages=[message(caller.package, custom_string="order-17")])
    text = stream.getvalue()
    assert "get_countries #1.1 answered, HTTP 503" in text and "waiting" in text and "finished" in text
    for secret in ("top-secret", "user-name", "+61411111111", "order-17", "Hi", "Basic"):
        assert secret not in text

"""Events on an idle connection do not affect the next call."""

from __future__ import annotations

import importlib
import threading
from typing import Any

import pytest

from .conftest import Caller
from .raw_calls import WHOLE, two_calls, wait_for
from .raw_server import Connection, RawServer, always, whole

pytestmark = pytest.mark.part(0.5)


def test_what_follows_a_status_without_a_body_is_nobodys(caller: Caller) -> None:
    other = whole(b'{"response_msg": "Other", "data": {}}')
    with RawServer(always(b"HTTP/1.1 204 None\r\nContent-Length: %d\r\n\r\n" % len(other) + other, WHOLE)) as server:
        caller.url = server.url
        _, second = two_calls(caller, "sms_send", "get_contact_lists")
        assert second.response is None or second.response_msg != "Other"
        assert server.connections == 2


def test_what_nobody_asked_for_is_nobodys(caller: Caller) -> None:
    other = whole(b'{"response_msg": "Other", "data": {}}')
    with RawServer(always(WHOLE + other, WHOLE)) as server:
        caller.url = server.url
        results = two_calls(caller, "get_contact_lists", "sms_send")
        assert [one.response_msg for one in results] == ["Here", "Here"]
        assert server.connections == 2


def test_what_arrives_on_an_idle_connection_is_nobodys(caller: Caller) -> None:
    idle, sent = threading.Event(), threading.Event()

    def script(connection: Connection) -> None:
        connection.request()
        connection.send(WHOLE)
        if connection.number == 0:
            idle.wait(10)
            connection.send(whole(b'{"response_msg": "Other"}', 408))
            sent.set()
            connection.request()

    def between(client: Any) -> None:
        idle.set()
        sent.wait(10)

    with RawServer(script) as server:
        caller.url = server.url
        results = two_calls(caller, "get_contact_lists", "sms_send", between)
        assert [one.response_msg for one in results] == ["Here", "Here"]


def test_a_connection_that_was_closed_while_idle_is_not_used(caller: Caller) -> None:
    closed = threading.Event()

    def script(connection: Connection) -> None:
        connection.request()
        connection.send(WHOLE)
        connection.peer.shutdown(1)
        closed.set()
        connection.gone()

    with RawServer(script) as server:
        caller.url = server.url
        results = two_calls(caller, "get_contact_lists", "sms_send", lambda client: wait_for(closed))
        assert [one.response_msg for one in results] == ["Here", "Here"]
        assert server.connections == 2


def test_a_send_on_a_connection_that_dies_after_it_is_doubt(caller: Caller) -> None:
    def script(connection: Connection) -> None:
        connection.request()
        connection.send(WHOLE)
        connection.request()

    with RawServer(script) as server:
        caller.url = server.url
        with pytest.raises(caller.package.OutcomeUnknown):
            two_calls(caller, "get_contact_lists", "sms_send")
        assert len(server.seen) == 2


def test_a_send_that_could_not_leave_is_sent_again(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = threading.Event()
    stream = importlib.import_module(f"{caller.package.__name__}._engine.network_stream")

    def script(connection: Connection) -> None:
        connection.request()
        connection.send(WHOLE)
        if connection.number == 0:
            connection.reset()
            broken.set()

    # The end of the connection comes after the last look at it.
    monkeypatch.setattr(stream, "readable", lambda sock: False)
    with RawServer(script) as server:
        caller.url = server.url
        results = two_calls(caller, "get_contact_lists", "sms_send", lambda client: wait_for(broken))
        assert [one.response_msg for one in results] == ["Here", "Here"]
        assert (server.connections, len(server.seen)) == (2, 2) and caller.sleeps == [0.25]


def test_what_arrives_after_the_last_look_is_nobodys(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    idle, sent = threading.Event(), threading.Event()
    stream = importlib.import_module(f"{caller.package.__name__}._engine.network_stream")
    look, looks = stream.readable, iter([False])

    def script(connection: Connection) -> None:
        connection.request()
        connection.send(WHOLE)
        if connection.number == 0:
            idle.wait(10)
            connection.send(whole(b'{"response_msg": "Other", "data": {}}'))
            sent.set()
            connection.gone()

    def between(client: Any) -> None:
        idle.set()
        sent.wait(10)
        # The pool finds the connection idle; the response arrives before the request is written.
        monkeypatch.setattr(stream, "readable", lambda sock: next(looks, None) is None and look(sock))

    with RawServer(script) as server:
        caller.url = server.url
        results = two_calls(caller, "get_contact_lists", "sms_send", between)
        assert [one.response_msg for one in results] == ["Here", "Here"]
        assert (server.connections, len(server.seen), caller.sleeps) == (2, 2, [0.25])

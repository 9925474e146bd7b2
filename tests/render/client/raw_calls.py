"""Calls of a client to a server of bytes, and what they come to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from .conftest import Caller, message
from .raw_server import HERE, JSON_HEAD, RawServer, Script

LENGTH = b"Content-Length: %d\r\n\r\n" % len(HERE)
CHUNKED = JSON_HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
WHOLE = JSON_HEAD + LENGTH + HERE


def send(caller: Caller, server: RawServer, **settings: Any) -> Any:
    """Send an SMS to ``server``."""
    caller.url = settings.pop("url", server.url)
    return caller("sms_send", settings, messages=[message(caller.package)])


def read(caller: Caller, server: RawServer, **settings: Any) -> Any:
    """Read the lists from ``server``."""
    caller.url = settings.pop("url", server.url)
    return caller("get_contact_lists", settings)


def two_calls(caller: Caller, first: str, second: str, between: Callable[[Any], None] = lambda client: None) -> Any:
    """The results of two calls of one client, with something between them."""
    given = {"sms_send": {"messages": [message(caller.package)]}}

    def both(client: Any) -> Any:
        if caller.kind == "sync":
            results = [getattr(client, first)(**given.get(first, {}))]
            between(client)
            return [*results, getattr(client, second)(**given.get(second, {}))]

        async def calls() -> Any:
            results = [await getattr(client, first)(**given.get(first, {}))]
            between(client)
            return [*results, await getattr(client, second)(**given.get(second, {}))]

        return calls()

    return caller.run(both)


def wait_for(event: threading.Event) -> None:
    """Wait for ``event``, in an event loop too."""
    event.wait(10)


def check_broken(caller: Caller, script: Script) -> None:
    with RawServer(script) as server:
        with pytest.raises(caller.package.OutcomeUnknown):
            send(caller, server)
        assert len(server.seen) == 1
        with pytest.raises(caller.package.ConnectionFailed) as caught:
            read(caller, server)
        assert caught.value.sent and len(server.seen) == 4

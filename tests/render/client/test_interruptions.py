"""Ctrl-C and cancellation during a call: the exception propagates, with a note if the call is in doubt."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from .conftest import Caller, message
from .raw_server import JSON_HEAD, Connection, RawServer, whole


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """A process in the background ignores Ctrl-C, and hands that on to the tests that it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def interrupt() -> None:
    """Ctrl-C, for the main thread."""
    main = threading.main_thread().ident
    assert main is not None
    signal.pthread_kill(main, signal.SIGINT)


def interrupted(caller: Caller, server: RawServer, send: bool = True) -> BaseException:
    caller.url = server.url
    with pytest.raises(KeyboardInterrupt) as caught:
        if send:
            caller("sms_send", messages=[message(caller.package)])
        else:
            caller("get_contact_lists")
    # asyncio.run turns the cancellation of its task into the KeyboardInterrupt.
    return caught.value if caller.kind == "sync" else caught.value.__context__ or caught.value


def doubtful(caller: Caller, error: BaseException) -> bool:
    notes = any("the outcome is unknown" in note for note in getattr(error, "__notes__", []))
    assert isinstance(error.__cause__, caller.package.OutcomeUnknown) is notes
    return notes


AFTER = {"before a response": b"", "in the head": JSON_HEAD, "in the body": JSON_HEAD + b"Content-Length: 90\r\n\r\n{"}


@pytest.mark.parametrize("begun", AFTER.values(), ids=list(AFTER))
@pytest.mark.parametrize("send", [True, False], ids=["send", "read"])
def test_ctrl_c_while_a_call_is_out(caller: Caller, begun: bytes, send: bool) -> None:
    ended: list[bool] = []

    def script(connection: Connection) -> None:
        connection.request()
        connection.send(begun)
        interrupt()
        ended.append(connection.gone())

    with RawServer(script) as server:
        error = interrupted(caller, server, send)
        server.settled()
    assert doubtful(caller, error) is send and ended == [True]


def test_ctrl_c_while_the_result_is_worked_out(caller: Caller) -> None:
    def hook(event: Any) -> None:
        if event.kind == "answered":
            raise KeyboardInterrupt

    with RawServer(lambda connection: connection.send(whole()) if connection.request() else None) as server:
        caller.url = server.url
        with pytest.raises(KeyboardInterrupt) as caught:
            caller("sms_send", {"hook": hook}, messages=[message(caller.package)])
    assert doubtful(caller, caught.value)


@pytest.mark.parametrize("secure", [True, False], ids=["in the handshake", "in the throttle"])
def test_ctrl_c_before_anything_left_is_no_doubt(caller: Caller, secure: bool) -> None:
    def script(connection: Connection) -> None:
        connection.peer.recv(1)
        interrupt()
        server.stopped.wait(5)

    with RawServer(script) as server:
        if secure:
            server.url = server.url.replace("http:", "https:")
            error = interrupted(caller, server)
        else:
            caller.url = server.url

            def sleep(seconds: float) -> None:
                raise KeyboardInterrupt

            async def async_sleep(seconds: float) -> None:
                raise KeyboardInterrupt

            throttle = caller.package.Throttle(1, 60.0)
            throttle.reserve()
            runtime = caller.package.Runtime(sleep=sleep, async_sleep=async_sleep)
            with pytest.raises(KeyboardInterrupt) as caught:
                caller("sms_send", {"throttle": throttle, "runtime": runtime}, messages=[message(caller.package)])
            error = caught.value
    assert not doubtful(caller, error)


def test_ctrl_c_after_a_refusal_is_no_doubt(caller: Caller) -> None:
    def sleep(seconds: float) -> None:
        raise KeyboardInterrupt

    async def async_sleep(seconds: float) -> None:
        raise KeyboardInterrupt

    runtime = caller.package.Runtime(sleep=sleep, async_sleep=async_sleep)
    with RawServer(lambda connection: connection.send(whole(b"{}", 429)) if connection.request() else None) as server:
        caller.url = server.url
        with pytest.raises(KeyboardInterrupt) as caught:
            caller("sms_send", {"runtime": runtime}, messages=[message(caller.package)])
    assert not doubtful(caller, caught.value)


def test_a_task_that_runs_out_of_time_says_what_is_not_known(package: Any) -> None:
    def script(connection: Connection) -> None:
        connection.request()
        connection.gone()

    async def calls(url: str) -> BaseException:
        async with package.AsyncClient(username="u", password="p", base_url=url) as client:
            try:
                async with asyncio.timeout(0.3):
                    await client.sms_send(messages=[message(package)])
            except TimeoutError as error:
                return error
        raise AssertionError("not interrupted")

    with RawServer(script) as server:
        error = asyncio.run(calls(server.url))
    cancelled = error.__cause__
    assert isinstance(cancelled, asyncio.CancelledError) and isinstance(cancelled.__cause__, package.OutcomeUnknown)


def test_other_calls_of_the_client_go_on(package: Any) -> None:
    def script(connection: Connection) -> None:
        while asked := connection.request():
            if b"/sms/send" in asked:
                connection.gone()
                return
            connection.send(whole())

    async def calls(url: str) -> list[str]:
        async with package.AsyncClient(username="u", password="p", base_url=url) as client:
            await client.get_contact_lists()
            task = asyncio.ensure_future(client.sms_send(messages=[message(package)]))
            while not any(b"/sms/send" in one for one in server.seen):
                await asyncio.sleep(0.01)
            task.cancel()
            results = await asyncio.gather(*(client.get_contact_lists() for _ in range(8)))
            with pytest.raises(asyncio.CancelledError):
                await task
            return [one.response_msg for one in results]

    with RawServer(script) as server:
        assert asyncio.run(calls(server.url)) == ["Here"] * 8


def test_one_client_serves_two_event_loops_at_once(package: Any) -> None:
    def script(connection: Connection) -> None:
        while asked := connection.request():
            name = asked.rpartition(b'"list_name":"')[2].partition(b'"')[0]
            connection.send(whole(b'{"response_code": "SUCCESS", "data": {"list_name": "%b"}}' % name))

    wrong: list[str] = []
    with RawServer(script) as server:
        client = package.AsyncClient(username="u", password="p", base_url=server.url, throttle=None)

        async def calls(prefix: str) -> None:
            for number in range(20):
                name = f"{prefix}-{number}"
                got = (await client.create_list(list_name=name)).data.list_name
                if got != name:
                    wrong.append(got)
            await client.close()

        threads = [threading.Thread(target=asyncio.run, args=(calls(prefix),)) for prefix in "ab"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        asyncio.run(calls("c"))
    assert wrong == [] and len(server.seen) == 60


def test_closing_leaves_calls_of_other_threads_alone(package: Any) -> None:
    answering = threading.Event()

    def script(connection: Connection) -> None:
        connection.request()
        answering.wait(10)
        connection.send(whole())
        connection.gone()

    with RawServer(script) as server:
        client = package.Client(username="u", password="p", base_url=server.url, retries=0)
        results: list[str] = []
        thread = threading.Thread(target=lambda: results.append(client.get_contact_lists().response_msg))
        thread.start()
        while not server.seen:
            threading.Event().wait(0.01)
        client.close()
        answering.set()
        thread.join(10)
        server.settled()
        assert results == ["Here"]
        assert client.get_contact_lists().response_msg == "Here" and server.connections == 2
        client.close()

"""Clients shared by threads, tasks and event loops, and connections that end meanwhile."""

from __future__ import annotations

import asyncio
import gc
import json
import threading
import warnings
from types import ModuleType
from typing import Any

import pytest

from .conftest import Caller, Server, answer, sent
from .test_doubt import SENDS, arguments
from .test_transport import BODY, HEAD, LENGTH, Wire

pytestmark = pytest.mark.part(0.5)


def test_threads_share_the_throttle_and_get_their_own_answers(package: ModuleType, server: Server) -> None:
    def echo(seen: Any) -> Any:
        return answer({"data": {"list_name": json.loads(seen.body)["list_name"]}})

    server.choose = echo
    waits: list[float] = []
    runtime = package.Runtime(clock=lambda: 0.0, sleep=waits.append)
    client = package.Client(username="u", password="p", base_url=server.url, throttle=(30, 60.0), runtime=runtime)
    names: list[str] = []

    def work(first: int) -> None:
        for number in range(first, first + 10):
            assert client.create_list(list_name=str(number)).data.list_name == str(number)
            names.append(str(number))

    threads = [threading.Thread(target=work, args=(first,)) for first in range(0, 40, 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    client.close()
    assert len(names) == 40 and sorted(waits) == [60.0] * 10


def test_tasks_share_the_throttle_and_get_their_own_answers(package: ModuleType, server: Server) -> None:
    server.choose = lambda seen: answer({"data": {"list_name": json.loads(seen.body)["list_name"]}})
    waits: list[float] = []

    async def rest(seconds: float) -> None:
        waits.append(seconds)

    async def calls() -> list[str]:
        runtime = package.Runtime(clock=lambda: 0.0, async_sleep=rest)
        async with package.AsyncClient(
            username="u", password="p", base_url=server.url, throttle=(15, 60.0), runtime=runtime
        ) as client:
            made = await asyncio.gather(*(client.create_list(list_name=str(n)) for n in range(20)))
            return [one.data.list_name for one in made]

    assert asyncio.run(calls()) == [str(n) for n in range(20)] and waits == [60.0] * 5


def test_a_throttle_is_shared_between_clients(package: ModuleType, make: Any, server: Server, sleeps: Any) -> None:
    throttle = package.Throttle(2, 60.0, lambda: 0.0)
    for _ in range(3):
        make(throttle=throttle).get_countries()
    assert sleeps == [60.0]


@pytest.mark.parametrize(
    "limit", [(0, 1.0), (1, -1.0), (1, float("inf")), (1, float("nan")), (1,), ("1", 1.0), (1.5, 1.0), "x", 5, {}]
)
def test_a_throttle_without_a_place_is_refused(package: ModuleType, limit: Any) -> None:
    with pytest.raises(package.ValidationFailed, match="throttle must be"):
        package.Client(username="u", password="p", throttle=limit)


def test_a_shared_throttle_has_a_place(package: ModuleType) -> None:
    with pytest.raises(ValueError, match="at least one call"):
        package.Throttle(0, 60.0)


def test_an_asynchronous_client_can_go_from_one_loop_to_the_next(package: ModuleType, server: Server) -> None:
    client = package.AsyncClient(username="u", password="p", base_url=server.url)
    for _ in range(2):
        assert asyncio.run(client.get_countries()).response.status == 200
    assert len(server.seen) == 2


def test_connections_end_with_their_event_loop(package: ModuleType, server: Server) -> None:
    client = package.AsyncClient(username="u", password="p", base_url=server.url)

    async def call() -> None:
        await client.get_countries()

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ResourceWarning)
        for _ in range(3):
            asyncio.run(call())
            gc.collect()
    # Leftovers of other tests are collected here too.
    port = f", {server.url.rpartition(':')[2].partition('/')[0]})"
    assert [str(one.message) for one in caught if port in str(one.message)] == [] and server.connections == 3


def test_an_answer_that_nobody_asked_for_is_nobodys(caller: Caller) -> None:
    extra = HEAD + b"Content-Length: 25\r\n\r\n" + b'{"response_msg": "Other"}'
    with Wire(HEAD + LENGTH + BODY + extra, HEAD + LENGTH + BODY) as wire:
        caller.url = f"http://127.0.0.1:{wire.port}"

        def twice(client: Any) -> Any:
            if caller.kind == "sync":
                return [client.get_contact_lists(), client.get_contact_lists()]

            async def both() -> Any:
                return [await client.get_contact_lists(), await client.get_contact_lists()]

            return both()

        assert [one.response_msg for one in caller.run(twice)] == ["Here", "Here"]
        assert wire.connections == 2


@pytest.mark.parametrize("name", SENDS)
def test_the_constants_of_the_platform_travel_with_no_send(caller: Caller, server: Server, name: str) -> None:
    server.answers = [answer(sent("SUCCESS"))]
    caller(name, **arguments(caller.package, name))
    body = json.loads(server.seen[0].body)
    assert all("source" not in one for one in (body, *body.get("messages", ()), *body.get("recipients", ())))


def test_a_connection_keeps_the_timeout_of_each_call(package: ModuleType) -> None:
    class Late(Wire):
        def _request(self, peer: Any) -> bytes:
            asked = super()._request(peer)
            if b"/countries" in asked:
                threading.Event().wait(5.0)
            return asked

    async def calls(url: str) -> None:
        async with package.AsyncClient(username="u", password="p", base_url=url, retries=0, timeout=60.0) as client:
            await client.get_contact_lists()
            with pytest.raises(package.ConnectionFailed, match="timed out"):
                await client.with_options(timeout=0.2).get_countries()
            await client.with_options(timeout=30.0).get_contact_lists()
            await client.get_contact_lists()

    good = HEAD + LENGTH + BODY
    with Late(*[good] * 4) as wire:
        asyncio.run(calls(f"http://127.0.0.1:{wire.port}"))

"""Run as a separate process: a client is used, the process forks, and parent and children continue at once.

Each call names itself, and the server repeats the name, so that a response that belongs to another call is seen.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import sys
import threading
from typing import Any

import clicksend_sms

CALLS, CHILDREN = 25, 3


def names() -> list[str]:
    return [f"{os.getpid()}-{number}" for number in range(CALLS)]


def call_in_turn(client: Any) -> None:
    for name in names():
        got = client.create_list(list_name=name).data.list_name
        assert got == name, (got, name)


async def call_at_once(client: Any) -> None:
    async def one(name: str) -> None:
        got = (await client.create_list(list_name=name)).data.list_name
        assert got == name, (got, name)

    for name in names():
        await one(name)
    await asyncio.gather(*(one(name) for name in names()))


def use(client: Any) -> None:
    if isinstance(client, clicksend_sms.Client):
        call_in_turn(client)
    else:
        asyncio.run(call_at_once(client))


def children(client: Any) -> list[Any]:
    context = multiprocessing.get_context("fork")
    made = [context.Process(target=use, args=(client,)) for _ in range(CHILDREN)]
    for child in made:
        child.start()
    return made


def joined(processes: list[Any]) -> None:
    for child in processes:
        child.join(60)
        assert child.exitcode == 0, child.exitcode


def preload(client: Any) -> None:
    """The client was used before the workers are forked, and its connections are open."""
    if isinstance(client, clicksend_sms.Client):
        call_in_turn(client)
        made = children(client)
        call_in_turn(client)
    else:
        loop = asyncio.new_event_loop()
        loop.run_until_complete(call_at_once(client))
        made = children(client)
        loop.run_until_complete(call_at_once(client))
        loop.run_until_complete(client.close())
        loop.close()
    joined(made)


def busy(client: Any) -> None:
    """Threads are in the middle of calls when the process forks.

    Not in the middle of their first: Python cannot fork while a thread imports.
    """
    use(client)
    threads = [threading.Thread(target=use, args=(client,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    made = children(client)
    for thread in threads:
        thread.join(60)
    joined(made)


def locked(client: Any) -> None:
    """The process forks while a thread holds the lock of the throttle."""
    inside, leave, parent = threading.Event(), threading.Event(), os.getpid()

    def clock() -> float:
        if os.getpid() == parent:
            inside.set()
            leave.wait(60)
        return 0.0

    throttle = clicksend_sms.Throttle(CALLS * 3, 3600.0, clock)
    limited = type(client)(username="u", password="p", base_url=sys.argv[2], throttle=throttle)
    thread = threading.Thread(target=throttle.reserve)
    thread.start()
    inside.wait(60)
    made = children(limited)
    joined(made)
    leave.set()
    thread.join(60)


if __name__ == "__main__":
    kind = clicksend_sms.Client if sys.argv[3] == "sync" else clicksend_sms.AsyncClient
    client = kind(username="u", password="p", base_url=sys.argv[2], throttle=None)
    {"preload": preload, "busy": busy, "locked": locked}[sys.argv[1]](client)
    print("well")

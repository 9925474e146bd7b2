"""CPU of a call of the generated client as a multiple of the same JSON call through httpx2, and the cost of its import.

The server is a separate process, so that only the client's CPU counts. httpx2 sends the same body and headers and
parses the JSON of the response; the generated client also validates, authenticates, checks the outcome and decodes.
Each figure is the least of several alternating rounds.
"""

from __future__ import annotations

import asyncio
import os
import resource
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

ROOT = Path(__file__).resolve().parents[1]
CLIENT = ROOT / "build" / "client"
sys.path[:0] = [str(CLIENT)]
CALLS, ROUNDS = 300, 9
TEXTS = {"to": "+61411111111", "body": "Hello"}
BODY = {"messages": [TEXTS]}
HEADERS = {
    "accept": "application/json",
    "accept-encoding": "identity",
    "user-agent": "clicksend-sms/1.0",
    "authorization": "Basic " + b64encode(b"user-name:top-secret").decode(),
}
CALL_GOAL, IMPORT_GOAL = 1.3, 3.0
Once = Callable[[], object]
OnceAsync = Callable[[], Awaitable[object]]


@contextmanager
def served() -> Iterator[str]:
    """The address of a server in a separate process."""
    command = [sys.executable, str(ROOT / "benchmarks" / "tiny_server.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdin is not None and running.stdout is not None
        yield f"http://127.0.0.1:{int(running.stdout.readline())}"
        running.stdin.close()


def spent(call: Once) -> float:
    """Seconds of CPU of this process for some calls."""
    before = time.process_time()
    for _ in range(CALLS):
        call()
    return time.process_time() - before


async def spent_async(call: OnceAsync) -> float:
    """As :func:`spent`, for awaited calls."""
    before = time.process_time()
    for _ in range(CALLS):
        await call()
    return time.process_time() - before


def synchronous(url: str) -> tuple[float, float]:
    """Seconds of CPU for the calls of httpx2.Client and of the generated client."""
    from clicksend_sms import Client, SmsSendMessage

    theirs, ours = float("inf"), float("inf")
    settings = {"username": "user-name", "password": "top-secret", "base_url": url, "throttle": None}
    with httpx2.Client(headers=HEADERS) as other, Client(**settings) as client:
        for _ in range(ROUNDS):
            theirs = min(theirs, spent(lambda: other.post(f"{url}/sms/send", json=BODY).json()))
            ours = min(ours, spent(lambda: client.sms_send(messages=[SmsSendMessage(**TEXTS)]).raise_for_rejected()))
    return theirs, ours


async def asynchronous(url: str) -> tuple[float, float]:
    """As :func:`synchronous`, for httpx2.AsyncClient and the asynchronous client."""
    from clicksend_sms import AsyncClient, SmsSendMessage

    settings = {"username": "user-name", "password": "top-secret", "base_url": url, "throttle": None}
    theirs, ours = float("inf"), float("inf")
    async with httpx2.AsyncClient(headers=HEADERS) as other, AsyncClient(**settings) as client:

        async def their_call() -> object:
            return (await other.post(f"{url}/sms/send", json=BODY)).json()

        async def our_call() -> None:
            (await client.sms_send(messages=[SmsSendMessage(**TEXTS)])).raise_for_rejected()

        for _ in range(ROUNDS):
            theirs = min(theirs, await spent_async(their_call))
            ours = min(ours, await spent_async(our_call))
    return theirs, ours


def started(code: str) -> float:
    """Seconds of CPU of a Python process that runs ``code``: the least of several."""
    best = float("inf")
    for _ in range(15):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": str(CLIENT)})
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best


def main() -> None:
    """Print one row for each figure."""
    with served() as url:
        for name, (theirs, ours) in (
            ("Client / httpx2.Client", synchronous(url)),
            ("AsyncClient / httpx2.AsyncClient", asyncio.run(asynchronous(url))),
        ):
            each = f"{ours / CALLS * 1e6:.0f} / {theirs / CALLS * 1e6:.0f} us of CPU"
            print(f"{name}: {ours / theirs:.2f} (goal {CALL_GOAL}), {each}")
    bare = started("pass")
    code = "from clicksend_sms import AsyncClient, Client, SmsSendMessage"
    made = started(f"{code}; Client(username='u', password='p')")
    print(f"import of the client / a bare Python start: {started(code) / bare:.2f} (goal {IMPORT_GOAL})")
    print(f"import and a client / a bare Python start: {made / bare:.2f}, bare {bare * 1e3:.0f} ms")


if __name__ == "__main__":
    main()

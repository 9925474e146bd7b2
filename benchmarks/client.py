"""CPU per call of the generated client as multiples of a bare http.client loop, all within one run.

The server is a process of its own, so that only the client's CPU counts. The bare loops send the same bytes and headers
and read the body without looking at it; the client builds, checks, authenticates, judges and decodes. Each figure is
the least of several rounds that follow one another in turn. Libraries that are not installed are left out.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import GenericAlias
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "build" / "client"), str(ROOT / "benchmarks")]
CALLS, ROUNDS = 400, 8
TEXTS = {"to": "+61411111111", "body": "Hello"}
BODY = json.dumps({"messages": [{**TEXTS, "source": "MSPowerAutomate"}]}, separators=(",", ":")).encode()
HEADERS = {
    "accept": "application/json",
    "accept-encoding": "identity",
    "user-agent": "clicksend-sms/1.0",
    "content-type": "application/json",
    "authorization": "Basic " + b64encode(b"user-name:top-secret").decode(),
}
Once = Callable[[], object]
OnceAsync = Callable[[], Awaitable[object]]


@contextmanager
def served() -> Iterator[int]:
    """The port of a server in a process of its own."""
    command = [sys.executable, str(ROOT / "benchmarks" / "tiny_server.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdin is not None and running.stdout is not None
        yield int(running.stdout.readline())
        running.stdin.close()


def plain(port: int) -> Iterator[tuple[str, Once]]:
    """One call of each synchronous way."""
    bare = http.client.HTTPConnection("127.0.0.1", port)

    def standard() -> bytes:
        bare.request("POST", "/sms/send", BODY, HEADERS)
        return bare.getresponse().read()

    yield "http.client", standard
    yield "http.client and json", lambda: (json.dumps({"messages": [TEXTS]}), json.loads(standard()))
    made = import_module("clicksend_sms")
    base = f"http://127.0.0.1:{port}"
    client = made.Client(username="user-name", password="top-secret", base_url=base, throttle=None)
    yield "Client", lambda: client.sms_send(messages=[made.SmsSendMessage(**TEXTS)]).raise_for_rejected()
    url = f"{base}/sms/send"
    if find_spec("urllib3"):
        pool = import_module("urllib3").PoolManager()
        yield "bare urllib3", lambda: pool.request("POST", url, body=BODY, headers=HEADERS, retries=False).data
    if find_spec("httpx2"):
        other = import_module("httpx2").Client()
        yield "bare httpx2", lambda: other.post(url, content=BODY, headers=HEADERS).content


async def tasks(port: int) -> dict[str, tuple[OnceAsync, OnceAsync]]:
    """One call of each asynchronous way, and how it is closed."""
    made = import_module("clicksend_sms")
    url = f"http://127.0.0.1:{port}"
    client = made.AsyncClient(username="user-name", password="top-secret", base_url=url, throttle=None)

    async def ours() -> None:
        (await client.sms_send(messages=[made.SmsSendMessage(**TEXTS)])).raise_for_rejected()

    ways: dict[str, tuple[OnceAsync, OnceAsync]] = {"AsyncClient": (ours, client.close)}
    if find_spec("aiohttp"):
        session = import_module("aiohttp").ClientSession()

        async def theirs() -> bytes:
            async with session.post(f"{url}/sms/send", data=BODY, headers=HEADERS) as answer:
                body: bytes = await answer.read()
                return body

        ways["bare aiohttp"] = (theirs, session.close)
    if find_spec("httpx2"):
        other = import_module("httpx2").AsyncClient()

        async def third() -> object:
            return (await other.post(f"{url}/sms/send", content=BODY, headers=HEADERS)).content

        ways["bare httpx2, asynchronous"] = (third, other.aclose)
    return ways


def decoders() -> Iterator[tuple[str, Once]]:
    """One answer read and typed, by the client's own tables and by decoders that are libraries."""
    body = import_module("tiny_server").BODY
    model, sms = import_module("clicksend_sms._engine.model"), import_module("clicksend_sms.types.sms_send")
    yield "json.loads alone", lambda: json.loads(body)
    yield "json.loads and the client's tables", lambda: model.decode_result(sms.SmsSendResult, json.loads(body), [])
    shape = {wire: Any for wire, *_ in sms.SmsSendResultDataMessage._shape}
    names = {"from": "from_"}
    fields = [(names.get(wire, wire), Any, None) for wire in shape]
    if find_spec("msgspec"):
        msgspec = import_module("msgspec")
        item = msgspec.defstruct("Item", fields, rename=lambda name: name.rstrip("_"))
        data = msgspec.defstruct("Data", [("messages", GenericAlias(list, item))])
        whole = msgspec.defstruct("Whole", [("http_code", int), ("data", data)])
        decoder = msgspec.json.Decoder(whole)
        yield "msgspec, which refuses the whole for one field", lambda: decoder.decode(body)
    if find_spec("pydantic"):
        pydantic = import_module("pydantic")
        texts = {name: (str | int | bool | None, None) for name, _, _ in fields}
        one = pydantic.create_model("One", **texts)
        data = pydantic.create_model("Data", messages=(GenericAlias(list, one), ...))
        top = pydantic.create_model("Top", http_code=(int, ...), data=(data, ...))
        yield "pydantic, which refuses the whole for one field", lambda: top.model_validate_json(body)


def spent(call: Once, times: int = CALLS) -> float:
    """Seconds of CPU of this process for some calls."""
    before = time.process_time()
    for _ in range(times):
        call()
    return time.process_time() - before


async def spent_async(call: OnceAsync) -> float:
    """The same for calls that are awaited."""
    before = time.process_time()
    for _ in range(CALLS):
        await call()
    return time.process_time() - before


async def main() -> None:
    """Print one row for each way to call."""
    best: dict[str, float] = {}
    with served() as port:
        ways, others = dict(plain(port)), await tasks(port)
        for _ in range(ROUNDS):
            for name, call in ways.items():
                best[name] = min(best.get(name, 9e9), spent(call))
            for name, (way, _) in others.items():
                best[name] = min(best.get(name, 9e9), await spent_async(way))
        for _, close in others.values():
            with suppress(Exception):
                await close()
    goals = {"Client": " (goal 2.0)", "AsyncClient": " (goal 1.6)"}
    print(f"a call with http.client: {best['http.client'] / CALLS * 1e6:.0f} us of CPU = 1")
    for name, seconds in best.items():
        print(f"{name}: {seconds / best['http.client']:.2f}{goals.get(name, '')}")
    known = {name: min(spent(call, 2000) for _ in range(5)) for name, call in decoders()}
    for name, seconds in known.items():
        print(f"{name}: {seconds / known['json.loads alone']:.1f} times json.loads")


if __name__ == "__main__":
    asyncio.run(main())

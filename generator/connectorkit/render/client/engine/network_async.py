"""Connections of an asynchronous client. Every wait ends with the attempt."""

from __future__ import annotations

import asyncio
import socket
import ssl

import httpcore2

from .addresses import NEXT_ADDRESS_AFTER, look_up
from .failure_reasons import Broken
from .network_stream import StreamState, meaning, plain_name
from .time_bound import departing, left
from .tls import Tls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from .addresses import Address, Found
    from .open_streams import OpenStreams

_RECORDS = 64 * 1024


class AsyncNetwork(httpcore2.AsyncNetworkBackend):
    """Opens the connections of one pool, with asyncio."""

    def __init__(self, streams: OpenStreams) -> None:
        self._streams = streams

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """A connection to ``host``; raises ConnectTimeout and ConnectError."""
        try:
            async with asyncio.timeout(left(timeout)):
                sock = await _connected(await _addresses(plain_name(host), port))
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except TimeoutError:
            raise httpcore2.ConnectTimeout("timed out") from None
        except (Broken, OSError, UnicodeError, RuntimeError) as error:
            raise httpcore2.ConnectError(meaning(error)) from None
        return AsyncStream(StreamState(sock, self._streams))


async def _addresses(host: str, port: int) -> list[Address]:
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Found] = loop.create_future()

    def resolve(found: Found) -> None:
        if not future.done():
            future.set_result(found)

    def deliver(found: Found) -> None:
        # The event loop may be closed when a look-up ends.
        if not loop.is_closed():
            loop.call_soon_threadsafe(resolve, found)

    look_up(host, port, deliver)
    found = await future
    if isinstance(found, Exception):
        raise found
    return found


async def _connected(addresses: list[Address]) -> socket.socket:
    """The first connection that succeeds; each address gets a head start before the next one."""
    failure: BaseException = Broken("the host name has no address")
    waiting, tasks = list(addresses), set[asyncio.Task[socket.socket]]()
    try:
        while waiting or tasks:
            if waiting:
                tasks.add(asyncio.ensure_future(_connect(waiting.pop(0))))
            pause = NEXT_ADDRESS_AFTER if waiting else None
            done, tasks = await asyncio.wait(tasks, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
            made = [task for task in done if task.exception() is None]
            for task in made[1:]:
                task.result().close()
            if made:
                return made[0].result()
            failure = next((error for task in done if (error := task.exception()) is not None), failure)
        raise failure
    finally:
        for task in tasks:
            task.add_done_callback(_close_result)
            task.cancel()


def _close_result(task: asyncio.Task[socket.socket]) -> None:
    if not task.cancelled() and task.exception() is None:
        task.result().close()


async def _connect(address: Address) -> socket.socket:
    sock = socket.socket(address[0], socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        await asyncio.get_running_loop().sock_connect(sock, address[1])
    except BaseException:
        sock.close()
        raise
    return sock


class AsyncStream(httpcore2.AsyncNetworkStream):
    """One connection."""

    def __init__(self, state: StreamState) -> None:
        self.state = state

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next data, b"" at the end; raises ReadTimeout and ReadError."""
        state = self.state
        try:
            while True:
                if state.tls is not None:
                    data = await self._decrypted(max_bytes, timeout)
                else:
                    data = await self._received(timeout)
                passed = state.heads.passed(data)
                if passed or not data:
                    return passed
        except TimeoutError:
            raise httpcore2.ReadTimeout("timed out") from None
        except OSError as error:
            raise httpcore2.ReadError(meaning(error)) from None

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of ``buffer``; raises WriteTimeout and WriteError."""
        if not buffer:
            return
        # The data contains credentials, which must not appear in a traceback.
        view = memoryview(buffer)
        del buffer
        try:
            if not self.state.begin():
                raise Broken("the connection was closed")
            if self.state.tls is None:
                await self._send(view, timeout, False)
            else:
                for begin in range(0, len(view), _RECORDS):
                    records = memoryview(self.state.tls.encrypted(view[begin : begin + _RECORDS]))
                    await self._send(records, timeout, True)
        except TimeoutError:
            raise httpcore2.WriteTimeout("timed out") from None
        except (Broken, OSError) as error:
            raise httpcore2.WriteError(meaning(error)) from None

    async def aclose(self) -> None:
        """Close the connection immediately."""
        self.state.drop()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.AsyncNetworkStream:
        """The same connection inside TLS; raises ConnectTimeout and ConnectError."""
        state = self.state
        try:
            if state.tls is not None:
                raise Broken("TLS inside TLS is not supported")
            tls = Tls(ssl_context, plain_name(server_hostname) if server_hostname else None)
            while not tls.established():
                await self._send(memoryview(tls.to_send()), timeout, False)
                tls.received(await self._received(timeout))
            await self._send(memoryview(tls.to_send()), timeout, False)
        except BaseException as error:
            state.drop()
            if isinstance(error, TimeoutError):
                raise httpcore2.ConnectTimeout("timed out") from None
            if isinstance(error, (Broken, OSError, ValueError)):
                raise httpcore2.ConnectError(meaning(error)) from None
            raise
        return AsyncStream(StreamState(state.sock, state.streams, tls))

    def get_extra_info(self, info: str) -> object:
        """Information for the pool."""
        return self.state.info(info)

    async def _decrypted(self, size: int, timeout: float | None) -> bytes:
        tls = self.state.tls
        assert tls is not None
        while (data := tls.decrypted(size)) is None:
            await self._send(memoryview(tls.to_send()), timeout, False)
            tls.received(await self._received(timeout))
        return data

    async def _received(self, timeout: float | None) -> bytes:
        sock = self.state.sock
        seconds = left(timeout)
        try:
            data = sock.recv(_RECORDS)
        except (BlockingIOError, InterruptedError):
            async with asyncio.timeout(seconds):
                data = await asyncio.get_running_loop().sock_recv(sock, _RECORDS)
        self.state.ended = not data
        return data

    async def _send(self, view: memoryview, timeout: float | None, encrypted: bool) -> None:
        if not view:
            return
        sock = self.state.sock
        seconds = left(timeout)
        attempt = departing(timeout, encrypted)
        try:
            view = view[sock.send(view) :]
        except (BlockingIOError, InterruptedError):
            attempt = None
        except OSError:
            if attempt is not None:
                attempt.departed = False
            raise
        if view:
            async with asyncio.timeout(seconds):
                await asyncio.get_running_loop().sock_sendall(sock, view)

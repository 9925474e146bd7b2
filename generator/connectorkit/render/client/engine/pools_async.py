"""The connection pools of an asynchronous transport, separate for each event loop."""

from __future__ import annotations

from asyncio import get_running_loop
from threading import Lock
from weakref import WeakKeyDictionary, finalize

import anyio
import httpcore2

from . import http_logging
from .exchange import Context, Exchange, pool_settings
from .network_async import AsyncNetwork
from .open_streams import OpenStreams
from .proxies import proxy_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl
    from asyncio import AbstractEventLoop
    from typing import Any

    from .http_messages import Failure, Request, Response


class _OfLoop:
    """The pools of one event loop: one for each proxy and scheme, usually just one."""

    def __init__(self) -> None:
        self.streams = OpenStreams()
        self.pools: dict[object, httpcore2.AsyncConnectionPool] = {}


class AsyncPools:
    """The pools of all event loops in which a transport was used."""

    def __init__(self, ssl_context: ssl.SSLContext | None, environment: bool) -> None:
        self._context = Context(ssl_context)
        self._environment = environment
        self._loops: WeakKeyDictionary[AbstractEventLoop, _OfLoop] = WeakKeyDictionary()
        self._lock = Lock()
        # anyio imports most of its modules at the first use; here, no fork can happen in between.
        anyio.Event()

    async def send(self, request: Request) -> Response | Failure:
        """The response to ``request``, or the failure."""
        exchange = Exchange(request)
        try:
            with http_logging.quiet():
                await self._exchange(request, exchange)
        except Exception as error:
            return exchange.failure(error)
        finally:
            request.departed = exchange.attempt.departed
        return exchange.response()

    def retire(self) -> None:
        """Close the idle connections of this event loop, and all of closed event loops."""
        with self._lock:
            own = self._loops.pop(get_running_loop(), None)
        if own is not None:
            own.streams.retire()
        self._forget_closed()

    def drop(self) -> None:
        """Close this process's ends of all connections without notifying the peer."""
        for own in list(self._loops.values()):
            own.streams.drop()

    async def _exchange(self, request: Request, exchange: Exchange) -> None:
        response = await self._pool(request).handle_async_request(exchange.outgoing())
        try:
            exchange.begin(response)
            async for chunk in response.aiter_stream():
                exchange.add(chunk)
            exchange.finish(response)
        finally:
            await response.aclose()

    def _pool(self, request: Request) -> httpcore2.AsyncConnectionPool:
        loop = get_running_loop()
        own = self._loops.get(loop)
        if own is None:
            self._forget_closed()
            with self._lock:
                own = self._loops.setdefault(loop, _OfLoop())
            # Connections of a deleted event loop cannot be closed.
            finalize(loop, own.streams.drop).atexit = False
        proxy = proxy_for(request.origin) if self._environment else None
        secure = request.origin[0] == "https"
        key = (secure, proxy.key() if proxy is not None else None)
        pool = own.pools.get(key)
        if pool is None:
            # Any: the settings are the same for both kinds of pools, which have no common type.
            settings: dict[str, Any] = pool_settings(secure, proxy, self._context)
            pool = httpcore2.AsyncConnectionPool(**settings, network_backend=AsyncNetwork(own.streams))
            own.pools[key] = pool
        return pool

    def _forget_closed(self) -> None:
        """Close the connections of closed event loops."""
        with self._lock:
            over = [self._loops.pop(loop) for loop in list(self._loops) if loop.is_closed()]
        for own in over:
            own.streams.drop()

"""The connection pools of a synchronous transport."""

from __future__ import annotations

from threading import Lock

import httpcore2

from . import http_logging
from .exchange import Context, Exchange, pool_settings
from .network_sync import SyncNetwork
from .open_streams import OpenStreams
from .proxies import proxy_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl
    from typing import Any

    from .http_messages import Failure, Request, Response


class SyncPools:
    """One pool for each proxy and scheme, usually just one."""

    def __init__(self, ssl_context: ssl.SSLContext | None, environment: bool) -> None:
        self._context = Context(ssl_context)
        self._environment = environment
        self._streams = OpenStreams()
        self._pools: dict[object, httpcore2.ConnectionPool] = {}
        self._lock = Lock()

    def send(self, request: Request) -> Response | Failure:
        """The response to ``request``, or the failure."""
        exchange = Exchange(request)
        try:
            with http_logging.quiet():
                self._exchange(request, exchange)
        except Exception as error:
            return exchange.failure(error)
        finally:
            request.departed = exchange.attempt.departed
        return exchange.response()

    def retire(self) -> None:
        """Close the idle connections; the others close after their call."""
        self._streams.retire()

    def drop(self) -> None:
        """Close this process's ends of all connections without notifying the peer."""
        self._streams.drop()

    def _exchange(self, request: Request, exchange: Exchange) -> None:
        response = self._pool(request).handle_request(exchange.outgoing())
        try:
            exchange.begin(response)
            for chunk in response.iter_stream():
                exchange.add(chunk)
            exchange.finish(response)
        finally:
            response.close()

    def _pool(self, request: Request) -> httpcore2.ConnectionPool:
        proxy = proxy_for(request.origin) if self._environment else None
        secure = request.origin[0] == "https"
        key = (secure, proxy.key() if proxy is not None else None)
        pool = self._pools.get(key)
        if pool is None:
            with self._lock:
                # Any: the settings are the same for both kinds of pools, which have no common type.
                settings: dict[str, Any] = pool_settings(secure, proxy, self._context)
                pool = httpcore2.ConnectionPool(**settings, network_backend=SyncNetwork(self._streams))
                pool = self._pools.setdefault(key, pool)
        return pool

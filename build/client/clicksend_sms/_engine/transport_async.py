"""HTTP through httpcore2, the core of httpx2, with connections that stay open and are shared between tasks."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl
    from typing import NoReturn

    from .http_messages import Failure, Request, Response
    from .pools_async import AsyncPools


class AsyncHttpTransport:
    """The transport of an asynchronous client, for asyncio.

    ``ssl_context`` replaces the default, for example to trust other certificates. ``environment``: the variables
    HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY apply. The timeout of a request bounds all of it: the
    name look-up, the connection, TLS, a proxy, and every byte of the response. Each event loop has its own
    connections, and so has a forked process.
    """

    def __init__(self, *, ssl_context: ssl.SSLContext | None = None, environment: bool = True) -> None:
        from threading import Lock

        from .after_fork import renew

        self._ssl_context = ssl_context
        self._environment = environment
        self._lock = Lock()
        self._pools: AsyncPools | None = None
        renew(self)

    def __reduce__(self) -> NoReturn:
        raise TypeError("open connections cannot be pickled")

    async def send(self, request: Request, /) -> Response | Failure:
        """The response to ``request``, or the failure. The request is sent at most once."""
        request.departed = False
        pools = self._pools
        if pools is None:
            from .after_fork import loading

            with loading:
                # httpcore2 is loaded here, at the first call.
                from .pools_async import AsyncPools

                with self._lock:
                    pools = self._pools = self._pools or AsyncPools(self._ssl_context, self._environment)
        return await pools.send(request)

    async def close(self) -> None:
        """Close the idle connections of this event loop; the others close after their call."""
        pools = self._pools
        if pools is not None:
            pools.retire()

    def _after_fork(self) -> None:
        from threading import Lock

        self._lock = Lock()
        pools, self._pools = self._pools, None
        if pools is not None:
            pools.drop()

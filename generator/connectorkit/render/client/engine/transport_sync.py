"""HTTP through httpcore2, the core of httpx2, with connections that stay open and are shared between threads."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl
    from typing import NoReturn

    from .http_messages import Failure, Request, Response
    from .pools_sync import SyncPools


class HttpTransport:
    """The transport of a synchronous client.

    ``ssl_context`` replaces the default, for example to trust other certificates. ``environment``: the variables
    HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY apply. The timeout of a request bounds all of it: the
    name look-up, the connection, TLS, a proxy, and every byte of the response. A forked process opens its
    own connections.
    """

    def __init__(self, *, ssl_context: ssl.SSLContext | None = None, environment: bool = True) -> None:
        from threading import Lock

        from .after_fork import renew

        self._ssl_context = ssl_context
        self._environment = environment
        self._lock = Lock()
        self._pools: SyncPools | None = None
        renew(self)

    def __reduce__(self) -> NoReturn:
        raise TypeError("open connections cannot be pickled")

    def send(self, request: Request, /) -> Response | Failure:
        """The response to ``request``, or the failure. The request is sent at most once."""
        request.departed = False
        pools = self._pools
        if pools is None:
            from .after_fork import loading

            with loading:
                # httpcore2 is loaded here, at the first call.
                from .pools_sync import SyncPools

                with self._lock:
                    pools = self._pools = self._pools or SyncPools(self._ssl_context, self._environment)
        return pools.send(request)

    def close(self) -> None:
        """Close the idle connections; the others close after their call."""
        with self._lock:
            pools, self._pools = self._pools, None
        if pools is not None:
            pools.retire()

    def _after_fork(self) -> None:
        from threading import Lock

        self._lock = Lock()
        pools, self._pools = self._pools, None
        if pools is not None:
            pools.drop()

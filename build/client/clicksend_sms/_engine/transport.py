"""The protocols that a custom transport implements."""

from __future__ import annotations

from typing import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .http_messages import Failure, Request, Response


class Transport(Protocol):
    """Sends a request at most once. Threads share a transport.

    ``send`` returns the response as it arrived, without following redirects or decompressing the body, or a Failure. It
    may take ``request.timeout`` seconds. After an exception, the request counts as sent and its outcome as unknown.
    """

    def send(self, request: Request, /) -> Response | Failure:
        """The response to ``request``, or the failure."""
        ...

    def close(self) -> None:
        """Close idle connections."""
        ...


class AsyncTransport(Protocol):
    """As :class:`Transport`, for asyncio. A cancelled ``send`` must not leave its connection in use."""

    async def send(self, request: Request, /) -> Response | Failure:
        """The response to ``request``, or the failure."""
        ...

    async def close(self) -> None:
        """Close idle connections."""
        ...

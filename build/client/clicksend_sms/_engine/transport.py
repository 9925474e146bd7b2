"""What a transport of your own has to be able to do."""

from __future__ import annotations

from typing import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .http_messages import Failure, Request, Response


class Transport(Protocol):
    """Sends one request and never more than one; safe to share between threads.

    ``send`` gives the answer, redirects not followed and bodies not decompressed, or a Failure. It may take
    ``request.timeout`` seconds. Whatever it raises counts as a failure after which the outcome is unknown.
    """

    def send(self, request: Request, /) -> Response | Failure:
        """The answer to ``request``, or why there is none."""
        ...

    def close(self) -> None:
        """Close idle connections."""
        ...


class AsyncTransport(Protocol):
    """The same for the tasks of an event loop; a cancelled ``send`` must not leave its connection in use."""

    async def send(self, request: Request, /) -> Response | Failure:
        """The answer to ``request``, or why there is none."""
        ...

    async def close(self) -> None:
        """Close idle connections."""
        ...

"""Transports of a generated client for contract tests: one that sends nothing, and one with growing timeouts."""

from __future__ import annotations

from types import ModuleType
from typing import Any

# Requests and responses are of a package that is generated and imported at run time: Any in this module.
_GROWTH = 4


class Kept:
    """A transport that records the targets of requests and sends none."""

    def __init__(self, made: ModuleType) -> None:
        self._made = made
        self.origins: list[str] = []

    def send(self, request: Any, /) -> Any:
        """Record the target of the request."""
        scheme, host, port = request.origin
        self.origins.append(f"{scheme}://{host}:{port}")
        return self._made.Response(200, {"content-type": "application/json"}, b"{}")

    def close(self) -> Any:
        """Do nothing: no connection is open."""


class AsyncKept(Kept):
    """As :class:`Kept`, for an asynchronous client."""

    async def send(self, request: Any, /) -> Any:
        """Record the target of the request."""
        return super().send(request)

    async def close(self) -> None:
        """Do nothing: no connection is open."""


class Patient:
    """Sends with the client's transport; each attempt of a call gets four times the timeout of the one before."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.attempts = 0

    def send(self, request: Any, /) -> Any:
        """Send the request with the current timeout."""
        self._grow(request)
        return self._inner.send(request)

    def _grow(self, request: Any) -> None:
        request.timeout *= _GROWTH**self.attempts
        self.attempts += 1

    def close(self) -> Any:
        """Close the connections of the client's transport."""
        return self._inner.close()


class AsyncPatient(Patient):
    """As :class:`Patient`, for an asynchronous client."""

    async def send(self, request: Any, /) -> Any:
        """Send the request with the current timeout."""
        self._grow(request)
        return await self._inner.send(request)

    async def close(self) -> None:
        """Close the connections of the client's transport."""
        await self._inner.close()

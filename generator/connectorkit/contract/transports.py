"""Transports of a generated client for contract tests: one that sends nothing, and one that grows patient."""

from __future__ import annotations

from types import ModuleType
from typing import Any

# Requests and responses are of a package that is generated and imported at run time: Any in this module.
_GROWTH = 4


class Kept:
    """A transport that notes where requests go, and sends none."""

    def __init__(self, made: ModuleType) -> None:
        self._made = made
        self.origins: list[str] = []

    def send(self, request: Any, /) -> Any:
        """Note where it goes."""
        scheme, host, port = request.origin
        self.origins.append(f"{scheme}://{host}:{port}")
        return self._made.Response(200, {"content-type": "application/json"}, b"{}")

    def close(self) -> Any:
        """Nothing is open."""


class AsyncKept(Kept):
    """The same for an asynchronous client."""

    async def send(self, request: Any, /) -> Any:
        """Note where it goes."""
        return super().send(request)

    async def close(self) -> None:
        """Nothing is open."""


class Patient:
    """Sends by the transport of the client, each attempt of a call with four times the timeout of the one before."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.attempts = 0

    def send(self, request: Any, /) -> Any:
        """Send it."""
        self._grow(request)
        return self._inner.send(request)

    def _grow(self, request: Any) -> None:
        request.timeout *= _GROWTH**self.attempts
        self.attempts += 1

    def close(self) -> Any:
        """Close its connections."""
        return self._inner.close()


class AsyncPatient(Patient):
    """The same for an asynchronous client."""

    async def send(self, request: Any, /) -> Any:
        """Send it."""
        self._grow(request)
        return await self._inner.send(request)

    async def close(self) -> None:
        """Close its connections."""
        await self._inner.close()

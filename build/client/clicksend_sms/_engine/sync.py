"""The synchronous driver, and its transport over http.client."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType
    from typing import Self, TypeVar

    from .model import Result
    from .operation import Operation, Service
    from .runtime import Runtime

    R = TypeVar("R", bound=Result)
    T = TypeVar("T")


class SyncClient:
    """The base of a generated client; safe to share between threads."""

    def __init__(
        self, service: Service, credentials: Mapping[str, str | None], base_url: str, timeout: float, retries: int,
        throttle: tuple[int, float] | None, runtime: Runtime | None,
    ) -> None:  # fmt: skip
        from .core import Core
        from .http_sync import Transport

        self._core = Core(service, credentials, base_url, timeout, retries, throttle, runtime)
        self._transport = Transport(self._core.timeout)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._core.base.url!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the idle connections. The client can still be used; it opens new ones."""
        self._transport.close()

    def _call(
        self,
        operation: Operation,
        result: type[R],
        arguments: Mapping[str, object],
        extra: Mapping[str, object] | None = None,
    ) -> R:
        from .flow import steps
        from .wire import Request

        flow = steps(self._core, operation, arguments, extra or {})
        step = next(flow)
        while True:
            try:
                if isinstance(step, Request):
                    reply = self._transport.send(step)
                else:
                    self._core.runtime.sleep(step)
                    reply = None
                step = flow.send(reply)
            except StopIteration as done:
                made = done.value
                if isinstance(made, result):
                    return made
                raise TypeError(result.__name__) from None

    def _pages(
        self, operation: Operation, result: type[R], item: type[T], arguments: Mapping[str, object]
    ) -> Iterator[T]:
        from .pages import Walk

        walk = Walk(operation, arguments)
        while walk.more:
            yield from walk.take(self._call(operation, result, arguments, walk.query()), item)

"""The synchronous driver."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping
    from types import TracebackType
    from typing import NoReturn, Self, TypeVar

    from .attempts import Reply, Step
    from .client_state import Hook, Limit
    from .model import Result
    from .operation import Operation, Service
    from .page_requests import Onward
    from .runtime import Runtime
    from .settings import Settings
    from .transport import Transport

    R = TypeVar("R", bound=Result)
    T = TypeVar("T")


class SyncClient:
    """Base class of generated clients. One client can be shared between threads."""

    def __init__(
        self,
        service: Service,
        settings: Settings,
        base_url: str | None,
        timeout: float,
        retries: int,
        throttle: Limit,
        runtime: Runtime | None,
        deadline: float | None,
        hook: Hook | None,
        transport: Transport | None,
    ) -> None:
        from .client_state import Core

        self._core = Core(service, settings, base_url, timeout, retries, throttle, runtime, deadline, hook)
        if transport is None:
            from .transport_sync import HttpTransport

            transport = HttpTransport()
        self._transport = transport

    def __repr__(self) -> str:
        # A traceback may show a client whose constructor failed.
        core = getattr(self, "_core", None)
        return f"{type(self).__name__}(base_url={core.url!r})" if core is not None else f"<{type(self).__name__}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a client contains credentials and cannot be pickled")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the idle connections. The client can still be used; it opens new ones."""
        self._transport.close()

    def with_options(
        self,
        *,
        timeout: float | None = None,
        retries: int | None = None,
        deadline: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """The same client with other options for some calls; connections, throttle and hook are shared.

        `client.with_options(timeout=5).method(...)` changes an option for one call. None keeps the current value.

        Args:
            timeout: seconds that one attempt may take; `math.inf` for no limit.
            retries: how often a call is retried at most, if it cannot be processed twice.
            deadline: seconds that a whole call may take, including retries and waits; `math.inf` for no limit.
            headers: sent with each request, in addition to those of this client. An argument of a call takes
                precedence. They are sent to the origin of the service only, and cannot replace credentials or headers
                that frame the message.

        Raises:
            ValidationFailed: a limit is out of range, or a header cannot be sent.
        """
        made = type(self).__new__(type(self))
        made._core, made._transport = self._core.changed(timeout, retries, deadline, headers), self._transport
        return made

    def _call(
        self,
        operation: Operation,
        result: type[R],
        arguments: Mapping[str, object],
        page: Onward | None = None,
    ) -> R:
        from .attempts import steps

        made = self._driven(steps(self._core, operation, arguments, page))
        if isinstance(made, result):
            return made
        raise TypeError(result.__name__)

    def _driven(self, flow: Generator[Step, Reply, object]) -> object:
        """Run the steps of ``flow`` and return its result; an interruption is thrown into it."""
        from .token_flight import Pending

        core = self._core
        step = next(flow)
        while True:
            try:
                reply = None
                try:
                    if isinstance(step, (int, float)):
                        core.runtime.sleep(step)
                    elif isinstance(step, Pending):
                        step.wait(self._transport, core.runtime)
                    else:
                        reply = self._transport.send(step)
                except BaseException as error:
                    step = flow.throw(error)
                else:
                    step = flow.send(reply)
            except StopIteration as done:
                made: object = done.value
                return made

    def _walked(
        self, operation: Operation, result: type[R], item: type[T], arguments: Mapping[str, object]
    ) -> Iterator[tuple[R, list[T]]]:
        """The pages of a list, each with its items."""
        from .pages import Walk

        walk = Walk(operation, arguments, self._core.auth)
        while walk.more:
            made = self._call(operation, result, arguments, walk.onward())
            page = walk.take(made, item)
            if isinstance(page, Exception):
                raise page
            if not walk.repeated:
                yield made, page

    def _items(
        self, operation: Operation, result: type[R], item: type[T], arguments: Mapping[str, object]
    ) -> Iterator[T]:
        for _, page in self._walked(operation, result, item, arguments):
            yield from page

    def _pages(
        self, operation: Operation, result: type[R], item: type[T], arguments: Mapping[str, object]
    ) -> Iterator[R]:
        for made, _ in self._walked(operation, result, item, arguments):
            yield made

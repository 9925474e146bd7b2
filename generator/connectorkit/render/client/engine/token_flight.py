"""One request for a token on behalf of all threads and tasks that wait for it."""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Generator

    from .http_messages import Failure, Request, Response
    from .runtime import Runtime
    from .token_trouble import Trouble
    from .tokens import Token
    from .transport import AsyncTransport, Transport

    Blocking = Callable[[], None]
    Flow = Generator[Request | float | Blocking, Response | Failure | None, Token | Trouble]

# Seconds for the token store, in addition to the requests, after which callers stop waiting.
_STORE_SECONDS = 10.0


class Flight:
    """A running token request, which belongs to none of its waiting callers.

    It runs in its own thread or task. A caller can stop waiting, by a deadline or a cancellation, and the token is
    still stored and used by the others. ``outcome`` is None until it is done.
    """

    def __init__(self, flow: Flow, timeout: float) -> None:
        """``timeout`` is the longest duration of the requests of ``flow``, in seconds."""
        from threading import Event, Lock

        self.outcome: Token | Trouble | None = None
        self._flow = flow
        self._limited = timeout != float("inf")
        self._ends = time.monotonic() + timeout + _STORE_SECONDS
        self._lock = Lock()
        self._landed = Event()
        self._waiting: list[Callable[[], object]] = []
        self._started = False
        self._task: asyncio.Task[None] | None = None

    @property
    def over(self) -> bool:
        """Whether it is done, or overdue: its event loop may never run again."""
        return self._landed.is_set() or time.monotonic() > self._ends

    def wait(self, seconds: float, transport: Transport, runtime: Runtime) -> None:
        """Wait until it is done, at most ``seconds``."""
        if self._claimed():
            from threading import Thread

            # With a time limit, not a daemon: a new refresh token is lost if the process ends before it is stored.
            thread = Thread(target=self._fly, args=(transport, runtime), daemon=not self._limited)
            try:
                thread.start()
            except RuntimeError:
                # The interpreter is shutting down and starts no more threads.
                self._fly(transport, runtime)
        seconds = min(seconds, self._ends - time.monotonic())
        self._landed.wait(min(max(seconds, 0.0), 86_400.0))

    async def async_wait(self, seconds: float, transport: AsyncTransport, runtime: Runtime) -> None:
        """As :meth:`wait`, for a task."""
        import asyncio

        loop = asyncio.get_running_loop()
        if self._claimed():
            self._task = loop.create_task(self._async_fly(transport, runtime))
        landed = loop.create_future()

        def tell() -> None:
            if not landed.done():
                landed.set_result(None)

        def wake() -> None:
            loop.call_soon_threadsafe(tell)

        if not self._noted(wake):
            return
        seconds = min(seconds, self._ends - time.monotonic(), 86_400.0)
        try:
            await asyncio.wait((landed,), timeout=max(seconds, 0.0))
        finally:
            with self._lock:
                if wake in self._waiting:
                    self._waiting.remove(wake)

    def _claimed(self) -> bool:
        with self._lock:
            started, self._started = self._started, True
        return not started

    def _noted(self, wake: Callable[[], object]) -> bool:
        """Register ``wake`` for the end; False when it is done already."""
        with self._lock:
            if not self._landed.is_set():
                self._waiting.append(wake)
                return True
        return False

    def _land(self, outcome: Token | Trouble) -> None:
        with self._lock:
            self.outcome = outcome
            self._landed.set()
            waiting, self._waiting = self._waiting, []
        for wake in waiting:
            try:
                wake()
            except RuntimeError:
                # The event loop of the task is closed.
                continue

    def _fly(self, transport: Transport, runtime: Runtime) -> None:
        from .token_trouble import ABANDONED, broken

        outcome: Token | Trouble = ABANDONED
        reply: Response | Failure | None = None
        try:
            while True:
                step = self._flow.send(reply)
                reply = None
                if isinstance(step, (int, float)):
                    runtime.sleep(step)
                elif callable(step):
                    step()
                else:
                    try:
                        reply = transport.send(step)
                    except Exception as error:
                        reply = _raised(step, error)
        except StopIteration as done:
            outcome = done.value
        except Exception as error:
            outcome = broken(error)
        finally:
            self._land(outcome)

    async def _async_fly(self, transport: AsyncTransport, runtime: Runtime) -> None:
        from asyncio import to_thread

        from .token_trouble import ABANDONED, broken

        outcome: Token | Trouble = ABANDONED
        reply: Response | Failure | None = None
        try:
            while True:
                step = self._flow.send(reply)
                reply = None
                if isinstance(step, (int, float)):
                    await runtime.async_sleep(step)
                elif callable(step):
                    await to_thread(step)
                else:
                    try:
                        reply = await transport.send(step)
                    except Exception as error:
                        reply = _raised(step, error)
        except StopIteration as done:
            outcome = done.value
        except Exception as error:
            outcome = broken(error)
        finally:
            self._land(outcome)


def _raised(request: Request, error: Exception) -> Failure:
    from .http_messages import Failure

    return Failure(request.departed, f"the transport raised {type(error).__name__}")


class Pending:
    """A step of a call: wait for a token, at most ``seconds``."""

    __slots__ = ("flight", "seconds")

    def __init__(self, flight: Flight, seconds: float) -> None:
        self.flight = flight
        self.seconds = seconds

    def wait(self, transport: Transport, runtime: Runtime) -> None:
        """Wait in a thread."""
        self.flight.wait(self.seconds, transport, runtime)

    async def async_wait(self, transport: AsyncTransport, runtime: Runtime) -> None:
        """Wait in a task."""
        await self.flight.async_wait(self.seconds, transport, runtime)

"""One call from start to end, without input or output: it asks its driver to wait and to send."""

from __future__ import annotations

from . import judge, retry
from .request import build
from .wire import Failure, Request, Response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from .core import Core
    from .model import Result
    from .operation import Operation

    Step = Request | float
    Reply = Response | Failure | None
    Steps = Generator[Step, Reply, Result]

_SAFE = "/:@!$&'()*+,;=~%-._"
_REDIRECTS = frozenset((301, 302, 303, 307, 308))


def steps(core: Core, operation: Operation, arguments: Mapping[str, object], extra: Mapping[str, object]) -> Steps:
    """Yields seconds to wait or a request to send, is sent what came back, returns the result.

    Whatever interrupts the driver is to be thrown in. Raises the errors of :mod:`errors`.
    """
    run = _Run(core, operation, arguments)
    if core.hook is None:
        return run.steps(extra)
    return _watched(run, extra)


def _watched(run: _Run, extra: Mapping[str, object]) -> Steps:
    begun = run.core.runtime.clock()
    try:
        made = yield from run.steps(extra)
    except BaseException as error:
        run.tell("finished", run.status, run.core.runtime.clock() - begun, type(error).__name__)
        raise
    run.tell("finished", run.status, run.core.runtime.clock() - begun)
    return made


class _Run:
    """The state of one call."""

    __slots__ = ("arguments", "attempt", "call", "core", "end", "operation", "sent_at", "status", "uncertain")

    def __init__(self, core: Core, operation: Operation, arguments: Mapping[str, object]) -> None:
        self.core = core
        self.operation = operation
        self.arguments = arguments
        self.attempt = 0
        self.status = 0
        self.sent_at = 0.0
        self.uncertain = False
        self.call = next(core.numbers)
        self.end = None if core.deadline is None else core.runtime.clock() + core.deadline

    def steps(self, extra: Mapping[str, object]) -> Steps:
        """The attempts and what lies between them."""
        core, operation, effect = self.core, self.operation, self.operation.effect
        request = build(core.plan(operation), self.arguments, extra)
        while True:
            if core.throttle is not None:
                pause = core.throttle.reserve(self._left())
                if pause is None:
                    raise judge.too_late(self)
                if pause > 0:
                    yield from self._pause(pause, "throttle")
            self.attempt += 1
            reply = yield from self._exchange(request)
            if self.attempt > core.retries or not retry.repeatable(effect, reply):
                break
            pause = retry.wait(reply, self.attempt - 1, core.runtime)
            left = self._left()
            if pause == retry.NEVER or (left is not None and pause >= left):
                break
            self.uncertain = self.uncertain or retry.in_doubt(reply)
            yield from self._pause(pause, reply.reason if isinstance(reply, Failure) else f"HTTP {reply.status}")
        return judge.outcome(self, reply)

    def tell(self, kind: str, status: int = 0, seconds: float = 0.0, reason: str = "") -> None:
        """Call the hook; what it raises is reported and does not touch the call."""
        hook = self.core.hook
        if hook is None:
            return
        from .trace import CallEvent

        try:
            hook(CallEvent(kind, self.operation.id, self.call, self.attempt, status, seconds, reason))
        except Exception:
            import sys
            import traceback

            traceback.print_exc(file=sys.stderr)

    def _left(self) -> float | None:
        return None if self.end is None else max(self.end - self.core.runtime.clock(), 0.0)

    def _pause(self, seconds: float, reason: str) -> Generator[Step, Reply, None]:
        self.tell("waiting", seconds=seconds, reason=reason)
        yield seconds

    def _exchange(self, request: Request) -> Generator[Step, Reply, Response | Failure]:
        core = self.core
        watched = core.hook is not None
        begun = core.runtime.clock() if watched else 0.0
        if watched:
            self.tell("started")
        reply: Response | Failure = Failure(False, "nothing was sent")
        for remaining in range(5, -1, -1):
            left = self._left()
            if left is not None and left <= 0:
                return Failure(False, "the deadline passed before it was sent")
            request.timeout = core.timeout if left is None else min(core.timeout, left)
            self.sent_at = core.runtime.now()
            try:
                reply = (yield request) or reply
            except Exception as error:
                reply = Failure(True, f"the transport raised {type(error).__name__}")
            except BaseException as error:
                judge.interrupted(self, request, error)
                raise
            onward = redirected(request, reply) if isinstance(reply, Response) and remaining else None
            if onward is None:
                break
            request = onward
        self.status = reply.status
        if watched:
            kind, reason = ("failed", reply.reason) if isinstance(reply, Failure) else ("answered", "")
            self.tell(kind, reply.status, core.runtime.clock() - begun, reason)
        return reply


def redirected(request: Request, response: Response) -> Request | None:
    """Where a GET is sent on to; None when it is not followed. Another origin never sees a credential."""
    if response.status not in _REDIRECTS:
        return None
    location = response.headers.get("location", "")
    if request.method != "GET" or not request.repeatable or not location:
        return None
    from urllib.parse import quote, urljoin, urlsplit

    scheme, host, port = request.origin
    shown = f"[{host}]" if ":" in host else host
    try:
        parts = urlsplit(urljoin(f"{scheme}://{shown}:{port}{request.target}", location))
        there = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or (scheme == "https" and parts.scheme == "http"):
        return None
    origin = (parts.scheme, parts.hostname, there)
    kept = request.headers if origin == request.origin else {"accept": "*/*", "accept-encoding": "identity"}
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE + '?')}" if parts.query else "")
    return Request("GET", origin, target, dict(kept), None, True)

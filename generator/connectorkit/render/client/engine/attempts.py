"""One call from start to end, without input or output: the driver of the generator waits and sends."""

from __future__ import annotations

from . import outcome, retry
from .call import Call
from .content_coding import inflated
from .http_messages import Failure, Request, Response, bracketed
from .request import build

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from .auth import Auth
    from .client_state import Core
    from .model import Result
    from .operation import Operation
    from .page_requests import Onward
    from .token_flight import Pending

    Step = Request | float | Pending
    Reply = Response | Failure | None
    Steps = Generator[Step, Reply, Result]
    Replies = Generator[Step, Reply, Response | Failure]

_SAFE = "/:@!$&'()*+,;=~%-._"
_REDIRECTS = frozenset((301, 302, 303, 307, 308))


def steps(core: Core, operation: Operation, arguments: Mapping[str, object], page: Onward | None = None) -> Steps:
    """A generator that yields seconds to wait or requests to send, receives the replies, and returns the result.

    The driver must throw its interruptions into it. Raises the errors of :mod:`errors`.
    """
    run = _Run(core, operation, arguments)
    if core.hook is None:
        return run.steps(page)
    return _watched(run, page)


def _watched(run: _Run, page: Onward | None = None) -> Steps:
    begun = run.core.runtime.clock()
    try:
        made = yield from run.steps(page)
    except BaseException as error:
        run.tell("finished", run.status, run.core.runtime.clock() - begun, type(error).__name__)
        raise
    run.tell("finished", run.status, run.core.runtime.clock() - begun)
    return made


class _Run(Call):
    """One call as a series of attempts."""

    __slots__ = ()

    def steps(self, page: Onward | None = None) -> Steps:
        """The attempts, and the waits between them."""
        try:
            result = outcome.outcome(self, (yield from self._attempts(page)))
        except Exception:
            raise
        except BaseException as error:
            outcome.interrupted(self, error)
            raise
        # Raised here, because no variable of this frame holds the response, which a traceback could show.
        if isinstance(result, Exception):
            raise result
        return result

    def _attempts(self, page: Onward | None) -> Replies:
        core, operation, effect = self.core, self.operation, self.operation.effect
        plan = core.plan(operation)
        request = build(plan, self.arguments, page)
        while True:
            yield from self._throttled()
            if plan.tokens is not None:
                from .authorising import authorised

                yield from authorised(self, plan.tokens, request)
            self.attempt += 1
            reply = yield from self._exchange(request)
            if plan.tokens is not None:
                from .authorising import renewed

                if renewed(self, plan.tokens, request, reply):
                    continue
            # A retry with a new token does not count as one of the client's retries.
            if self.attempt - (self.refused is not None) > core.retries or not retry.repeatable(effect, reply):
                return reply
            pause = retry.wait(reply, self.attempt - 1, core.runtime)
            left = self.left()
            if pause == retry.NEVER or (left is not None and pause >= left):
                return reply
            self.uncertain = self.uncertain or retry.in_doubt(reply)
            self.out = None
            yield from self._pause(pause, reply.reason if isinstance(reply, Failure) else f"HTTP {reply.status}")

    def _throttled(self) -> Generator[Step, Reply, None]:
        throttle = self.core.throttle
        if throttle is None:
            return
        pause = throttle.reserve(self.left())
        if pause is None:
            raise outcome.too_late(self)
        if pause > 0:
            yield from self._pause(pause, "throttle")

    def _pause(self, seconds: float, reason: str) -> Generator[Step, Reply, None]:
        self.tell("waiting", seconds=seconds, reason=reason)
        yield seconds

    def _exchange(self, request: Request) -> Replies:
        core = self.core
        watched = core.hook is not None
        begun = core.runtime.clock()
        if watched:
            self.tell("started")
        left = self.left()
        ends = begun + (core.timeout if left is None else min(core.timeout, left))
        reply = yield from self._followed(request, ends)
        if isinstance(reply, Response) and "content-encoding" in reply.headers:
            reply = inflated(reply)
        self.status = reply.status
        if watched:
            kind, reason = ("failed", reply.reason) if isinstance(reply, Failure) else ("answered", "")
            self.tell(kind, reply.status, core.runtime.clock() - begun, reason)
        return reply

    def _followed(self, request: Request, ends: float) -> Replies:
        """The reply to ``request`` by the time ``ends``, redirects followed."""
        core = self.core
        reply: Response | Failure = Failure(False, "nothing was sent")
        for remaining in range(5, -1, -1):
            request.timeout = ends - core.runtime.clock()
            if request.timeout <= 0:
                return Failure(False, "the deadline passed before the request was sent")
            self.sent_at = core.runtime.now()
            self.out = request
            try:
                returned: object = yield request
            except ImportError:
                raise
            except Exception as error:
                # Unless the transport reports otherwise, it may have sent the request.
                reply = Failure(request.departed, f"the transport raised {type(error).__name__}")
            else:
                reply = _reply(request, returned)
            onward = redirected(request, reply, core.auth) if isinstance(reply, Response) and remaining else None
            if onward is None:
                break
            request = onward
        return reply


def _reply(request: Request, returned: object) -> Response | Failure:
    if isinstance(returned, (Response, Failure)):
        return returned
    return Failure(request.departed, f"the transport returned no Response or Failure but {type(returned).__name__}")


def redirected(request: Request, response: Response, auth: Auth) -> Request | None:
    """The redirected GET; None when the redirect is not followed. Another origin never gets a credential.

    The characters of a header value represent its bytes (Latin-1).
    """
    if response.status not in _REDIRECTS:
        return None
    location = response.headers.get("location", "")
    if request.method != "GET" or not request.repeatable or not location:
        return None
    from urllib.parse import quote, urljoin, urlsplit

    scheme, host, port = request.origin
    try:
        parts = urlsplit(urljoin(f"{scheme}://{bracketed(host)}:{port}{request.target}", location))
        there = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or (scheme == "https" and parts.scheme == "http"):
        return None
    origin = (parts.scheme, parts.hostname, there)
    if not parts.hostname.isascii() or (origin != request.origin and auth.hide(location) != location):
        return None
    kept = request.headers if origin == request.origin else {"accept": "*/*", "accept-encoding": "identity"}
    path, query = (part.encode("latin-1", "replace") for part in (parts.path or "/", parts.query))
    target = quote(path, safe=_SAFE) + (f"?{quote(query, safe=_SAFE + '?')}" if query else "")
    return Request("GET", origin, target, dict(kept), None, True)

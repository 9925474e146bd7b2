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

_SAFE = "/:@!$&'()*+,;=~%-._"
_REDIRECTS = frozenset((301, 302, 303, 307, 308))


def steps(
    core: Core, operation: Operation, arguments: Mapping[str, object], extra: Mapping[str, object]
) -> Generator[Step, Reply, Result]:
    """Yields seconds to wait or a request to send, is sent what came back, returns the result.

    Raises the errors of :mod:`errors`.
    """
    request = build(core.base, core.auth, operation, arguments, extra)
    attempt = 0
    while True:
        reply = yield from _send(core, request)
        if attempt >= core.retries or not retry.repeatable(operation.effect, reply):
            break
        yield retry.wait(reply, attempt, core.runtime)
        attempt += 1
    if isinstance(reply, Failure):
        raise judge.no_answer(operation, reply)
    return judge.result(operation, core.auth, reply, core.runtime)


def _send(core: Core, request: Request) -> Generator[Step, Reply, Response | Failure]:
    pause = core.throttle.reserve() if core.throttle is not None else 0.0
    if pause > 0:
        yield pause
    reply: Reply = None
    for remaining in range(5, -1, -1):
        reply = yield request
        onward = redirected(request, reply) if isinstance(reply, Response) and remaining else None
        if onward is None:
            break
        request = onward
    return reply or Failure(False, "nothing was sent")


def redirected(request: Request, response: Response) -> Request | None:
    """Where a GET is sent on to; None when it is not followed. Another host never sees a credential."""
    location = response.headers.get("location", "")
    if response.status not in _REDIRECTS or request.method != "GET" or not request.repeatable or not location:
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

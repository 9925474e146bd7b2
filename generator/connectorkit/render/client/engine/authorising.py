"""The access token of a call, and its replacement when the service rejects it."""

from __future__ import annotations

from .errors import ConnectionFailed
from .http_messages import Response
from .token_flight import Pending
from .token_source import Limits
from .token_trouble import ABANDONED, Trouble

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator

    from .call import Call
    from .http_messages import Failure, Request
    from .token_source import TokenSource
    from .tokens import Token

_UNAUTHORIZED = 401
# How many token requests may be abandoned, through no fault of the service, before a call gives up.
_MOST = 3


def authorised(run: Call, oauth: TokenSource, request: Request) -> Generator[Pending, object, None]:
    """Set the token of ``request``: the current one, or one to wait for.

    Raises the errors of a call that was not sent when there is no token.
    """
    token = oauth.current(run.core.runtime.now(), run.refused)
    if token is None:
        token = yield from _awaited(run, oauth)
    run.token = token
    request.headers["authorization"] = f"Bearer {token.access_token}"


def _awaited(run: Call, oauth: TokenSource) -> Generator[Pending, object, Token]:
    operation = run.operation.id
    trouble = ABANDONED
    core = run.core
    for _ in range(_MOST):
        flight, own = oauth.flight(Limits(core.token_timeout, core.retries, core.runtime), run.refused)
        run.tell("waiting", reason="access token")
        left = run.left()
        yield Pending(flight, float("inf") if left is None else left)
        outcome = flight.outcome
        if outcome is None and not flight.over:
            break
        if outcome is None or outcome is ABANDONED:
            continue
        if isinstance(outcome, Trouble):
            trouble = outcome
            break
        # A token request that began before the rejection may return the rejected token again.
        if own or run.refused is None or outcome.access_token != run.refused.access_token:
            return outcome
    else:
        raise ABANDONED.error(operation)
    if trouble is ABANDONED:
        raise ConnectionFailed(operation, f"not sent: no access token arrived within {core.deadline} seconds")
    raise trouble.error(operation)


def renewed(run: Call, oauth: TokenSource, request: Request, reply: Response | Failure) -> bool:
    """Whether to send the call once more with another token.

    After 401 the call was not processed (RFC 9110, 15.5.2), so even a call that creates or sends can be retried. It is
    retried once: a second 401 does not mean that the token is expired.
    """
    if not isinstance(reply, Response) or reply.status != _UNAUTHORIZED or run.refused is not None:
        return False
    token, out = run.token, run.out
    if token is None or out is None or out.origin != request.origin or not oauth.renewable(token):
        return False
    run.refused, run.out = token, None
    return True

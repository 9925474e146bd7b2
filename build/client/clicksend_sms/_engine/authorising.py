"""A call gets its access token, and another one when the service refuses it."""

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
# Requests for a token that may end without one, through no fault of the service, before a call gives up.
_MOST = 3


def authorised(run: Call, oauth: TokenSource, request: Request) -> Generator[Pending, object, None]:
    """Put a token on ``request``: the one at hand, or one that is waited for.

    Raises the errors of a call that was not sent, for what went wrong with the token.
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
        # A token that was under way when this one was refused may be the refused one.
        if own or run.refused is None or outcome.access_token != run.refused.access_token:
            return outcome
    else:
        raise ABANDONED.error(operation)
    if trouble is ABANDONED:
        raise ConnectionFailed(operation, f"not sent: no access token came within {core.deadline} seconds")
    raise trouble.error(operation)


def renewed(run: Call, oauth: TokenSource, request: Request, reply: Response | Failure) -> bool:
    """Whether the call is to be sent once more with another token.

    401 is a refusal: the service has not done what it was asked (RFC 9110, 15.5.2), so that a call that creates or
    sends can be repeated too. Once: a second refusal is not about the age of a token.
    """
    if not isinstance(reply, Response) or reply.status != _UNAUTHORIZED or run.refused is not None:
        return False
    token, out = run.token, run.out
    if token is None or out is None or out.origin != request.origin or not oauth.renewable(token):
        return False
    run.refused, run.out = token, None
    return True

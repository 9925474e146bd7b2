"""The end of a sign-in: the code of the returned person is exchanged for a token."""

from __future__ import annotations

from .errors import ValidationFailed
from .oauth import CodeGrant
from .token_flight import Pending
from .token_source import Limits
from .token_trouble import ABANDONED, Trouble

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator

    from .client_state import Core
    from .sign_in import Return, SignIn

_OPERATION = "finish_sign_in"


def finishing(core: Core, sign_in: SignIn, back: Return) -> Generator[Pending, object, None]:
    """Exchange the code that a person returned with for a token, and store it.

    Raises ValidationFailed for an address that does not belong to ``sign_in``, and the errors of a token endpoint.
    """
    oauth = core.auth.oauth
    if not isinstance(oauth, CodeGrant):
        raise ValidationFailed(_OPERATION, ["the client was not created with an AuthorizationCode"])
    problem = back.problem(sign_in.state)
    if problem:
        raise ValidationFailed(_OPERATION, [problem])
    refusal = back.refusal(oauth.hide)
    if refusal is not None:
        raise refusal.error(_OPERATION)
    limits = Limits(core.token_timeout, core.retries, core.runtime)
    flight = oauth.exchanging(limits, back, sign_in)
    yield Pending(flight, float("inf") if core.deadline is None else core.deadline)
    outcome = flight.outcome or ABANDONED
    if isinstance(outcome, Trouble):
        raise outcome.error(_OPERATION)

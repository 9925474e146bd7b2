"""Reasons for a missing access token, and the error of a call for each."""

from __future__ import annotations

from . import errors

# Codes of RFC 6749, 5.2 and 4.1.2.1, with advice.
_ADVICE = {
    "invalid_grant": "sign in again: the refresh token or code is expired, revoked or already used",
    "invalid_client": "check client_id and client_secret, and whether the service expects them in a header",
    "unauthorized_client": "allow this grant type for the application in the service",
    "unsupported_grant_type": "the service does not support this grant type",
    "invalid_scope": "check the scopes, and whether the application has them",
    "access_denied": "the account or an administrator refused; sign in again",
    "interaction_required": "sign in again: the service requires an interactive sign-in",
    "consent_required": "sign in again and consent",
    "login_required": "sign in again",
}
_SIGN_IN = frozenset(("invalid_grant", "interaction_required", "consent_required", "login_required"))


class Trouble:
    """Why there is no token, without secrets.

    ``code`` and ``said`` come from the service, ``status`` is its HTTP status, 0 without a response. ``sign_in``: a
    person has to sign in. ``unreachable``: no response arrived. ``abandoned``: the task or thread of the request ended
    first.
    """

    __slots__ = ("abandoned", "advice", "code", "reason", "said", "sign_in", "status", "unreachable")

    def __init__(
        self,
        reason: str,
        *,
        code: str = "",
        said: str = "",
        status: int = 0,
        sign_in: bool = False,
        unreachable: bool = False,
        abandoned: bool = False,
        advice: str = "",
    ) -> None:
        self.reason = reason
        self.code = code
        self.said = said
        self.status = status
        self.sign_in = sign_in or code in _SIGN_IN
        self.unreachable = unreachable
        self.abandoned = abandoned
        self.advice = advice or _ADVICE.get(code, "")

    def error(self, operation: str) -> errors.ConnectorError:
        """A new error for a call of ``operation`` that was not sent for this reason."""
        if self.unreachable:
            return errors.ConnectionFailed(operation, f"not sent: {self.reason}")
        kind = errors.SignInRequired if self.sign_in else errors.AuthenticationFailed
        return kind(operation, self.reason, self.status, self.code, self.said, self.advice)


ABANDONED = Trouble("the request for an access token was cancelled", unreachable=True, abandoned=True)


def broken(error: Exception) -> Trouble:
    """The trouble for an unexpected ``error``; its text may contain a secret and is left out."""
    return Trouble(f"the request for an access token failed ({type(error).__name__})")

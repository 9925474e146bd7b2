"""A person signs in: the address they open, and what they come back with."""

from __future__ import annotations

from . import errors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from typing import NoReturn

    from .client_state import Core
    from .oauth import OAuth
    from .token_flight import Pending
    from .token_trouble import Trouble

_OPERATION = "finish_sign_in"


class SignIn:
    """One sign-in under way.

    ``url`` is what the person opens. ``state`` and ``code_verifier`` have to be kept for this person until they
    return, in a session for instance; ``SignIn(state=..., code_verifier=...)`` is the same again. The verifier is a
    secret, "" without PKCE.
    """

    __slots__ = ("code_verifier", "state", "url")

    def __init__(self, url: str = "", state: str = "", code_verifier: str = "") -> None:
        self.url = url
        self.state = state
        self.code_verifier = code_verifier

    def __repr__(self) -> str:
        return "<SignIn>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a sign-in holds secrets and is not pickled; keep its state and code_verifier")


class Return:
    """The address that a person came back to. It shows nothing of it."""

    __slots__ = ("_found",)

    def __init__(self, url: str) -> None:
        from urllib.parse import parse_qs, urlsplit

        try:
            parts: Mapping[str, list[str]] = parse_qs(urlsplit(url).query, keep_blank_values=True)
        except ValueError:
            parts = {}
        # What stands there twice is not what the service wrote.
        self._found = {name: values[0] for name, values in parts.items() if len(values) == 1}

    def __repr__(self) -> str:
        return "<Return>"

    def code(self) -> str:
        """The code to be exchanged; "" when there is none."""
        return self._found.get("code", "")

    def problem(self, state: str) -> str:
        """Why this is no return from the sign-in of ``state``; "" when it is one."""
        from hmac import compare_digest

        if not state or not compare_digest(self._found.get("state", "").encode("utf-8", "replace"), state.encode()):
            return "the state is not the one of this sign-in: somebody may have forged the address"
        return "" if self.code() or self._found.get("error") else "the address holds no code"

    def refusal(self, oauth: OAuth) -> Trouble | None:
        """What the service returned in place of a code."""
        from .token_trouble import Trouble

        code = self._found.get("error", "")
        if not code:
            return None
        said = oauth.hide(self._found.get("error_description", ""))[:500]
        return Trouble("the sign-in was refused", code=oauth.hide(code)[:100], said=said)


def challenge(verifier: str) -> str:
    """The challenge of a verifier, by the method S256 (RFC 7636, 4.2)."""
    from base64 import urlsafe_b64encode
    from hashlib import sha256

    return urlsafe_b64encode(sha256(verifier.encode("ascii")).digest()).decode("ascii").rstrip("=")


def finishing(core: Core, sign_in: SignIn, back: Return) -> Generator[Pending, object, None]:
    """Exchange the code that a person returned with for a token, and store it.

    Raises ValidationFailed for an address that is not the return from ``sign_in``, and the errors of a token endpoint.
    """
    from .oauth import CodeGrant
    from .token_flight import Pending
    from .token_trouble import ABANDONED, Trouble

    oauth = core.auth.oauth
    if not isinstance(oauth, CodeGrant):
        raise errors.ValidationFailed(_OPERATION, ["the client was not made with an AuthorizationCode"])
    problem = back.problem(sign_in.state)
    if problem:
        raise errors.ValidationFailed(_OPERATION, [problem])
    refusal = back.refusal(oauth)
    if refusal is not None:
        raise refusal.error(_OPERATION)
    flight = oauth.exchanging(core, back, sign_in)
    yield Pending(flight, float("inf") if core.deadline is None else core.deadline)
    outcome = flight.outcome or ABANDONED
    if isinstance(outcome, Trouble):
        raise outcome.error(_OPERATION)

"""The sign-in of a person: the URL to open, and the result with which they return."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import NoReturn

    from .token_trouble import Trouble


class SignIn:
    """One sign-in under way.

    ``url`` is the page that the person opens. Keep ``state`` and ``code_verifier`` for this person until they return,
    for example in a session; ``SignIn(state=..., code_verifier=...)`` restores the object. The verifier is a secret, ""
    without PKCE.
    """

    __slots__ = ("code_verifier", "state", "url")

    def __init__(self, url: str = "", state: str = "", code_verifier: str = "") -> None:
        self.url = url
        self.state = state
        self.code_verifier = code_verifier

    def __repr__(self) -> str:
        return "<SignIn>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a sign-in contains secrets and cannot be pickled; store its state and code_verifier")


class Return:
    """The URL to which a person returned. Its repr does not show it."""

    __slots__ = ("_found",)

    def __init__(self, url: str) -> None:
        from urllib.parse import parse_qs, urlsplit

        try:
            parts: Mapping[str, list[str]] = parse_qs(urlsplit(url).query, keep_blank_values=True)
        except ValueError:
            parts = {}
        # The service writes each parameter once, so a repeated one is ignored.
        self._found = {name: values[0] for name, values in parts.items() if len(values) == 1}

    def __repr__(self) -> str:
        return "<Return>"

    def code(self) -> str:
        """The code to exchange; "" when there is none."""
        return self._found.get("code", "")

    def problem(self, state: str) -> str:
        """Why this is not the return of the sign-in with ``state``; "" when it is."""
        from hmac import compare_digest

        if not state or not compare_digest(self._found.get("state", "").encode("utf-8", "replace"), state.encode()):
            return "the state does not belong to this sign-in: the URL may be forged"
        return "" if self.code() or self._found.get("error") else "the URL contains no code"

    def refusal(self, hide: Callable[[str], str]) -> Trouble | None:
        """The error that the service returned in place of a code; ``hide`` hides secrets in its texts."""
        from .token_trouble import Trouble

        code = self._found.get("error", "")
        if not code:
            return None
        said = hide(self._found.get("error_description", ""))[:500]
        return Trouble("the sign-in was refused", code=hide(code)[:100], said=said)


def challenge(verifier: str) -> str:
    """The challenge of a verifier with the method S256 (RFC 7636, 4.2)."""
    from base64 import urlsafe_b64encode
    from hashlib import sha256

    return urlsafe_b64encode(sha256(verifier.encode("ascii")).digest()).decode("ascii").rstrip("=")

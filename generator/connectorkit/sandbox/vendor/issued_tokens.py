"""The OAuth codes and tokens that a sandbox has issued, with their expiry."""

from __future__ import annotations

import secrets
from dataclasses import field, replace
from typing import TypeVar

from connectorkit.model.record import record

T = TypeVar("T")
CODE_SECONDS = 600
MOST = 10_000


@record(frozen=True)
class Code:
    """An authorization code: its sign-in, and the family of its tokens."""

    client: str
    redirect_uri: str
    challenge: str
    method: str
    scope: str
    family: int
    ends: float
    used: bool = False


@record(frozen=True)
class Held:
    """An access or refresh token; tokens of one ``family`` belong to one sign-in. ``ends`` is None for no expiry."""

    client: str
    family: int
    scope: str
    ends: float | None = None


@record
class Issued:
    """Codes, access tokens and refresh tokens by their text; the oldest are dropped."""

    codes: dict[str, Code] = field(default_factory=dict)
    access: dict[str, Held] = field(default_factory=dict)
    refresh: dict[str, Held] = field(default_factory=dict)
    families: int = 0

    def clear(self) -> None:
        """Forget everything, which invalidates all tokens."""
        self.codes.clear()
        self.access.clear()
        self.refresh.clear()

    def family(self) -> int:
        """The number of a new sign-in."""
        self.families += 1
        return self.families

    def code(self, made: Code) -> str:
        """A new code for ``made``."""
        text = secrets.token_urlsafe(24)
        _keep(self.codes, text, made)
        return text

    def use(self, text: str, now: float) -> Code | None:
        """The content of a code; None for an unknown, expired or used one. A second use revokes its tokens."""
        found = self.codes.get(text)
        if found is None or found.ends <= now:
            return None
        if found.used:
            self.revoke(found.family)
            return None
        self.codes[text] = replace(found, used=True)
        return found

    def token(self, held: Held) -> str:
        """A new access token."""
        text = secrets.token_urlsafe(32)
        _keep(self.access, text, held)
        return text

    def refresh_token(self, held: Held) -> str:
        """A new refresh token."""
        text = secrets.token_urlsafe(32)
        _keep(self.refresh, text, held)
        return text

    def live(self, text: str, now: float) -> bool:
        """Whether an access token is known and has not expired."""
        found = self.access.get(text)
        return found is not None and (found.ends is None or now < found.ends)

    def revoke(self, family: int) -> None:
        """Revoke all tokens of a sign-in."""
        self.access = {text: one for text, one in self.access.items() if one.family != family}
        self.refresh = {text: one for text, one in self.refresh.items() if one.family != family}


def _keep(known: dict[str, T], text: str, made: T) -> None:
    if len(known) >= MOST:
        del known[next(iter(known))]
    known[text] = made

"""The interfaces between a client and its source of tokens."""

from __future__ import annotations

from typing import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .http_messages import Request
    from .runtime import Runtime
    from .token_flight import Flight
    from .token_trouble import Trouble
    from .tokens import Token, TokenStore


class Limits:
    """The limits of a token request: seconds in total, retries, and the clocks of the client."""

    __slots__ = ("retries", "runtime", "timeout")

    def __init__(self, timeout: float, retries: int, runtime: Runtime) -> None:
        self.timeout = timeout
        self.retries = retries
        self.runtime = runtime


class TokenSource(Protocol):
    """Supplies tokens for the calls of clients. ``version`` changes with the result of ``revealed``."""

    version: int

    def revealed(self) -> tuple[str, ...]:
        """All secrets to hide."""
        ...

    def current(self, now: float, refused: Token | None = None) -> Token | None:
        """The current token; None when one must be loaded or fetched."""
        ...

    def renewable(self, token: Token) -> bool:
        """Whether ``token`` can be replaced without a person."""
        ...

    def flight(self, limits: Limits, refused: Token | None) -> tuple[Flight, bool]:
        """The token request that is under way, or a new one (True)."""
        ...


class Account(Protocol):
    """The account of a token request."""

    store: TokenStore

    def usable(self, token: Token, now: float, refused: Token | None) -> bool:
        """Whether a call at ``now`` may be sent with ``token``; ``refused`` is a token that the service rejected."""
        ...

    def renewal(self, token: Token | None) -> Request | Trouble:
        """The request for a token after ``token``, or why that is impossible."""
        ...

    def unsaved(self) -> Token | None:
        """The token that could not be stored; None when the store has the last one."""
        ...

    def keep(self, token: Token, stored: bool) -> None:
        """Use ``token`` from now on."""
        ...

    def hide(self, text: str) -> str:
        """``text`` with secrets hidden, in case the service returned them."""
        ...

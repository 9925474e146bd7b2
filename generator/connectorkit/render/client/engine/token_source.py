"""What the parts of a client know of the place that tokens come from."""

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
    """How a token is asked for: seconds for all of it, repetitions, and the clocks of the client."""

    __slots__ = ("retries", "runtime", "timeout")

    def __init__(self, timeout: float, retries: int, runtime: Runtime) -> None:
        self.timeout = timeout
        self.retries = retries
        self.runtime = runtime


class TokenSource(Protocol):
    """Gives tokens to the calls of clients. ``version`` changes with what ``revealed`` returns."""

    version: int

    def revealed(self) -> tuple[str, ...]:
        """All secrets that have to be hidden."""
        ...

    def current(self, now: float, refused: Token | None = None) -> Token | None:
        """The token at hand, None when one has to be loaded or fetched."""
        ...

    def renewable(self, token: Token) -> bool:
        """Whether another token can be had in place of ``token`` without a person."""
        ...

    def flight(self, limits: Limits, refused: Token | None) -> tuple[Flight, bool]:
        """The request for a token that is under way, or a new one (True)."""
        ...


class Account(Protocol):
    """What a request for a token knows of its account."""

    store: TokenStore

    def usable(self, token: Token, now: float, refused: Token | None) -> bool:
        """Whether a call at ``now`` may be sent with ``token``; ``refused`` is one that the service refused."""
        ...

    def renewal(self, token: Token | None) -> Request | Trouble:
        """The request for a token after ``token``, or why there can be none."""
        ...

    def unsaved(self) -> Token | None:
        """The token that the store did not take, None when it has the last one."""
        ...

    def keep(self, token: Token, stored: bool) -> None:
        """Use ``token`` from now on."""
        ...

    def hide(self, text: str) -> str:
        """``text`` without secrets, should a service repeat them."""
        ...

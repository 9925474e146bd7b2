"""What a client tells its hook of a call, for logs and traces. Neither bodies nor credentials are in it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from logging import Logger


class CallEvent:
    """One moment of a call.

    ``kind``: ``started`` (an attempt is sent), ``answered`` (an answer came), ``failed`` (none came), ``waiting``
    (before the next attempt, or for the throttle), ``finished`` (the call is over). ``call`` numbers the calls of one
    client, ``attempt`` counts from 1. ``status`` is the HTTP status, 0 where there is none. ``seconds`` is how long the
    attempt or, when finished, the whole call took, or how long will be waited. ``reason`` says why it failed or waits,
    or, when finished, the kind of the error, "" for none.
    """

    __slots__ = ("attempt", "call", "kind", "operation", "reason", "seconds", "status")

    def __init__(
        self,
        kind: str,
        operation: str,
        call: int,
        attempt: int,
        status: int = 0,
        seconds: float = 0.0,
        reason: str = "",
    ) -> None:
        self.kind = kind
        self.operation = operation
        self.call = call
        self.attempt = attempt
        self.status = status
        self.seconds = seconds
        self.reason = reason

    def __repr__(self) -> str:
        parts = [f"{self.operation} #{self.call}.{self.attempt} {self.kind}"]
        parts += [f"HTTP {self.status}"] if self.status else []
        parts += [f"{self.seconds:.3f} s"] if self.seconds else []
        return f"<{', '.join([*parts, *([self.reason] if self.reason else [])])}>"


def log_to(logger: Logger) -> Callable[[CallEvent], None]:
    """A hook that writes to ``logger``: attempts at DEBUG, what waits or fails at WARNING, the end at INFO."""
    levels = {"waiting": 30, "failed": 30, "finished": 20}

    def hook(event: CallEvent) -> None:
        logger.log(levels.get(event.kind, 10), "%r", event)

    return hook

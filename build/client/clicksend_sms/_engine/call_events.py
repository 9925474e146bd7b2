"""The events of a call that a client passes to its hook, for logs and traces. They contain no bodies or credentials."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from logging import Logger


class CallEvent:
    """One event of a call.

    ``kind`` is ``started`` (an attempt begins), ``answered`` (a response arrived), ``failed`` (none arrived),
    ``waiting`` (for the next attempt or the throttle) or ``finished`` (the call is over). ``call`` numbers the calls of
    a client, and ``attempt`` counts from 1. ``status`` is the HTTP status, 0 if there is none. ``seconds`` is the
    duration of the attempt, of the wait, or of the finished call. ``reason`` is why it failed or waits; of a finished
    call it is the name of the exception, "" for none.
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
    """A hook that writes to ``logger``: attempts at DEBUG, failures and waits at WARNING, the end of a call at INFO."""
    levels = {"waiting": 30, "failed": 30, "finished": 20}

    def hook(event: CallEvent) -> None:
        logger.log(levels.get(event.kind, 10), "%r", event)

    return hook

"""Whether and when a call is repeated, decided by its declared effect."""

from __future__ import annotations

from .http_messages import Failure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .http_messages import Response
    from .runtime import Runtime

LONGEST_WAIT = 120.0
NEVER = float("inf")
_REQUEST_TIMEOUT, _TOO_MANY = 408, 429


def transient(status: int) -> bool:
    """True for an answer after which it is open whether the call was carried out, and that may pass."""
    return status >= 500 or status == _REQUEST_TIMEOUT


def repeatable(effect: str, reply: Response | Failure) -> bool:
    """True when repeating the call cannot make a second one out of it.

    A refusal with 429 and a connection that was never made are known not to have been carried out; anything else
    may have been, and only what reads or is idempotent is repeated then.
    """
    safe = effect in ("reads", "idempotent")
    if isinstance(reply, Failure):
        return safe or not reply.sent
    return reply.status == _TOO_MANY or (safe and transient(reply.status))


def in_doubt(reply: Response | Failure) -> bool:
    """True when the call may have been carried out although this came of it."""
    return reply.sent if isinstance(reply, Failure) else transient(reply.status)


def wait(reply: Response | Failure, attempt: int, runtime: Runtime) -> float:
    """Seconds before the repetition after ``attempt`` (from 0): what the service asks for, or doubling with jitter.

    Up to a tenth more than was asked for, so that the clients of one service do not all come back at once. A service
    that asks for nothing, or for a moment that is over, gets the ordinary wait. One that asks for more than
    LONGEST_WAIT is reported, not waited for: NEVER.
    """
    asked = None if isinstance(reply, Failure) else retry_after(reply, runtime)
    if asked is not None and asked > LONGEST_WAIT:
        return NEVER
    if asked:
        return asked + min(0.1 * asked, 1.0) * runtime.random()
    return min(0.5 * 2.0**attempt, 20.0) * (0.5 + runtime.random() / 2)


def retry_after(response: Response, runtime: Runtime) -> float | None:
    """The seconds of Retry-After, given as a number or as a date; None when it is absent or unreadable."""
    text = response.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    if not text:
        return None
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        from datetime import UTC

        moment = moment.replace(tzinfo=UTC)
    return max(0.0, moment.timestamp() - runtime.now())

"""Whether and when a call is repeated, decided by its declared effect."""

from __future__ import annotations

from .wire import Failure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .runtime import Runtime
    from .wire import Response

LONGEST_WAIT = 60.0
_TRANSIENT = frozenset((500, 502, 503, 504))


def repeatable(effect: str, reply: Response | Failure) -> bool:
    """True when repeating the call cannot make a second one out of it.

    A refusal with 429 and a connection that was never made are known not to have been carried out; anything else
    may have been, and only what reads or is idempotent is repeated then.
    """
    safe = effect in ("reads", "idempotent")
    if isinstance(reply, Failure):
        return safe or not reply.sent
    return reply.status == 429 or (safe and reply.status in _TRANSIENT)


def wait(reply: Response | Failure, attempt: int, runtime: Runtime) -> float:
    """Seconds before the repetition after ``attempt`` (from 0): what the service asks for, or doubling with jitter."""
    asked = None if isinstance(reply, Failure) else retry_after(reply, runtime)
    if asked is not None:
        return min(asked, LONGEST_WAIT)
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

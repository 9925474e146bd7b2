"""Whether and when a call is retried. The declared effect of the operation decides."""

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
    """Whether a status is temporary and leaves open whether the call was processed."""
    return status >= 500 or status == _REQUEST_TIMEOUT


def repeatable(effect: str, reply: Response | Failure) -> bool:
    """Whether the call can be retried without being processed twice.

    After 429, or without a connection, the call was not processed. After any other failure it may have been, and only
    an operation that reads or is idempotent is retried.
    """
    safe = effect in ("reads", "idempotent")
    if isinstance(reply, Failure):
        return safe or not reply.sent
    return reply.status == _TOO_MANY or (safe and transient(reply.status))


def in_doubt(reply: Response | Failure) -> bool:
    """Whether the call may have been processed in spite of this response or failure."""
    return reply.sent if isinstance(reply, Failure) else transient(reply.status)


def wait(reply: Response | Failure, attempt: int, runtime: Runtime) -> float:
    """Seconds before the retry that follows ``attempt`` (from 0): Retry-After, or exponential backoff with jitter.

    Up to a tenth is added to Retry-After, so that the clients of a service do not retry all at once. A Retry-After of 0
    or in the past means the ordinary backoff. One above LONGEST_WAIT means NEVER: the response is reported.
    """
    asked = None if isinstance(reply, Failure) else retry_after(reply, runtime)
    if asked is not None and asked > LONGEST_WAIT:
        return NEVER
    if asked:
        return asked + min(0.1 * asked, 1.0) * runtime.random()
    return min(0.5 * 2.0**attempt, 20.0) * (0.5 + runtime.random() / 2)


def retry_after(response: Response, runtime: Runtime) -> float | None:
    """Retry-After in seconds, from a number or a date; None if it is absent or unreadable."""
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

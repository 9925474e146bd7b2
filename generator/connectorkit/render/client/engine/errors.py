"""The exceptions of this client. No message, attribute, repr or pickle of them holds a credential."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .jsonvalue import JsonValue


class ConnectorError(Exception):
    """Base class of all exceptions of this client. They can be pickled."""

    def __reduce__(self) -> tuple[object, ...]:
        return _restored, (type(self), self.args, self.__dict__.copy())


def _restored(kind: type[ConnectorError], args: tuple[object, ...], state: dict[str, object]) -> ConnectorError:
    made = kind.__new__(kind)
    made.args = args
    made.__dict__.update(state)
    return made


class ValidationFailed(ConnectorError):
    """The arguments are invalid, and nothing was sent. ``problems`` lists every problem with its location."""

    def __init__(self, operation: str, problems: Sequence[str]) -> None:
        self.operation = operation
        self.problems = list(problems)
        super().__init__(f"{operation}: not sent: {'; '.join(self.problems)}")


class ConnectionFailed(ConnectorError):
    """No response arrived. The request was not sent, or it is safe to retry.

    ``sent`` is False if no byte of the request left this machine.
    """

    def __init__(self, operation: str, reason: str, sent: bool = False) -> None:
        self.operation = operation
        self.reason = reason
        self.sent = sent
        super().__init__(f"{operation}: {reason}")


class Trail:
    """How to find out whether a call was processed.

    ``sent_at`` is the time of the last attempt in Unix seconds, by this machine's clock, and ``attempts`` the number of
    attempts. ``look_for`` holds the values that identify the call, by their location in it. ``look_with`` is the method
    of the client that reads them, "" if there is none. ``status`` and ``body`` are the part of a response that arrived.
    """

    __slots__ = ("attempts", "body", "look_for", "look_with", "sent_at", "status")

    def __init__(
        self,
        sent_at: float = 0.0,
        attempts: int = 0,
        look_for: Mapping[str, list[object]] | None = None,
        look_with: str = "",
        status: int = 0,
        body: bytes = b"",
    ) -> None:
        self.sent_at = sent_at
        self.attempts = attempts
        self.look_for = dict(look_for or {})
        self.look_with = look_with
        self.status = status
        self.body = body

    def advice(self) -> str:
        """What to do next. It names the values to look for but does not show them, because they may be private."""
        from time import gmtime, strftime

        when = f" sent at {strftime('%Y-%m-%dT%H:%M:%SZ', gmtime(self.sent_at))};" if self.sent_at else ""
        known = f" for {', '.join(self.look_for)}" if self.look_for else ""
        place = f"with {self.look_with}" if self.look_with else "at the service"
        return f"{when} check {place}{known} before you retry"


class OutcomeUnknown(ConnectorError):
    """The request may have been processed, and was not retried.

    Check whether it was before you retry: a retry may create, deliver or bill twice. ``trail`` describes what to check.
    This is not a ``ConnectionFailed``, which is safe to retry.
    """

    trail: Trail

    def __init__(self, operation: str, reason: str, trail: Trail | None = None) -> None:
        self.operation = operation
        self.reason = reason
        self.trail = trail or Trail()
        super().__init__(f"{operation}: the outcome is unknown: {reason};{self.trail.advice()}")

    @property
    def sent_at(self) -> float:
        """The time of the last attempt, in Unix seconds."""
        return self.trail.sent_at

    @property
    def look_for(self) -> Mapping[str, list[object]]:
        """The values that identify the call, by their location in it."""
        return self.trail.look_for

    @property
    def look_with(self) -> str:
        """The method of the client that reads what the call creates; "" if there is none."""
        return self.trail.look_with


class DecodeError(ConnectorError):
    """A response or a webhook body does not have the declared form. ``body`` holds its bytes."""

    def __init__(self, operation: str, reason: str, body: bytes = b"") -> None:
        self.operation = operation
        self.reason = reason
        self.body = body
        Exception.__init__(self, f"{operation}: {reason}")


class UnreadableOutcome(DecodeError, OutcomeUnknown):
    """The service accepted the call, but the response is unreadable: it is unknown which items were accepted."""

    def __init__(self, operation: str, reason: str, body: bytes = b"", trail: Trail | None = None) -> None:
        DecodeError.__init__(self, operation, f"accepted, but {reason}; check the items before you retry", body)
        self.trail = trail or Trail()


class ApiError(ConnectorError):
    """The service rejected the call.

    ``status`` is the HTTP status. ``code``, ``message`` and ``details`` come from the response body ("" or None if it
    has none). ``headers`` have lower-case names. ``raw`` is the parsed body, or its text if it is not JSON.
    """

    def __init__(
        self,
        operation: str,
        status: int,
        *,
        code: str = "",
        message: str = "",
        details: JsonValue = None,
        headers: Mapping[str, str] | None = None,
        raw: JsonValue = None,
    ) -> None:
        self.operation = operation
        self.status = status
        self.code = code
        self.message = message
        self.details = details
        self.headers = dict(headers or {})
        self.raw = raw
        said = ": ".join(part for part in (code, message) if part)
        Exception.__init__(self, f"{operation}: HTTP {status}" + (f": {said}" if said else ""))


class BadRequest(ApiError):
    """400 or 422: the service considers the request invalid."""


class Unauthorized(ApiError):
    """401: the credentials are missing or wrong."""


class Forbidden(ApiError):
    """403: the credentials do not permit this call."""


class NotFound(ApiError):
    """404: the resource does not exist."""


class RateLimited(ApiError):
    """429: too many calls; nothing was processed. ``retry_after`` is in seconds, None if the response has none."""

    retry_after: float | None = None


class ServerError(ApiError):
    """5xx: the service failed."""


class UnsettledServerError(ServerError, OutcomeUnknown):
    """5xx on a call that must not be retried: the service may have processed it before it failed."""

    reason = "the service failed while it processed the request"
    trail = Trail()


class AuthenticationFailed(ConnectorError):
    """The call was not sent without an access token: the service refused to issue one, or the token store failed.

    ``code`` and ``message`` come from the token endpoint, such as ``invalid_client``; ``status`` is its HTTP status, 0
    if it was not called. ``advice`` is what to do next, "" if that is unknown.
    """

    def __init__(
        self, operation: str, reason: str, status: int = 0, code: str = "", message: str = "", advice: str = ""
    ) -> None:
        self.operation = operation
        self.reason = reason
        self.status = status
        self.code = code
        self.message = message
        self.advice = advice
        said = ": ".join(part for part in (reason, code, message) if part)
        super().__init__(f"{operation}: not sent: {said}" + (f"; {advice}" if advice else ""))


class SignInRequired(AuthenticationFailed):
    """A person has to sign in: nobody has yet, or the permission expired or was revoked."""


class PartialFailure(ConnectorError):
    """Some items of a batch were rejected. The others were accepted; do not send those again.

    ``accepted`` and ``rejected`` are items of the response. ``positions`` are the indexes of the rejected items in the
    request, from 0. ``unanswered`` are the indexes of items that the response does not mention.
    """

    def __init__(
        self,
        operation: str,
        accepted: Sequence[object],
        rejected: Sequence[object],
        positions: Sequence[int],
        unanswered: Sequence[int] = (),
    ) -> None:
        self.operation = operation
        self.accepted = list(accepted)
        self.rejected = list(rejected)
        self.positions = list(positions)
        self.unanswered = list(unanswered)
        counts = f"{len(self.rejected)} of {len(self.accepted) + len(self.rejected) + len(self.unanswered)} items"
        silent = f"; the response does not mention the items at positions {self.unanswered}" if self.unanswered else ""
        super().__init__(f"{operation}: {counts} were rejected, at positions {self.positions}{silent}")

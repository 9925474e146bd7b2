"""What can go wrong, by kind. No message, text or representation here ever holds a credential."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .jsonvalue import JsonValue


class ConnectorError(Exception):
    """The base of all errors of this client."""


class ValidationFailed(ConnectorError):
    """The call is wrong and was not sent. ``problems`` lists everything found, each with its place."""

    def __init__(self, operation: str, problems: Sequence[str]) -> None:
        self.operation = operation
        self.problems = list(problems)
        super().__init__(f"{operation}: not sent: {'; '.join(self.problems)}")


class ConnectionFailed(ConnectorError):
    """No answer came. The request was never sent, or it is one whose repetition changes nothing."""

    def __init__(self, operation: str, reason: str) -> None:
        self.operation = operation
        self.reason = reason
        super().__init__(f"{operation}: {reason}")


class OutcomeUnknown(ConnectorError):
    """The request may have been carried out, and was not repeated.

    Look at the service whether it was, before you repeat it: a repetition may create, deliver or bill twice.
    """

    def __init__(self, operation: str, reason: str) -> None:
        self.operation = operation
        self.reason = reason
        super().__init__(f"{operation}: the outcome is unknown: {reason}; look at the service before repeating it")


class DecodeError(ConnectorError):
    """An answer or a webhook body is not what it should be. ``body`` holds its bytes."""

    def __init__(self, operation: str, reason: str, body: bytes = b"") -> None:
        self.operation = operation
        self.reason = reason
        self.body = body
        Exception.__init__(self, f"{operation}: {reason}")


class UnreadableOutcome(DecodeError, OutcomeUnknown):
    """The service accepted a call that must not be repeated, but its answer cannot be read."""

    def __init__(self, operation: str, reason: str, body: bytes = b"") -> None:
        DecodeError.__init__(self, operation, f"accepted, but {reason}; do not repeat it unseen", body)


class ApiError(ConnectorError):
    """The service refused the call.

    ``status`` is the HTTP status, ``code`` and ``message`` are the service's own ("" when it gave none),
    ``details`` what it added, ``headers`` have lower-case names, ``raw`` is the whole parsed body (text if not JSON).
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
    """400 or 422: the service found the request wrong."""


class Unauthorized(ApiError):
    """401: the credentials are missing or wrong."""


class Forbidden(ApiError):
    """403: these credentials may not do this."""


class NotFound(ApiError):
    """404: there is no such thing."""


class RateLimited(ApiError):
    """429: too many calls; nothing was done. ``retry_after`` is in seconds, None when the service did not say."""

    retry_after: float | None = None


class ServerError(ApiError):
    """5xx: the service failed."""


class UnsettledServerError(ServerError, OutcomeUnknown):
    """5xx on a call that must not be repeated: the service may have carried it out before it failed."""

    reason = "the service failed while it handled the request"


class PartialFailure(ConnectorError):
    """Some items of a batch were refused; ``rejected`` and ``positions`` (from 0) tell which."""

    def __init__(
        self, operation: str, accepted: Sequence[object], rejected: Sequence[object], positions: Sequence[int]
    ) -> None:
        self.operation = operation
        self.accepted = list(accepted)
        self.rejected = list(rejected)
        self.positions = list(positions)
        counts = f"{len(self.rejected)} of {len(self.accepted) + len(self.rejected)} items"
        super().__init__(f"{operation}: {counts} were refused, at positions {self.positions}")

"""What can go wrong, by kind. No message, text, representation or pickle here ever holds a credential."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .jsonvalue import JsonValue


class ConnectorError(Exception):
    """The base of all errors of this client. They can be pickled."""

    def __reduce__(self) -> tuple[object, ...]:
        return _restored, (type(self), self.args, self.__dict__.copy())


def _restored(kind: type[ConnectorError], args: tuple[object, ...], state: dict[str, object]) -> ConnectorError:
    made = kind.__new__(kind)
    made.args = args
    made.__dict__.update(state)
    return made


class ValidationFailed(ConnectorError):
    """The call is wrong and was not sent. ``problems`` lists everything found, each with its place."""

    def __init__(self, operation: str, problems: Sequence[str]) -> None:
        self.operation = operation
        self.problems = list(problems)
        super().__init__(f"{operation}: not sent: {'; '.join(self.problems)}")


class ConnectionFailed(ConnectorError):
    """No answer came. The request was never sent, or it is one whose repetition changes nothing.

    ``sent`` is False when it certainly never left.
    """

    def __init__(self, operation: str, reason: str, sent: bool = False) -> None:
        self.operation = operation
        self.reason = reason
        self.sent = sent
        super().__init__(f"{operation}: {reason}")


class Trail:
    """Where to look whether a call was carried out.

    ``sent_at`` is when it was sent last, in Unix seconds by this machine's clock, ``attempts`` how often. ``look_for``
    holds what the call can be known by, by its place in the call; ``look_with`` names the method of the client that
    reads it, "" when there is none. ``status`` and ``body`` are what had arrived of an answer.
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
        """What to do, without the values: those may be private."""
        from time import gmtime, strftime

        when = f" sent at {strftime('%Y-%m-%dT%H:%M:%SZ', gmtime(self.sent_at))};" if self.sent_at else ""
        known = f" for {', '.join(self.look_for)}" if self.look_for else ""
        place = f"with {self.look_with}" if self.look_with else "at the service"
        return f"{when} look {place}{known} before repeating it"


class OutcomeUnknown(ConnectorError):
    """The request may have been carried out, and was not repeated.

    Look whether it was, before you repeat it: a repetition may create, deliver or bill twice. ``trail`` says what to
    look for. It is a ``ConnectorError`` of its own and not a ``ConnectionFailed``, which is safe to repeat.
    """

    trail: Trail

    def __init__(self, operation: str, reason: str, trail: Trail | None = None) -> None:
        self.operation = operation
        self.reason = reason
        self.trail = trail or Trail()
        super().__init__(f"{operation}: the outcome is unknown: {reason};{self.trail.advice()}")

    @property
    def sent_at(self) -> float:
        """When it was sent, in Unix seconds."""
        return self.trail.sent_at

    @property
    def look_for(self) -> Mapping[str, list[object]]:
        """What the call can be known by, by its place in the call."""
        return self.trail.look_for

    @property
    def look_with(self) -> str:
        """The method of the client that reads what the call makes; "" when there is none."""
        return self.trail.look_with


class DecodeError(ConnectorError):
    """An answer or a webhook body is not what it should be. ``body`` holds its bytes."""

    def __init__(self, operation: str, reason: str, body: bytes = b"") -> None:
        self.operation = operation
        self.reason = reason
        self.body = body
        Exception.__init__(self, f"{operation}: {reason}")


class UnreadableOutcome(DecodeError, OutcomeUnknown):
    """The service accepted the call, but its answer cannot be read: which items were accepted is unknown."""

    def __init__(self, operation: str, reason: str, body: bytes = b"", trail: Trail | None = None) -> None:
        DecodeError.__init__(self, operation, f"accepted, but {reason}; do not repeat it unseen", body)
        self.trail = trail or Trail()


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
    trail = Trail()


class AuthenticationFailed(ConnectorError):
    """There is no access token, so the call was not sent: the service refused one, or the token store failed.

    ``code`` and ``message`` are the words of the token endpoint, such as ``invalid_client``; ``status`` is its HTTP
    status, 0 when it was not asked. ``advice`` says what to do, "" when that is not known.
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
    """A person has to sign in: nobody has yet, or what they allowed is expired or revoked."""


class PartialFailure(ConnectorError):
    """Not every item of a batch was accepted; the others were, and are not to be sent again.

    ``accepted`` and ``rejected`` are the items of the answer, ``positions`` (from 0) tells where the refused ones stand
    in the request, ``unanswered`` the positions of items that the answer says nothing of.
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
        silent = f"; nothing was said of the items at positions {self.unanswered}" if self.unanswered else ""
        super().__init__(f"{operation}: {counts} were refused, at positions {self.positions}{silent}")

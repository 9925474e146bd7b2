"""What an answer means: a typed result, or an error of a kind."""

from __future__ import annotations

from . import errors
from .model import bytes_result, decode_result, dig, same
from .retry import retry_after

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .auth import Auth
    from .jsonvalue import JsonValue
    from .model import Result
    from .operation import Operation
    from .runtime import Runtime
    from .wire import Failure, Response

_KINDS: dict[int, type[errors.ApiError]] = {
    400: errors.BadRequest, 401: errors.Unauthorized, 403: errors.Forbidden, 404: errors.NotFound,
    422: errors.BadRequest, 429: errors.RateLimited,
}  # fmt: skip
_COMMON = (
    ("error.code", "code", "errorCode", "error_code", "statusCode"),
    ("error.message", "message", "error_description", "error", "detail", "title", "errorMessage"),
    ("error.details", "details", "errors"),
)


def unsettled(operation: Operation) -> bool:
    """True when an unseen outcome matters: a repetition would create or send again."""
    return operation.effect not in ("reads", "idempotent")


def no_answer(operation: Operation, failure: Failure) -> errors.ConnectorError:
    """The error for a call that got no answer."""
    if failure.sent and unsettled(operation):
        return errors.OutcomeUnknown(operation.id, failure.reason)
    return errors.ConnectionFailed(operation.id, failure.reason)


def result(operation: Operation, auth: Auth, response: Response, runtime: Runtime) -> Result:
    """The result that ``response`` holds. Raises an ApiError or a DecodeError."""
    if not 200 <= response.status < 300:
        raise _refusal(operation, auth, response, runtime)
    whole = operation.result._whole == "r"
    made = bytes_result(operation.result, response.body) if whole else _decoded(operation, auth, response)
    made.response = response
    return made


def _decoded(operation: Operation, auth: Auth, response: Response) -> Result:
    data, readable = parsed(response.body)
    declared = operation.result._shape or operation.result._whole is not None
    unread = errors.UnreadableOutcome if unsettled(operation) else errors.DecodeError
    if not readable and declared and operation.result._whole != "s":
        raise unread(operation.id, "the answer is not JSON", response.body)
    if operation.envelope is not None and isinstance(data, dict):
        value = dig(data, operation.envelope[0])
        if value is not None and not same(value, operation.envelope[1]):
            raise api_error(errors.ApiError, operation, auth, response, data)
    try:
        return decode_result(operation.result, data, [])
    except RecursionError:
        raise unread(operation.id, "the answer is nested too deeply", response.body) from None


def parsed(body: bytes) -> tuple[JsonValue, bool]:
    """The JSON of ``body`` and True; or its text and False. Nothing is None."""
    from json import loads

    if not body.strip():
        return None, True
    text = body.decode("utf-8-sig", "replace")
    try:
        data: JsonValue = loads(text)
    except (ValueError, RecursionError):
        return text, False
    return data, True


def _refusal(operation: Operation, auth: Auth, response: Response, runtime: Runtime) -> errors.ApiError:
    kind = _KINDS.get(response.status, errors.ApiError)
    if response.status >= 500:
        kind = errors.UnsettledServerError if unsettled(operation) else errors.ServerError
    error = api_error(kind, operation, auth, response, parsed(response.body)[0])
    if isinstance(error, errors.RateLimited):
        error.retry_after = retry_after(response, runtime)
    return error


def api_error(
    kind: type[errors.ApiError], operation: Operation, auth: Auth, response: Response, data: JsonValue
) -> errors.ApiError:
    """The error of ``kind`` with what the service says of it, credentials hidden."""
    places = zip(auth.service.errors, _COMMON, strict=True)
    code, message, details = (_said(data, path, others) for path, others in places)
    return kind(
        operation.id, response.status, code=auth.hide(_text(code)), message=auth.hide(_text(message)), details=details,
        headers=response.headers, raw=data,
    )  # fmt: skip


def _said(data: JsonValue, path: str, others: tuple[str, ...]) -> JsonValue:
    if path:
        value = dig(data, path)
        if value is not None:
            return value
    return next((value for other in others if (value := dig(data, other)) is not None), None) if not path else None


def _text(value: JsonValue) -> str:
    return str(value)[:2000] if isinstance(value, (str, int, float)) else ""

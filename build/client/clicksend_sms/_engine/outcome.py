"""The outcome of a call: a typed result or an exception."""

from __future__ import annotations

from collections.abc import Sized

from . import errors
from .content_coding import unread_coding
from .http_messages import Failure
from .model import bytes_result, decode_result, dig, fits, same
from .response_json import parsed
from .retry import in_doubt, retry_after

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .auth import Auth
    from .call import Call
    from .http_messages import Response
    from .jsonvalue import JsonValue
    from .model import Result
    from .operation import Operation

_KINDS: dict[int, type[errors.ApiError]] = {
    400: errors.BadRequest,
    401: errors.Unauthorized,
    403: errors.Forbidden,
    404: errors.NotFound,
    422: errors.BadRequest,
    429: errors.RateLimited,
}
_GONE = frozenset((403, 404, 410))
_WITHOUT_BODY = frozenset((204, 205))
_COMMON = (
    ("error.code", "code", "errorCode", "error_code", "statusCode"),
    ("error.message", "message", "error_description", "error", "detail", "title", "errorMessage"),
    ("error.details", "details", "errors"),
)


def unsettled(operation: Operation) -> bool:
    """Whether an unknown outcome matters: a retry would create or send again."""
    return operation.effect not in ("reads", "idempotent")


def outcome(run: Call, reply: Response | Failure) -> Result | errors.ConnectorError:
    """The result of the last ``reply``, or the exception for it."""
    if isinstance(reply, Failure):
        return _no_response(run, reply)
    operation = run.operation
    made: Result | errors.ConnectorError
    if 200 <= reply.status < 300:
        made = _file(run, reply) if operation.result._whole == "r" else _decoded(run, reply)
    elif run.uncertain and reply.status in _GONE and operation.method == "DELETE":
        made = operation.result()
        made.raw = parsed(reply)[0]
        made.already_done = True
    elif reply.status < 400 and unsettled(operation):
        reason = f"the service redirected the request (HTTP {reply.status})"
        return errors.OutcomeUnknown(operation.id, reason, _trail(run, reply.status, reply.body))
    else:
        return _refusal(run, reply)
    if not isinstance(made, Exception):
        made.response = reply
    return made


def too_late(run: Call) -> errors.ConnectionFailed:
    """The exception for a call that the throttle would delay past its deadline."""
    reason = f"not sent: the throttle allows no call within the deadline of {run.core.deadline} seconds"
    return errors.ConnectionFailed(run.operation.id, reason, run.uncertain)


def interrupted(run: Call, error: BaseException) -> None:
    """Add to ``error``, a cancellation or Ctrl-C, the note that the call may have been processed."""
    out = run.out
    if out is not None and out.departed and unsettled(run.operation) and not isinstance(error, GeneratorExit):
        doubt = errors.OutcomeUnknown(run.operation.id, "interrupted before a response arrived", _trail(run))
        error.__cause__ = doubt
        error.add_note(str(doubt))


def _trail(run: Call, status: int = 0, body: bytes = b"") -> errors.Trail:
    operation = run.operation
    known = {
        path: values
        for path, argument, below in operation.look_for
        if (values := list(_values(run.arguments.get(argument), below)))
    }
    body = run.core.auth.hide_in(body)
    return errors.Trail(run.sent_at, run.attempt, known, operation.look_with, status, body)


def _values(value: object, below: tuple[str, ...]) -> list[object]:
    if isinstance(value, (list, tuple)):
        return [one for item in value for one in _values(item, below)]
    if below:
        return _values(getattr(value, below[0], None), below[1:])
    return [] if value is None else [value]


def _no_response(run: Call, failure: Failure) -> errors.ConnectorError:
    operation = run.operation
    if failure.sent and unsettled(operation):
        return errors.OutcomeUnknown(operation.id, failure.reason, _trail(run, failure.status, failure.body))
    return errors.ConnectionFailed(operation.id, failure.reason, failure.sent or run.uncertain)


def _file(run: Call, response: Response) -> Result | errors.ConnectorError:
    operation = run.operation
    wrong = _compressed(response)
    if wrong and operation.effect == "reads":
        return _undecoded(run, response, wrong)
    made = bytes_result(operation.result, response.body)
    made.unparsed, made.problems = bool(wrong), [""] if wrong else []
    return made


def _undecoded(run: Call, response: Response, wrong: str) -> errors.DecodeError:
    return errors.DecodeError(run.operation.id, wrong, run.core.auth.hide_in(response.body))


def _compressed(response: Response) -> str:
    """What is wrong with a response in an unsupported compression; "" for any other."""
    coding = unread_coding(response)
    return f"the response is compressed as {coding}, which was not requested" if coding else ""


def _decoded(run: Call, response: Response) -> Result | errors.ConnectorError:
    operation = run.operation
    data, readable = parsed(response)
    if operation.envelope is not None and isinstance(data, dict):
        value = dig(data, operation.envelope[0])
        if value is not None and not same(value, operation.envelope[1]):
            return api_error(errors.ApiError, run, response, data)
    made, wrong = _typed(operation.result, data, readable)
    empty = response.status in _WITHOUT_BODY and not response.body
    fitting = made is not None and not made.unparsed and fits(operation.result, data)
    if operation.effect == "reads" and not fitting and not empty:
        return _undecoded(run, response, wrong if readable else _compressed(response) or wrong)
    if made is None:
        made = operation.result()
        made.unparsed, made.problems = True, [""]
    if operation.batch is not None:
        sent = run.arguments.get(operation.batch.argument)
        made._sent = len(sent) if isinstance(sent, Sized) else None
        made._trail = _trail(run, response.status, response.body) if made.unparsed else None
    return made


def _typed(kind: type[Result], data: JsonValue, readable: bool) -> tuple[Result | None, str]:
    """The result (None when there is none), and what is wrong with a response that does not match."""
    declared = kind._shape or kind._whole is not None
    if declared and not readable and kind._whole != "s":
        return None, "the response is not JSON"
    try:
        return decode_result(kind, data, []), "the response does not have the declared form: " + _described(data)
    except RecursionError:
        return None, "the response is nested too deeply"


def _described(data: JsonValue) -> str:
    """A description of ``data`` by its JSON type, without its values."""
    if data is None:
        return "it is empty or null"
    if isinstance(data, dict):
        return "it is an object without any declared property"
    kinds = {list: "an array", str: "a string", bool: "a boolean"}
    return f"it is {kinds.get(type(data), 'a number')}"


def _refusal(run: Call, response: Response) -> errors.ApiError:
    status = response.status
    kind = _KINDS.get(status, errors.ServerError if status >= 500 else errors.ApiError)
    doubt = unsettled(run.operation) and in_doubt(response)
    error = api_error(errors.UnsettledServerError if doubt else kind, run, response, parsed(response)[0])
    if isinstance(error, errors.RateLimited):
        error.retry_after = retry_after(response, run.core.runtime)
    if isinstance(error, errors.UnsettledServerError):
        error.trail = _trail(run, status, response.body)
    return error


def api_error(kind: type[errors.ApiError], run: Call, response: Response, data: JsonValue) -> errors.ApiError:
    """The exception of ``kind`` with the texts of the response, credentials hidden."""
    auth: Auth = run.core.auth
    data = auth.scrubbed(data)
    places = zip(auth.service.errors, _COMMON, strict=True)
    code, message, details = (_said(data, path, others) for path, others in places)
    headers = {auth.hide(name): auth.hide(value) for name, value in response.headers.items()}
    return kind(
        run.operation.id,
        response.status,
        code=_text(code),
        message=_text(message),
        details=details,
        headers=headers,
        raw=data,
    )


def _said(data: JsonValue, path: str, others: tuple[str, ...]) -> JsonValue:
    if path:
        value = dig(data, path)
        if value is not None:
            return value
    return next((value for other in others if (value := dig(data, other)) is not None), None) if not path else None


def _text(value: JsonValue) -> str:
    return str(value)[:2000] if isinstance(value, (str, int, float)) else ""

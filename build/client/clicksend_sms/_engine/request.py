"""Building the request of a call: address, query, headers and body. All problems are reported at once."""

from __future__ import annotations

from json import JSONEncoder
from urllib.parse import quote, urlencode

from .encode import add, encode
from .errors import DecodeError, ValidationFailed
from .http_messages import File, Request
from .prepared_call import placeholder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from .http_messages import Origin
    from .jsonvalue import JsonValue
    from .operation import Input
    from .page_requests import Onward
    from .prepared_call import Plan

# Created once, because that costs more than encoding a small body.
_dumps = JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
_SEPARATORS = {"ssv": "%20", "tsv": "%09", "pipes": "%7C"}


class _Parts:
    """A request under construction."""

    __slots__ = ("body", "files", "form", "headers", "path", "placed", "plan", "problems", "query", "whole")

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.path = plan.path
        self.placed: dict[str, str] = {}
        self.query: list[tuple[str, str]] = []
        self.headers = plan.headers.copy()
        self.form: list[tuple[str, str]] = []
        self.files: list[tuple[str, File]] = []
        self.body: dict[str, JsonValue] = {}
        self.whole: JsonValue | bytes = None
        self.problems: list[str] = []


def build(plan: Plan, arguments: Mapping[str, object], page: Onward | None = None) -> Request:
    """The request of one call, or of one ``page`` of its list. Raises ValidationFailed, DecodeError for a bad link."""
    parts = _Parts(plan)
    operation, problems = plan.operation, parts.problems
    given = page.values if page is not None else {}
    for entry in plan.inputs:
        if not given or (entry.location, (entry.wire,)) not in given:
            _take(parts, entry, arguments.get(entry.argument) if entry.argument else None)
    if plan.body_inputs and (operation.body_required or given or plan.has_body(arguments)):
        for entry in plan.body_inputs:
            if given and (entry.location, (entry.wire,)) in given:
                continue
            value = arguments.get(entry.argument) if entry.argument else None
            add(parts.body, entry.wire, entry.kind, entry.rules, value, entry.argument or entry.wire, problems)
    if given:
        _place_page(parts, given)
    parts.query += plan.query
    body = _body(parts, arguments) if operation.body else None
    method, origin = operation.method, plan.origin
    if operation.policies:
        from .policies import routed

        method, origin, parts.path = routed(plan, parts.headers, parts.query, (parts.path, parts.placed), problems)
    if plan.missing:
        problems.append(plan.missing)
    if problems:
        problems[:] = [plan.auth.hide(problem) for problem in problems]
        raise ValidationFailed(operation.id, problems)
    target = _target(parts) if page is None else _page_target(parts, page, origin)
    return Request(method, origin, target, parts.headers, body, plan.repeatable)


def _place_page(parts: _Parts, given: Mapping[tuple[str, tuple[str, ...]], object]) -> None:
    """Set the inputs that select a page and set its size."""
    from .page_requests import put

    for (location, steps), value in given.items():
        if location == "body" and not parts.plan.whole:
            put(parts.body, steps, value)
        elif location == "body":
            parts.whole = {} if parts.whole is None else parts.whole
            put(parts.whole, steps, value)
        elif location == "query":
            parts.query.append((steps[0], quote(str(value), safe="")))
        else:
            entry = next((one for one in parts.plan.inputs if (one.location, one.wire) == (location, steps[0])), None)
            if entry is not None:
                _place(parts, entry, str(value), entry.argument or entry.wire)


def _page_target(parts: _Parts, page: Onward, origin: Origin) -> str:
    """The target of a page, from its link if it has one."""
    page.target = _target(parts)
    if page.link:
        from .page_links import target

        sent = {entry.wire for entry in parts.plan.inputs if entry.location == "query"}
        kept = [pair for pair in parts.query if pair[0] not in sent]
        page.target, wrong = target(page.link, origin, page.before, kept)
        if wrong:
            raise DecodeError(parts.plan.operation.id, parts.plan.auth.hide(wrong), b"")
    return page.target


def _target(parts: _Parts) -> str:
    if not parts.query:
        return parts.path
    query = "&".join(f"{quote(name, safe='[]$')}={value}" for name, value in parts.query)
    return parts.path + ("&" if "?" in parts.path else "?") + query


def _take(parts: _Parts, entry: Input, value: object) -> None:
    name = entry.argument or entry.wire
    if value is None:
        value = entry.rules.get("constant", entry.rules.get("default"))
    if value is None:
        if entry.rules.get("required"):
            parts.problems.append(f"{name} is required")
    elif entry.kind in ("f", "r"):
        _take_bytes(parts, entry, value, name)
    else:
        _place(parts, entry, encode(entry.kind, value, entry.rules, name, parts.problems), name)


def _take_bytes(parts: _Parts, entry: Input, value: object, name: str) -> None:
    content = value.content if isinstance(value, File) else value
    if not isinstance(content, (bytes, bytearray)):
        wanted = "bytes or a File" if entry.kind == "f" else "bytes"
        parts.problems.append(f"{name} must be {wanted}, not {type(value).__name__}")
    elif entry.location == "formData":
        parts.files.append((entry.wire, value if isinstance(value, File) else File(bytes(content), entry.wire)))
    else:
        parts.whole = bytes(content)


def _place(parts: _Parts, entry: Input, value: JsonValue, name: str) -> None:
    if entry.location == "whole":
        parts.whole = value
    elif entry.location == "path":
        _place_in_path(parts, entry, value, name)
    elif entry.location == "query":
        parts.query += [(entry.wire, text) for text in _texts(value, entry.style, True)]
    elif entry.location == "formData":
        parts.form += [(entry.wire, text) for text in _texts(value, entry.style, False)]
    else:
        text = ",".join(_texts(value, entry.style, False))
        if any(ord(c) < 32 or ord(c) == 127 or ord(c) > 255 for c in text):
            parts.problems.append(f"{name} contains characters that are not allowed in a header")
        elif entry.wire.lower() not in parts.plan.credentials:
            parts.headers[entry.wire.lower()] = text


def _place_in_path(parts: _Parts, entry: Input, value: JsonValue, name: str) -> None:
    text = _texts(value, "csv", True)[0] if value is not None else "?"
    if text in ("", ".", ".."):
        parts.problems.append(f"{name} must not be {repr(text) if text else 'empty'}: it is part of the URL")
    if entry.style == "double":
        text = quote(text, safe="")
    parts.placed[placeholder(entry)] = text
    parts.path = parts.path.replace(placeholder(entry), text)


def _texts(value: JsonValue, style: str, encoded: bool) -> list[str]:
    """The texts of a parameter: one, or one for each item of a list in style ``multi``."""
    if not isinstance(value, list):
        return [quote(_text(value), safe="", errors="replace") if encoded else _text(value)]
    texts = [quote(_text(item), safe="", errors="replace") if encoded else _text(item) for item in value]
    if style == "multi":
        return texts
    separator = _SEPARATORS.get(style, ",") if encoded else {"ssv": " ", "tsv": "\t", "pipes": "|"}.get(style, ",")
    return [separator.join(texts)]


def _text(value: JsonValue) -> str:
    return value if isinstance(value, str) else _dumps(value)


def _body(parts: _Parts, arguments: Mapping[str, object]) -> bytes | None:
    plan, operation = parts.plan, parts.plan.operation
    kind = operation.body
    if kind == "multipart" and not (parts.files or parts.form):
        return None
    if kind == "json" and not plan.whole:
        if not parts.body and not operation.body_required and not plan.has_body(arguments):
            return None
        parts.whole = parts.body
    if kind == "multipart":
        return _multipart(parts)
    if kind == "form":
        pairs = parts.form or [(key, text) for key, item in parts.body.items() for text in _texts(item, "csv", False)]
        content = urlencode(pairs).encode("ascii")
    elif parts.whole is None:
        return None
    else:
        content = parts.whole if isinstance(parts.whole, bytes) else _serialised(parts, parts.whole, kind)
    parts.headers.setdefault("content-type", operation.content_type)
    return content


def _serialised(parts: _Parts, value: JsonValue, kind: str) -> bytes:
    text = value if kind == "text" and isinstance(value, str) else _dumps(value)
    try:
        return text.encode()
    except UnicodeEncodeError:
        parts.problems.append("the body contains an unpaired surrogate")
        return b""


def _multipart(parts: _Parts) -> bytes:
    from secrets import token_hex

    mark = token_hex(16)
    lines: list[bytes] = []
    for name, text in parts.form:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{_quoted(name)}"\r\n\r\n'
        lines += [head.encode(), text.encode(), b"\r\n"]
    for name, file in parts.files:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{_quoted(name)}"; '
        head += f'filename="{_quoted(file.name)}"\r\n'
        kind = f"Content-Type: {_quoted(file.content_type)}\r\n\r\n"
        lines += [head.encode(), kind.encode(), bytes(file.content), b"\r\n"]
    parts.headers["content-type"] = f"multipart/form-data; boundary={mark}"
    return b"".join([*lines, f"--{mark}--\r\n".encode()])


def _quoted(text: str) -> str:
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")

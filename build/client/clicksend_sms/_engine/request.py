"""A call becomes a request: address, query, headers and body, all problems found at once."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from .encode import add, encode
from .errors import ValidationFailed
from .wire import File, Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from .auth import Auth
    from .jsonvalue import JsonValue
    from .operation import Input, Operation

_SEPARATORS = {"ssv": "%20", "tsv": "%09", "pipes": "%7C"}
_STATIC = "/:@!$&'()*+,;=~%-._?"


class Base:
    """A base URL taken apart. Raises ValidationFailed when it is not an http or https address."""

    __slots__ = ("origin", "path", "url")

    def __init__(self, url: str, package: str) -> None:
        from urllib.parse import urlsplit

        self.url = ""
        try:
            parts = urlsplit(url)
            port = parts.port
        except (ValueError, AttributeError):
            raise ValidationFailed(package, ["base_url is not an address"]) from None
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or not url.isascii():
            raise ValidationFailed(package, ["base_url must be an http or https address without credentials"])
        self.origin = (parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80))
        self.path = quote(parts.path.rstrip("/"), safe=_STATIC)
        self.url = f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/")


class _Parts:
    """A request while it is put together."""

    __slots__ = ("body", "files", "form", "headers", "path", "problems", "query", "whole")

    def __init__(self, path: str) -> None:
        self.path = path
        self.query: list[tuple[str, str]] = []
        self.headers: dict[str, str] = {}
        self.form: list[tuple[str, str]] = []
        self.files: list[tuple[str, File]] = []
        self.body: dict[str, JsonValue] = {}
        self.whole: JsonValue | bytes = None
        self.problems: list[str] = []


def build(
    base: Base, auth: Auth, operation: Operation, arguments: Mapping[str, object], extra: Mapping[str, object]
) -> Request:
    """The request of one call; ``extra`` are further query parameters. Raises ValidationFailed."""
    parts = _Parts(quote(operation.path, safe=_STATIC + "{}"))
    given = {wire: value for wire, value in extra.items() if value is not None}
    for entry in operation.inputs:
        if entry.location != "query" or entry.wire not in given:
            _take(parts, operation, entry, arguments.get(entry.argument) if entry.argument else None, arguments)
    parts.query += [(wire, quote(str(value), safe="")) for wire, value in given.items()]
    parts.headers = {"accept": operation.accept, "accept-encoding": "identity", "user-agent": auth.service.agent,
                     **parts.headers}  # fmt: skip
    body = _body(parts, operation, arguments)
    secrets: list[tuple[str, str]] = []
    missing = auth.apply(operation.security, parts.headers, secrets)
    parts.query += [(key, quote(value, safe="")) for key, value in secrets]
    if missing:
        parts.problems.append(missing)
    if parts.problems:
        raise ValidationFailed(operation.id, [auth.hide(problem) for problem in parts.problems])
    return Request(operation.method, base.origin, _target(base, parts), parts.headers, body,
                   operation.effect in ("reads", "idempotent"))  # fmt: skip


def _target(base: Base, parts: _Parts) -> str:
    query = "&".join(f"{quote(name, safe='[]$')}={value}" for name, value in parts.query)
    path = base.path + "/" + parts.path.lstrip("/")
    return path + ("&" if "?" in path else "?") + query if query else path


def _take(parts: _Parts, operation: Operation, entry: Input, value: object, arguments: Mapping[str, object]) -> None:
    name = entry.argument or entry.wire
    if entry.location == "body":
        if operation.body_required or _any_body(operation, arguments):
            add(parts.body, entry.wire, entry.kind, entry.rules, value, name, parts.problems)
        return
    if value is None:
        value = entry.rules.get("constant", entry.rules.get("default"))
    if value is None:
        if entry.rules.get("required"):
            parts.problems.append(f"{name} is required")
    elif entry.kind in ("f", "r"):
        _take_bytes(parts, entry, value, name)
    else:
        _place(parts, entry, encode(entry.kind, value, entry.rules, name, parts.problems), name)


def _any_body(operation: Operation, arguments: Mapping[str, object]) -> bool:
    return any(arguments.get(e.argument) is not None for e in operation.inputs if e.location == "body" and e.argument)


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
        if any(ord(c) < 32 or ord(c) in (127,) or ord(c) > 255 for c in text):
            parts.problems.append(f"{name} holds characters that a header cannot carry")
        else:
            parts.headers[entry.wire.lower()] = text


def _place_in_path(parts: _Parts, entry: Input, value: JsonValue, name: str) -> None:
    text = _texts(value, "csv", True)[0] if value is not None else "?"
    if text in ("", ".", ".."):
        parts.problems.append(f"{name} must not be {repr(text) if text else 'empty'}: it is a part of the address")
    if entry.style == "double":
        text = quote(text, safe="")
    parts.path = parts.path.replace("{" + quote(entry.wire, safe=_STATIC) + "}", text)


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
    if isinstance(value, str):
        return value
    from json import dumps

    return dumps(value, ensure_ascii=False, separators=(",", ":"))


def _body(parts: _Parts, operation: Operation, arguments: Mapping[str, object]) -> bytes | None:
    kind = operation.body
    if not kind or (kind == "multipart" and not (parts.files or parts.form)):
        return None
    if kind == "json" and not any(entry.location == "whole" for entry in operation.inputs):
        if not parts.body and not operation.body_required and not _any_body(operation, arguments):
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
        content = parts.whole if isinstance(parts.whole, bytes) else _serialised(parts.whole, kind)
    parts.headers.setdefault("content-type", operation.content_type)
    return content


def _serialised(value: JsonValue, kind: str) -> bytes:
    from json import dumps

    if kind == "text" and isinstance(value, str):
        return value.encode("utf-8", "replace")
    return dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


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

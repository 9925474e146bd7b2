"""Requests, responses and failures, as a client and its transport exchange them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import NoReturn

    Origin = tuple[str, str, int]

LARGEST_BODY = 64 * 1024 * 1024


class Request:
    """One HTTP request.

    ``origin`` is (scheme, host, port); ``target`` starts with a slash and is encoded; ``headers`` have lower-case
    names and hold credentials. ``repeatable``: sending it twice is harmless. ``timeout`` is in seconds.
    ``departed``: bytes of it may have left. A transport that can tell sets it to False until they have.
    """

    __slots__ = ("body", "departed", "headers", "method", "origin", "repeatable", "target", "timeout")

    def __init__(
        self,
        method: str,
        origin: tuple[str, str, int],
        target: str,
        headers: dict[str, str],
        body: bytes | None,
        repeatable: bool,
        timeout: float = 30.0,
    ) -> None:
        self.method = method
        self.origin = origin
        self.target = target
        self.headers = headers
        self.body = body
        self.repeatable = repeatable
        self.timeout = timeout
        self.departed = True

    def __repr__(self) -> str:
        return f"<Request {self.method} to {self.origin[1]}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a request contains credentials and cannot be pickled")


class Response:
    """One HTTP response: ``status``, ``headers`` with lower-case names, ``body`` as bytes."""

    __slots__ = ("body", "headers", "status")

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    def __repr__(self) -> str:
        return f"<Response {self.status}, {len(self.body)} bytes>"


class Failure:
    """No complete response. ``sent``: bytes of the request may have left. ``reason`` holds no credential.

    ``status`` and ``body`` are the part of a response that arrived, 0 and b"" if there is none.
    """

    __slots__ = ("body", "reason", "sent", "status")

    def __init__(self, sent: bool, reason: str, status: int = 0, body: bytes = b"") -> None:
        self.sent = sent
        self.reason = reason
        self.status = status
        self.body = body

    def __repr__(self) -> str:
        return f"<Failure: {self.reason}>"


class File:
    """A file to upload: its bytes, its name and its media type."""

    __slots__ = ("content", "content_type", "name")

    def __init__(self, content: bytes, name: str = "file", content_type: str = "application/octet-stream") -> None:
        self.content = content
        self.name = name
        self.content_type = content_type

    def __repr__(self) -> str:
        return f"File({self.name!r}, {len(self.content)} bytes)"


def joined(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Headers with lower-case names; the values of a repeated header are joined with a comma."""
    headers: dict[str, str] = {}
    for name, value in pairs:
        name = name.lower()
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def bracketed(host: str) -> str:
    """``host`` for a URL: an IPv6 address gets brackets."""
    return f"[{host}]" if ":" in host else host


def host_header(origin: tuple[str, str, int]) -> str:
    """The value of the Host header."""
    scheme, host, port = origin
    default = 443 if scheme == "https" else 80
    return bracketed(host) if port == default else f"{bracketed(host)}:{port}"

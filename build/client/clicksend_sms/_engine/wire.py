"""What travels between the client and a transport: plain values without behaviour."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class Request:
    """One HTTP request. ``origin`` is (scheme, host, port); ``target`` starts with a slash and is encoded."""

    __slots__ = ("body", "headers", "method", "origin", "repeatable", "target")

    def __init__(
        self,
        method: str,
        origin: tuple[str, str, int],
        target: str,
        headers: dict[str, str],
        body: bytes | None,
        repeatable: bool,
    ) -> None:
        self.method = method
        self.origin = origin
        self.target = target
        self.headers = headers
        self.body = body
        self.repeatable = repeatable

    def __repr__(self) -> str:
        return f"<Request {self.method} to {self.origin[1]}>"


class Response:
    """One HTTP answer: ``status``, ``headers`` with lower-case names, ``body`` as bytes."""

    __slots__ = ("body", "headers", "status")

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.status = status
        self.headers = dict(headers)
        self.body = body

    def __repr__(self) -> str:
        return f"<Response {self.status}, {len(self.body)} bytes>"


class Failure:
    """No answer. ``sent``: bytes of the request may have left; ``reason`` names no credential."""

    __slots__ = ("reason", "sent")

    def __init__(self, sent: bool, reason: str) -> None:
        self.sent = sent
        self.reason = reason


class File:
    """A file to upload: its bytes, its name and its media type."""

    __slots__ = ("content", "content_type", "name")

    def __init__(self, content: bytes, name: str = "file", content_type: str = "application/octet-stream") -> None:
        self.content = content
        self.name = name
        self.content_type = content_type

    def __repr__(self) -> str:
        return f"File({self.name!r}, {len(self.content)} bytes)"

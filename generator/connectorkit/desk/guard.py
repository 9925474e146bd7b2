"""Access control of the preview: checks of host, origin and token, and security headers for browsers."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOKEN_HEADER: Final = "x-preview-token"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'"
)
# `sandbox` isolates the page in an opaque origin: it runs no scripts and cannot read the preview.
REFERENCE_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
_NAMES = ("127.0.0.1", "localhost", "[::1]")
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_PLAIN_PORT = 80


class Guard:
    """Middleware that protects the preview: pages of other sites can neither read it nor trigger actions.

    ``open_path`` is the only path that accepts a POST from a program: the sandbox delivers events to it.
    """

    def __init__(self, app: ASGIApp, port: int, open_path: str) -> None:
        self._app, self._open_path = app, open_path
        self.token = secrets.token_urlsafe(24)
        self._hosts = {f"{name}:{port}" for name in _NAMES}
        self._hosts |= set(_NAMES) if port == _PLAIN_PORT else set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request to the application, or reject it."""
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        why = self.refusal(scope["method"], scope["path"], headers)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name.lower() for name, _ in message["headers"]}
                added = [(name.lower().encode(), value.encode()) for name, value in _ALWAYS.items()]
                message["headers"] = [*message["headers"], *(one for one in added if one[0] not in own)]
            await send(message)

        if why:
            from starlette.responses import PlainTextResponse

            await PlainTextResponse(why + "\n", 403)(scope, receive, guarded)
            return
        await self._app(scope, receive, guarded)

    def refusal(self, method: str, path: str, headers: Mapping[str, str]) -> str:
        """The reason why a request is rejected; "" if it is accepted."""
        if headers.get("host", "").lower() not in self._hosts:
            return "The preview accepts only requests to the names of this machine."
        if method in ("GET", "HEAD"):
            return ""
        if path == self._open_path:
            return "" if "origin" not in headers else "A web page cannot deliver events."
        if headers.get("origin", "").lower() not in {f"http://{host}" for host in self._hosts}:
            return "The request comes from another page."
        if not secrets.compare_digest(headers.get(TOKEN_HEADER, "").encode(), self.token.encode()):
            return "The page belongs to an earlier run. Reload it."
        return ""

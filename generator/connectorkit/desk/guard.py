"""Who may ask the preview, and what a browser may do with what it gets: hosts, origins, a token, and headers."""

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
# `sandbox` gives the page an origin of its own: no script runs in it, and it reads nothing of the preview.
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
    """An application behind checks: a page of another site can neither read the preview nor make it act.

    ``open_path`` is the one path that takes a POST of a program: the address to which the sandbox delivers events.
    """

    def __init__(self, app: ASGIApp, port: int, open_path: str) -> None:
        self._app, self._open_path = app, open_path
        self.token = secrets.token_urlsafe(24)
        self._hosts = {f"{name}:{port}" for name in _NAMES}
        self._hosts |= set(_NAMES) if port == _PLAIN_PORT else set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
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
        """Why a request is refused; "" for one that is not."""
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

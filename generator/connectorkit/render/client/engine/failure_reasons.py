"""Reasons of failures, in words without credentials and without received data."""

from __future__ import annotations


class Broken(Exception):
    """A response that is too large, of another protocol or cut off; the message names no credential."""


def reason(error: BaseException, status: int = 0) -> str:
    """The reason of a failure of httpcore2 or of the network backends; ``status`` is that of a partial response."""
    kinds = {kind.__name__ for kind in type(error).__mro__}
    text = str(error.args[0]) if error.args else ""
    if "TimeoutException" in kinds or isinstance(error, TimeoutError):
        return "timed out"
    if "ProxyError" in kinds:
        return f"the proxy refused the connection{_status(text)}"
    if isinstance(error, Broken) or "NetworkError" in kinds:
        # Network errors come from the backends, whose texts are safe.
        return text or "the connection broke"
    if "RemoteProtocolError" in kinds:
        return _remote(text, status)
    if "LocalProtocolError" in kinds:
        return "the request cannot be written as HTTP"
    return f"the connection failed ({type(error).__name__})"


def _remote(text: str, status: int) -> str:
    if text.startswith("peer closed connection") or "ConnectionClosed" in text:
        return "the response was truncated"
    if text.startswith("Server disconnected"):
        return "the connection was closed before a response arrived"
    return "the response is not valid HTTP" if not status else "the body of the response is not valid HTTP"


def _status(text: str) -> str:
    digits = text[:3]
    return f" with HTTP {digits}" if digits.isascii() and digits.isdigit() else ""

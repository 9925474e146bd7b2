"""Validation of headers that a caller adds: they must not frame the message or replace credentials."""

from __future__ import annotations

from .errors import ValidationFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from .operation import Service

# Headers that frame a message, belong to a connection or a hop (RFC 9110, 7.6.1), or depend on the operation.
_OURS = frozenset(
    (
        "accept",
        "accept-encoding",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "expect",
        "host",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    )
)
_CREDENTIALS = frozenset(("authorization", "cookie", "proxy-authorization"))
# The characters of a token in RFC 9110, 5.6.2.
_TOKEN = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


def checked(headers: Mapping[str, str], service: Service) -> dict[str, str]:
    """``headers`` with lower-case names. Raises ValidationFailed without showing a value."""
    from collections.abc import Mapping

    if not isinstance(headers, Mapping):
        raise ValidationFailed(service.package, [f"headers must be a mapping, not {type(headers).__name__}"])
    secret = _CREDENTIALS | {scheme[3].lower() for scheme in service.schemes if scheme[2] == "header"}
    problems = [text for name, value in headers.items() if (text := _problem(name, value, secret))]
    if problems:
        raise ValidationFailed(service.package, problems)
    return {name.lower(): value for name, value in headers.items()}


def _problem(name: object, value: object, secret: frozenset[str]) -> str:
    if not isinstance(name, str) or not name or not _TOKEN.issuperset(name):
        return f"headers: {name!r} is not a valid header name"
    if name.lower() in secret:
        return f"headers: {name} carries credentials; pass them to the client instead"
    if name.lower() in _OURS:
        return f"headers: {name} is set by the client"
    if not isinstance(value, str):
        return f"headers: the value of {name} must be text, not {type(value).__name__}"
    if any(ord(c) < 32 or ord(c) == 127 or ord(c) > 255 for c in value):
        return f"headers: the value of {name} contains characters that are not allowed in a header"
    return ""

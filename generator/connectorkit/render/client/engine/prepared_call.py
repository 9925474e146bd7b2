"""The fixed part of every call of an operation: address, headers, credentials and kinds of inputs."""

from __future__ import annotations

from urllib.parse import quote

from .auth import FETCHED
from .errors import ValidationFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import NoReturn

    from .auth import Auth
    from .operation import Input, Operation

STATIC = "/:@!$&'()*+,;=~%-._?"


class Base:
    """A parsed base URL. Raises ValidationFailed when it is not an http or https URL."""

    __slots__ = ("origin", "path", "url")

    def __init__(self, url: str, package: str) -> None:
        from urllib.parse import urlsplit

        try:
            parts = urlsplit(url)
            port = parts.port
            host = _in_ascii(parts.hostname or "")
        except (ValueError, AttributeError):
            raise ValidationFailed(package, ["base_url is not a valid URL"]) from None
        if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
            raise ValidationFailed(package, ["base_url must be an http or https URL without credentials"])
        self.origin = (parts.scheme, host, port or (443 if parts.scheme == "https" else 80))
        self.path = quote(parts.path.rstrip("/"), safe=STATIC)
        self.url = f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/")


def _in_ascii(host: str) -> str:
    """``host`` in ASCII (IDNA). Raises ValueError when it cannot be encoded."""
    if host.isascii():
        return host
    import idna

    # Raises a UnicodeError, which is a ValueError.
    return idna.encode(host, uts46=True).decode("ascii")


class Plan:
    """The fixed part of the requests of one operation and client; ``missing`` is the problem of missing credentials.

    ``tokens`` supplies the access tokens, None where the credentials are fixed. If the operation has policies, ``path``
    lacks the base path: a policy may choose another address, unless the address was given (``located``).
    """

    __slots__ = (
        "auth",
        "base",
        "body_inputs",
        "credentials",
        "headers",
        "inputs",
        "located",
        "missing",
        "operation",
        "origin",
        "path",
        "query",
        "repeatable",
        "tokens",
        "whole",
    )

    def __init__(
        self, base: Base | None, located: bool, auth: Auth, operation: Operation, extra: Mapping[str, str]
    ) -> None:
        secrets: list[tuple[str, str]] = []
        self.auth = auth
        self.operation = operation
        self.base, self.located = base, located
        self.origin = base.origin if base is not None else ("https", "", 443)
        below = base.path if base is not None and not operation.policies else ""
        self.path = below + "/" + quote(operation.path, safe=STATIC + "{}").lstrip("/")
        self.headers = {"accept": operation.accept, "accept-encoding": "identity", "user-agent": auth.service.agent}
        credentials: dict[str, str] = {}
        self.missing = auth.apply(operation.security, credentials, secrets)
        self.headers |= extra
        self.headers |= credentials
        self.credentials = frozenset(credentials)
        # A policy that sets the header replaces the token, as at the gateway.
        kept = not any(step[:2] == ("header", "authorization") and step[2] != "skip" for step in operation.policies)
        self.tokens = auth.oauth if credentials.get("authorization") == FETCHED and kept else None
        self.query = [(key, quote(value, safe="")) for key, value in secrets]
        self.repeatable = operation.effect in ("reads", "idempotent")
        self.body_inputs = [entry for entry in operation.inputs if entry.location == "body"]
        self.inputs = [entry for entry in operation.inputs if entry.location != "body"]
        self.whole = any(entry.location == "whole" for entry in operation.inputs)

    def __repr__(self) -> str:
        return f"<Plan of {self.operation.id}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a plan contains credentials and cannot be pickled")

    def has_body(self, arguments: Mapping[str, object]) -> bool:
        """Whether the arguments include a field of the body."""
        return any(arguments.get(entry.argument) is not None for entry in self.body_inputs if entry.argument)


def placeholder(entry: Input) -> str:
    """The placeholder of a path input in the path of a plan."""
    return "{" + quote(entry.wire, safe=STATIC) + "}"

"""Credentials: hidden in every text, checked once, and sent to the host of the service only."""

from __future__ import annotations

from .credentials import problems_of
from .errors import ValidationFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Mapping
    from typing import NoReturn

    from .credentials import Credentials
    from .jsonvalue import JsonValue
    from .operation import Service
    from .token_source import TokenSource

    Scheme = tuple[str, str, str, str, tuple[str, ...]]

# The placeholder in fixed headers for a token that is inserted when the request is sent.
FETCHED = ""


class Auth:
    """The credentials of one client and the ways to use them."""

    __slots__ = ("_hidden", "_pattern", "_values", "connection", "oauth", "service")

    def __init__(self, service: Service, credentials: Credentials, oauth: TokenSource | None = None) -> None:
        self.service = service
        self.oauth = oauth
        self._hidden = 0
        self._pattern: re.Pattern[str] | bool | None = False
        self._values = {name: value for name, value in credentials.revealed().items() if value is not None}
        problems = [text for name, value in self._values.items() for text in problems_of(name, value)]
        if problems:
            raise ValidationFailed(service.package, problems)
        # The connection parameters by their names in policies; only secret ones are hidden.
        self.connection = {one[0]: self._values[one[1]] for one in service.connection if one[1] in self._values}
        for _, name, _, secret in service.connection:
            if not secret:
                self._values.pop(name, None)
        basic = {scheme[4][0] for scheme in service.schemes if scheme[1] == "basic"}
        problems += [f"{name} must not contain a colon" for name in sorted(basic) if ":" in self._values.get(name, "")]
        carried = {scheme[4][0] for scheme in service.schemes if scheme[1] != "basic" and scheme[2] != "query"}
        problems += [f"{name} must be ASCII" for name in sorted(carried) if not self._values.get(name, "").isascii()]
        if problems:
            raise ValidationFailed(service.package, problems)

    def __repr__(self) -> str:
        return "<Auth>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("credentials cannot be pickled")

    def apply(
        self, security: tuple[tuple[str, ...], ...] | None, headers: dict[str, str], query: list[tuple[str, str]]
    ) -> str:
        """Apply the first alternative whose credentials are all set; returns the problem if there is none."""
        alternatives = self.service.security if security is None else security
        schemes = {scheme[0]: scheme for scheme in self.service.schemes}
        for names in alternatives:
            chosen = [schemes[name] for name in names if name in schemes]
            if all(self._there(scheme) for scheme in chosen):
                for _, kind, place, key, arguments in chosen:
                    self._put(kind, place, key, arguments, headers, query)
                return ""
        wanted = dict.fromkeys(a for names in alternatives for n in names if n in schemes for a in schemes[n][4])
        from .settings import variable

        named = ", ".join(f"{name} ({variable(self.service, name)})" for name in wanted)
        return f"credentials are missing; arguments and environment variables: {named}" if alternatives else ""

    def _there(self, scheme: Scheme) -> bool:
        """Whether the credentials of a scheme are set, or can be fetched."""
        fetched = scheme[1] == "oauth" and self.oauth is not None
        return fetched or all(argument in self._values for argument in scheme[4])

    def _put(
        self,
        kind: str,
        place: str,
        key: str,
        arguments: tuple[str, ...],
        headers: dict[str, str],
        query: list[tuple[str, str]],
    ) -> None:
        if kind == "oauth" and self.oauth is not None:
            headers["authorization"] = FETCHED
            return
        values = [self._values[argument] for argument in arguments]
        if kind == "basic":
            headers["authorization"] = f"Basic {_basic(self._values, arguments)}"
        elif kind in ("bearer", "oauth"):
            headers["authorization"] = f"Bearer {values[0]}"
        elif place == "query":
            query.append((key, values[0]))
        else:
            headers[key.lower()] = values[0]

    def hide(self, text: str) -> str:
        """``text`` with the credentials hidden, in case the service returned them."""
        pattern = self._finding()
        return pattern.sub("***", text) if pattern is not None else text

    def hide_in(self, body: bytes) -> bytes:
        """The same for bytes."""
        pattern = self._finding()
        if pattern is None:
            return body
        return pattern.sub("***", body.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")

    def _finding(self) -> re.Pattern[str] | None:
        oauth = self.oauth
        if isinstance(self._pattern, bool) or (oauth is not None and oauth.version != self._hidden):
            # Built when an error first needs it, and again after a token was fetched.
            from .redaction import pattern_of

            self._hidden = oauth.version if oauth is not None else 0
            fetched = oauth.revealed() if oauth is not None else ()
            self._pattern = pattern_of([*self._values.values(), *self._pairs(), *fetched])
        return self._pattern

    def _pairs(self) -> list[str]:
        pairs = [scheme[4] for scheme in self.service.schemes if scheme[1] == "basic"]
        whole = [_basic(self._values, pair) for pair in pairs if all(name in self._values for name in pair)]
        return [text for one in whole for text in (one, one.rstrip("="))]

    def scrubbed(self, value: JsonValue) -> JsonValue:
        """``value`` with the credentials hidden in all its texts, names and numbers."""
        if isinstance(value, str):
            return self.hide(value)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            digits = repr(value) if isinstance(value, float) else f"{value:d}"
            hidden = self.hide(digits)
            return value if hidden == digits else hidden
        if isinstance(value, list):
            return [self.scrubbed(item) for item in value]
        if isinstance(value, dict):
            return {self.hide(key): self.scrubbed(item) for key, item in value.items()}
        return value


def _basic(values: Mapping[str, str], pair: tuple[str, ...]) -> str:
    from base64 import b64encode

    return b64encode(":".join(values[name] for name in pair).encode()).decode("ascii")

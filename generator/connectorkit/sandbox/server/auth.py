"""Authentication of requests, and hiding of credentials in everything that is shown."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Callable, Mapping, Sequence

from connectorkit.sandbox.shapes.document_types import Auth, BasicAuth, Document

DEFAULT = "sandbox"
HIDDEN = "***"
# The credentials of the application that gets tokens from the sandbox.
CLIENT_ID, CLIENT_SECRET = "client_id", "client_secret"


def takes_tokens(spec: Document) -> bool:
    """Whether the API uses access tokens, so that the sandbox issues them."""
    return any(one["kind"] == "bearer" for one in spec["auth"])


def names(spec: Document) -> set[str]:
    """The names of the credentials of a sandbox."""
    found = {one["name"] for one in spec["credentials"]}
    return found | ({CLIENT_ID, CLIENT_SECRET} if takes_tokens(spec) else set())


class Guard:
    """Checks credentials, and never shows them."""

    def __init__(self, spec: Document, credentials: Mapping[str, str] | None = None) -> None:
        given = credentials or {}
        application = [CLIENT_ID, CLIENT_SECRET] if takes_tokens(spec) else []
        self.kinds = spec["auth"]
        self.accounts = spec["sandbox"].get("accounts", {})
        self.secrets = {one["name"]: given.get(one["name"], DEFAULT) for one in spec["credentials"]}
        self.application = {name: given.get(name, DEFAULT) for name in application}
        self.live: Callable[[str], bool] = lambda token: False  # Whether a token was issued and has not expired.
        self.known: set[str] = set()  # The header of the last authenticated call, to check the next one quickly.
        self.hidden = {"authorization", "proxy-authorization", "cookie"}
        self.hidden |= {one["name"].lower() for one in self.kinds if one["kind"] == "apiKey"}

    def __repr__(self) -> str:
        return f"Guard({', '.join(self.secrets)})"

    def described(self) -> str:
        """The credentials to print at the start; the value only of a default one."""
        shown = (
            f"{name}={DEFAULT}" if value == DEFAULT else f"{name} as given"
            for name, value in {**self.secrets, **self.application}.items()
        )
        return ", ".join(shown) or "none"

    def caller(
        self, headers: Mapping[str, str], query: Mapping[str, list[str]], ways: Sequence[Sequence[Auth]] | None = None
    ) -> str | None:
        """The caller: the name of a declared account, "" for the owner of the credentials, None if unauthenticated.

        ``ways`` are the alternatives of a call, by default each way to authenticate alone. An account represents a
        customer in a certain state; its user name is accepted with any password, if an alternative has a user name.
        """
        if ways is not None:
            good = not ways or any(all(self._passes(one, headers, query) for one in row) for row in ways)
            return "" if good else self._account(headers, query, ways)
        given = headers.get("authorization", "")
        if given and given in self.known:
            return ""
        if not self.kinds or any(self._passes(one, headers, query) for one in self.kinds):
            if self.kinds and self._by_header(given):
                self.known = {given}
            return ""
        return self._account(headers, query, [[one] for one in self.kinds])

    def _account(
        self, headers: Mapping[str, str], query: Mapping[str, list[str]], ways: Sequence[Sequence[Auth]]
    ) -> str | None:
        """The account of an alternative with a user name whose other credentials are valid."""
        name, _, good = _pair(headers.get("authorization", ""))
        if not good or name not in self.accounts:
            return None
        by_name = (row for row in ways if any(one["kind"] == "basic" for one in row))
        valid = (all(one["kind"] == "basic" or self._passes(one, headers, query) for one in row) for row in by_name)
        return name if any(valid) else None

    def _by_header(self, given: str) -> bool:
        """Whether the Authorization header is sufficient."""
        only = {"authorization": given}
        return bool(given) and any(self._passes(one, only, {}, False) for one in self.kinds)

    def _passes(
        self, kind: Auth, headers: Mapping[str, str], query: Mapping[str, list[str]], issued: bool = True
    ) -> bool:
        """Whether a credential is valid; ``issued``: also a token that the sandbox issued and that has not expired."""
        given = headers.get("authorization", "")
        if kind["kind"] == "basic":
            return self._basic(kind, given)
        if kind["kind"] == "bearer":
            scheme, _, value = given.partition(" ")
            value = value.strip()
            fits = self._same(value, kind["credential"]) or (issued and self.live(value))
            return scheme.lower() == "bearer" and fits
        name = kind["name"]
        found = query.get(name, []) if kind["in"] == "query" else [headers.get(name.lower(), "")]
        # A policy of the connector may add a scheme word before the key.
        return any(self._same(one, kind["credential"]) or self._last(one, kind["credential"]) for one in found)

    def _basic(self, kind: BasicAuth, given: str) -> bool:
        name, password, good = _pair(given)
        return good & self._same(name, kind["username"]) & self._same(password, kind["password"])

    def _last(self, value: str, name: str) -> bool:
        return " " in value and self._same(value.rpartition(" ")[2], name)

    def _same(self, value: str, name: str) -> bool:
        secret = self.secrets.get(name, "")
        return bool(secret) and hmac.compare_digest(value.encode(), secret.encode())

    def redacted(self, values: Mapping[str, str]) -> dict[str, str]:
        """Headers or query values with credentials masked."""
        return {name: HIDDEN if name.lower() in self.hidden else value for name, value in values.items()}


def _pair(given: str) -> tuple[str, str, bool]:
    """The user name and password of a Basic header, and whether it is one."""
    scheme, _, value = given.partition(" ")
    try:
        name, _, password = base64.b64decode(value.strip(), validate=True).decode("utf-8").partition(":")
    except (binascii.Error, ValueError):
        return "", "", False
    return name, password, scheme.lower() == "basic"

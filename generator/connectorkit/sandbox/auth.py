"""Who may call: the credentials of a request, and their absence from everything that is shown."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from typing import Any

Doc = dict[str, Any]
DEFAULT = "sandbox"
HIDDEN = "***"


class Guard:
    """Knows the credentials; never gives them away."""

    def __init__(self, spec: Doc, credentials: Mapping[str, str] | None = None) -> None:
        given = credentials or {}
        self.kinds: list[Doc] = spec["auth"]
        self.secrets = {one["name"]: given.get(one["name"], DEFAULT) for one in spec["credentials"]}
        self.hidden = {"authorization", "proxy-authorization", "cookie"}
        self.hidden |= {one["name"].lower() for one in self.kinds if one["kind"] == "apiKey"}

    def __repr__(self) -> str:
        return f"Guard({', '.join(self.secrets)})"

    def allows(self, headers: Mapping[str, str], query: Mapping[str, list[str]]) -> bool:
        """Whether the request satisfies one of the declared authentications; all do when there is none."""
        return not self.kinds or any(self._passes(one, headers, query) for one in self.kinds)

    def _passes(self, kind: Doc, headers: Mapping[str, str], query: Mapping[str, list[str]]) -> bool:
        given = headers.get("authorization", "")
        if kind["kind"] == "basic":
            return self._basic(kind, given)
        if kind["kind"] == "bearer":
            scheme, _, value = given.partition(" ")
            return scheme.lower() == "bearer" and self._same(value.strip(), kind["credential"])
        name = kind["name"]
        found = query.get(name, []) if kind["in"] == "query" else [headers.get(name.lower(), "")]
        # A policy of the connector may put a scheme word before the key.
        return any(self._same(one, kind["credential"]) or self._last(one, kind["credential"]) for one in found)

    def _basic(self, kind: Doc, given: str) -> bool:
        scheme, _, value = given.partition(" ")
        try:
            name, _, password = base64.b64decode(value.strip(), validate=True).decode("utf-8").partition(":")
        except (binascii.Error, ValueError):
            return False
        good = self._same(name, kind["username"]) & self._same(password, kind["password"])
        return scheme.lower() == "basic" and good

    def _last(self, value: str, name: str) -> bool:
        return " " in value and self._same(value.rpartition(" ")[2], name)

    def _same(self, value: str, name: str) -> bool:
        secret = self.secrets.get(name, "")
        return bool(secret) and hmac.compare_digest(value.encode(), secret.encode())

    def redacted(self, values: Mapping[str, Any]) -> Doc:
        """Headers or query values that can be shown: what carries a credential is masked."""
        return {name: HIDDEN if name.lower() in self.hidden else value for name, value in values.items()}

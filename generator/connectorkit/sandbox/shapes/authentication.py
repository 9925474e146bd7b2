"""What of the document's authentication a call needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from connectorkit.sandbox.shapes.document_types import Auth, Document, Route


def alternatives(spec: Document, route: Route) -> list[list[Auth]]:
    """The alternatives to authenticate a call; the ways of each are sent together."""
    rows = route.get("security") or [[index] for index in range(len(spec["auth"]))]
    return [[spec["auth"][index] for index in row] for row in rows]


def sent(spec: Document, route: Route) -> list[Auth]:
    """What the contract tests send with a call: its first alternative."""
    return next(iter(alternatives(spec, route)), [])


def carrier(auth: Auth) -> tuple[str, str]:
    """The place of a credential: header or query, and the name in lower case."""
    if auth["kind"] == "apiKey":
        return ("query" if auth["in"] == "query" else "header"), auth["name"].lower()
    return "header", "authorization"


def names(auth: Auth) -> list[str]:
    """The names of the credentials of a way to authenticate."""
    return [auth["username"], auth["password"]] if auth["kind"] == "basic" else [auth["credential"]]

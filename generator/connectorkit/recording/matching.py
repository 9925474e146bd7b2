"""Matching of requests to operations by method and path."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

from connectorkit.sandbox.shapes.document_types import Document, Route


class Match(NamedTuple):
    """The route of a request, and the values of its path."""

    route: Route
    values: dict[str, str]


class Matcher:
    """Matches requests against the routes of a document."""

    def __init__(self, spec: Document) -> None:
        self._base = spec["base_path"].rstrip("/")
        # Paths with more literal text come first: /orders/open before /orders/{id}.
        routes = sorted(spec["routes"], key=lambda route: (route["path"].count("{"), -len(route["path"])))
        self._routes = [(route, *_expression(route["path"])) for route in routes]

    def find(self, method: str, path: str) -> Match | None:
        """The route of a request; ``path`` is encoded and begins with the base path."""
        if not path.startswith(self._base):
            return None
        rest = path[len(self._base) :] or "/"
        for route, expression, names in self._routes:
            found = expression.fullmatch(rest) if route["method"] == method else None
            if found is not None:
                return Match(route, {name: unquote(value) for name, value in zip(names, found.groups(), strict=True)})
        return None


def _expression(path: str) -> tuple[re.Pattern[str], list[str]]:
    pieces = re.split(r"\{([^{}]*)\}", path)
    text = "".join("([^/]+)" if index % 2 else re.escape(one) for index, one in enumerate(pieces))
    return re.compile(f"{text}/?"), pieces[1::2]

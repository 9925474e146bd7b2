"""Policies as steps of plain values, and what each step does to a request.

Each client has a copy of this module, so it imports no other.

A step is (kind, name, action, value, policy). ``kind`` is header, query, host, path or method; ``name`` and ``action``
(override, skip or append) belong to a header (in lower case) or a query parameter; ``policy`` is the name of the policy
in messages. A value is a tuple of literal texts and references: (source, name, default), where ``source`` is
connection, header or query, and ``default`` is None for a reference that must be found. A host without a value is known
to the platform only.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

Reference = tuple[str, str, str | None]
Value = tuple[str | Reference, ...]
Step = tuple[str, str, str, Value, str]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    Sources = Mapping[str, Mapping[str, str]]

_LABELS = re.compile(r"[\w.-]+", re.ASCII)
_PATH = "/:@!$&'()*+,;=~%-._?{}"
# Characters that would end the host, or the path, of a URL.
_UNFIT = re.compile(r"[\s?#\\@\x00-\x1f\x7f]")


class Lacking(Exception):
    """A step lacks a value, or cannot use it (``why``). The exception holds the name of the value, never the value."""

    def __init__(self, source: str, name: str, why: str = "") -> None:
        super().__init__(source, name, why)
        self.source = source
        self.name = name
        self.why = why


class Sent:
    """A request that the steps change.

    ``headers`` have names in lower case. ``query`` has names and percent-encoded values. ``host`` is the base address
    of the path, and ``path`` the new path, percent-encoded with placeholders in braces; both are "" until a step sets
    them.
    """

    __slots__ = ("headers", "host", "method", "path", "query")

    def __init__(self, method: str, headers: dict[str, str], query: list[tuple[str, str]]) -> None:
        self.method = method
        self.headers = headers
        self.query = query
        self.host = ""
        self.path = ""

    def sources(self, connection: Mapping[str, str]) -> Sources:
        """The values that a step can refer to."""
        query: dict[str, str] = {}
        for name, value in self.query:
            query[name] = f"{query[name]},{unquote(value)}" if name in query else unquote(value)
        return {"connection": connection, "header": self.headers, "query": query}


def taken(step: Step, sent: Sent, connection: Mapping[str, str]) -> None:
    """Apply one step to ``sent``. Raises Lacking."""
    kind, name, action, value, _ = step
    sources = sent.sources(connection)
    if kind == "header":
        _set_header(sent.headers, name, action, text(value, sources))
    elif kind == "query":
        _set_query(sent.query, name, action, quote(text(value, sources), safe=""))
    elif kind == "path":
        sent.path = path(value, sources)
    elif kind == "method":
        sent.method = text(value, sources)
    elif value:
        sent.host = address(value, sources)


def text(value: Value, sources: Sources) -> str:
    """The text of a value. Raises Lacking."""
    return "".join(part if isinstance(part, str) else found(part, sources) for part in value)


def found(reference: Reference, sources: Sources) -> str:
    """The value of a reference. Raises Lacking."""
    source, name, default = reference
    known = sources.get(source, {}).get(name, default)
    if known is None:
        raise Lacking(source, name)
    return known


def path(value: Value, sources: Sources) -> str:
    """A value as a percent-encoded path that begins with a slash. Raises Lacking."""
    made = ""
    for part in value:
        if isinstance(part, str):
            made += quote(part, safe=_PATH)
            continue
        known = found(part, sources)
        if known in ("", ".", "..") or {".", ".."} & set(known.split("/")):
            raise Lacking(part[0], part[1], "must not be empty, '.' or '..'")
        made += quote(known, safe="/")
    return "/" + made.lstrip("/")


def address(value: Value, sources: Sources) -> str:
    """A value as an address: scheme, host and base path.

    Raises Lacking, also for a part of a host that would turn it into another host.
    """
    made = ""
    for index, part in enumerate(value):
        if isinstance(part, str):
            made += part
            continue
        known = found(part, sources)
        after = value[index + 1] if index + 1 < len(value) else "/"
        whole = made in ("", "http://", "https://") and isinstance(after, str) and after.startswith("/")
        in_path = "/" in made.partition("://")[2]
        if made and "://" in known:
            raise Lacking(part[0], part[1], "must not contain 'https://'")
        if _UNFIT.search(known) or not (whole or in_path or _LABELS.fullmatch(known)):
            raise Lacking(part[0], part[1], "cannot be part of an address")
        made += known
    return made


def _set_header(headers: dict[str, str], name: str, action: str, value: str) -> None:
    if name not in headers or action == "override":
        headers[name] = value
    elif action == "append":
        headers[name] = f"{headers[name]},{value}"


def _set_query(query: list[tuple[str, str]], name: str, action: str, value: str) -> None:
    there = any(known == name for known, _ in query)
    if there and action == "skip":
        return
    if action == "override":
        query[:] = [one for one in query if one[0] != name]
    query.append((name, value))


def references(value: Value) -> list[Reference]:
    """The references of a value."""
    return [part for part in value if not isinstance(part, str)]


def shown(value: Value) -> str:
    """A value as its policy spells it, with references in place of their values."""
    words = {"connection": "connectionParameters", "header": "headers", "query": "queryParameters"}
    return "".join(part if isinstance(part, str) else f"@{words[part[0]]}('{part[1]}')" for part in value)

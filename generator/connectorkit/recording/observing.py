"""Recording of contract test calls as exchanges, a few for each operation."""

from __future__ import annotations

import copy
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from connectorkit.contract.target import Observed
from connectorkit.model.policies.steps import references
from connectorkit.recording.exchange import (
    MOST_BYTES,
    Body,
    Exchange,
    Origin,
    Recording,
    RequestPart,
    ResponsePart,
    body,
    is_refusal,
)
from connectorkit.recording.redaction import Redactor
from connectorkit.sandbox.shapes import policies
from connectorkit.sandbox.shapes.document_types import Document, Route

# The headers that readers of a recording need; others are dropped.
KEPT = frozenset(("content-type", "location", "link", "retry-after"))
CREDENTIALS = frozenset(("authorization", "proxy-authorization"))
"""The headers that always carry a credential."""
# The most calls that are kept of each operation; more would add no evidence.
MOST_ACCEPTED, MOST_REFUSED = 2, 1
MOST_COOKIES = 200
# A shorter cookie value is a setting, such as a language.
_SHORTEST_COOKIE = 8
# Wrong credentials and too many calls: like failures, they are no evidence about the operation.
_OF_THE_MOMENT = frozenset((401, 429))


@dataclass(slots=True)
class Observer:
    """Collects observed calls. ``spec`` is the document of the connector.

    ``secrets`` are received cookies, ``origins`` the called addresses without a path.
    """

    spec: Document
    taken: dict[str, list[Exchange]] = field(default_factory=dict)
    secrets: dict[str, None] = field(default_factory=dict)
    origins: dict[str, None] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set)

    def __call__(self, one: Observed) -> None:
        """Add a call, unless the same or enough of its kind were added."""
        operation = one.request["operation"]
        self.origins[one.origin] = None
        for name, value in one.headers.items():
            if name.lower() == "set-cookie" and len(self.secrets) < MOST_COOKIES:
                self.secrets |= dict.fromkeys(cookies([value.partition(";")[0]]))
        exchange: Exchange = {"request": self._request(one), "response": response(one.status, one.headers, one.body)}
        mark = f"{operation} {json.dumps(_asked(one), sort_keys=True, default=str)}"
        if mark not in self._known and self.add(operation, exchange):
            self._known.add(mark)

    def add(self, operation: str, exchange: Exchange) -> bool:
        """Add an exchange, unless enough of its kind were added or it is no evidence; returns whether it was added."""
        status = exchange["response"]["status"]
        if status in _OF_THE_MOMENT or status >= 500 or 300 <= status < 400:
            return False
        listed = self.taken.setdefault(operation, [])
        alike = sum(is_refusal(other) == is_refusal(exchange) for other in listed)
        if alike >= (MOST_REFUSED if is_refusal(exchange) else MOST_ACCEPTED):
            return False
        listed.append(exchange)
        return True

    def _request(self, one: Observed) -> RequestPart:
        request, sent = one.request, one.sent
        route = next(route for route in self.spec["routes"] if route["operation"] == request["operation"])
        made: RequestPart = {"method": sent.method, "path": request["path"]}
        values = {**request.get("path_values", {}), **one.known}
        wanted = {name: _text(value) for name, value in values.items() if f"{{{name}}}" in request["path"]}
        if wanted:
            made["path_values"] = wanted
        hidden = unshown(self.spec, route, "query")
        query = [[name, value] for name, value in parse_qsl(urlsplit(sent.target).query, keep_blank_values=True)]
        made["query"] = by_name(pair for pair in query if pair[0] not in hidden)
        headers = {name.lower(): value for name, value in sent.headers.items()}
        shown = shown_headers(self.spec, route) | ({"content-type"} - unshown(self.spec, route, "header"))
        made["headers"] = {name: value for name, value in headers.items() if name in shown}
        kept = body(sent.body or b"", headers.get("content-type", ""))
        return made | ({"body": kept} if kept is not None else {})


def _asked(one: Observed) -> object:
    """The identity of a request, without the ids of records that an earlier step created."""
    asked = copy.copy(dict(one.request))
    if set(one.known) >= set(one.request.get("path_values", {})):
        asked.pop("path_values", None)
    return asked


def by_name(pairs: Iterable[list[str]]) -> list[list[str]]:
    """The pairs of a query sorted by name; those with one name keep their order."""
    return sorted(pairs, key=lambda pair: pair[0])


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def cookies(pairs: Iterable[str]) -> Iterator[str]:
    """The values of cookies (``name=value``) that may identify a session."""
    values = (one.partition("=")[2].strip().strip('"') for one in pairs)
    return (one for one in values if len(one) >= _SHORTEST_COOKIE)


def unshown(spec: Document, route: Route, place: str) -> set[str]:
    """The names of query parameters or headers (in lower case) with a credential."""
    found = {auth["name"] for auth in spec["auth"] if auth["kind"] == "apiKey" and auth["in"] == place}
    for step in policies.steps(route):
        if step[0] == place and any(one[0] == "connection" for one in references(step[3])):
            found.add(step[1])
    return {name.lower() for name in found} if place == "header" else found


def shown_headers(spec: Document, route: Route) -> set[str]:
    """The headers, in lower case, that a recording of an operation has: no credentials and no cookies."""
    declared = {one["name"].lower() for one in route["parameters"] if one["in"] == "header"}
    return declared - unshown(spec, route, "header") - CREDENTIALS - {"cookie"}


def response(status: int, headers: Mapping[str, str], data: bytes, most: int = MOST_BYTES) -> ResponsePart:
    """A response for a recording; a body of more than ``most`` bytes is omitted."""
    lower = {name.lower(): value for name, value in headers.items()}
    data = unpacked(data, lower.get("content-encoding", ""), most)
    kept: Body | None = body(data, lower.get("content-type", ""), most)
    made: ResponsePart = {"status": status, "headers": {n: value for n, value in lower.items() if n in KEPT}}
    return made | ({"body": kept} if kept is not None else {})


def unpacked(data: bytes, encoding: str, most: int) -> bytes:
    """The decompressed body of a response; unchanged for an unknown encoding."""
    if encoding.strip().lower() not in ("gzip", "x-gzip", "deflate"):
        return data
    for window in (47, -15):
        unpacker = zlib.decompressobj(window)
        with suppress(zlib.error):
            return unpacker.decompress(data, most + 1)
    return data


@dataclass(slots=True)
class Kept:
    """The recordings, and the number of exchanges per operation that still contained a credential."""

    recordings: list[Recording]
    refused: dict[str, int]

    @property
    def lines(self) -> list[str]:
        """The lines to print."""
        number = sum(len(one.exchanges) for one in self.recordings)
        made = [f"recorded: {number} exchanges of {len(self.recordings)} operations"]
        return made + [
            f"not recorded: {name}: {count} exchange{'s' * (count > 1)} still contained a credential after redaction"
            for name, count in self.refused.items()
        ]


def kept(taken: Mapping[str, list[Exchange]], redactor: Redactor, made_from: Origin) -> Kept:
    """The collected exchanges as redacted recordings."""
    made = Kept([], {})
    for operation, exchanges in taken.items():
        redactor.begin()
        clean = [redactor.redacted(operation, one) for one in exchanges]
        good = [one for one in clean if one is not None]
        if good:
            made.recordings.append(Recording(operation, made_from, good))
        if len(good) < len(clean):
            made.refused[operation] = len(clean) - len(good)
    return made

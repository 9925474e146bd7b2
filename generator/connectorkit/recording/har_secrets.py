"""The values of credentials and cookies in the entries of a HAR file, for any host."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, urlsplit

from connectorkit.model.json_value import Json, listed, mapping
from connectorkit.recording.exchange import MOST_BYTES
from connectorkit.recording.observing import CREDENTIALS, cookies, unshown
from connectorkit.recording.redaction import is_distinctive
from connectorkit.recording.secret_names import is_secret
from connectorkit.sandbox.shapes.document_types import Document

_DEEPEST = 40
Pair = tuple[str, str]


class Finder:
    """Finds secrets in entries. ``spec`` names the headers and query parameters for credentials."""

    def __init__(self, spec: Document) -> None:
        routes = spec["routes"]
        self._headers = {name for route in routes for name in unshown(spec, route, "header")}
        self._headers |= CREDENTIALS
        self._query = {name for route in routes for name in unshown(spec, route, "query")}

    def secrets(self, entry: dict[str, Json], own: bool) -> Iterator[str]:
        """The secrets of an entry; unless it is one of the service itself (``own``), only those of a sign-in."""
        request, answer = mapping(entry.get("request")), mapping(entry.get("response"))
        for name, value in headers(request):
            yield from self._of_header(name, value)
        if own:
            sent = (one for name, value in headers(request) if name == "cookie" for one in value.split(";"))
            given = (
                value.partition(";")[0]
                for name, lines in headers(answer)
                if name == "set-cookie"
                for value in lines.split("\n")
            )
            listed_ones = (f"={value}" for part in (request, answer) for _, value in pairs(part.get("cookies")))
            yield from cookies((*sent, *given, *listed_ones))
        elif str(request.get("method")).upper() != "POST":
            return
        for name, value in query(request):
            if name in self._query or (is_secret(name) and is_distinctive(value)):
                yield value
        posted = mapping(request.get("postData"))
        yield from _named(pairs(posted.get("params")))
        for text in (posted.get("text"), mapping(answer.get("content")).get("text")):
            yield from _of_text(text)

    def _of_header(self, name: str, value: str) -> Iterator[str]:
        if name in self._headers:
            scheme, _, rest = value.partition(" ")
            yield rest or scheme
            if scheme.lower() == "basic":
                yield from _basic(rest)
        elif is_secret(name) and name not in ("cookie", "set-cookie") and is_distinctive(value):
            yield value


def headers(part: dict[str, Json]) -> list[Pair]:
    """The headers of a request or response, with names in lower case, without pseudo-headers of HTTP/2."""
    return [(name.lower(), value) for name, value in pairs(part.get("headers")) if not name.startswith(":")]


def pairs(value: Json) -> list[Pair]:
    """The names and values of a list of HAR."""
    found = [mapping(one) for one in listed(value)]
    return [(_text(one.get("name")), _text(one.get("value"))) for one in found]


def _text(value: Json) -> str:
    return value if isinstance(value, str) else "" if value is None else json.dumps(value)


def query(request: dict[str, Json]) -> list[Pair]:
    """The query of a request: that of its URL, and pairs that only ``queryString`` has."""
    try:
        text = urlsplit(_text(request.get("url"))).query
        return parse_qsl(text, keep_blank_values=True) if text else pairs(request.get("queryString"))
    except ValueError:
        return pairs(request.get("queryString"))


def _basic(text: str) -> Iterator[str]:
    try:
        pair = base64.b64decode(text).decode()
    except ValueError:
        return
    yield pair
    yield from (one for one in pair.split(":", 1) if len(one) > 3)


def _named(some: Iterable[Pair]) -> Iterator[str]:
    return (value for name, value in some if is_secret(name) and is_distinctive(value))


def _of_text(text: Json) -> Iterator[str]:
    """The secrets of a body by their names in a sign-in."""
    if not isinstance(text, str) or not text or len(text) > MOST_BYTES:
        return
    try:
        document: Json = json.loads(text)
    except (ValueError, RecursionError):
        if "=" in text and not any(one in text[:4000] for one in " <\n"):
            yield from _named(parse_qsl(text))
        return
    yield from _named(_texts(document, "", 0))


def _texts(value: Json, name: str, depth: int) -> Iterator[Pair]:
    if isinstance(value, str):
        yield name, value
    elif depth < _DEEPEST:
        below = value.items() if isinstance(value, dict) else [(name, one) for one in listed(value)]
        for key, one in below:
            yield from _texts(one, key, depth + 1)

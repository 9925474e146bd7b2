"""Exchanges: a request of an operation and its response in a recording."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from math import isfinite
from typing import NamedTuple, NotRequired, TypedDict, cast
from urllib.parse import parse_qsl, urlencode

from connectorkit.model.json_value import Json

VERSION = 1
SANDBOX, SERVICE, HAR = "sandbox", "service", "har"
"""What a recording was made from."""

# Of a longer body, only the size is kept, since nobody reviews it.
MOST_BYTES = 256_000
_DEEPEST = 100
_MOST_DIGITS = 300
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE | re.ASCII)
_BRACKETS = re.compile(r"\"(?:[^\"\\]|\\.)*\"|[\[\]{}]", re.DOTALL)
_HALF = re.compile(r"[\ud800-\udfff]")


class Omitted(TypedDict):
    """Replaces a body that is not text, or too long: its size in bytes."""

    bytes: int


class Body(TypedDict, total=False):
    """A body in one of these forms: parsed JSON, the pairs of a form, text, or omitted."""

    json: Json
    form: list[list[str]]
    text: str
    omitted: Omitted


class RequestPart(TypedDict):
    """A request: ``path`` is that of the source, with names in braces; all values are decoded."""

    method: str
    path: str
    path_values: NotRequired[dict[str, str]]
    query: NotRequired[list[list[str]]]
    headers: NotRequired[dict[str, str]]
    body: NotRequired[Body]


class ResponsePart(TypedDict):
    """A response; the names of headers are in lower case."""

    status: int
    headers: NotRequired[dict[str, str]]
    body: NotRequired[Body]


class Exchange(TypedDict):
    """A request and its response."""

    request: RequestPart
    response: ResponsePart


class Origin(NamedTuple):
    """The origin of exchanges: ``kind`` is what responded, ``date`` the day in UTC.

    ``connector`` is the title of the source, and ``service`` the called address, including the base path.
    """

    kind: str
    date: str
    connector: str
    service: str


@dataclass(slots=True)
class Recording:
    """The exchanges of one operation, and their origin."""

    operation: str
    origin: Origin
    exchanges: list[Exchange] = field(default_factory=list)
    file: str = ""

    def text(self) -> str:
        """The text of the file: keys in a fixed order, one value per line."""
        document = {
            "version": VERSION,
            "operation": self.operation,
            "recorded": self.origin.date,
            "from": self.origin.kind,
            "connector": self.origin.connector,
            "service": self.origin.service,
            "exchanges": self.exchanges,
        }
        text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
        # A lone surrogate cannot be encoded in UTF-8.
        return _HALF.sub("\ufffd", text)


def body(data: bytes, media: str, most: int = MOST_BYTES) -> Body | None:
    """A body for a recording; None for none. ``media`` is the Content-Type, ``most`` the largest size in bytes."""
    if not data:
        return None
    if len(data) > most or media.lower().startswith("multipart/"):
        return {"omitted": {"bytes": len(data)}}
    text = _text(data, media)
    if text is None:
        return {"omitted": {"bytes": len(data)}}
    if "x-www-form-urlencoded" in media.lower():
        return {"form": [[name, value] for name, value in parse_qsl(text, keep_blank_values=True)]}
    if _depth(text) > _DEEPEST:
        return {"omitted": {"bytes": len(data)}}
    try:
        # JSON that strict readers reject is kept as text.
        return {"json": json.loads(text, parse_constant=_refused, parse_float=_float, parse_int=_int)}
    except (ValueError, RecursionError):
        return {"text": text}


def _text(data: bytes, media: str) -> str | None:
    """The text of a body in UTF-8, or in the charset of its Content-Type; None if it is not text."""
    named = _CHARSET.search(media)
    for name in ("utf-8-sig", *([named[1]] if named else []), *(["utf-16"] if data[:2] in _UTF_16 else [])):
        with suppress(UnicodeDecodeError, LookupError):
            return data.decode(name)
    return None


def _depth(text: str) -> int:
    """The nesting depth of a JSON text, without brackets in strings."""
    deepest = depth = 0
    for one in _BRACKETS.finditer(text) if text[:1] in "[{ \t\r\n" else ():
        depth += (one[0] in "[{") - (one[0] in "]}")
        deepest = max(deepest, depth)
    return deepest


def _refused(word: str) -> Json:
    raise ValueError(f"{word} is not JSON")


def _float(digits: str) -> float:
    number = float(digits)
    return number if isfinite(number) else _beyond(digits)


def _int(digits: str) -> int:
    return int(digits) if len(digits) <= _MOST_DIGITS else int(_beyond(digits))


def _beyond(digits: str) -> float:
    raise ValueError(f"{digits[:40]} is too large for JSON parsers")


def raw(kept: Body | None) -> bytes:
    """The bytes of a recorded body; empty for an omitted one."""
    if not kept:
        return b""
    if "json" in kept:
        return json.dumps(kept["json"], ensure_ascii=False).encode("utf-8", "surrogatepass")
    if "form" in kept:
        return urlencode([(name, value) for name, value in kept["form"]], errors="surrogatepass").encode()
    return kept.get("text", "").encode("utf-8", "surrogatepass")


def with_texts(exchange: Exchange, change: Callable[[str], str]) -> Exchange:
    """An exchange with ``change`` applied to every string, except the method and the path."""

    def changed(value: Json) -> Json:
        if isinstance(value, dict):
            return {name: changed(below) for name, below in value.items()}
        if isinstance(value, list):
            return [changed(below) for below in value]
        return change(value) if isinstance(value, str) else value

    # Only strings are changed, so it is still an exchange.
    made = cast("Exchange", changed(cast("Json", exchange)))
    made["request"]["method"], made["request"]["path"] = exchange["request"]["method"], exchange["request"]["path"]
    return made


def is_refusal(exchange: Exchange) -> bool:
    """Whether the call was rejected, by its status."""
    return exchange["response"]["status"] >= 400

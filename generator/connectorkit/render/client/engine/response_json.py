"""The JSON or the text of a response body, in any character set."""

from __future__ import annotations

from json import loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .http_messages import Response
    from .jsonvalue import JsonValue

# Families of character sets. Python has codecs of other kinds too, which a response must not choose.
_CHARACTER_SETS = ("ascii", "big5", "cp", "euc", "gb", "iso", "koi8", "mac", "shift", "utf-16", "utf-32")


def parsed(response: Response) -> tuple[JsonValue, bool]:
    """The JSON of the body and True, or its text and False. An empty body is None.

    JSON is UTF-8. If the body is not, the declared charset applies, then UTF-16 and UTF-32, which its first bytes show.
    """
    try:
        # ValueError: not UTF-8 or not JSON.
        data: JsonValue = loads(response.body.decode())
    except (ValueError, RecursionError):
        return _less_plain(response)
    return data, True


def _less_plain(response: Response) -> tuple[JsonValue, bool]:
    texts: list[str] = []
    for text in _texts(response):
        if not text.strip():
            return None, True
        try:
            data: JsonValue = loads(text, parse_int=_integer)
        except (ValueError, RecursionError):
            texts.append(text)
        else:
            return data, True
    return texts[0] if texts else response.body.decode("utf-8", "replace"), False


def _texts(response: Response) -> Iterator[str]:
    """The body decoded in each possible character set."""
    from json import detect_encoding

    body = response.body
    for name in (_charset(response.headers.get("content-type", "")), "utf-8-sig", detect_encoding(body)):
        try:
            if name:
                yield body.decode(name)
        except UnicodeError:
            continue


def _charset(content_type: str) -> str:
    """Python's name of the declared character set; "" for an unknown one."""
    import codecs
    import re

    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type, re.IGNORECASE | re.ASCII)
    try:
        name = codecs.lookup(found[1]).name if found else ""
    except LookupError:
        return ""
    return name if name.startswith(_CHARACTER_SETS) else ""


def _integer(digits: str) -> int | float:
    """An integer, or a float for one that is too long for Python."""
    try:
        return int(digits)
    except ValueError:
        return float(digits)

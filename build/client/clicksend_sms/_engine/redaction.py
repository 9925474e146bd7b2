"""Search for credentials in texts, in every encoding that a service may use."""

from __future__ import annotations

import re
from base64 import b64encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# Anything shorter would match ordinary texts.
_SHORTEST = 4
# For longer secrets, the expression would take a second to compile.
_LONG = 96
_NAMED = {'"': "quot", "&": "amp", "<": "lt", ">": "gt", "'": "apos"}
_ESCAPED_IN_JSON = {"\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t"}


def pattern_of(secrets: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for ``secrets`` in a text: raw, as Base64, percent-encoded, or escaped for HTML or JSON.

    In Base64 they are found at any position of the encoded text, for example in ``user:password``, with and without
    padding. Each character may be encoded differently. None when there are no secrets.
    """
    forms: dict[str, None] = {}
    for secret in sorted((one for one in secrets if len(one) >= _SHORTEST), key=len, reverse=True):
        forms[_written(secret)] = None
        for fragment in _in_base64(secret.encode()):
            forms[_written(fragment) + "(?:=|%3[dD])*"] = None
    return re.compile("|".join(forms)) if forms else None


def _written(text: str) -> str:
    """Each character of ``text`` in all encodings; of a long token, its beginning and all token characters after it."""
    if len(text) <= _LONG:
        return "".join(_character(c) for c in text)
    begun = "".join(_character(c) for c in text[: _LONG // 2])
    return rf"{begun}(?:{re.escape(text[_LONG // 2 :])}|[^\s\"'<>]*)"


def _character(c: str) -> str:
    """All encodings of one character."""
    code = ord(c)
    percent = "".join(f"%(?:25)*{_any_case(f'{byte:02x}')}" for byte in c.encode("utf-8", "surrogatepass"))
    ways = [re.escape(c), percent, rf"&#0*{code};", rf"&#[xX]0*{_any_case(f'{code:x}')};"]
    units = c.encode("utf-16-be", "surrogatepass").hex()
    ways.append("".join(rf"\\+u{_any_case(units[at : at + 4])}" for at in range(0, len(units), 4)))
    if c in _NAMED:
        ways.append(f"&{_NAMED[c]};")
    if c in _ESCAPED_IN_JSON:
        ways.append(rf"\\+{_ESCAPED_IN_JSON[c]}")
    if c in "\"\\/'":
        ways.append(rf"\\+{re.escape(c)}")
    if c == " ":
        ways.append(r"\+")
    return f"(?:{'|'.join(ways)})"


def _any_case(digits: str) -> str:
    return "".join(f"[{d}{d.upper()}]" if d.isalpha() else d for d in digits)


def _in_base64(secret: bytes) -> list[str]:
    """The common part of the Base64 of all texts with ``secret``, for each of the three possible positions."""
    found: list[str] = []
    for before in range(3):
        encoded = b64encode(bytes(before) + secret).decode("ascii").rstrip("=")
        # The first characters also encode bits of the text before, the last one bits of the text after.
        first = (before * 8 + 5) // 6
        last = (before + len(secret)) * 8 // 6
        fragment = encoded[first:last]
        if len(fragment) >= _SHORTEST:
            found += dict.fromkeys((fragment, fragment.replace("+", "-").replace("/", "_")))
    return found

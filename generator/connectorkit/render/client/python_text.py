"""Untrusted texts and values as Python, Markdown and TOML that cannot break out of their place."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping

_WIDTH = 100
_QUOTES = re.compile(r'"(?="|$)')
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")


def one_line(text: str | None) -> str:
    """``text`` on one line, white space collapsed, characters that are not seen left out."""
    return _UNSEEN.sub("", " ".join((text or "").split()))


def in_docstring(text: str) -> str:
    """``text`` for the inside of a docstring in double quotes."""
    return _QUOTES.sub(r"\"", text.replace("\\", "\\\\"))


def wrapped(text: str, indent: int, hang: int = 0) -> list[str]:
    """Lines of a docstring for ``text``: ``indent`` blanks before each, ``hang`` more from the second on."""
    lead, rest = " " * indent, " " * (indent + hang)
    # Lines are escaped when they are cut, so that no escape is cut in two.
    wrapper = textwrap.TextWrapper(_WIDTH, lead, rest, break_long_words=False, break_on_hyphens=False)
    return [in_docstring(line) for line in wrapper.wrap(text) or [lead]]


def sentence(*texts: str | None) -> str:
    """The texts as sentences one after the other; one that repeats what was said before is left out."""
    said: list[str] = []
    for text in texts:
        clean = one_line(text)
        if clean and clean.casefold().rstrip(".") not in {s.casefold().rstrip(".") for s in said}:
            said.append(clean if clean.endswith((".", "!", "?", ":")) else f"{clean}.")
    return " ".join(said)


def markdown(text: str | None) -> str:
    """``text`` for a cell of a Markdown table or a line of text; nothing in it is markup."""
    return re.sub(r"([\\`*_\[\]<>|#{}])", r"\\\1", one_line(text))


def literal(value: object) -> str:
    """A Python literal of a JSON value or of a tuple of them."""
    if isinstance(value, str):
        return _UNSEEN.sub(_escaped, json.dumps(value, ensure_ascii=False))
    if isinstance(value, tuple):
        return "(" + ", ".join(map(literal, value)) + ("," if len(value) == 1 else "") + ")"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{literal(str(k))}: {literal(v)}" for k, v in value.items()) + "}"
    if isinstance(value, float) and value - value != 0:
        return f'float("{value}")'
    return repr(value)


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"

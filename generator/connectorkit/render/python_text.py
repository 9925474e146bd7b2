"""Untrusted texts and values as Python, Markdown and TOML; none can break out of its literal, comment or cell."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping

from connectorkit.model.patterns import lazy

_WIDTH = 100
_JSON = json.JSONEncoder(ensure_ascii=False)
_QUOTES = lazy(r'"(?="|$)')
_UNSEEN = lazy(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")


def width(text: str) -> int:
    """The display width of ``text`` in columns; a wide character takes two."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def one_line(text: str | None) -> str:
    """``text`` on one line, with white space collapsed and invisible characters removed."""
    line = " ".join((text or "").split())
    return line if line.isprintable() else _UNSEEN.sub("", line)


def in_docstring(text: str) -> str:
    """``text`` escaped for a docstring in double quotes."""
    if "\\" not in text and '"' not in text:
        return text
    return _QUOTES.sub(r"\"", text.replace("\\", "\\\\"))


def wrapped(text: str, indent: int, hang: int = 0) -> list[str]:
    """Lines of a docstring for ``text``: ``indent`` blanks before each, ``hang`` more from the second on.

    Only a word without wide characters, such as a URL, may be longer than a line.
    """
    lines: list[str] = []
    line = ""
    for word in (piece for whole in text.split() for piece in _pieces(whole, _WIDTH - indent - hang)):
        longer = f"{line} {word}" if line else word
        if line and indent + (hang if lines else 0) + width(in_docstring(longer)) > _WIDTH:
            lines.append(line)
            longer = word
        line = longer
    lines.append(line)
    return [" " * (indent + (hang if number else 0)) + in_docstring(line) for number, line in enumerate(lines)]


def _pieces(word: str, room: int) -> list[str]:
    """A word in pieces; only a long word with wide characters, as in Chinese and Japanese, is cut."""
    if width(word) <= room or width(word) == len(word):
        return [word]
    pieces = [""]
    for character in word:
        if width(pieces[-1] + character) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces


def paragraph(text: str, indent: int, hang: int = 0) -> str:
    """The lines of :func:`wrapped` for any text; the first one without its indentation, which the template has."""
    return "\n".join(wrapped(one_line(text), indent, hang)).lstrip(" ")


def docstring(text: str, indent: int) -> str:
    """The content of a docstring at ``indent``; after several lines, the closing quotes go on the next line."""
    inside = paragraph(text, indent)
    return f"{inside}\n{' ' * indent}" if "\n" in inside else inside


def sentence(*texts: str | None) -> str:
    """The texts as consecutive sentences, without repetitions."""
    said: list[str] = []
    for text in texts:
        clean = one_line(text)
        if clean and clean.casefold().rstrip(".") not in {s.casefold().rstrip(".") for s in said}:
            said.append(clean if clean.endswith((".", "!", "?", ":")) else f"{clean}.")
    return " ".join(said)


def markdown(text: str | None) -> str:
    """``text`` escaped for a cell of a Markdown table or a line of text."""
    return re.sub(r"([\\`*_\[\]<>|#{}])", r"\\\1", one_line(text))


def literal(value: object) -> str:
    """A Python literal of a JSON value or of a tuple of them."""
    if isinstance(value, str):
        quoted = _quoted(value)
        return quoted if quoted.isprintable() else _UNSEEN.sub(_escaped, quoted)
    if isinstance(value, tuple):
        return "(" + ", ".join(map(literal, value)) + ("," if len(value) == 1 else "") + ")"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{literal(str(k))}: {literal(v)}" for k, v in value.items()) + "}"
    if isinstance(value, float) and value - value != 0:
        return f'float("{value}")'
    return repr(value)


def _quoted(text: str) -> str:
    """A string literal in the quotes that need fewer escapes; double ones if both need the same."""
    double = _JSON.encode(text)
    if text.count('"') <= text.count("'"):
        return double
    # JSON escapes backslashes and control characters as Python does; only the quotes differ.
    inner = re.sub(r"\\.", lambda m: '"' if m.group() == '\\"' else m.group(), double[1:-1]).replace("'", "\\'")
    return f"'{inner}'"


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"

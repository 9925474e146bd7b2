"""Spelling: which characters of a YAML or JSON text encode which characters of a value.

A scalar may be plain, quoted, folded or literal, span several lines and contain escapes. With this map, a fix replaces
only the characters that differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_BREAK = r"(?:\r\n|\n|\r)"
_FOLD = re.compile(rf"[ \t]*({_BREAK}(?:[ \t]*{_BREAK})*)[ \t]*")
_ESCAPE = re.compile(rf"\\(?:x([0-9a-fA-F]{{2}})|u([0-9a-fA-F]{{4}})|U([0-9a-fA-F]{{8}})|({_BREAK})[ \t]*|(.))")
_JSON_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")
_HEADER = re.compile(rf"([|>])([-+]?)([1-9]?)([-+]?)[ \t]*(?:#[^\r\n]*)?{_BREAK}")
_LINE = re.compile(rf"([^\r\n]*)({_BREAK}|\Z)")
_NAMED = dict(zip('0abtnvfre "/\\N_LPt', '\0\a\b\t\n\v\f\r\x1b "/\\\x85\xa0\u2028\u2029\t', strict=True))


class Spelling:
    """The characters of a value, each with its range in the text; ``start`` is the offset of the first."""

    def __init__(self, start: int) -> None:
        self.start = start
        self.chars: list[str] = []
        self.ranges: list[tuple[int, int]] = []

    @property
    def value(self) -> str:
        """The whole value."""
        return "".join(self.chars)

    def add(self, text: str, start: int, end: int) -> None:
        """Append ``text``, spelled by the range from ``start`` to ``end``; the range belongs to its first character."""
        for index, one in enumerate(text):
            self.chars.append(one)
            self.ranges.append((start if index == 0 else end, end))

    def range(self, first: int, last: int) -> tuple[int, int]:
        """The range of the text that spells the characters from ``first`` up to ``last``."""
        if first < last:
            return self.ranges[first][0], self.ranges[last - 1][1]
        at = self.ranges[first - 1][1] if first else self.start
        return at, at


def style(text: str) -> str:
    """How a scalar is written: ``'``, ``"``, ``|``, ``>`` or "" for plain."""
    return text[0] if text[:1] in ("'", '"', "|", ">") and text else ""


def yaml(text: str) -> Iterable[Spelling]:
    """The possible readings of a YAML scalar; a block with an indentation indicator has several."""
    kind = style(text)
    if kind in ("|", ">"):
        yield from _blocks(text, kind == ">")
    elif kind == "":
        yield _flow(text, 0, len(text), "")
    elif len(text) > 1 and text.endswith(kind):
        yield _flow(text, 1, len(text) - 1, kind)


def json(text: str) -> Spelling:
    """The reading of a JSON string, quotes included."""
    import json as reader

    made, at, end = Spelling(1), 1, len(text) - 1
    while at < end:
        found = _JSON_ESCAPE.match(text, at)
        stop = found.end() if found else at + 1
        made.add(reader.loads(f'"{text[at:stop]}"') if found else text[at], at, stop)
        at = stop
    return made


def _flow(text: str, at: int, end: int, quote: str) -> Spelling:
    """A plain or quoted scalar, whose lines are folded."""
    made = Spelling(at)
    while at < end:
        fold = _FOLD.match(text, at, end)
        escape = _ESCAPE.match(text, at, end) if quote == '"' else None
        if fold:
            count = len(re.findall(_BREAK, fold[1]))
            made.add(" " if count == 1 else "\n" * (count - 1), at, fold.end())
            stop = fold.end()
        elif escape:
            stop = escape.end()
            made.add(_escaped(escape), at, stop)
        else:
            stop = at + (2 if quote == "'" and text.startswith("''", at) else 1)
            made.add(text[at], at, stop)
        at = stop
    return made


def _escaped(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code:
        return chr(int(code, 16)) if int(code, 16) < 0x110000 else ""
    return "" if found[4] else _NAMED.get(found[5], "")


def _blocks(text: str, folded: bool) -> Iterable[Spelling]:
    header = _HEADER.match(text)
    if header is None:
        return
    lines = [(found.start(), found[1]) for found in _LINE.finditer(text, header.end()) if found.start() < len(text)]
    first = next((len(line) - len(line.lstrip(" ")) for _, line in lines if line.strip(" ")), 0)
    chomp = header[2] or header[4]
    for indent in range(1, first + 1) if header[3] else [first]:
        made = _block(lines, indent, folded, len(text))
        if made is not None:
            if chomp == "":
                made.add("\n", len(text), len(text))
            yield made


def _block(lines: list[tuple[int, str]], indent: int, folded: bool, end: int) -> Spelling | None:
    """The lines of a block scalar; None when they do not fit the indentation."""
    made = Spelling(lines[0][0] + indent if lines else end)
    before, empty, stop = "", 0, made.start
    for number, (start, line) in enumerate(lines):
        inner = line[indent:]
        if not inner and not line.strip(" "):
            empty += 1
            continue
        if line[:indent].strip(" "):
            return None
        if number - empty > 0 or made.chars:
            apart = not folded or before[:1] in (" ", "\t") or inner[:1] in (" ", "\t")
            gap = "\n" * (empty + 1) if apart else "\n" * empty if empty else " "
            made.add(gap, stop, start + indent)
        elif empty:
            made.add("\n" * empty, lines[0][0], start + indent)
        for index, one in enumerate(inner):
            made.add(one, start + indent + index, start + indent + index + 1)
        before, empty, stop = inner, 0, start + len(line)
    return made

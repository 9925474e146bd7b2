"""Texts made safe for Markdown: nothing in a source can open a tag, a table cell or a code block."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*\[\]|~])|(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINE_START = re.compile(r"^(#{1,6}(?=\s|$)|[-+=](?=\s|$|-|=)|(\d{1,9})([.)])(?=\s|$))")
_FENCE = re.compile(r"(`{3,})[^`]*$|(~{3,})")
_FENCE_END = re.compile(r" {0,3}(`{3,}|~{3,})\s*$")
_CODE_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_TAG = re.compile(r"<(?!(?:https?://|mailto:)[^\s<>]*>)")
_TARGET = re.compile(r"(\](?:\(|:)\s*)(?!https?:|mailto:|#)(?=[^)\s]*[:&\\])", re.IGNORECASE)
_OPEN_TARGET = re.compile(r"\]([(:]\s*)$")


def lines(text: str) -> list[str]:
    """The lines of a text, without control characters and without blanks at the ends."""
    return ["".join(c if c.isprintable() else " " for c in line).strip() for line in text.splitlines()]


def plain(text: str) -> str:
    """A text on one line."""
    return " ".join(line for line in lines(text) if line)


def inline(text: str) -> str:
    """A text on one line, as Markdown that shows exactly this text."""
    return _escaped(plain(text))


def cell(text: str) -> str:
    """A text for a table cell; its lines stay lines."""
    return "<br>".join(_escaped(line) for line in lines(text) if line)


def paragraph(text: str) -> str:
    """A plain text as Markdown paragraphs; its lines stay lines of the file."""
    return "\n".join(_LINE_START.sub(_guard, _escaped(line)) for line in lines(text)).strip("\n")


def code(text: str) -> str:
    """A key or a path, as code where that is possible; safe in a table cell."""
    shown = plain(text)
    return inline(shown) if "`" in shown or "|" in shown or not shown else f"`{shown}`"


def markdown(text: str, below: int = 1) -> str:
    """A text that is Markdown already, without raw HTML and script links.

    Its headings stand at least one level under level ``below``.
    """
    marked, fence = _fenced(text)
    spans = _spans_are_plain([line for line, inside in marked if not inside])
    result = [line if inside else _neutral(_lowered(line, below), spans) for line, inside in marked]
    return "\n".join([*result, *([fence] if fence else [])]).strip("\n")


def headings(text: str) -> list[str]:
    """The headings of a text that is Markdown, in order."""
    return [line.strip("# \t") for line in markdown(text).splitlines() if re.match(r" {0,3}#{1,6}\s", line)]


def slug(text: str) -> str:
    """The anchor that Markdown viewers give a heading: ``Send SMS`` gives send-sms."""
    kept = "".join(c for c in text.strip().lower() if c.isalnum() or c in "-_ ")
    return kept.replace(" ", "-")


class Anchors:
    """Hands out anchors in the order of the headings; a repeated one gets -1, -2 ..."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def take(self, heading: str) -> str:
        """The anchor of the next heading of that text."""
        base = slug(plain(heading)) or "section"
        anchor = base
        while anchor in self._seen:
            self._seen[base] += 1
            anchor = f"{base}-{self._seen[base]}"
        self._seen[anchor] = 0
        return anchor


def _escaped(line: str) -> str:
    line = _ENTITY.sub("&amp;", line)
    line = _SPECIAL.sub(lambda found: "\\" + found[0], line)
    return line.replace("<", "&lt;").replace(">", "&gt;")


def _guard(found: re.Match[str]) -> str:
    return f"{found[2]}\\{found[3]}" if found[3] else f"\\{found[1]}"


def _fenced(text: str) -> tuple[list[tuple[str, bool]], str]:
    """The lines of a text, each with whether it belongs to a fenced code block, and the fence left open at the end."""
    marked: list[tuple[str, bool]] = []
    fence = ""
    for line in text.splitlines():
        mark = _FENCE_END.match(line) if fence else _FENCE.match(line)
        marked.append((line.rstrip(), bool(fence or mark)))
        if fence and mark and mark[1].startswith(fence):
            fence = ""
        elif not fence and mark:
            fence = mark[1] or mark[2]
    return marked, fence


def _spans_are_plain(lines_outside: list[str]) -> bool:
    """Whether every code span closes on its line; where one does not, `<` may be live inside what looks like code."""
    return all("\\`" not in line and "`" not in _CODE_SPAN.sub("", line) for line in lines_outside)


def _lowered(line: str, below: int) -> str:
    found = re.match(r" {0,3}(#{1,6})(?=\s)", line)
    return "#" * max(len(found[1]), min(below + 1, 6)) + line[found.end() :] if found else line


def _neutral(line: str, spans: bool) -> str:
    result, start = [], 0
    for span in _CODE_SPAN.finditer(line) if spans else ():
        result += [_harmless(line[start : span.start()]), span[0]]
        start = span.end()
    return "".join([*result, _harmless(line[start:])])


def _harmless(text: str) -> str:
    return _OPEN_TARGET.sub(r"\\]\1", _TARGET.sub(r"\1#", _TAG.sub("&lt;", text)))

"""Escaping for Markdown: no text of a source can open a tag, a table cell or a code block."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from connectorkit.write import memo

if TYPE_CHECKING:
    from markdown_it.token import Token

_SPECIAL = re.compile(r"([\\`*\[\]|~])|(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINE_START = re.compile(r"^(#{1,6}(?=\s|$)|[-+=](?=\s|$|-|=)|(\d{1,9})([.)])(?=\s|$))")
# A text without any of these has neither headings nor code blocks, and need not be parsed.
_STRUCTURED = re.compile(r"#|```|~~~|\t| {4}|^[ >]*(?:=+|-+)\s*$", re.MULTILINE)
_TICKS = re.compile("`+")
_TAG = re.compile(r"<(?!(?:https?://|mailto:)[^\s<>]*>)")
_TARGET = re.compile(r"(\](?:\(|:)\s*)(?!https?:|mailto:|#)(?=[^)\s]*[:&\\])", re.IGNORECASE)
_OPEN_TARGET = re.compile(r"\]([(:]\s*)$")


def lines(text: str) -> list[str]:
    """The lines of a text, without control characters and without blanks at both ends."""
    return [_visible(line).strip() for line in text.splitlines()]


def _visible(line: str) -> str:
    return line if line.isprintable() else "".join(c if c.isprintable() else " " for c in line)


def plain(text: str) -> str:
    """A text on one line."""
    return " ".join(line for line in lines(text) if line)


def inline(text: str) -> str:
    """A text on one line, as Markdown that shows exactly this text."""
    return _escaped(plain(text))


def cell(text: str) -> str:
    """A text for a table cell; line breaks are kept."""
    return "<br>".join(_escaped(line) for line in lines(text) if line)


def piece(text: str) -> str:
    """A part of a line of a table cell; blanks at its ends are kept."""
    return _escaped(_visible(text))


def paragraph(text: str) -> str:
    """A plain text as Markdown paragraphs; line breaks are kept in the file."""
    return "\n".join(_LINE_START.sub(_guard, _escaped(line)) for line in lines(text)).strip("\n")


def code(text: str) -> str:
    """A key or a path as a code span where possible; safe in a table cell."""
    shown = plain(text)
    return inline(shown) if "`" in shown or "|" in shown or not shown else f"`{shown}`"


@lru_cache(maxsize=64)
def markdown(text: str, below: int = 1) -> str:
    """A text that is Markdown already, with raw HTML and script links removed.

    Its headings are moved below level ``below``.
    """
    if not _STRUCTURED.search(text):
        return _safe(text, below)
    # Loading the parser takes as long as all the rest of a page.
    return memo.text("markdown", ("safe", text, below), lambda: _safe(text, below))


def _safe(text: str, below: int) -> str:
    marked, fence = _marked(text, below)
    spans = _spans_are_plain([line for line, inside in marked if not inside])
    result = [line if inside else _neutral(line, spans) for line, inside in marked]
    return "\n".join([*result, *([fence] if fence else [])]).strip("\n")


@lru_cache(maxsize=64)
def headings(text: str) -> tuple[str, ...]:
    """The displayed headings of a Markdown text, in order."""
    if not _STRUCTURED.search(text):
        return ()

    def found() -> list[str]:
        from connectorkit.render.docs import markdown_blocks  # It loads the parser, which takes its time.

        return list(markdown_blocks.headings(markdown(text)))

    return tuple(memo.texts("markdown", ("headings", text), found))


def slug(text: str) -> str:
    """The anchor that Markdown viewers give a heading: ``Send SMS`` gives send-sms."""
    kept = "".join(c for c in text.strip().lower() if c.isalnum() or c in "-_ ")
    return kept.replace(" ", "-")


class Anchors:
    """Assigns anchors in the order of the headings; repeated ones get -1, -2 ..."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def take(self, heading: str) -> str:
        """The anchor of the next heading."""
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


def _marked(text: str, below: int) -> tuple[list[tuple[str, bool]], str]:
    """The lines of a text, each with whether it is in a code block, and the fence left open at the end.

    Headings are moved below level ``below``.
    """
    lines = [line.rstrip() for line in text.splitlines()]
    if not _STRUCTURED.search(text):
        return [(line, False) for line in lines], ""
    from connectorkit.render.docs import markdown_blocks  # It loads the parser, which takes its time.

    code: set[int] = set()
    lowered: dict[int, str | None] = {}
    fence = ""
    found = markdown_blocks.tokens("\n".join(lines))
    for index, token in enumerate(found):
        if token.type in ("fence", "code_block") and token.map:
            code.update(range(*token.map))
            fence = token.markup if token.type == "fence" and token.level == 0 and _unclosed(token, lines) else ""
        elif token.type == "heading_open":
            lowered |= _lowered(token, found[index + 1].content, lines, below)
    kept = ((number, lowered.get(number, line)) for number, line in enumerate(lines))
    return [(line, number in code) for number, line in kept if line is not None], fence


def _unclosed(fence: Token, lines: list[str]) -> bool:
    """Whether a code block ends with the text and not with its fence."""
    first, end = fence.map or (0, 0)
    last = lines[end - 1].strip()
    closed = end - first > 1 and last.startswith(fence.markup) and not last.strip(fence.markup[0])
    return not closed


def _lowered(heading: Token, content: str, lines: list[str], below: int) -> dict[int, str | None]:
    """The lines that change when a heading is moved below a level, by number; None for a removed one."""
    first, end = heading.map or (0, 0)
    own, line = int(heading.tag[1:]), lines[first]
    marks = "#" * max(own, min(below + 1, 6))
    if len(marks) == own:
        return {}
    if heading.markup.startswith("#"):
        return {first: line.replace(heading.markup, marks, 1)}
    # Underlined headings have only two levels.
    title = " ".join(part.strip() for part in content.split("\n"))
    before = line[: max(0, line.find(content.split("\n", 1)[0]))]
    gone: dict[int, str | None] = dict.fromkeys(range(first + 1, end))
    return {first: f"{before}{marks} {title}{' #' if title.endswith('#') else ''}", **gone}


def _spans_are_plain(lines_outside: list[str]) -> bool:
    """Whether every code span closes on its line; where one does not, `<` may be live inside what looks like code."""
    return all("\\`" not in line and "`" not in "".join(_parts(line)[::2]) for line in lines_outside)


def _neutral(line: str, spans: bool) -> str:
    parts = _parts(line) if spans else [line]
    return "".join(part if number % 2 else _harmless(part) for number, part in enumerate(parts))


def _parts(line: str) -> list[str]:
    """A line split at its code spans, which have odd indexes; a span ends with as many backticks as it began with."""
    runs = list(_TICKS.finditer(line))
    later: dict[int, list[int]] = {}
    for number in range(len(runs) - 1, -1, -1):
        later.setdefault(len(runs[number][0]), []).append(number)
    parts, start, after = [], 0, 0
    for number, run in enumerate(runs):
        same = later[len(run[0])]
        same.pop()  # Remove this run of backticks: the next one of its length is the last.
        if number >= after and same:
            after = same[-1] + 1
            parts += [line[start : run.start()], line[run.start() : runs[same[-1]].end()]]
            start = runs[same[-1]].end()
    return [*parts, line[start:]]


def _harmless(text: str) -> str:
    return _OPEN_TARGET.sub(r"\\]\1", _TARGET.sub(r"\1#", _TAG.sub("&lt;", text)))

"""Frames: the source line of a finding, with marks under its span."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator

from connectorkit.cli.reports import terminal_safe
from connectorkit.diagnostics.finding import Span
from connectorkit.model import encodings
from connectorkit.read import line_offsets as lines

WIDTH = 100
_BEFORE = 30
_MOST = 20_000_000
# The frame of any finding can contain a line with a client secret.
_CLIENT_SECRET = re.compile(r"""(clientSecret["']?\s*:\s*["']?)([^"',{}\s]+)""", re.IGNORECASE)
_TEXTS = (".yaml", ".yml", ".json", ".md", ".csx", ".j2")


class Frames:
    """Draws frames; caches the lines of the files that it reads."""

    def __init__(self, secrets: Iterable[Span] = ()) -> None:
        """``secrets`` are spans whose text is never shown."""
        self._lines: dict[str, list[str]] = {}
        self._secrets = list(secrets)

    def draw(self, span: Span, mark: str = "^") -> Iterator[str]:
        """The line at ``span`` and a line with marks; nothing for a span that covers the file as a whole."""
        lines = self._of(span.file)
        if span[1:] == (1, 1, 1, 1) or span.line > len(lines):
            return
        text = self._safe(span.file, span.line, lines[span.line - 1].rstrip("\r"))
        end = span.end_column - 1 if span.end_line == span.line else len(text.rstrip())
        shown, under = _cut(text, span.column - 1, max(end, span.column), mark)
        yield f"{span.line:>5} | {shown}".rstrip()
        yield f"      | {under}"

    def _safe(self, file: str, line: int, text: str) -> str:
        """A line with its secrets replaced by asterisks."""
        for one in self._secrets:
            if one.file == file and one.line <= line <= one.end_line:
                start = one.column - 1 if line == one.line else 0
                end = one.end_column - 1 if line == one.end_line else len(text)
                text = text[:start] + "*" * len(text[start:end]) + text[end:]
        return _CLIENT_SECRET.sub(lambda found: found[1] + "*" * len(found[2]), text)

    def _of(self, file: str) -> list[str]:
        if file not in self._lines:
            self._lines[file] = _read(file)
        return self._lines[file]


def _read(file: str) -> list[str]:
    # A pipe has no more data, and opening it would block.
    if not file.lower().endswith(_TEXTS) or not os.path.isfile(file):
        return []
    try:
        with open(file, "rb") as opened:
            data = opened.read(_MOST + 1)
    except (OSError, ValueError):
        return []
    if len(data) > _MOST:
        return []
    return lines.split(file, _decoded(data))


def _decoded(data: bytes) -> str:
    _, encoding, rest = encodings.marked(data) or ("", "utf-8", data)
    try:
        return rest.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _cut(text: str, start: int, end: int, mark: str) -> tuple[str, str]:
    """The part of a line that is shown, and the marks below the characters from ``start`` to ``end``."""
    start = min(start, len(text))
    first = 0 if start <= WIDTH else start - WIDTH
    cells = terminal_safe.cells(text[first : start + 3 * WIDTH])
    widths = [cell.width for cell in cells]
    at, stop = _start_of_cluster(widths, start - first), min(end - first, len(cells))
    left = 0
    if sum(widths[:stop]) > WIDTH or (sum(widths) > WIDTH and sum(widths[:at]) > WIDTH // 2):
        while sum(widths[left:at]) > _BEFORE:
            left += 1
    while first + left and left < at and not widths[left]:
        left += 1  # Combining characters are cut off together with their base character.
    right, room = left, WIDTH
    while right < len(cells) and widths[right] <= room:
        room -= widths[right]
        right += 1
    before = "…" if first + left else ""
    after = "…" if right < len(cells) or first + len(cells) < len(text) else ""
    marks = max(1, sum(widths[at : min(stop, right)]))
    blanks = " " * (len(before) + sum(widths[left:at]))
    return before + "".join(cell.shown for cell in cells[left:right]) + after, blanks + mark * marks


def _start_of_cluster(widths: list[int], at: int) -> int:
    """The index of the first character of the grapheme cluster at ``at``."""
    while 0 < at < len(widths) and not widths[at]:
        at -= 1
    return at

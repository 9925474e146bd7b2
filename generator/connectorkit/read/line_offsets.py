"""Conversion between lines and columns and offsets, with the line breaks that the reader of the file counts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from connectorkit.model.patterns import lazy

# YAML has more line break characters than JSON.
_YAML = lazy("\r\n|[\r\n\x85\u2028\u2029]")
_PLAIN = lazy("\n")
_SUFFIXES = (".yaml", ".yml")
JSON = ".json"
"""In place of a file's name: what reads the file as JSON counts no other ends of lines."""


def breaks(file: str) -> re.Pattern[str]:
    """The line breaks of ``file``, by its suffix."""
    return _YAML if file.lower().endswith(_SUFFIXES) else _PLAIN


def split(file: str, text: str) -> list[str]:
    """The lines of a text without their ends."""
    return breaks(file).split(text)


class Lines:
    """The starts of the lines of a text."""

    def __init__(self, file: str, text: str) -> None:
        self.text = text
        self.starts = [0, *_ends(breaks(file), text)]

    def offset(self, line: int, column: int) -> int:
        """The offset of a place, both counted from 1; the end of the text for one beyond it."""
        if line > len(self.starts):
            return len(self.text)
        return min(self.starts[line - 1] + column - 1, len(self.text))

    def start(self, offset: int) -> int:
        """The offset at which the line of ``offset`` begins."""
        return self.starts[bisect_right(self.starts, offset) - 1]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, counted from 1."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


def _ends(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    return (found.end() for found in pattern.finditer(text))

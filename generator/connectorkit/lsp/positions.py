"""Positions in a text as the protocol counts them: lines from 0, and columns in units of an encoding."""

from __future__ import annotations

import re
from bisect import bisect_right
from urllib.parse import quote, unquote, urlsplit

from connectorkit.diagnostics.finding import Span
from connectorkit.lsp.wire import at, number
from connectorkit.model.json_value import Json, Object
from connectorkit.read.line_offsets import Lines

UTF16, UTF32 = "utf-16", "utf-32"
_BREAK = re.compile("\r\n|\r|\n")


class TextLines:
    """The lines of a text. ``encoding``: the unit of columns, utf-16 or utf-32.

    ``file`` is the name of the file. A span counts lines as YAML does, which has line breaks that the protocol, and
    therefore every editor, does not have.
    """

    def __init__(self, text: str, encoding: str = UTF16, file: str = "") -> None:
        self.text, self._wide = text, encoding == UTF16
        self.starts = [0, *(found.end() for found in _BREAK.finditer(text))]
        self._read = Lines(file, text)

    def line(self, index: int) -> str:
        """A line without its line break; "" if the index is out of range."""
        if not 0 <= index < len(self.starts):
            return ""
        end = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[index] : end].rstrip("\r\n")

    def offset(self, position: Json) -> int:
        """The offset of a position. Raises KeyError for an invalid position."""
        index, units = number(position, "line"), number(position, "character")
        if index >= len(self.starts):
            return len(self.text)
        return self.starts[max(index, 0)] + self._column(self.line(index), units)

    def position(self, offset: int) -> Object:
        """The position of an offset."""
        index = self._index(offset)
        return {"line": index, "character": self._units(self.text[self.starts[index] : offset])}

    def range(self, start: int, end: int) -> Object:
        """The range between two offsets."""
        return {"start": self.position(start), "end": self.position(end)}

    def span(self, span: Span) -> Object:
        """The range of a span, whose lines and columns count characters from 1."""
        return self.range(self._clipped(span.line, span.column), self._clipped(span.end_line, span.end_column))

    def offset_at(self, line: int, column: int) -> int:
        """The offset of a line and column of a span."""
        return self._read.offset(line, column)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset as spans count them."""
        return self._read.place(offset)

    def column(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 0: the line as the protocol counts it, the column in characters."""
        index = self._index(offset)
        return index, offset - self.starts[index]

    def _clipped(self, line: int, column: int) -> int:
        """The offset of a line and column of a span; a column past the end of the line is clipped."""
        starts = self._read.starts
        end = starts[line] if line < len(starts) else len(self.text)
        start = self.offset_at(line, 1)
        return start + min(column - 1, len(self.text[start:end].rstrip("\r\n\x85\u2028\u2029")))

    def _index(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1

    def _units(self, text: str) -> int:
        return len(text) if not self._wide or text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2

    def _column(self, line: str, units: int) -> int:
        if not self._wide or line.isascii():
            return min(max(units, 0), len(line))
        taken = 0
        for index, letter in enumerate(line):
            if taken >= units:
                return index
            taken += 2 if ord(letter) > 0xFFFF else 1
        return len(line)


def changed(text: str, changes: Json, encoding: str) -> str:
    """A text with the changes of a client applied in order. Raises KeyError for an invalid change."""
    for change in changes if isinstance(changes, list) else []:
        new = at(change, "text")
        if not isinstance(new, str):
            raise KeyError("text")
        area = at(change, "range")
        if area is None:
            text = new
            continue
        lines = TextLines(text, encoding)
        start, end = lines.offset(at(area, "start")), lines.offset(at(area, "end"))
        text = text[: min(start, end)] + new + text[max(start, end) :]
    return text


def path_of(uri: str) -> str:
    """The path of a file: URI; "" for any other URI."""
    parts = urlsplit(uri)
    if parts.scheme != "file":
        return ""
    path = unquote(parts.path)
    return path[1:] if re.match(r"/[A-Za-z]:", path) else path  # A Windows drive.


def uri_of(path: str) -> str:
    """The file: URI of a path."""
    plain = path.replace("\\", "/")
    return f"file://{'' if plain.startswith('/') else '/'}{quote(plain, safe='/@-._~')}"

"""Places of values in a JSON text, found on demand: only the way to a requested value is scanned."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from connectorkit.diagnostics.finding import Span
from connectorkit.model import json_pointer
from connectorkit.model.patterns import lazy
from connectorkit.read.line_offsets import JSON, Lines, split

ODD_BLANKS = "\x0b\x0c\x85\xa0\u1680\u180e\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
TOKEN = lazy(
    r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[{}\[\],:]|//[^\n]*|/\*.*?(?:\*/|\Z)|'
    rf'[{ODD_BLANKS}]+|[^ \t\r\n"{{}}\[\],:{ODD_BLANKS}]+',
    re.DOTALL,
)
_BLANK = lazy(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder(strict=False)


class Member(NamedTuple):
    """Offsets of a member of an object or an item of a list; a list item has no key (-1)."""

    key: int
    key_end: int
    start: int
    end: int


class Text:
    """A text that converts offsets to lines and columns quickly."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self._lines: Lines | None = None

    def span(self, start: int, end: int) -> Span:
        """The span between two offsets."""
        self._lines = self._lines or Lines(JSON, self.text)
        return Span(self.file, *self._lines.place(start), *self._lines.place(end))

    def line(self, number: int) -> Span:
        """The span of line ``number``, counted from 1."""
        lines = split(JSON, self.text)
        number = min(max(number, 1), len(lines))
        return Span(self.file, number, 1, number, len(lines[number - 1].rstrip("\r")) + 1)


class Origin:
    """The original offsets of the characters of a repaired text."""

    def __init__(self) -> None:
        self._steps: list[tuple[list[int], list[int]]] = []

    def add(self, new: list[int], old: list[int]) -> None:
        """Add a round of edits: ``new`` offsets in order, and the ``old`` offset of each."""
        self._steps.append((new, old))

    def of(self, offset: int) -> int:
        """The offset in the original text."""
        for new, old in reversed(self._steps):
            index = bisect_right(new, offset) - 1
            moved = old[index] + offset - new[index]
            offset = min(moved, old[index + 1]) if index + 1 < len(old) else moved
        return offset


class JsonText(Text):
    """A JSON text that was read without errors. Its places are those in ``came``, the original text."""

    def __init__(self, file: str, text: str, came: Text | None = None, origin: Origin | None = None) -> None:
        super().__init__(file, text)
        self._came = came
        self._origin = origin or Origin()
        self._members: dict[int, dict[str, Member]] = {}
        self._root = self._skip(0)

    def span(self, start: int, end: int) -> Span:
        """The span between two offsets."""
        if self._came is None:
            return super().span(start, end)
        return self._came.span(self._origin.of(start), self._origin.of(end))

    def find(self, pointer: str) -> Member:
        """The value at ``pointer``, or the deepest one that exists on the way."""
        here = Member(-1, -1, self._root, len(self.text.rstrip()))
        for key in json_pointer.split(pointer):
            below = self._below(here.start).get(key)
            if below is None:
                break
            here = below
        return here

    def member(self, pointer: str) -> Member | None:
        """The value at ``pointer``, None when there is none."""
        here = Member(-1, -1, self._root, len(self.text.rstrip()))
        for key in json_pointer.split(pointer):
            below = self._below(here.start).get(key)
            if below is None:
                return None
            here = below
        return here

    def members(self, member: Member) -> dict[str, Member]:
        """The members of an object or items of a list, by name or index."""
        return self._below(member.start)

    def shown(self, member: Member) -> Span:
        """The place to show: of a scalar its value; of an object or a list its key, or else its first character."""
        if self.text[member.start : member.start + 1] not in ("{", "["):
            return self.span(member.start, member.end)
        if member.key >= 0:
            return self.span(member.key, member.key_end)
        return self.span(member.start, member.start + 1)

    def _below(self, start: int) -> dict[str, Member]:
        known = self._members.get(start)
        if known is None:
            opening = self.text[start : start + 1]
            made = self._object(start) if opening == "{" else self._list(start) if opening == "[" else iter(())
            known = self._members[start] = dict(made)
        return known

    def _object(self, start: int) -> Iterator[tuple[str, Member]]:
        at = self._skip(start + 1)
        while self.text[at] == '"':
            key, key_end = _DECODER.raw_decode(self.text, at)
            value = self._skip(self._skip(key_end) + 1)
            end = _DECODER.raw_decode(self.text, value)[1]
            yield key, Member(at, key_end, value, end)
            at = self._skip(end)
            at = self._skip(at + 1) if self.text[at] == "," else at

    def _list(self, start: int) -> Iterator[tuple[str, Member]]:
        at, index = self._skip(start + 1), 0
        while self.text[at] != "]":
            end = _DECODER.raw_decode(self.text, at)[1]
            yield str(index), Member(-1, -1, at, end)
            at, index = self._skip(end), index + 1
            at = self._skip(at + 1) if self.text[at] == "," else at

    def _skip(self, at: int) -> int:
        found = _BLANK.match(self.text, at)
        return found.end() if found else at

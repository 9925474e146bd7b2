"""Repairs of invalid JSON that has only one possible meaning.

The reader decides whether the repaired text is JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from typing import NamedTuple

from connectorkit.model.patterns import lazy
from connectorkit.model.record import record
from connectorkit.read.json_positions import ODD_BLANKS, TOKEN

_CONTROL = lazy("[\x00-\x1f]")
_ODD_BLANK = lazy(f"[{ODD_BLANKS}]+")
_COLON = lazy(r"[ \t\r\n]*:")
_CLOSING = {"{": "}", "[": "]"}
_MISSING = "a closing bracket is missing"


class Edit(NamedTuple):
    """Replace the text between two offsets by ``text``; ``what`` describes the mistake."""

    start: int
    end: int
    text: str
    what: str


@record
class _Scan:
    """The tokens so far: the brackets that are open, and the last token with its place."""

    text: str
    open: list[str] = field(default_factory=list)
    last: str = ""
    start: int = 0
    end: int = 0

    def edits(self) -> Iterator[Edit]:
        for found in TOKEN.finditer(self.text):
            token, (start, end) = found[0], found.span()
            if token.startswith(("//", "/*")):
                yield _blanked(found, "a comment, which JSON does not allow")
                continue
            if _ODD_BLANK.fullmatch(token):
                yield _blanked(found, f"whitespace that JSON does not allow (U+{ord(token[0]):04X})")
                continue
            yield from self._commas(token, start, end)
            if token.startswith('"') and _CONTROL.search(token):
                whole = _CONTROL.sub(lambda one: f"\\u{ord(one[0]):04x}", token)
                yield Edit(start, end, whole, "an unescaped line break or tab in a string")
            self._step(token, start, end)
        if self.last == "," and not self.open:
            yield self._no_comma()

    def _commas(self, token: str, start: int, end: int) -> Iterator[Edit]:
        if token in "}]" and self.last == ",":
            yield self._no_comma()
        elif self._ends_a_value() and self._begins_an_entry(token, end) and "\n" in self.text[self.end : start]:
            yield Edit(self.end, self.end, ",", "a comma is missing between two entries")

    def _no_comma(self) -> Edit:
        return Edit(self.start, self.end, " ", "a trailing comma")

    def _ends_a_value(self) -> bool:
        return bool(self.open) and self.last != "" and self.last not in "{[,:"

    def _begins_an_entry(self, token: str, end: int) -> bool:
        """Whether an entry of the innermost bracket begins here."""
        if self.open[-1] == "{":
            return token.startswith('"') and _COLON.match(self.text, end) is not None
        return token not in "}],:"

    def _step(self, token: str, start: int, end: int) -> None:
        if token in "{[":
            self.open.append(token)
        elif token in "}]" and self.open:
            self.open.pop()
        self.last, self.start, self.end = token, start, end


def _blanked(found: re.Match[str], what: str) -> Edit:
    return Edit(*found.span(), re.sub("[^\n]", " ", found[0]), what)


def edits(text: str) -> list[Edit]:
    """Repairs of extra commas, commas missing at line ends, comments, and characters that JSON does not allow."""
    return list(_Scan(text).edits())


def applied(text: str, made: list[Edit]) -> tuple[str, list[int], list[int]]:
    """The edited text; then offsets in it, in order, and the original offset of each."""
    parts, new, old = list[str](), [0], [0]
    last = length = 0
    for edit in made:
        length += edit.start - last
        new += [length, length + len(edit.text)]
        old += [edit.start, edit.end]
        parts += [text[last : edit.start], edit.text]
        last, length = edit.end, length + len(edit.text)
    return "".join([*parts, text[last:]]), new, old


class _Token(NamedTuple):
    """A token; ``margin`` is the white space at the start of its line, ``first``: it is the first token there."""

    text: str
    start: int
    end: int
    margin: str
    first: bool


def _tokens(text: str) -> Iterator[_Token]:
    end, margin = 0, ""
    for found in TOKEN.finditer(text):
        newline = text.rfind("\n", end, found.start())
        if newline >= 0:
            margin = text[newline + 1 : found.start()]
        end = found.end()
        yield _Token(found[0], found.start(), end, margin, newline >= 0)


def bracket(text: str) -> Edit | None:
    """The only missing bracket, if nesting and the indentation of every line agree on its place."""
    open_: list[_Token] = []
    made: Edit | None = None
    last = _Token("", 0, 0, "", False)
    for token in _tokens(text):
        if token.text in "}]":
            if made is None and token.first and len(open_) > 1 and not _closes(token, open_[-1]):
                made = Edit(last.end, last.end, _CLOSING[open_.pop().text], _MISSING)
            if not open_ or not _closes(token, open_.pop()):
                return None
        elif token.first and open_ and not _deeper(token.margin, open_[-1].margin):
            return None
        elif token.text in "{[":
            open_.append(token)
        last = token
    if made is None and len(open_) == 1 and last.first and last.text in "}]":
        return Edit(last.end, last.end, _CLOSING[open_[0].text], _MISSING)
    return None if open_ else made


def _closes(token: _Token, opener: _Token) -> bool:
    return _CLOSING[opener.text] == token.text and (not token.first or token.margin == opener.margin)


def _deeper(margin: str, outer: str) -> bool:
    return margin.startswith(outer) and len(margin) > len(outer)

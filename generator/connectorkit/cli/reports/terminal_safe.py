"""Escapes untrusted text for display: it cannot move the cursor, hide text or change the text direction."""

from __future__ import annotations

import re
from typing import NamedTuple

# Control characters, bidirectional and zero-width marks, surrogates, tags.
_ODD = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
_CELLS = re.compile(f"({_ODD.pattern})")
_BLANKS = re.compile(r"[ \t\r\n]*[\t\r\n][ \t\r\n]*")
_TAB = 4


def line(text: str) -> str:
    """``text`` on one line, with unsafe characters escaped."""
    return _ODD.sub(_spelt, _BLANKS.sub(" ", text))


def block(text: str) -> str:
    """``text`` on several lines, with unsafe characters escaped."""
    return "\n".join(_ODD.sub(_spelt, one.replace("\t", "    ").rstrip("\r")) for one in text.split("\n"))


def _spelt(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20 or code == 0x7F:
        return chr(0x2421 if code == 0x7F else 0x2400 + code)
    return f"<U+{code:04X}>"


class Cell(NamedTuple):
    """How a character is shown, and its width in terminal columns; 0 if it combines with the previous one."""

    shown: str
    width: int


def cells(text: str) -> list[Cell]:
    """The cells of a line, one per character; a tab becomes spaces up to the next tab stop."""
    made: list[Cell] = []
    column = 0
    for number, part in enumerate(_CELLS.split(text)):
        # Matches of the expression have odd indices.
        added = [_odd_cell(part, column)] if number % 2 else _plain_cells(part)
        made += added
        column += sum(cell.width for cell in added)
    return made


def _odd_cell(one: str, column: int) -> Cell:
    shown = " " * (_TAB - column % _TAB) if one == "\t" else _ODD.sub(_spelt, one)
    return Cell(shown, len(shown))


def _plain_cells(text: str) -> list[Cell]:
    if text.isascii():
        return [Cell(one, 1) for one in text]
    from wcwidth import iter_graphemes, wcswidth  # Its tables take 50 ms to load.

    made: list[Cell] = []
    for cluster in iter_graphemes(text):
        # The width of a cluster is that of the whole; the mark under it begins at its first character.
        made += [Cell(cluster[0], max(wcswidth(cluster), 0)), *(Cell(one, 0) for one in cluster[1:])]
    return made

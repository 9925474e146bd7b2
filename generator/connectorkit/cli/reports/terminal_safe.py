"""Text of a source made safe to show: nothing in it can move the cursor, hide itself or turn the line around."""

from __future__ import annotations

import re
import unicodedata

# Controls, marks that change the direction of a line or have no width, halves of characters, tags.
_ODD = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
_BLANKS = re.compile(r"[ \t\r\n]*[\t\r\n][ \t\r\n]*")
_TAB = 4


def line(text: str) -> str:
    """``text`` on one line, with everything odd in it spelt out."""
    return _ODD.sub(_spelt, _BLANKS.sub(" ", text))


def block(text: str) -> str:
    """``text`` on several lines, with everything odd in them spelt out."""
    return "\n".join(_ODD.sub(_spelt, one.replace("\t", "    ").rstrip("\r")) for one in text.split("\n"))


def _spelt(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20 or code == 0x7F:
        return chr(0x2421 if code == 0x7F else 0x2400 + code)
    return f"<U+{code:04X}>"


def cells(text: str) -> list[str]:
    """How each character of a line is shown; tabs become blanks up to the next stop."""
    made, column = [], 0
    for one in text:
        shown = " " * (_TAB - column % _TAB) if one == "\t" else _ODD.sub(_spelt, one)
        made.append(shown)
        column += width(shown)
    return made


def width(text: str) -> int:
    """How many columns of a terminal ``text`` takes."""
    if text.isascii():
        return len(text)
    return sum(_wide(one) for one in text)


def _wide(one: str) -> int:
    if unicodedata.combining(one) or unicodedata.category(one) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(one) in "WF" else 1

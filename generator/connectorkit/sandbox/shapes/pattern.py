"""Strings that match a regular expression, for the part of the syntax that API descriptions use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connectorkit.model import vendor_patterns

# Extra repetitions beyond the minimum, tried in turn until the length matches too.
EXTRA = (0, 1, 2, 3, 5, 8, 13, 21, 34, 60, 120, 250)
MOST_REPEATED = 1000
_CLASSES = {"d": "5", "w": "a", "s": " ", "D": "a", "W": "-", "S": "a"}
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "0": "\0"}
_USUAL = "aA5-_ .:/@+#0123456789bcdefghijklmnopqrstuvwxyzBCDEFGHIJKLMNOPQRSTUVWXYZ"


class _Unreadable(Exception):
    """The expression uses unsupported syntax."""


def texts(pattern: str) -> Iterator[str]:
    """Strings that probably match, short ones first; none for unsupported syntax."""
    seen: set[str] = set()
    for extra in EXTRA:
        try:
            text = _Reader(pattern, extra).alternatives()
        except (_Unreadable, IndexError, ValueError, RecursionError, re.error):
            return
        if text not in seen:
            seen.add(text)
            yield text


class _Reader:
    def __init__(self, pattern: str, extra: int) -> None:
        self.pattern, self.extra, self.at = pattern, extra, 0

    def _peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def _take(self) -> str:
        self.at += 1
        return self.pattern[self.at - 1]

    def alternatives(self) -> str:
        """The first alternative; the others are skipped."""
        first = self._sequence()
        while self._peek() == "|":
            self.at += 1
            self._sequence()
        return first

    def _sequence(self) -> str:
        parts: list[str] = []
        while self._peek() and self._peek() not in "|)":
            part, times = self._atom(), self._times()
            if len(part) * times > MOST_REPEATED:
                raise _Unreadable
            parts.append(part * times)
        return "".join(parts)

    def _atom(self) -> str:
        one = self._take()
        if one == "(":
            return self._group()
        if one == "[":
            return self._set()
        if one == "\\":
            return self._escape()
        return {"^": "", "$": "", ".": "a"}.get(one, one)

    def _group(self) -> str:
        head = re.compile(r"\?(?::|P?<(?![=!])[^>]*>|(?=[=!]|<[=!]))").match(self.pattern, self.at)
        if self._peek() == "?" and head is None:
            raise _Unreadable
        looks = head is not None and head[0] == "?"
        self.at = head.end() if head else self.at
        inside = self.alternatives()
        if self._take() != ")":
            raise _Unreadable
        return "" if looks else inside  # Lookarounds are ignored; the final check covers them.

    def _escape(self) -> str:
        one = self._take()
        if one in "xu":
            digits = 2 if one == "x" else 4
            self.at += digits
            return chr(int(self.pattern[self.at - digits : self.at], 16))
        if one in "bBAZz":
            return ""
        if one.isdigit() and one != "0":
            raise _Unreadable
        if one in "pPkgG":
            raise _Unreadable
        return _CLASSES.get(one) or _CONTROLS.get(one) or one

    def _set(self) -> str:
        end = self.at + (self.pattern[self.at] == "^")
        end += self.pattern[end] == "]"
        while self.pattern[end] != "]":
            end += 2 if self.pattern[end] == "\\" else 1
        allowed = vendor_patterns.compiled(f"[{self.pattern[self.at : end]}]")
        if allowed is None:
            raise _Unreadable
        self.at = end + 1
        found = next((one for one in _USUAL if allowed.match(one)), None)
        found = found or next((one for one in map(chr, range(0xA1, 0x2500)) if allowed.match(one)), None)
        if found is None:
            raise _Unreadable
        return found

    def _times(self) -> int:
        bounds = re.compile(r"\{(\d*)(,?)(\d*)\}|[*+?]").match(self.pattern, self.at)
        if bounds is None or bounds[0] in ("{}", "{,}"):
            return 1
        self.at = bounds.end()
        self.at += self._peek() in ("?", "+") and bool(self._peek())
        least = int(bounds[1] or 0) if bounds[0][0] == "{" else int(bounds[0] == "+")
        most = int(bounds[3]) if bounds[3] else least if bounds[1] and not bounds[2] else MOST_REPEATED
        most = 1 if bounds[0] == "?" else most
        if least > MOST_REPEATED:
            raise _Unreadable
        return min(least + self.extra, max(most, least))

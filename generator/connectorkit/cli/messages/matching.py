"""Matching: the known messages in a text that was pasted, however it was wrapped, quoted, escaped or cut off.

A text and the messages are compared without spaces, quotes and letter case: line breaks of a terminal, the escapes of
JSON inside JSON, and the quotes of another program then make no difference.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from math import log
from typing import NamedTuple

from connectorkit.cli.messages.catalogue import Message, messages

MOST = 200_000
"""Characters of a paste that are read."""
# The end of a sentence; what varies in a message does not reach across it.
_END = "\x1f"
_VARIABLE = re.compile(r"\{\w+(\+?)\}")
_COLOR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_STAMP = re.compile(r"^[ \t]*\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d[\d:.,]*(?:Z|[+-]\d\d:?\d\d)?\]?", re.MULTILINE)
_MARGIN = re.compile(r"^[ \t]*(?:[|>] ?)+", re.MULTILINE)
_ESCAPE = re.compile(r"\\+u([0-9a-fA-F]{4})")
_BREAK = re.compile(r"\\+[nrt]")
_STOP = re.compile(r"\.(?=[\"'`\\)\]]*(?:\s|$))|##")
_DROPPED = re.compile(r"[\s\"'`\\\u2018\u2019\u201c\u201d\u00ab\u00bb\u00b4]+")
_CUT = re.compile(r"(?:\u2026|\.\.\.)[ \t]*$", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]{3,}")
# So many literal characters tell a message that was cut off from another one.
_SURE = 24
_ALIKE = 0.35


class Known(NamedTuple):
    """A message that a text holds: how often, and whether the text has only a part of it."""

    message: Message
    times: int
    cut: bool = False


class _Pattern(NamedTuple):
    message: Message
    literals: tuple[str, ...]
    whole: re.Pattern[str]
    length: int


def plain(text: str) -> str:
    """A text as it is compared."""
    return _DROPPED.sub("", _STOP.sub(_stop, _unescaped(text))).casefold()


def _stop(found: re.Match[str]) -> str:
    return f".{_END}" if found[0] == "." else _END


def _unescaped(text: str) -> str:
    text = _MARGIN.sub("", _STAMP.sub("", _COLOR.sub("", text[:MOST])))
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), html.unescape(html.unescape(text)))
    return _BREAK.sub("\n", text)


def narrowed(message: Message, text: str) -> tuple[str, ...]:
    """The rules of a message for the properties that ``text`` names in it; all of them where it names others."""
    compared = plain(text).replace(_END, "")
    named = [
        rules
        for name, rules in message.narrow.items()
        if plain(message.text.replace("{property}", name)).replace(_END, "").rstrip(".") in compared
    ]
    return tuple(dict.fromkeys(rule for rules in named for rule in rules)) or message.rules


def found(text: str) -> list[Known]:
    """The messages that ``text`` holds, in its order; a frame only where nothing else is known."""
    compared = plain(text)
    places = [*_wholes(compared), *_codes(text)]
    known: dict[str, Known] = {}
    for _, message in sorted(places, key=lambda place: place[0]):
        before = known.get(message.name)
        known[message.name] = Known(message, before.times + 1 if before else 1)
    real = [one for one in known.values() if not one.message.frame]
    if not real:
        real = [Known(message, 1, True) for message in _cut(text, compared)]
    return real or list(known.values())


def _wholes(compared: str) -> Iterator[tuple[int, Message]]:
    """Where whole messages are. Of two that overlap, the one with more of its own words counts."""
    taken: list[tuple[int, int]] = []
    for pattern in _patterns():
        for match in pattern.whole.finditer(compared):
            start, end = match.span()
            if all(end <= first or last <= start for first, last in taken):
                taken.append((start, end))
                yield start, pattern.message


def _codes(text: str) -> Iterator[tuple[int, Message]]:
    """The codes that stand alone. A code next to the text of its message does not count again."""
    seen = {message.name for _, message in _wholes(plain(text))}
    words = {word.group().casefold(): word.start() for word in re.finditer(r"\w+", text[:MOST])}
    for message in messages():
        at = words.get(message.name.casefold()) if message.coded else None
        if at is not None and message.name not in seen:
            yield at, message


@cache
def _patterns() -> tuple[_Pattern, ...]:
    """The messages as regular expressions, those with the most literal characters first."""
    made = [_pattern(message) for message in messages()]
    return tuple(sorted(made, key=lambda pattern: -pattern.length))


def _pattern(message: Message) -> _Pattern:
    pieces = _VARIABLE.split(message.text)
    literals = tuple(plain(piece).replace(_END, "") for piece in pieces[::2])
    whole = "".join(_gap(long) + _exact(text) for long, text in zip([None, *pieces[1::2]], literals, strict=True))
    # Nothing tells where what varies ends at the end of a message.
    whole = whole.removesuffix(_gap("")).removesuffix(_gap("+"))
    return _Pattern(message, literals, re.compile(whole), sum(map(len, literals)))


def _gap(long: str | None) -> str:
    if long is None:
        return ""
    return r"[\s\S]{0,800}?" if long else rf"[^{_END}]{{0,200}}?"


def _exact(literal: str) -> str:
    """A literal text, in which a sentence may end after each full stop."""
    return re.escape(literal).replace(r"\.", rf"\.{_END}?")


def _cut(text: str, compared: str) -> list[Message]:
    """The messages of which the text has the beginning or the end, where there is no doubt which they are."""
    ends = [compared.rstrip(f".\u2026{_END}")]
    ends += [plain(text[: mark.start()]).rstrip(f".{_END}") for mark in _CUT.finditer(text[:MOST])][:20]
    best: dict[str, int] = {}
    for pattern in _patterns():
        length = max([_tail(pattern.literals, compared), *(_head(pattern.literals, end) for end in ends)])
        if length >= _SURE:
            best[pattern.message.name] = length
    most = max(best.values(), default=0)
    return [message for message in messages() if most and best.get(message.name) == most]


def _head(literals: Sequence[str], text: str) -> int:
    """How many literal characters of a message the text has at its end, beginning with the first one."""
    for last in reversed(range(len(literals))):
        before = sum(map(len, literals[:last]))
        for size in reversed(range(len(literals[last]) + 1)):
            if before + size < _SURE:
                break
            if text.endswith(literals[last][:size]) and _joined(literals[:last], literals[last][:size], r"\Z", text):
                return before + size
    return 0


def _joined(literals: Sequence[str], rest: str, end: str, text: str) -> bool:
    gap = _gap("")
    return re.search(gap.join(_exact(literal) for literal in (*literals, rest)) + end, text) is not None


def _tail(literals: Sequence[str], text: str) -> int:
    """The same for the end of a message at the beginning of the text."""
    for first in range(len(literals)):
        after = sum(map(len, literals[first + 1 :]))
        for size in reversed(range(len(literals[first]) + 1)):
            if after + size < _SURE:
                break
            part = literals[first][len(literals[first]) - size :]
            if text.startswith(part):
                pattern = _gap("").join(_exact(literal) for literal in (part, *literals[first + 1 :]))
                if re.match(pattern, text):
                    return after + size
    return 0


def near(text: str) -> list[Message]:
    """At most three messages that share the most words with an unknown one; the rarer a word, the more it counts."""
    weights = _weights()
    words = set(_words(_unescaped(text)))
    scored = [(_alike(set(_words(message.text)), words, weights), message) for message in messages()]
    likely = [(score, message) for score, message in scored if score >= _ALIKE and not message.frame]
    return [message for _, message in sorted(likely, key=lambda pair: -pair[0])[:3]]


def _alike(own: set[str], words: set[str], weights: dict[str, float]) -> float:
    """The part of the words of a message that the text has, by weight."""
    whole = sum(weights[word] for word in own)
    return sum(weights[word] for word in own & words) / whole if whole else 0.0


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(_VARIABLE.sub(" ", text))]


@cache
def _weights() -> dict[str, float]:
    counted = Counter(word for message in messages() for word in set(_words(message.text)))
    return {word: log(1 + len(messages()) / count) for word, count in counted.items()}

"""Matching: finds known messages in a pasted text, even if it was wrapped, quoted, escaped or truncated.

The text and the messages are compared without spaces, quotes and letter case, so that line breaks of a terminal,
escapes of JSON inside JSON, and quotes of another program make no difference.
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
"""The maximum number of characters that are read of a pasted text."""
# The end of a sentence; the variable part of a message does not extend beyond it.
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
# The number of literal characters that identify a truncated message.
_SURE = 24
_ALIKE = 0.35


class Known(NamedTuple):
    """A message found in a text: how often, and whether it is truncated."""

    message: Message
    times: int
    cut: bool = False


class _Pattern(NamedTuple):
    message: Message
    literals: tuple[str, ...]
    whole: re.Pattern[str]
    length: int


def plain(text: str) -> str:
    """The form of a text that is compared."""
    return _DROPPED.sub("", _STOP.sub(_stop, _unescaped(text))).casefold()


def _stop(found: re.Match[str]) -> str:
    return f".{_END}" if found[0] == "." else _END


def _unescaped(text: str) -> str:
    text = _MARGIN.sub("", _STAMP.sub("", _COLOR.sub("", text[:MOST])))
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), html.unescape(html.unescape(text)))
    return _BREAK.sub("\n", text)


def narrowed(message: Message, text: str) -> tuple[str, ...]:
    """The rules of a message for the properties that ``text`` names in it; all rules for unknown properties."""
    compared = plain(text).replace(_END, "")
    named = [
        rules
        for name, rules in message.narrow.items()
        if plain(message.text.replace("{property}", name)).replace(_END, "").rstrip(".") in compared
    ]
    return tuple(dict.fromkeys(rule for rules in named for rule in rules)) or message.rules


def found(text: str) -> list[Known]:
    """The messages in ``text``, in their order; a frame only if no other message is known."""
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
    """The positions of complete messages. If two overlap, the one with more literal characters counts."""
    taken: list[tuple[int, int]] = []
    for pattern in _patterns():
        for match in pattern.whole.finditer(compared):
            start, end = match.span()
            if all(end <= first or last <= start for first, last in taken):
                taken.append((start, end))
                yield start, pattern.message


def _codes(text: str) -> Iterator[tuple[int, Message]]:
    """The positions of codes without the text of their message; with the text, a code does not count again."""
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
    # A variable part at the end of a message has no detectable end.
    whole = whole.removesuffix(_gap("")).removesuffix(_gap("+"))
    return _Pattern(message, literals, re.compile(whole), sum(map(len, literals)))


def _gap(long: str | None) -> str:
    if long is None:
        return ""
    return r"[\s\S]{0,800}?" if long else rf"[^{_END}]{{0,200}}?"


def _exact(literal: str) -> str:
    """The pattern of a literal, in which a sentence may end after each full stop."""
    return re.escape(literal).replace(r"\.", rf"\.{_END}?")


def _cut(text: str, compared: str) -> list[Message]:
    """The messages of which the text contains only the beginning or the end, if the match is unambiguous."""
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
    """The number of literal characters from the start of a message that the end of the text matches."""
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
    """The number of literal characters up to the end of a message that the start of the text matches."""
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
    """Up to three messages that share the most words with an unknown one; rare words have a higher weight."""
    weights = _weights()
    words = set(_words(_unescaped(text)))
    scored = [(_alike(set(_words(message.text)), words, weights), message) for message in messages()]
    likely = [(score, message) for score, message in scored if score >= _ALIKE and not message.frame]
    return [message for _, message in sorted(likely, key=lambda pair: -pair[0])[:3]]


def _alike(own: set[str], words: set[str], weights: dict[str, float]) -> float:
    """The weighted share of a message's words that occur in the text."""
    whole = sum(weights[word] for word in own)
    return sum(weights[word] for word in own & words) / whole if whole else 0.0


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(_VARIABLE.sub(" ", text))]


@cache
def _weights() -> dict[str, float]:
    counted = Counter(word for message in messages() for word in set(_words(message.text)))
    return {word: log(1 + len(messages()) / count) for word, count in counted.items()}

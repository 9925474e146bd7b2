"""Names of programs: camelCase, snake_case, and words joined without a separator."""

from __future__ import annotations

import re
from functools import lru_cache

_CAMEL = re.compile(r"[a-z]{2}[a-z0-9]*[A-Z][A-Za-z0-9]*\Z")
_SNAKE = re.compile(r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+\Z")
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
# Words in names of inputs and outputs; a name that joins two or more of them is a machine word.
_WORDS = frozenset(
    """
    account action address all amount area attachment available balance base batch birth body brand business by call
    campaign cancel category channel city client close code color column comment company contact content count country
    create created currency current custom customer data date day default delete delivery department description
    detail device display document due duration email employee end error event expiration expiry external field file
    filter first folder for form from full group hash header height hour id image in index info
    invoice is item items job key kind label language last lead level line link list location mail max member message
    method middle min mobile mode month name new next note number of office offset old on order organization owner
    page parent path payment percent period phone photo plan point position post postal previous price primary
    priority product profile project property public quantity query rate reason received record reference region
    reply report request response result role row search secondary send sender sent serial service shop session set size
    sort source start state status step stock store street subject tag target task tax team template term text ticket
    time title to total transaction type unit update updated url user value vendor version view web week width work
    year zip
    """.split()
)
# English words that happen to consist of two of these.
_COMPOUNDS = frozenset(
    """
    already also always anyone barcode birthdate birthday birthplace checklist
    context dashboard database dataset daytime deadline
    download email everyone facebook filename footnote form format formation forward guideline handbook hashtag headline
    homepage hostname inbox income indeed index inform information inside into keynote keyword lifetime linkedin mailbox
    nickname notebook offline offset onboard online onto ontology outline outset password payload pipeline playlist
    postcode setup someone spreadsheet subtask subtitle subtotal subtype surname textbox timeline timestamp timezone
    today together tomorrow total totally typeset update upload username voicemail webpage website weekday within
    without workbook workday workflow worksheet workspace zipcode
    """.split()
)
_ABBREVIATIONS = frozenset(("id", "url", "uri", "api", "ip", "sms", "pdf", "html", "json", "xml"))
_SHORTEST, _LONGEST = 6, 60


@lru_cache(maxsize=16_384)
def machine_word(text: str, name: str = "") -> str:
    """The words in a label such as ``dueDate``, ``due_date`` or ``Duedate``, in sentence case.

    "" if ``text`` is not a name of a program: it has several words, or is one English word. ``name`` is the wire name:
    where it separates words that the label does not separate, the label is a machine word.
    """
    if (
        len(text) > _LONGEST
        or not text.isascii()
        or not re.fullmatch(r"\w+", text)
        or text.isupper()
        or text.isdecimal()
    ):
        return ""
    if _CAMEL.match(text) or _SNAKE.match(text):
        return spaced(text)
    flat = text.lower()
    if text == name and _joined(text):
        return spaced(text)
    if not text[1:].islower() or flat in _COMPOUNDS:
        return ""
    parts = [part for part in _PARTS.findall(name) if not part.isdecimal()]
    if len(parts) > 1 and "".join(parts).lower() == flat:
        return spaced(name)
    return spaced("_".join(unglued(flat)))


def _joined(text: str) -> bool:
    """Whether a PascalCase name joins common words; ``GitHub`` and ``YouTube`` do not."""
    parts = [part.lower() for part in _PARTS.findall(text) if not part.isdecimal()]
    return len(parts) > 1 and all(part in _WORDS for part in parts)


def spaced(text: str) -> str:
    """A camelCase or snake_case name as words in sentence case; abbreviations keep their capitals."""
    parts = _PARTS.findall(text)
    said = " ".join(_written(part) for part in parts)
    return said[:1].upper() + said[1:]


def _written(part: str) -> str:
    if part.lower() in _ABBREVIATIONS or (part.isupper() and len(part) > 1):
        return part.upper()
    return part.lower()


def unglued(word: str) -> list[str]:
    """The words in a lower-case word without separators; empty if it is a single word or cannot be split.

    The split with the fewest words wins.
    """
    if len(word) < _SHORTEST or word in _WORDS or word in _COMPOUNDS or len(word) > _LONGEST:
        return []
    best: list[list[str] | None] = [[]] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 14), end):
            before = best[start]
            if before is not None and word[start:end] in _WORDS:
                known = best[end]
                if known is None or len(before) + 1 < len(known):
                    best[end] = [*before, word[start:end]]
    return best[-1] or []


def pascal(text: str, beside: str = "") -> str:
    """``text`` in PascalCase; "" if its words cannot be separated.

    ``beside`` is a text with the same words separated, such as a summary.
    """
    words = re.findall(r"[A-Za-z0-9]+", beside)
    if "".join(words).lower() == re.sub(r"[^A-Za-z0-9]", "", text).lower() and len(words) > 1:
        return "".join(word[:1].upper() + word[1:] for word in words)
    parts = re.findall(r"[A-Za-z0-9]+", text)
    if len(parts) == 1 and text.islower() and len(text) >= _SHORTEST and text not in _WORDS and not unglued(text):
        return ""
    words = [word for part in parts for word in unglued(part) or [part]]
    return "".join(word[:1].upper() + word[1:] for word in words)

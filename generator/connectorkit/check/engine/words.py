"""Words and patterns that several rules use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from connectorkit.diagnostics import phrases

# Product names that reviewers reject in titles and texts.
PRODUCTS = (
    "Power Platform",
    "Power Automate",
    "Power Apps",
    "PowerApps",
    "Power BI",
    "Microsoft Flow",
    "Logic Apps",
    "LogicApps",
    "Copilot Studio",
    "Power Virtual Agents",
    "Power Pages",
    "Dataverse",
)
# A status that people write at the end of a title or summary: "(preview)", "[DEPRECATED]".
STATUS_AT_END = re.compile(r"\s*[(\[]\s*(preview|deprecated)\s*[)\]]\s*\Z", re.IGNORECASE)
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+\Z")


def sendable(text: str) -> bool:
    """Whether ``text`` has the form of an e-mail address in ASCII."""
    return bool(_EMAIL.match(text))


def address(text: str, schemes: Iterable[str] = ("https", "http")) -> bool:
    """Whether ``text`` is an absolute web address."""
    try:
        parts = urlsplit(text)
        return parts.scheme in schemes and "." in (parts.hostname or "") and not re.search(r"\s", text)
    except ValueError:
        return False


def nearest(word: str, known: Iterable[str], least: float = 0.75) -> str:
    """The known word most similar to ``word``; "" when none is similar enough."""
    return phrases.nearest(word, known, least)


def misspelt(node: Iterable[str], key: str) -> bool:
    """Whether an object that lacks ``key`` has a misspelling of it."""
    others = (one.lower() for one in node if one != key and not one.startswith("x-"))
    return bool(nearest(key.lower(), others, 0.8))


def suggestion(word: str, known: Iterable[str]) -> str:
    """A suggestion: the most similar known word, or all known words."""
    known = list(known)
    near = nearest(word, known, 0.6)
    if near:
        return f"Did you mean '{near}'?"
    return f"There is only '{known[0]}'." if len(known) == 1 else f"Choose one of: {', '.join(known)}."


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A suggestion if there are too many known words to list: the most similar one, or ``otherwise``."""
    near = nearest(word, known, 0.6) if word else ""
    return f"Did you mean '{near}'?" if near else otherwise


def plain(text: str) -> str:
    """A text without letter case, blanks and punctuation, for comparisons."""
    return re.sub(r"[\W_]+", "", text).lower()


def foreign(text: str) -> bool:
    """Whether much of ``text`` consists of letters that English does not have."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(ord(letter) > 0x24F for letter in letters) > len(letters) / 3


def media_type(media: str) -> str:
    """A media type without its parameters."""
    return media.partition(";")[0].strip().lower()

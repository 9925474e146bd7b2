"""The language of a text, detected by its function words. Short texts, such as names, are never judged.

The words are the most frequent function words of each language, without those that exist in English.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from connectorkit.check.engine.words import foreign

_ENGLISH = frozenset(
    """
    the of and to in is for that with by this be or from are an as on it you your which will can has have not at when
    all if its was if any only into used
    """.split()
)
_OTHERS = {
    "German": "der das und ist nicht mit für von einen eine einer wird werden auf dem des oder den zum zur aus beim",
    "French": "le les des une est dans pour avec que qui sur pas cette aux du la et ou par sont vous de",
    "Spanish": "el los las una para con por que del es en se su y de la un como este esta",
    "Italian": "il lo gli una per con che del della sono nel di e la un dei delle come questo",
    "Portuguese": "os as um uma para com por que do da não em dos e de o se na no ao",
    "Dutch": "het een van niet met voor op zijn wordt de te en is dat deze worden bij",
    "Swedish": "och att det som är för med på av ett en den till inte kan",
    "Danish": "og at det som er på af ikke til en for med den et kan",
    "Norwegian": "og at det som er på av ikke til en for med den et kan",
    "Polish": "jest nie na do się oraz dla lub z w i że przez od który",
    "Finnish": "ja on ei tai se että joka kun jos ovat sekä",
    "Czech": "je se na že pro nebo který není jako podle a v z",
    "Turkish": "ve bir bu için ile olarak olan veya da de",
    "Indonesian": "yang dan untuk dengan ini dari pada atau adalah di",
}
# Words that also exist in English or in names do not count alone.
_SETS = {name: frozenset(words.split()) - _ENGLISH for name, words in _OTHERS.items()}
_LETTERS = 12
_WORDS = 8


class Verdict(NamedTuple):
    """The language of a text that is not English; "" if only its script is known."""

    language: str


@lru_cache(maxsize=16_384)
def not_english(text: str) -> Verdict | None:
    """The verdict that a text is not in English; None for English and for uncertain texts."""
    if not text.isascii() and sum(letter.isalpha() for letter in text) >= _LETTERS and foreign(text):
        return Verdict("")
    words = re.findall(r"[^\W\d_]+", text.lower()) if len(text) > 2 * _WORDS else []
    if len(words) < _WORDS:
        return None
    english = sum(map(_ENGLISH.__contains__, words))
    if english * 3 >= len(words):
        return None
    counted = {name: [word for word in words if word in own] for name, own in _SETS.items()}
    name, found = max(counted.items(), key=lambda pair: (len(set(pair[1])), len(pair[1])))
    enough = len(set(found)) >= 3 and len(found) * 5 >= len(words) and len(found) > 2 * english
    return Verdict(name) if enough else None

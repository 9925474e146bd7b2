"""Titles and descriptions: those that must be written, and the style with which most can be omitted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from connectorkit.resolve.swagger_style import Texts, derived_title, title_words

CASES = ("title", "sentence", "key")
PLACES = ("x-ms-summary", "title", "both")
_OFTEN = 3


class FieldTexts(NamedTuple):
    """The texts of one field in a swagger; None for an absent or empty one."""

    key: str
    title: str | None
    summary: str | None
    description: str | None
    reference: bool = False


def written(style: Texts, said: FieldTexts, titled: bool = True) -> dict[str, str]:
    """The keys of the format for the texts of a field, with the given style."""
    derived = style.derive(said.key) if titled and not said.reference else ""
    title, chosen = _titles(style, derived, said.title or "", said.summary or "")
    default = ""
    if not said.reference and style.descriptions != "none":
        default = derived_title(said.key, "key") if style.descriptions == "key" and titled else title
    if (said.description or "") != default:
        chosen["description"] = said.description or ""
    return chosen


def _titles(style: Texts, derived: str, title: str, summary: str) -> tuple[str, dict[str, str]]:
    """The title that a maker sees with the style, and the keys for both titles."""
    options: list[tuple[str, dict[str, str]]] = [(derived, {})]
    spelt = [text for text in dict.fromkeys((title, summary)) if text not in ("", "none", derived)]
    options += [(text, {"title": text}) for text in spelt]
    options += [("", {"title": "none"})] if derived else []
    found: list[tuple[str, dict[str, str]]] = []
    for main, keys in options:
        said = dict(keys)
        if summary != (main if style.in_summary else ""):
            said["summary"] = summary
        if title != (main if style.in_title else ""):
            said["schema_title"] = title
        found.append((main, said))
    # Of equals, the one with `title`, which a maker sees wherever the style puts it.
    return min(found, key=lambda option: (len(option[1]), len(option[1].keys() - {"title"})))


def choose(fields: Iterable[FieldTexts], places: tuple[str, ...] = PLACES, spelling: tuple[str, ...] = ()) -> Texts:
    """The style with the fewest written texts; of equals, the first in a fixed order."""
    kinds: dict[tuple[object, ...], list[FieldTexts]] = {}
    for said in fields:
        kinds.setdefault(_kind(said, spelling), []).append(said)
    # Fields of one kind cost the same with every style, so one represents all.
    counted = [(alike[0], len(alike)) for alike in kinds.values()]

    def titles(style: Texts) -> tuple[int, int]:
        return _cost((written(style, said._replace(description=None)), count) for said, count in counted)

    def all_texts(style: Texts) -> tuple[int, int]:
        return _cost((written(style, said), count) for said, count in counted)

    tried = (Texts(place, case, spelling=spelling) for place in places for case in (*CASES, "none"))
    best = min(tried, key=titles)
    options = [Texts(best.titles, best.derived, descriptions, spelling) for descriptions in ("none", "title", "key")]
    return min(options, key=all_texts)


def _cost(said: Iterable[tuple[dict[str, str], int]]) -> tuple[int, int]:
    """The number of written keys, and how many of them are special ones."""
    keys = odd = 0
    for texts, count in said:
        keys += count * len(texts)
        odd += count * len(texts.keys() - {"title", "description"})
    return keys, odd


def spelling(fields: Iterable[FieldTexts]) -> tuple[str, ...]:
    """Words such as ID that titles almost always spell this way, in alphabetical order."""
    kept: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    for said in fields:
        for text in dict.fromkeys((said.title, said.summary)):
            words, told = title_words(said.key), (text or "").split()
            if text and [word.lower() for word in words] == [word.lower() for word in told]:
                kept.update(word for word in told if _own_letters(word))
                plain.update(word.lower() for word in told if not _own_letters(word))
    every = plain.copy()
    for word, times in kept.items():
        every[word.lower()] += times
    chosen = (word for word, times in kept.items() if times >= _OFTEN and 3 * times > 2 * every[word.lower()])
    return tuple(sorted(chosen))


def _own_letters(word: str) -> bool:
    """Whether a word has capitals that no title style would produce."""
    return sum(letter.isupper() for letter in word) > 1


def _kind(said: FieldTexts, spelling: tuple[str, ...]) -> tuple[object, ...]:
    """The relations of a field's texts to its key and to each other."""
    derived = [derived_title(said.key, case, spelling) for case in CASES]
    texts = (said.title or "", said.summary or "")
    described = said.description or ""
    return (
        *((bool(text), *(text == case for case in derived)) for text in texts),
        texts[0] == texts[1],
        (
            bool(described),
            described == said.key,
            described in texts,
            *(described == text for text in texts),
            *(described == case for case in derived),
        ),
        said.reference,
        "none" in texts,
        len(set(derived)),
        "" in derived,
    )

"""Texts: which titles and descriptions have to be written, and which style lets most of them go unwritten."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from connectorkit.style import Texts, derived_title

CASES = ("title", "sentence", "key")
PLACES = ("x-ms-summary", "title", "both")


class Said(NamedTuple):
    """The texts of one field as a swagger has them; None for an absent or empty one."""

    key: str
    title: str | None
    summary: str | None
    description: str | None
    reference: bool = False


def written(style: Texts, said: Said, titled: bool = True) -> dict[str, str]:
    """The keys that say the texts of a field in the format, given the style."""
    derived = derived_title(said.key, style.derived) if titled and not said.reference else ""
    title, chosen = _titles(style, derived, said.title or "", said.summary or "")
    default = ""
    if not said.reference and style.descriptions != "none":
        default = derived_title(said.key, "key") if style.descriptions == "key" and titled else title
    if (said.description or "") != default:
        chosen["description"] = said.description or ""
    return chosen


def _titles(style: Texts, derived: str, title: str, summary: str) -> tuple[str, dict[str, str]]:
    """The title that a maker sees under the style, and the keys that say both titles."""
    options: list[tuple[str, dict[str, str]]] = [(derived, {})]
    spelt = [text for text in dict.fromkeys((title, summary)) if text not in ("", "none", derived)]
    options += [(text, {"title": text}) for text in spelt]
    options += [("", {"title": "none"})] if derived else []
    best: tuple[str, dict[str, str]] | None = None
    for main, keys in options:
        said = dict(keys)
        if summary != (main if style.in_summary else ""):
            said["summary"] = summary
        if title != (main if style.in_title else ""):
            said["schema_title"] = title
        if best is None or len(said) < len(best[1]):
            best = (main, said)
    return best or ("", {})


def choose(fields: Iterable[Said], places: tuple[str, ...] = PLACES) -> Texts:
    """The style under which the fewest texts are written; the first of equals in a fixed order."""
    kinds: dict[tuple[object, ...], list[Said]] = {}
    for said in fields:
        kinds.setdefault(_kind(said), []).append(said)
    # Fields of one kind cost the same under every style, so one of them stands for all.
    counted = [(alike[0], len(alike)) for alike in kinds.values()]

    def titles(style: Texts) -> int:
        return sum(count * len(written(style, said._replace(description=None))) for said, count in counted)

    def all_texts(style: Texts) -> int:
        return sum(count * len(written(style, said)) for said, count in counted)

    best = min((Texts(place, case) for place in places for case in (*CASES, "none")), key=titles)
    options = [Texts(best.titles, best.derived, descriptions) for descriptions in ("none", "title", "key")]
    return min(options, key=all_texts)


def _kind(said: Said) -> tuple[object, ...]:
    """How the texts of a field stand to its key and to each other."""
    derived = [derived_title(said.key, case) for case in CASES]
    texts = (said.title or "", said.summary or "")
    described = said.description or ""
    return (
        *((bool(text), *(text == case for case in derived)) for text in texts), texts[0] == texts[1],
        (bool(described), described == said.key, described in texts, *(described == text for text in texts),
         *(described == case for case in derived)), said.reference, "none" in texts, len(set(derived)), "" in derived,
    )  # fmt: skip

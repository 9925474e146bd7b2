"""Renames: which of the things that are gone and of those that came are the same thing under another name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

# What is alike enough to be the same thing under another name: see `_likeness`.
_LEAST: Final = 3
_SIMILAR: Final = 0.72
# Of more candidates than this, names are not compared letter by letter.
_MOST: Final = 60


class Candidate(NamedTuple):
    """What is compared of a thing; ``position`` is its index among all things of its side."""

    name: str
    kind: str
    title: str
    description: str
    position: int
    inside: frozenset[str]


def renames(gone: Sequence[Candidate], came: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """Pairs of indexes into ``gone`` and ``came``, the most alike first; each index stands in one pair at most."""
    if len(gone) * len(came) > _MOST * _MOST:
        return
    scored = [
        (likeness, -abs(old.position - new.position), -left, -right)
        for left, old in enumerate(gone)
        for right, new in enumerate(came)
        if (likeness := _likeness(old, new)) >= _LEAST
    ]
    lefts, rights = set[int](), set[int]()
    for _, _, left, right in sorted(scored, reverse=True):
        if -left not in lefts and -right not in rights:
            lefts.add(-left)
            rights.add(-right)
            yield -left, -right


def _likeness(old: Candidate, new: Candidate) -> int:
    """How alike two things are. Of different types they never are; the position alone says too little."""
    if old.kind != new.kind:
        return 0
    if plain(old.name) == plain(new.name):
        return 6
    alike = 3 if old.title and old.title.casefold() == new.title.casefold() else 0
    alike += 2 if old.description and old.description == new.description else 0
    alike += 2 if SequenceMatcher(None, plain(old.name), plain(new.name)).ratio() >= _SIMILAR else 0
    alike += 1 if old.position == new.position else 0
    alike += 2 if len(old.inside) > 1 and old.inside == new.inside else 0
    # Two titles that differ speak against a rename, however alike the names are.
    return alike - (2 if old.title and new.title and old.title.casefold() != new.title.casefold() else 0)


def plain(name: str) -> str:
    """A name without its case and punctuation."""
    return re.sub(r"[\W_]+", "", name).casefold()

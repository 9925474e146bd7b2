"""Renames: which removed and added things are the same thing under another name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

# The least likeness of renamed things: see `_likeness`.
_LEAST: Final = 3
_SIMILAR: Final = 0.72
# With more candidates, names are not compared letter by letter.
_MOST: Final = 60


class Candidate(NamedTuple):
    """The compared properties of a thing; ``position`` is its index among all things of its side."""

    name: str
    kind: str
    title: str
    description: str
    position: int
    inside: frozenset[str]


def renames(gone: Sequence[Candidate], came: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """Pairs of indexes into ``gone`` and ``came``, the most alike first; each index is in at most one pair."""
    pairs = dict(_respelt(gone, came))
    yield from pairs.items()
    lefts = [index for index in range(len(gone)) if index not in pairs]
    taken = set(pairs.values())
    rights = [index for index in range(len(came)) if index not in taken]
    if len(lefts) * len(rights) <= _MOST * _MOST:
        yield from _alike(gone, came, lefts, rights)


def _respelt(gone: Sequence[Candidate], came: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """Pairs whose names only differ in letter case and punctuation."""
    waiting = {(plain(new.name), new.kind): right for right, new in reversed(list(enumerate(came)))}
    for left, old in enumerate(gone):
        right = waiting.pop((plain(old.name), old.kind), None)
        if right is not None:
            yield left, right


def _alike(
    gone: Sequence[Candidate], came: Sequence[Candidate], lefts: Sequence[int], rights: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """The best pairs with sufficient likeness."""
    scored = [
        (likeness, -abs(gone[left].position - came[right].position), -left, -right)
        for left in lefts
        for right in rights
        if (likeness := _likeness(gone[left], came[right])) >= _LEAST
    ]
    used: tuple[set[int], set[int]] = set(), set()
    for _, _, left, right in sorted(scored, reverse=True):
        if -left not in used[0] and -right not in used[1]:
            used[0].add(-left)
            used[1].add(-right)
            yield -left, -right


def _likeness(old: Candidate, new: Candidate) -> int:
    """The likeness of two things: 0 for different types; the position alone is insufficient."""
    if old.kind != new.kind:
        return 0
    alike = 3 if old.title and old.title.casefold() == new.title.casefold() else 0
    alike += 2 if old.description and old.description == new.description else 0
    alike += 1 if old.position == new.position else 0
    alike += 2 if len(old.inside) > 1 and old.inside == new.inside else 0
    # Different titles are evidence against a rename, unless both are derived from the names.
    alike -= (
        2 if old.title and new.title and old.title.casefold() != new.title.casefold() and not _spelt(old, new) else 0
    )
    # Letters are compared only where they can make the difference.
    return alike + 2 if _LEAST > alike >= _LEAST - 2 and _similar(plain(old.name), plain(new.name)) else alike


def _spelt(old: Candidate, new: Candidate) -> bool:
    """Whether both titles are derived from the names."""
    return all(plain(one.title) == plain(one.name) for one in (old, new))


def _similar(old: str, new: str) -> bool:
    """Whether two names share most of their letters in the same order."""
    matcher = SequenceMatcher(None, old, new)
    return matcher.real_quick_ratio() >= _SIMILAR and matcher.quick_ratio() >= _SIMILAR and matcher.ratio() >= _SIMILAR


def plain(name: str) -> str:
    """A name without letter case and punctuation; unchanged if nothing else would remain."""
    return re.sub(r"[\W_]+", "", name).casefold() or name

"""A representative part of what a test would try, the same on each machine and in each order."""

from __future__ import annotations

import random
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


def alone(item: object) -> Iterable[Hashable]:
    """The features of an item where all items are alike."""
    return ()


def sampled(
    items: Sequence[T], share: float, seed: str, features: Callable[[T], Iterable[Hashable]] = alone
) -> list[T]:
    """A ``share`` of the items (0 to 1) in their own order, at least one of them; the same for the same ``seed``.

    Each feature that an item has is had by some chosen item, even if more than the share must be taken for that.
    """
    order = random.Random(seed).sample(range(len(items)), len(items))
    seen: set[Hashable] = set()
    firsts: list[int] = []
    others: list[int] = []
    for index in order:
        new = set(features(items[index])) - seen
        (firsts if new else others).append(index)
        seen |= new
    number = max(len(firsts), round(len(items) * share), 1)
    return [items[index] for index in sorted([*firsts, *others][:number])]

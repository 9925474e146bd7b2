"""Matching of operations of the old connector with those of the new one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

from connectorkit.diff.matching.names import plain
from connectorkit.diff.meaning.operations import Operation
from connectorkit.diff.pairs import OperationPair

_SIMILAR: Final = 0.8
# With more comparisons, the rest counts as added and removed.
_MOST: Final = 2_500


@dataclass(slots=True)
class Matched:
    """Matched pairs, and the rest: ``gone`` on the old side, ``came`` on the new side."""

    pairs: list[OperationPair] = field(default_factory=list)
    gone: list[Operation] = field(default_factory=list)
    came: list[Operation] = field(default_factory=list)


def match(old: list[Operation], new: list[Operation]) -> Matched:
    """Match by operationId, then method and address, then an id with other punctuation, then likeness."""
    found = Matched(gone=list(old), came=list(new))
    _by(found, lambda one: one.id or None)
    _by(found, lambda one: (one.method, one.place))
    _by(found, lambda one: plain(one.id) or None)
    _by_likeness(found)
    order = {id(one): index for index, one in enumerate(new)}
    found.pairs.sort(key=lambda pair: order[id(pair.new)])
    return found


def _by(found: Matched, key: Callable[[Operation], Hashable]) -> None:
    """Pair operations with the same key, several with one key in order."""
    waiting: dict[Hashable, list[Operation]] = defaultdict(list)
    for one in found.came:
        if key(one) is not None:
            waiting[key(one)].append(one)
    gone, taken = [], set[int]()
    for one in found.gone:
        twins = waiting.get(key(one), [])
        if twins:
            twin = twins.pop(0)
            taken.add(id(twin))
            found.pairs.append(OperationPair(one, twin))
        else:
            gone.append(one)
    found.gone = gone
    found.came = [one for one in found.came if id(one) not in taken]


def _by_likeness(found: Matched) -> None:
    if len(found.gone) * len(found.came) > _MOST:
        return
    for old in list(found.gone):
        twin = next((new for new in found.came if _alike(old, new)), None)
        if twin is not None:
            found.gone.remove(old)
            found.came.remove(twin)
            found.pairs.append(OperationPair(old, twin))


def _alike(old: Operation, new: Operation) -> bool:
    """Whether an operation was moved and renamed at the same time: same title, same method, similar address."""
    if old.method != new.method or not old.summary or old.summary.casefold() != new.summary.casefold():
        return False
    return SequenceMatcher(None, old.place, new.place).ratio() >= _SIMILAR

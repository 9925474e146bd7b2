"""Batches whose items may be rejected one by one: the outcome of each item, in the order of the request."""

from __future__ import annotations

from typing import Generic, TypeVar

from .errors import PartialFailure, UnreadableOutcome
from .model import same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from .model import Result
    from .operation import Batch

T = TypeVar("T")
S = TypeVar("S")


class ItemOutcome(Generic[T]):
    """The outcome of one item of a batch.

    ``index`` is the position in the request, from 0. ``item`` is the item of the response, None if there is none.
    ``status`` is the service's status, None if there is none: then it is unknown whether the item was accepted.
    ``transient``: it was rejected for a temporary reason. ``duplicate``: it was rejected because the same was sent a
    moment ago; if this was a retry, the first one may have been accepted.
    """

    __slots__ = ("accepted", "duplicate", "index", "item", "status", "transient")

    def __init__(
        self, index: int, item: T | None, status: object, accepted: bool, transient: bool, duplicate: bool
    ) -> None:
        self.index = index
        self.item = item
        self.status = status
        self.accepted = accepted
        self.transient = transient
        self.duplicate = duplicate

    def __repr__(self) -> str:
        return f"ItemOutcome({self.index}, {self.status!r}, accepted={self.accepted})"


def outcomes(result: Result, batch: Batch, kind: type[T]) -> list[ItemOutcome[T]]:
    """The outcome of each item: as many as were sent, or as the response holds if those are more."""
    listed = found(result, batch.items)
    items = [item if isinstance(item, kind) else None for item in listed] if isinstance(listed, list) else []
    items += [None] * ((result._sent or 0) - len(items))
    made = []
    for index, item in enumerate(items):
        status = found(item, batch.status) if item is not None else None
        transient = any(same(status, one) for one in batch.transient)
        duplicate = any(same(status, one) for one in batch.duplicate)
        made.append(ItemOutcome(index, item, status, same(status, batch.accepted), transient, duplicate))
    return made


def judged(result: Result, batch: Batch, kind: type[T], good: bool) -> list[T]:
    """The items of the response that were accepted (``good``), or those that were rejected."""
    made = outcomes(result, batch, kind)
    return [one.item for one in made if one.item is not None and one.status is not None and one.accepted is good]


def check(result: Result, batch: Batch, kind: type[T]) -> None:
    """Raises PartialFailure unless every item was accepted, UnreadableOutcome if the response is unreadable."""
    found_list = found(result, batch.items)
    listed = found_list if isinstance(found_list, list) else []
    whole = len(listed) >= (result._sent or 1)
    if whole and all(isinstance(one, kind) and same(found(one, batch.status), batch.accepted) for one in listed):
        return
    if result.unparsed:
        body = result.response.body if result.response is not None else b""
        raise UnreadableOutcome(batch.operation, "the response is unreadable", body, result._trail)
    made = outcomes(result, batch, kind)
    good = [one.item for one in made if one.accepted]
    bad = [one for one in made if one.status is not None and not one.accepted]
    silent = [one.index for one in made if one.status is None]
    if bad or silent:
        raise PartialFailure(batch.operation, good, [one.item for one in bad], [one.index for one in bad], silent)


def to_repeat(result: Result, batch: Batch, kind: type[T], sent: Sequence[S], repeated: bool) -> list[S]:
    """The items of ``sent`` that were rejected for a temporary reason."""
    made = outcomes(result, batch, kind)
    if len(made) != len(sent):
        return []
    return [one for one, said in zip(sent, made, strict=True) if said.transient and not (repeated and said.duplicate)]


def found(value: object, path: Sequence[str]) -> object:
    """The value at the end of a chain of attributes; None if one of them is None."""
    for name in path:
        value = getattr(value, name, None)
    return value

"""Matching of inputs and properties of an old operation with those of the new one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from connectorkit.diff.matching.names import Candidate, renames
from connectorkit.diff.meaning.operations import PLACEHOLDER, Input, Operation
from connectorkit.diff.pairs import Node

T = TypeVar("T")
_MOST_INSIDE: Final = 40


@dataclass(slots=True)
class Matched(Generic[T]):
    """Matched pairs, and the rest: ``gone`` on the old side, ``came`` on the new side."""

    pairs: list[tuple[T, T]] = field(default_factory=list)
    gone: list[T] = field(default_factory=list)
    came: list[T] = field(default_factory=list)


def properties(old: Sequence[Node], new: Sequence[Node]) -> Matched[Node]:
    """Match properties by name, then renamed ones."""
    found: Matched[Node] = Matched()
    by_name = {one.name: one for one in new}
    for one in old:
        if one.name in by_name:
            found.pairs.append((one, by_name.pop(one.name)))
        else:
            found.gone.append(one)
    found.came = list(by_name.values())
    _renamed(found, {id(one): index for side in (old, new) for index, one in enumerate(side)}, _candidate)
    return found


def _candidate(node: Node, position: int) -> Candidate:
    inside = frozenset(list(node.shape.properties)[:_MOST_INSIDE])
    description = node.shape.text("description")
    return Candidate(node.name, node.shape.type, node.title, description, position, inside)


def inputs(old: Operation, new: Operation) -> Matched[Input]:
    """Match path parameters by position, others by place and name, then by name, then renamed ones."""
    found: Matched[Input] = Matched(gone=list(old.inputs), came=list(new.inputs))
    slots = _slots(old), _slots(new)

    def position(one: Input, side: int) -> int | None:
        return slots[side].get(one.name) if one.location == "path" else None

    # In an unchanged path, the position decides; in a changed one, an equal name is stronger evidence.
    if old.template == new.template:
        _by(found, position)
    _by(found, lambda one, side: (one.location, "" if one.is_body else one.name))
    if len(slots[0]) == len(slots[1]):
        _by(found, position)
    _by(found, lambda one, side: None if one.is_body else one.name)
    positions = {id(one): index for side in (old.inputs, new.inputs) for index, one in enumerate(side)}
    _renamed(found, positions, _parameter)
    return found


def _slots(operation: Operation) -> dict[str, int]:
    """The position in the path of each of its parameters."""
    return {name: index for index, name in enumerate(PLACEHOLDER.findall(operation.path))}


def _by(found: Matched[Input], key: Callable[[Input, int], object]) -> None:
    waiting = {key(one, 1): one for one in reversed(found.came) if key(one, 1) is not None}
    gone, taken = [], set[int]()
    for one in found.gone:
        twin = waiting.pop(key(one, 0), None)
        if twin is None:
            gone.append(one)
        else:
            taken.add(id(twin))
            found.pairs.append((one, twin))
    found.gone = gone
    found.came = [one for one in found.came if id(one) not in taken]


def _parameter(one: Input, position: int) -> Candidate:
    shape = one.shape
    title = shape.text("x-ms-summary")
    return Candidate(one.name, f"{one.location} {shape.type}", title, shape.text("description"), position, frozenset())


def _renamed(found: Matched[T], positions: dict[int, int], candidate: Callable[[T, int], Candidate]) -> None:
    if not found.gone or not found.came:
        return
    gone, came = ([candidate(one, positions[id(one)]) for one in side] for side in (found.gone, found.came))
    pairs = list(renames(gone, came))
    found.pairs += [(found.gone[left], found.came[right]) for left, right in pairs]
    lefts, rights = {left for left, _ in pairs}, {right for _, right in pairs}
    found.gone = _without(found.gone, lefts)
    found.came = _without(found.came, rights)


def _without(listed: Iterable[T], taken: set[int]) -> list[T]:
    return [one for index, one in enumerate(listed) if index not in taken]

"""Merge classes: repeated schemas, and results of several operations that have the same named type."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import combinations
from typing import Protocol

from connectorkit.render.client import class_words
from connectorkit.render.client.classes import Types
from connectorkit.render.client.kinds import Kind, Plan, Slot, inside, kinds_of, reached, rules, unsent

Colours = dict[int, int]
Look = Callable[[Plan], tuple[Hashable, list[Kind]]]


class Call(Protocol):
    """The parts of an operation that merging reads and changes."""

    result: Plan
    event: Plan | None
    items: Kind | None
    batch: tuple[Plan, tuple[str, ...], tuple[str, ...]] | None

    @property
    def kinds(self) -> list[Kind]:
        """The kinds of the inputs."""


def merge(types: Types, calls: Iterable[Call]) -> None:
    """Merge equal classes with the same label, and move classes that several operations use to `models`."""
    calls = list(calls)
    looks = _Looks()
    _drop_unreached(types, calls)
    while _replace(types, calls, _alike(types.plans, looks) or _of_one_type(types.plans, looks)):
        _drop_unreached(types, calls)
    _move_shared(types, calls)


class _Looks:
    """What each class looks like in both directions, but for the classes that it holds, as a number."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._of: dict[tuple[int, Look], tuple[int, list[Kind]]] = {}

    def of(self, plan: Plan, look: Look) -> tuple[int, list[int]]:
        """The number of a look, and the identities of the classes below it as they are now."""
        found = self._of.get((id(plan), look))
        if found is None:
            own, kinds = look(plan)
            number = self._numbers.setdefault((class_words.label(plan), own), len(self._numbers))
            found = self._of[id(plan), look] = number, [one for one in kinds if one.plan is not None]
        return found[0], [id(one.plan) for one in found[1]]

    def forget(self, plan: Plan) -> None:
        """Look again at a class that has other attributes now."""
        for look in (_received, _sent):
            self._of.pop((id(plan), look), None)


def _alike(plans: list[Plan], looks: _Looks) -> dict[int, Plan]:
    """The replacement of each repeated class, by its identity: a class with the same label, fields and direction.

    A class that is only received, or only sent, can also be replaced by one that is used in both directions.
    """
    received, sent = _colours(plans, looks, _received), _colours(plans, looks, _sent)
    first: dict[Hashable, Plan] = {}
    found: dict[int, Plan] = {}
    for plan in sorted(plans, key=lambda one: (not (one.sent and one.received), one.module != "models")):
        if plan.base != "Model":
            continue
        ways = [("received", received[id(plan)])] if plan.received else []
        ways += [("sent", sent[id(plan)])] if plan.sent else []
        known = first.get(tuple(ways))
        if known is not None:
            found[id(plan)] = known
            known.unsent |= plan.unsent
            continue
        for key in (tuple(ways), *((way,) for way in ways)):
            first.setdefault(key, plan)
    return found


def _colours(plans: list[Plan], looks: _Looks, look: Look) -> Colours:
    """A partition of classes: equal colours for classes that are equal in one direction, nested classes included."""
    seen = {id(plan): looks.of(plan, look) for plan in plans}
    colours: Colours = dict.fromkeys(seen, 0)
    number = 0
    while True:
        keys = {one: (own, *map(colours.__getitem__, below)) for one, (own, below) in seen.items()}
        numbers = {key: index for index, key in enumerate(dict.fromkeys(keys.values()))}
        colours = {one: numbers[key] for one, key in keys.items()}
        if len(numbers) == number:
            return colours
        number = len(numbers)


def _received(plan: Plan) -> tuple[Hashable, list[Kind]]:
    """The properties of a received class that matter, without nested classes, and the kinds that hold these."""
    own = (plan.base, _codes(plan.additional), *((slot.wire, slot.python, _codes(slot.kind)) for slot in plan.slots))
    return own, [*kinds_of(plan)]


def _sent(plan: Plan) -> tuple[Hashable, list[Kind]]:
    """As :func:`_received`, for a sent class: its rules matter too, fields that are never sent do not."""
    slots = [slot for slot in plan.slots if not (slot.undeclared or unsent(slot.kind.schema))]
    asked = ((slot.wire, slot.python, slot.required, _rules(slot.kind, slot.required)) for slot in slots)
    kinds = [one for kind in (*(slot.kind for slot in slots), plan.additional) for one in inside(kind)]
    return (plan.base, _rules(plan.additional), *asked), kinds


def _codes(kind: Kind | None) -> Hashable:
    return tuple(one.code for one in inside(kind))


def _rules(kind: Kind | None, required: bool = False) -> Hashable:
    return tuple((one.code, repr(rules(one, required and one is kind))) for one in inside(kind))


def _of_one_type(plans: list[Plan], looks: _Looks) -> dict[int, Plan]:
    """For each named type with classes that are only received, one class with all fields, unless they contradict."""
    found: dict[int, Plan] = {}
    by_type: dict[str, list[Plan]] = {}
    for plan in sorted(plans, key=lambda one: one.module != "models"):
        if plan.named and plan.base == "Model":
            by_type.setdefault(plan.named, []).append(plan)
    for made in by_type.values():
        several = [plan for plan in made if not plan.sent]
        if len(several) > 1 and all(_agree(one, other) for one, other in combinations(several, 2)):
            found |= {id(plan): several[0] for plan in several[1:]}
            _widen(several[0], several[1:])
            looks.forget(several[0])
    return found


def _agree(one: Plan, other: Plan) -> bool:
    here, there = ({slot.wire: slot for slot in plan.slots} for plan in (one, other))
    same = all(_same(slot, there[wire]) for wire, slot in here.items() if wire in there)
    taken = {slot.python for slot in one.slots}
    free = all(slot.python not in taken for wire, slot in there.items() if wire not in here)
    return same and free and _identity(one.additional) == _identity(other.additional)


def _same(one: Slot, other: Slot) -> bool:
    return one.python == other.python and _identity(one.kind) == _identity(other.kind)


def _identity(kind: Kind | None) -> Hashable:
    return tuple((one.code, id(one.plan)) for one in inside(kind))


def _widen(plan: Plan, others: list[Plan]) -> None:
    """Add the fields of ``others`` to ``plan``; a field that any of them declares is declared."""
    plan.partly = True
    slots = {slot.wire: slot for slot in plan.slots}
    for slot in (slot for other in others for slot in other.slots):
        known = slots.setdefault(slot.wire, slot)
        known.undeclared = known.undeclared and slot.undeclared
    plan.slots = list(slots.values())


def _replace(types: Types, calls: list[Call], found: dict[int, Plan]) -> bool:
    """Replace classes as in ``found``; returns whether anything changed."""
    kinds = [kind for plan in types.plans for kind in kinds_of(plan)]
    kinds += [kind for call in calls for one in (*call.kinds, call.items) for kind in inside(one)]
    for kind in kinds:
        if kind.plan is not None:
            kind.plan = found.get(id(kind.plan), kind.plan)
    for call in calls:
        if call.batch is not None:
            call.batch = (found.get(id(call.batch[0]), call.batch[0]), *call.batch[1:])
    types.made = {key: (schema, found.get(id(plan), plan)) for key, (schema, plan) in types.made.items()}
    types.shared = {name: found.get(id(plan), plan) for name, plan in types.shared.items()}
    return bool(found)


def _roots(call: Call) -> Iterator[Plan]:
    yield call.result
    if call.event is not None:
        yield call.event
    yield from (one.plan for kind in call.kinds for one in inside(kind) if one.plan is not None)


def _below(roots: Iterable[Plan]) -> dict[int, Plan]:
    """``roots`` and all classes that their objects can hold, by identity."""
    found: dict[int, Plan] = {}
    waiting = list(roots)
    while waiting:
        plan = waiting.pop()
        if id(plan) not in found:
            found[id(plan)] = plan
            waiting += reached(plan)
    return found


def _drop_unreached(types: Types, calls: list[Call]) -> None:
    used = _below(plan for call in calls for plan in _roots(call))
    types.plans = [plan for plan in types.plans if id(plan) in used]


def _move_shared(types: Types, calls: list[Call]) -> None:
    users: dict[int, int] = {}
    for call in calls:
        for one in _below(_roots(call)):
            users[one] = users.get(one, 0) + 1
    shared = [plan for plan in types.plans if plan.base == "Model" and (users[id(plan)] > 1 or plan.module == "models")]
    for plan in types.plans:
        plan.users = users[id(plan)]
    for plan in _below(shared).values():
        plan.module = "models"

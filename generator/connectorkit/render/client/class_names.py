"""The names of a client's classes: each gets the shortest name that no other class claims.

A class of a named type has the name of the type, any other is named by the keys of its path. A class that is only sent
belongs to one operation, and its name begins with that of the operation. When several classes claim a name, none of
them gets it, and each is named by more of its path.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from connectorkit.model import python_names
from connectorkit.model.nouns import ASPECTS, VAGUE
from connectorkit.model.python_names import class_name
from connectorkit.render.client import class_words
from connectorkit.render.client.classes import LONGEST, RESERVED_CLASSES, Types
from connectorkit.render.client.kinds import Plan, reached

# Words for an aspect of a thing, which are only clear together with the thing.
_SIDES = (
    ASPECTS
    | VAGUE
    | frozenset(
        """links meta metadata attribute attributes relationship relationships property properties field fields
        setting settings option options config configuration filter filters query condition conditions action actions
        event events summary stats statistics totals range values entry item error errors result type types""".split()
    )
)


def settle(types: Types) -> None:
    """Name each class: results first, then named types, then nested classes from the outside in."""
    plans = [plan for plan in types.plans if plan.base == "Model"]
    plain = {id(plan) for plan in types.shared.values()}
    typed = [plan for plan in plans if plan.named and id(plan) not in plain]
    groups = [
        [plan for plan in plans if id(plan) in plain],
        [plan for plan in typed if plan.received],
        [plan for plan in typed if not plan.received],
    ]
    others = [plan for plan in plans if not plan.named]
    depths = {id(plan): _depth(plan) for plan in others}
    groups += [[plan for plan in others if depths[id(plan)] == depth] for depth in sorted(set(depths.values()))]
    for group in groups:
        claims = [Claim(tuple(dict.fromkeys(_candidates(plan, types))), plan.users) for plan in group]
        names = chosen(claims, types.taken)
        for plan, name in zip(group, names, strict=True):
            plan.name = name
            plan.wish = _wish(plan)


def why(plan: Plan) -> str:
    """Why a class does not have the expected name; "" if it has."""
    if plan.name == plan.wish or not plan.wish:
        return ""
    other = "is a name of every client" if plan.wish in RESERVED_CLASSES else "would fit another class too"
    return f"'{plan.wish}' {other}"


class Claim(NamedTuple):
    """The possible names of a class, the shortest first, and the number of operations that use it."""

    names: tuple[str, ...]
    users: int = 1


def chosen(claims: Sequence[Claim], taken: set[str]) -> list[str]:
    """A name for each claim, in their order; names given or contested are added to ``taken``.

    All claims begin with their first name. A claim whose name is shared or taken moves on to its next name, except the
    one of several with the most users. A claim without further names gets a number.
    """
    names = [""] * len(claims)
    waiting = dict.fromkeys(range(len(claims)), 0)
    while waiting:
        wished: dict[str, list[int]] = {}
        for one, step in waiting.items():
            wished.setdefault(claims[one].names[step], []).append(one)
        for name, ones in wished.items():
            first = None if name in taken else _first(ones, claims)
            for one in ones:
                if one == first:
                    names[one] = name
                elif waiting[one] + 1 == len(claims[one].names):
                    names[one] = python_names.unique([name], taken | wished.keys())[0]
                    taken.add(names[one])
                else:
                    waiting[one] += 1
        taken.update(wished)
        waiting = {one: step for one, step in waiting.items() if not names[one]}
    return names


def _first(ones: list[int], claims: Sequence[Claim]) -> int | None:
    """The claim that gets a name that all of ``ones`` claim; None for none of them."""
    most = max(claims[one].users for one in ones)
    best = [one for one in ones if claims[one].users == most]
    return best[0] if len(best) == 1 else None


def _depth(plan: Plan) -> int:
    depth, owner = 0, plan.use.owner
    while owner is not None and not owner.named:
        depth, owner = depth + 1, owner.use.owner
    return depth


def _wish(plan: Plan) -> str:
    if plan.named:
        return class_name(plan.named)
    return class_name(*class_words.words(plan)) if plan.received else ""


def _candidates(plan: Plan, types: Types) -> Iterator[str]:
    """The possible names of a class, from the shortest to the longest."""
    yield from (name[:LONGEST] for name in _ladder(plan, types))


def _ladder(plan: Plan, types: Types) -> Iterator[str]:
    operation = class_name(plan.use.operation.id)
    key = class_name(*class_words.own(plan))
    if plan.named:
        yield from _of_type(plan, types, operation)
        yield _owned(plan, key)
    elif not plan.received:
        if plan.users > 1:
            yield from (key, f"{key}Input")
        yield operation + key
        yield _owned(plan, key)
    else:
        words = class_words.words(plan)
        short = class_name(*words)
        if len(words) > 1 or words[0] not in _SIDES or class_words.is_generic(plan):
            yield short
            if plan.users > 1:
                yield f"{short}Output"
        if short != key:
            yield operation + key
        yield _owned(plan, short)
        yield operation + short
    way = "".join(reversed([*_path(plan)]))
    yield operation + way
    yield f"{operation}{'Result' if plan.received else 'Input'}{way}"


def _of_type(plan: Plan, types: Types, operation: str) -> Iterator[str]:
    named = class_name(plan.named)
    yield named
    if plan in types.shared.values():
        yield class_name(types.connector.package) + named
    elif plan.users > 1:
        yield from (class_name(below.named) + named for below in reached(plan) if below.named != plan.named)
        yield f"{named}{'Output' if plan.received else 'Input'}"
    yield operation + named


def _owned(plan: Plan, name: str) -> str:
    """``name`` after that of the class around it; for a result, that is its operation."""
    owner = plan.use.owner
    if owner is None:
        return class_name(plan.use.operation.id) + name
    before = owner.name if owner.base == "Model" else owner.name.removesuffix(owner.base)
    return name if name.startswith(before) else before + name


def _path(plan: Plan) -> Iterator[str]:
    at: Plan | None = plan
    while at is not None and at.base == "Model":
        yield class_name(*class_words.own(at))
        at = at.use.owner

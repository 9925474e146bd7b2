"""The values that identify a call when no response arrived."""

from __future__ import annotations

from collections.abc import Sequence

from connectorkit.model.connector import UNSET
from connectorkit.render.client.kinds import Kind, constant
from connectorkit.render.client.methods import Call, Input

_PLAIN = ("s", "i")
LookFor = tuple[tuple[str, str, tuple[str, ...]], ...]


def look_for(call: Call) -> LookFor:
    """The place in the call, the argument and the attributes of each identifying value.

    These are the declared values, or else all strings and integers of the call and of the items of its lists, except
    secrets.
    """
    declared = call.operation.in_doubt.look_for
    if declared:
        return tuple(one for path in declared if (one := _declared(call.arguments, path)) is not None)
    return tuple(one for entry in call.arguments for one in _plain(entry))


def _plain(entry: Input) -> LookFor:
    kind = entry.kind
    if kind.code in _PLAIN:
        return ((entry.argument, entry.argument, ()),)
    below = kind.item.plan if kind.code == "l" and kind.item is not None else None
    if below is None:
        return ()
    slots = [s for s in below.slots if s.kind.code in _PLAIN and constant(s.kind.schema) is UNSET and not s.undeclared]
    return tuple((f"{entry.argument}[].{s.wire}", entry.argument, (s.python,)) for s in slots)


def look_with(call: Call, calls: Sequence[Call]) -> str:
    """The method that reads what the call creates; "" when none is declared."""
    named = call.operation.in_doubt.look_with
    return next((one.method for one in calls if one.operation.id == named), "") if named else ""


def _declared(inputs: Sequence[Input], path: str) -> tuple[str, str, tuple[str, ...]] | None:
    first, *rest = path.replace("[]", "").split(".")
    entry = next((i for i in inputs if i.wire == first), None)
    attributes = _attributes(entry.kind, rest) if entry is not None else None
    return (path, entry.argument, attributes) if entry is not None and attributes is not None else None


def _attributes(kind: Kind, steps: Sequence[str]) -> tuple[str, ...] | None:
    found: list[str] = []
    for step in steps:
        while kind.item is not None:
            kind = kind.item
        slot = next((s for s in kind.plan.slots if s.wire == step), None) if kind.plan is not None else None
        if slot is None:
            return None
        found.append(slot.python)
        kind = slot.kind
    return tuple(found)

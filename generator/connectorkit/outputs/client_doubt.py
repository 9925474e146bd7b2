"""What a call can be known by when no answer came."""

from __future__ import annotations

from collections.abc import Sequence

from connectorkit.outputs.client_calls import Call, Input
from connectorkit.outputs.client_types import Kind

LookFor = tuple[tuple[str, str, tuple[str, ...]], ...]


def look_for(call: Call) -> LookFor:
    """Place in the call, argument and attributes of each value that is declared; else of each plain input."""
    declared = call.operation.in_doubt.look_for
    if declared:
        return tuple(one for path in declared if (one := _declared(call.arguments, path)) is not None)
    return tuple((i.argument, i.argument, ()) for i in call.arguments if i.kind.code in "si" and i.kind.plan is None)


def look_with(call: Call, calls: Sequence[Call]) -> str:
    """The method that reads what the call makes; "" when none is declared."""
    return next((one.method for one in calls if one.operation.id == call.operation.in_doubt.look_with), "")


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

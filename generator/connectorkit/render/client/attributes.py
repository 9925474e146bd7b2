"""The attributes of a client's classes as their templates need them."""

from __future__ import annotations

from connectorkit.model.connector import UNSET
from connectorkit.render.client import kinds
from connectorkit.render.client.kinds import Plan, Slot
from connectorkit.render.python_text import literal


def slot_values(plan: Plan, slot: Slot) -> dict[str, object]:
    """Name, types and default of one attribute; ``asked`` when a caller gives it, ``required`` when he has to."""
    kind = kinds.annotation(slot.kind, not plan.received)
    held = kinds.constant(slot.kind.schema)
    asked = held is UNSET and not slot.kind.schema.read_only and not slot.undeclared
    default = slot.kind.schema.default
    wanted = slot.required and asked and (default is UNSET or default is None or slot.kind.plan is not None)
    simple = isinstance(held, (str, int, float)) and not kinds.unsent(slot.kind.schema) and slot.kind.code in "spinb"
    return {
        "python": slot.python,
        "held": optional(kind),
        "asked": asked,
        "required": wanted,
        "type": kind if wanted else optional(kind),
        "value": literal(held) if simple and fits(held, slot.kind.code) else "None",
    }


def optional(text: str) -> str:
    """A type, or None."""
    return text if text == "JsonValue" else f"{text} | None"


def fits(value: object, code: str) -> bool:
    """Whether a JSON value is of a kind."""
    types: dict[str, tuple[type, ...]] = {"s": (str,), "p": (str,), "i": (int,), "n": (int, float), "b": (bool,)}
    return isinstance(value, types[code]) and (isinstance(value, bool) is (code == "b"))

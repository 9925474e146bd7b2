"""The attributes of a client's classes, as values for the templates."""

from __future__ import annotations

from typing import TypedDict

from connectorkit.model.connector import UNSET, Json
from connectorkit.render.client import kinds
from connectorkit.render.client.docstrings import slot_text
from connectorkit.render.client.kind_views import KindView, kind_view
from connectorkit.render.client.kinds import Plan, Slot


class SlotView(TypedDict):
    """An attribute for a template: its name in JSON and in Python, its kind, and its part of the docstring (``about``).

    ``asked``: callers can set it; ``required``: they must. ``value`` is the constant of an attribute that is not asked.
    """

    wire: str
    python: str
    kind: KindView
    about: str
    asked: bool
    required: bool
    value: Json


def slot_view(plan: Plan, slot: Slot) -> SlotView:
    """The view of an attribute of ``plan``."""
    kind = kind_view(slot.kind, plan.sent, slot.required)
    if slot.undeclared and plan.sent:
        kind["rules"] = {"readOnly": True}
    return {
        "wire": slot.wire,
        "python": slot.python,
        "kind": kind,
        "about": slot_text(slot, plan.sent),
        "asked": _asked(slot),
        "required": required(slot),
        "value": _value(slot),
    }


def required(slot: Slot) -> bool:
    """Whether callers must set the attribute."""
    default = slot.kind.schema.default
    return slot.required and _asked(slot) and (default is UNSET or default is None or slot.kind.plan is not None)


def _asked(slot: Slot) -> bool:
    schema = slot.kind.schema
    return kinds.constant(schema) is UNSET and not schema.read_only and not slot.undeclared


def _value(slot: Slot) -> Json:
    """The constant of an attribute that callers cannot set; None when it is not sent."""
    held = kinds.constant(slot.kind.schema)
    if not isinstance(held, (str, int, float)) or kinds.unsent(slot.kind.schema) or slot.kind.code not in "spinb":
        return None
    return held if fits(held, slot.kind.code) else None


def fits(value: object, code: str) -> bool:
    """Whether a JSON value has the kind ``code``."""
    types: dict[str, tuple[type, ...]] = {"s": (str,), "p": (str,), "i": (int,), "n": (int, float), "b": (bool,)}
    return isinstance(value, types[code]) and (isinstance(value, bool) is (code == "b"))

"""JSON types of values and shapes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from connectorkit.model.json_value import Json
    from connectorkit.sandbox.shapes.document_types import Limits, Shape


def kind_of(value: object) -> str:
    """The JSON type of a value: null, boolean, integer, number, string, array or object."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def fits(value: object, kinds: tuple[str, ...]) -> bool:
    """Whether a value has one of the types; () accepts anything, and an integer is a number."""
    kind = kind_of(value)
    whole = isinstance(value, float) and value.is_integer() and "integer" in kinds
    return not kinds or kind in kinds or (kind == "integer" and "number" in kinds) or whole


def fit(value: Json, kinds: tuple[str, ...]) -> Json:
    """The value converted to an accepted type if that loses nothing, else unchanged."""
    only_whole = "integer" in kinds and "number" not in kinds
    if only_whole and isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if fits(value, kinds) or value is None or isinstance(value, (list, dict, bool)):
        return value
    if "string" in kinds and isinstance(value, (int, float)):
        return json.dumps(value)
    if isinstance(value, str) and "integer" in kinds and value.removeprefix("-").isdecimal() and len(value) < 300:
        return int(value)
    if isinstance(value, str) and "number" in kinds:
        return _number(value)
    if isinstance(value, str) and "boolean" in kinds and value.lower() in ("true", "false"):
        return value.lower() == "true"
    return value


def _number(value: str) -> Json:
    try:
        number = float(value)
    except ValueError:
        return value
    return number if abs(number) != float("inf") and number == number else value


def kinds(shape: Shape) -> tuple[str, ...]:
    """The JSON types of actual values: the declared one, or those of ``wire``; () for any."""
    wire = tuple(kind for kind in shape.get("wire", ()) if kind != "absent")
    declared = shape.get("type", "")
    return wire or (() if declared in ("", "file") else (declared,))


def least(limits: Limits, usual: int = 1) -> int:
    """The number of items of a sample list: ``usual``, adjusted to its limits, at most 100."""
    low, high = limits.get("minItems", 0), limits.get("maxItems", 100)
    wanted = max(low if isinstance(low, int) else 0, usual)
    return min(wanted, high if isinstance(high, int) and high >= 0 else 100, 100)

"""Validation of request values against their declared shapes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from connectorkit.model import vendor_patterns
from connectorkit.model.json_value import Json
from connectorkit.sandbox.shapes import formats, json_types, multiples
from connectorkit.sandbox.shapes.memo import remembered

if TYPE_CHECKING:
    from connectorkit.sandbox.shapes.document_types import Limits, Shape

# Problems by the dotted path of the value: {"messages.0.to": "messages.0.to is required."}
Problems = dict[str, str]
MOST_PROBLEMS = 100
LONGEST_MATCHED = 10_000


def against(value: Json, shape: Shape, path: str, problems: Problems) -> None:
    """Validate a value and add its problems to ``problems``; unknown fields are allowed."""
    if len(problems) >= MOST_PROBLEMS:
        return
    accepted = json_types.kinds(shape)
    wrong = "" if json_types.fits(value, accepted) else f"must be of type {' or '.join(accepted)}"
    wrong = "" if is_constant(value, shape) else wrong or limits(value, shape)
    if wrong:
        problems[path or "body"] = f"{path or 'The body'} {wrong}."
    elif isinstance(value, dict):
        _object(value, shape, path, problems)
    elif isinstance(value, list) and "items" in shape:
        for index, item in enumerate(value):
            against(item, shape["items"], f"{path}.{index}" if path else str(index), problems)


Test = Callable[[Json], bool]
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def passes(value: Json, shape: Shape) -> bool:
    """Whether a value is valid; faster than :func:`against`."""
    return _quick(shape)(value)


@remembered
def _quick(shape: Shape) -> Test:
    """A test with a fast path for simple valid values."""

    def slow(value: Json) -> bool:
        problems: Problems = {}
        against(value, shape, "", problems)
        return not problems

    accepted = json_types.kinds(shape)
    if shape.get("choices") or shape.get("limits") or shape.get("format") == "byte" or "additional" in shape:
        return slow
    types = {one for kind in accepted or _TYPES for one in _TYPES.get(kind, ())}
    fields = [(one["name"], one["shape"]) for one in shape.get("fields", ())]
    asked = [
        one["name"]
        for one in shape.get("fields", ())
        if one["required"] and "null" not in json_types.kinds(one["shape"]) and "read_only" not in one["shape"]
    ]
    items = shape.get("items", {})

    def test(value: Json) -> bool:
        if isinstance(value, dict) and "object" in accepted:
            known = all(value.get(name) is not None for name in asked)
            inside = (passes(value[name], one) for name, one in fields if value.get(name) is not None)
            return (known and all(inside)) or slow(value)
        if isinstance(value, list) and "array" in accepted:
            return all(passes(one, items) for one in value) or slow(value)
        return type(value) in types or slow(value)

    return test


def is_constant(value: Json, shape: Shape) -> bool:
    """Whether a value is the constant of an internal field, even if its type is not the declared one."""
    plain = isinstance(value, (str, int, float)) and "callback" not in shape
    return plain and "internal" in shape and "default" in shape and value == shape["default"]


def _object(value: dict[str, Json], shape: Shape, path: str, problems: Problems) -> None:
    known = set()
    for one in shape.get("fields", ()):
        name = one["name"]
        known.add(name)
        here = f"{path}.{name}" if path else name
        if value.get(name) is not None:
            against(value[name], one["shape"], here, problems)
        elif one["required"] and "null" not in json_types.kinds(one["shape"]) and "read_only" not in one["shape"]:
            problems[here] = f"{here} is required."
    if "additional" in shape:
        for name in value.keys() - known:
            against(value[name], shape["additional"], f"{path}.{name}" if path else name, problems)


def limits(value: Json, shape: Shape) -> str:
    """The choice or limit that a value of the right type breaks; "" for none."""
    bounds = shape.get("limits", {})
    choices = shape.get("choices", ())
    if choices and not any(_same(value, one) for one in choices):
        return f"must be one of {', '.join(map(str, choices[:20]))}"
    if isinstance(value, str):
        return _text(value, shape, bounds)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number(value, bounds)
    if isinstance(value, list):
        return _length(len(value), (bounds.get("minItems"), bounds.get("maxItems")), "items")
    return ""


def _same(value: Json, choice: Json) -> bool:
    """Whether a value equals a choice; either may spell a number or boolean as a string."""
    if value == choice and isinstance(value, bool) == isinstance(choice, bool):
        return True
    if isinstance(choice, str) == isinstance(value, str):
        return False
    text, other = (choice, value) if isinstance(choice, str) else (value, choice)
    return bool(json_types.fit(text, (json_types.kind_of(other),)) == other)


def _text(value: str, shape: Shape, limits: Limits) -> str:
    if shape.get("format") == "byte" and not formats.is_base64(value):
        return "must be base64"
    pattern = limits.get("pattern")
    if isinstance(pattern, str) and len(value) <= LONGEST_MATCHED and not matches(pattern, value):
        return "does not have the required form"
    return _length(len(value), (limits.get("minLength"), limits.get("maxLength")), "characters")


def _length(length: int, bounds: tuple[int | None, int | None], unit: str) -> str:
    least, most = bounds
    if isinstance(least, int) and length < least:
        return f"must have at least {least} {unit}"
    return f"must have at most {most} {unit}" if isinstance(most, int) and length > most else ""


def _number(value: float, limits: Limits) -> str:
    least, most, step = limits.get("minimum"), limits.get("maximum"), limits.get("multipleOf")
    if isinstance(least, (int, float)) and (value < least or (value == least and limits.get("exclusiveMinimum"))):
        return f"must be {'more than' if limits.get('exclusiveMinimum') else 'at least'} {least}"
    if isinstance(most, (int, float)) and (value > most or (value == most and limits.get("exclusiveMaximum"))):
        return f"must be {'less than' if limits.get('exclusiveMaximum') else 'at most'} {most}"
    off = isinstance(step, (int, float)) and step > 0 and not multiples.is_multiple(value, step)
    return f"must be a multiple of {step}" if off else ""


def matches(pattern: str, value: str) -> bool:
    """Whether the value matches the pattern; a pattern that nothing can compile matches anything."""
    return vendor_patterns.matches(pattern, value)

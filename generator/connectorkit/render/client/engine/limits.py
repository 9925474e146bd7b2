"""Declared limits of a value, checked before anything is sent."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .jsonvalue import JsonValue
    from .kinds import Rules


def breaches(value: JsonValue, rules: Rules) -> Iterator[str]:
    """The broken rules of ``value``, as ends of a sentence about it."""
    enum = rules.get("enum")
    if isinstance(enum, tuple) and not any(_equal(value, one) for one in enum):
        yield f"must be one of {', '.join(map(repr, enum))}"
    if isinstance(value, str):
        yield from _text(value, rules)
    elif isinstance(value, list):
        yield from _list(value, rules)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield from _number(value, rules)


def _equal(value: JsonValue, other: object) -> bool:
    return value == other and isinstance(value, bool) is isinstance(other, bool)


def _text(value: str, rules: Rules) -> Iterator[str]:
    yield from _length(len(value), rules, "Length", "characters")
    pattern = rules.get("pattern")
    if isinstance(pattern, str):
        import re

        if re.search(pattern, value) is None:
            yield f"must match {pattern}"


def _list(value: list[JsonValue], rules: Rules) -> Iterator[str]:
    yield from _length(len(value), rules, "Items", "items")
    if rules.get("uniqueItems") and any(item in value[:index] for index, item in enumerate(value)):
        yield "must not contain an item twice"


def _length(length: int, rules: Rules, what: str, unit: str) -> Iterator[str]:
    least, most = rules.get(f"min{what}"), rules.get(f"max{what}")
    if isinstance(least, int) and length < least:
        yield f"must have at least {least} {unit}, not {length}"
    if isinstance(most, int) and length > most:
        yield f"must have at most {most} {unit}, not {length}"


def _number(value: float, rules: Rules) -> Iterator[str]:
    least, most, step = rules.get("minimum"), rules.get("maximum"), rules.get("multipleOf")
    if isinstance(least, (int, float)) and (value < least or (value == least and rules.get("exclusiveMinimum"))):
        yield f"must be {'more than' if rules.get('exclusiveMinimum') else 'at least'} {least}"
    if isinstance(most, (int, float)) and (value > most or (value == most and rules.get("exclusiveMaximum"))):
        yield f"must be {'less than' if rules.get('exclusiveMaximum') else 'at most'} {most}"
    if isinstance(step, (int, float)) and step > 0 and not _multiple(value, step):
        yield f"must be a multiple of {step}"


def _multiple(value: float, step: float) -> bool:
    from fractions import Fraction
    from math import isfinite

    # With binary fractions, 0.3 is not a multiple of 0.1.
    exact = Fraction(value) if isinstance(value, int) else Fraction(str(value)) if isfinite(value) else None
    return exact is not None and exact % Fraction(str(step)) == 0

"""Arithmetic with limits and `multipleOf` in decimal numbers: with binary fractions, 0.3 is not a multiple of 0.1."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction


def is_multiple(value: float, step: float) -> bool:
    """Whether a number is a multiple of ``step``, which is above 0."""
    return (isinstance(value, int) or math.isfinite(value)) and _exact(value) % _exact(step) == 0


def nearest(limit: float, step: float, rounded: Callable[[Fraction], int]) -> float:
    """The multiple of ``step`` next to a limit; ``rounded`` is math.ceil or math.floor."""
    return _plain(rounded(_exact(limit) / _exact(step)) * _exact(step), limit)


def plus(value: float, step: float) -> float:
    """The sum of two numbers; ``value`` if the sum is out of range."""
    return _plain(_exact(value) + _exact(step), value)


def is_whole(value: float) -> bool:
    """Whether a number has no decimals."""
    return isinstance(value, int) or value.is_integer()


def _exact(value: float) -> Fraction:
    from fractions import Fraction

    return Fraction(value) if isinstance(value, int) else Fraction(repr(value))


def _plain(value: Fraction, instead: float) -> float:
    """A fraction as a number, whole if possible; ``instead`` if it is out of the range of JSON numbers."""
    try:
        number = float(value)
    except OverflowError:
        return instead
    return value.numerator if value.denominator == 1 else number

"""Samples and checks of numbers with extreme limits and steps."""

from __future__ import annotations

import itertools
import math
from typing import cast

import pytest

from connectorkit.render.client.engine import limits as client_limits
from connectorkit.sandbox.shapes import multiples, samples, schema_samples, validate
from connectorkit.sandbox.shapes.document_types import Limits, Shape

EXTREME = (1.7e308, -1.7e308, 10**300, -(10**300), 1e-300, 5e-324, 0.25, 3)
STEPS = (1e-300, 5e-324, 1.7e308, 10**300, 0.1, 0.01)


@pytest.mark.parametrize(
    ("value", "step", "expected"),
    [
        (0.3, 0.1, True),
        (0.35, 0.1, False),
        (10**30, 0.1, True),
        (1e308, 1e-300, True),
        (1e-300, 1e308, False),
        (math.inf, 0.1, False),
        (7, 7, True),
        (10**400, 7, False),
        (10**400, 10, True),
    ],
)
def test_a_number_is_a_multiple_for_sandbox_and_client(value: float, step: float, expected: bool) -> None:
    rules: Limits = {"multipleOf": step}
    assert multiples.is_multiple(value, step) is expected
    assert (validate._number(value, rules) == "") is expected
    assert (list(client_limits._number(value, {"multipleOf": step})) == []) is expected


def test_the_nearest_multiple_has_no_binary_rest() -> None:
    assert multiples.nearest(0.25, 0.1, math.ceil) == 0.3
    assert multiples.nearest(0.75, 0.1, math.floor) == 0.7
    assert multiples.plus(0.2, 0.1) == 0.3
    assert multiples.plus(1.7e308, 1.7e308) == 1.7e308


@pytest.mark.parametrize("kind", ["integer", "number"])
def test_no_limits_are_too_extreme_for_a_sample(kind: str) -> None:
    for least, most, step in itertools.product((None, *EXTREME), (None, *EXTREME), (None, *STEPS)):
        said = {
            "minimum": least,
            "maximum": most,
            "multipleOf": step,
            "exclusiveMinimum": True,
            "exclusiveMaximum": True,
        }
        known = {name: value for name, value in said.items() if value is not None}
        made = samples._within(cast("Limits", known), kind)
        validate.limits(made, cast("Shape", {"type": kind, "limits": known}))
        schema_samples._number({**known, "exclusiveMinimum": least}, kind == "integer")

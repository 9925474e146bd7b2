"""The bounds of the values of a request, each with values at the bound and values beyond it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from connectorkit.model.json_value import Json
from connectorkit.sandbox.shapes import json_types, multiples, response_paths, validate
from connectorkit.sandbox.shapes.document_types import Limits, Shape

# Values longer than these take too long to send.
LONGEST_TEXT, MOST_ITEMS = 20_000, 2_000
_STRANGE = "no-such-choice"


class Bound(NamedTuple):
    """A bound: its path, its description, values that are allowed and values that are not."""

    path: str
    says: str
    at: list[Json]
    over: list[Json]


def bounds(places: Iterator[tuple[str, Shape, Json]]) -> Iterator[Bound]:
    """The bounds of values; each item of ``places`` is a path, a shape, and an allowed value.

    A value is only included if the declared shape accepts or rejects it as intended: for example, a string of the
    maximum length that cannot match the pattern is left out.
    """
    for path, shape, value in places:
        for says, at, over in _of(shape, value):
            allowed = [one for one in at if _fits(one, shape)]
            refused = [one for one in over if not _fits(one, shape)]
            if refused:
                yield Bound(path, says, allowed, refused)


def _fits(value: Json, shape: Shape) -> bool:
    return json_types.fits(value, json_types.kinds(shape)) and not validate.limits(value, shape)


def values(shape: Shape, value: Json, path: str) -> Iterator[tuple[str, Shape, Json]]:
    """Each value of a request with its path and shape; of an array, only the first item."""
    yield path, shape, value
    if isinstance(value, list) and value and "items" in shape:
        yield from values(shape["items"], value[0], f"{path}[]")
    if not isinstance(value, dict):
        return
    for one in shape.get("fields", ()):
        constant = "internal" in one["shape"] and "default" in one["shape"]
        if one["name"] in value and not constant and "callback" not in one["shape"]:
            yield from values(one["shape"], value[one["name"]], f"{path}.{response_paths.spelled(one['name'])}")


_Found = tuple[str, list[Json], list[Json]]


def _of(shape: Shape, value: Json) -> Iterator[_Found]:
    limits = shape.get("limits", {})
    choices = list(shape.get("choices", ()))
    if choices:
        other = _other(choices)
        yield f"one of {len(choices)} choices", choices[:20], [other]
    yield from _shortest(limits.get("minLength"), value)
    yield from _longest(limits.get("maxLength"), value)
    yield from _fewest(limits.get("minItems"), value)
    yield from _most(limits.get("maxItems"), value)
    yield from _number("minimum", limits, value)
    yield from _number("maximum", limits, value)
    if "pattern" in limits and isinstance(value, str) and not choices:
        strange: list[Json] = [
            one for one in ("", "\u2603", "~", value + "\n~") if not validate.matches(limits["pattern"], one)
        ]
        yield "pattern", [value], strange[:1]


def _other(choices: list[Json]) -> Json:
    """A value of the same type as the choices that is not one of them."""
    numbers = [one for one in choices if isinstance(one, (int, float)) and not isinstance(one, bool)]
    return max(numbers) + 1 if len(numbers) == len(choices) else _STRANGE


def _longest(bound: int | None, value: Json) -> Iterator[_Found]:
    if isinstance(value, str) and isinstance(bound, int) and 0 <= bound < LONGEST_TEXT:
        yield f"at most {bound} characters", [_stretched(value, bound)], [_stretched(value, bound + 1)]


def _shortest(bound: int | None, value: Json) -> Iterator[_Found]:
    if isinstance(value, str) and isinstance(bound, int) and 0 < bound < LONGEST_TEXT:
        yield f"at least {bound} characters", [_stretched(value, bound)], [_stretched(value, bound - 1)]


def _stretched(text: str, length: int) -> str:
    """The text truncated, or padded with its last letter, to ``length``."""
    return text[:length] + (text[-1:] or "x") * (length - len(text))


def _most(bound: int | None, value: Json) -> Iterator[_Found]:
    if isinstance(value, list) and value and isinstance(bound, int) and 0 <= bound < MOST_ITEMS:
        yield f"at most {bound} items", [value[:1] * bound], [value[:1] * (bound + 1)]


def _fewest(bound: int | None, value: Json) -> Iterator[_Found]:
    if isinstance(value, list) and value and isinstance(bound, int) and 0 < bound < MOST_ITEMS:
        yield f"at least {bound} items", [value[:1] * bound], [value[:1] * (bound - 1)]


def _number(name: Literal["minimum", "maximum"], limits: Limits, value: Json) -> Iterator[_Found]:
    bound = limits.get(name)
    if not isinstance(bound, (int, float)) or isinstance(bound, bool) or isinstance(value, (str, list, dict, bool)):
        return
    whole = int(bound) if float(bound).is_integer() else bound
    step = limits.get("multipleOf") or 1
    further = -step if name == "minimum" else step
    inner, outer = multiples.plus(whole, -further), multiples.plus(whole, further)
    if whole in (inner, outer):  # The limit is so large that a step does not change it.
        return
    if limits.get("exclusiveMinimum" if name == "minimum" else "exclusiveMaximum"):
        yield f"{'more' if name == 'minimum' else 'less'} than {whole}", [inner], [whole]
    else:
        yield f"{'at least' if name == 'minimum' else 'at most'} {whole}", [whole], [outer]

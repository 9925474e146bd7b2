"""The declared fields of a response, each with its path."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from connectorkit.model.record import record
from connectorkit.sandbox.shapes import json_types
from connectorkit.sandbox.shapes.memo import remembered_for

if TYPE_CHECKING:
    from connectorkit.sandbox.shapes.document_types import Shape


@record(frozen=True)
class ResponsePath:
    """A declared field of a response: ``steps`` are keys and "[]"; ``kinds`` the accepted JSON types."""

    path: str
    steps: tuple[str, ...]
    kinds: tuple[str, ...]
    optional: bool


def field(shape: Shape, name: str) -> Shape | None:
    """The shape of one field, None when the shape has no such field."""
    return next((one["shape"] for one in shape.get("fields", ()) if one["name"] == name), None)


_STEP = re.compile(r"\[\]|(?:\\.|[^.\\\[]|\[(?!\]))+")


@lru_cache(4096)
def split(path: str) -> tuple[str, ...]:
    """The steps of a response path: ``data.messages[].to`` gives data, messages, [], to.

    A backslash escapes a dot or bracket of a name: ``@odata\\.type`` is one step.
    """
    return tuple(step if step == "[]" else re.sub(r"\\(.)", r"\1", step) for step in _STEP.findall(path))


def spelled(name: str) -> str:
    """A name as one step of a response path."""
    return name.replace("\\", "\\\\").replace(".", "\\.").replace("[]", "\\[]")


def joined(steps: Iterable[str]) -> str:
    """Steps as a response path, as :func:`split` takes it apart."""
    path = ""
    for step in steps:
        path = f"{path}[]" if step == "[]" else f"{path}.{spelled(step)}" if path else spelled(step)
    return path


@remembered_for
def at(shape: Shape | None, steps: tuple[str, ...]) -> Shape:
    """The shape at the end of response path steps; {} where none is declared."""
    found = shape or {}
    for step in steps:
        found = found.get("items", {}) if step == "[]" else field(found, step) or {}
    return found


def nothing(shape: Shape | None, steps: tuple[str, ...]) -> Literal["absent", "empty"] | None:
    """What a response has at a path where there is no value: no field or an empty string; None for null.

    The declaration decides: null where it is allowed, no field where that is not required.
    """
    above = at(shape, steps[:-1])
    one = next((one for one in above.get("fields", ()) if one["name"] == steps[-1]), None)
    kinds = json_types.kinds(one["shape"]) if one is not None else ()
    if one is None or not kinds or "null" in kinds:
        return None
    if not one["required"] or "absent" in one["shape"].get("wire", ()):
        return "absent"
    return "empty" if "string" in kinds else None


def names(shape: Shape) -> Iterator[str]:
    """The names of all fields at any depth."""
    for one in shape.get("fields", ()):
        yield one["name"]
        yield from names(one["shape"])
    if "items" in shape:
        yield from names(shape["items"])


def paths(shape: Shape | None) -> Iterator[ResponsePath]:
    """Each declared field below a shape, in the source's order."""
    yield from _below(shape or {}, "", ())


def _below(shape: Shape, path: str, steps: tuple[str, ...]) -> Iterator[ResponsePath]:
    for one in shape.get("fields", ()):
        if one.get("declared", True) and one["name"]:  # A name without a letter cannot be a step of a path.
            inner = one["shape"]
            name = spelled(one["name"])
            here, now = f"{path}.{name}" if path else name, (*steps, one["name"])
            yield ResponsePath(here, now, json_types.kinds(inner), "absent" in inner.get("wire", ()))
            yield from _below(inner, here, now)
    if "items" in shape:
        yield from _below(shape["items"], f"{path}[]", (*steps, "[]"))

"""Comparison of a response with its declared schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from connectorkit.model.json_value import Json
from connectorkit.sandbox.shapes import json_types
from connectorkit.sandbox.shapes.document_types import Shape

TYPE, MISSING, NEW = "type", "missing", "new"
_DEEPEST = 60


class Difference(NamedTuple):
    """A difference at a response path. ``kind``: type, missing (a required one) or new (not in the schema).

    ``expected`` are the declared types; ``got`` is the actual JSON type, and ``value`` the actual value. ``steps`` are
    those of the path: names, "[]" for the items of an array and "*" for any property of a map.
    """

    kind: str
    steps: tuple[str, ...]
    expected: str
    got: str
    value: Json = None

    @property
    def path(self) -> str:
        """The response path."""
        return spelled(self.steps)


def differences(shape: Shape, document: Json) -> list[Difference]:
    """The differences, those in array items only once. A null or absent value is accepted unless it is required."""
    found: dict[tuple[object, ...], Difference] = {}
    for one in everything(shape, document):
        found.setdefault((one.kind, one.steps, one.got), one)
    return list(found.values())


def everything(shape: Shape, document: Json) -> Iterator[Difference]:
    """The differences, those in array items for each item."""
    return _below(shape, document, (), True)


def present(document: Json, steps: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The steps of every value of a document, null included."""
    if len(steps) > _DEEPEST:
        return
    if isinstance(document, dict):
        for name, value in document.items():
            yield (*steps, name)
            yield from present(value, (*steps, name))
    elif isinstance(document, list):
        for value in document:
            yield (*steps, "[]")
            yield from present(value, (*steps, "[]"))


def spelled(steps: tuple[str, ...]) -> str:
    """The steps as a response path."""
    path = ""
    for step in steps:
        path = f"{path}[]" if step == "[]" else f"{path}.{step}" if path else step
    return path


def _below(shape: Shape, value: Json, steps: tuple[str, ...], required: bool) -> Iterator[Difference]:
    kinds = json_types.kinds(shape)
    if value is None:
        if required and kinds and "null" not in kinds:
            yield Difference(TYPE, steps, " or ".join(kinds), "null")
        return
    if not json_types.fits(value, kinds):
        yield Difference(TYPE, steps, " or ".join(kinds), json_types.kind_of(value), value)
        return
    if len(steps) > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _below(shape.get("items", {}), item, (*steps, "[]"), False)
    elif isinstance(value, dict):
        yield from _fields(shape, value, steps)


def _fields(shape: Shape, value: dict[str, Json], steps: tuple[str, ...]) -> Iterator[Difference]:
    fields = {one["name"]: one for one in shape.get("fields", ())}
    for name, one in fields.items():
        if name in value:
            yield from _below(one["shape"], value[name], (*steps, name), one["required"])
        elif one["required"] and "absent" not in one["shape"].get("wire", ()):
            expected = " or ".join(json_types.kinds(one["shape"])) or "any value"
            yield Difference(MISSING, (*steps, name), expected, "nothing")
    for name, item in value.items():
        if name in fields:
            continue
        if "additional" in shape:
            yield from _below(shape["additional"], item, (*steps, "*"), False)
        elif fields and item is not None:
            yield Difference(NEW, (*steps, name), "", json_types.kind_of(item), item)

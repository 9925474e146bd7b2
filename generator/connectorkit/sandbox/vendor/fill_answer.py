"""Responses from shapes: known values by field name, and samples for other fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import lru_cache

from connectorkit.model.json_value import Json
from connectorkit.sandbox.shapes import formats, json_types, response_paths, samples, validate
from connectorkit.sandbox.shapes.document_types import Shape, ShapeField
from connectorkit.sandbox.shapes.memo import noded, remembered, remembered_for

Known = Mapping[str, Json]


Maker = Callable[[Known], Json]
_TYPES: dict[str, tuple[type, ...]] = {"string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,)}


def fill(shape: Shape, known: Known, name: str = "") -> Json:
    """A value of the shape with the values of ``known`` by field name, where they match."""
    return _maker(shape, name)(known)


@remembered_for
def _maker(shape: Shape, name: str) -> Maker:
    """The function that generates values of the shape, cached for each name."""
    accepted = json_types.kinds(shape)
    kind = next((one for one in accepted if one in ("object", "array")), accepted[0] if accepted else "")
    if kind == "object" and not shape.get("fields"):
        return _open_object(shape, name)
    if kind == "object" or (not kind and shape.get("fields")):
        make = _object(shape)
        return (lambda known: make(_inside(known, name))) if name else make
    if kind == "array":
        return lambda known: _array(shape, known, name)
    return _scalar(shape, name, accepted)


def _open_object(shape: Shape, name: str) -> Maker:
    """An object without declared fields: the value that was sent under its name, or else a sample."""
    usual = samples.sample(shape, name)

    def make(known: Known) -> Json:
        given = known.get(name) if name else None
        return deepcopy(given if isinstance(given, dict) and validate.passes(given, shape) else usual)

    return make


def _inside(known: Known, name: str) -> Known:
    given = known.get(name)
    return {**known, **given} if isinstance(given, dict) else known


@remembered
def _object(shape: Shape) -> Maker:
    rows = [
        (one["name"], _maker(one["shape"], one["name"]), one.get("declared", True) or not _may_miss(one["shape"]))
        for one in shape.get("fields", ())
    ]
    return lambda known: {name: make(known) for name, make, always in rows if always or name in known}


def _may_miss(shape: Shape) -> bool:
    """Whether a field may be absent; objects never are."""
    return "absent" in shape.get("wire", ()) and "object" not in json_types.kinds(shape)


def _scalar(shape: Shape, name: str, accepted: tuple[str, ...]) -> Maker:
    """A scalar with a fast path for known values of the right type."""
    plain = not shape.get("choices") and not shape.get("limits") and shape.get("format") not in ("byte", "binary")
    at_once = {one for kind in accepted or _TYPES for one in _TYPES.get(kind, ())} if plain and name else set()
    usual: Json = None if "null" in accepted else samples.sample(shape, name)
    copied = isinstance(usual, (dict, list))

    def make(known: Known) -> Json:
        value = known.get(name)
        if type(value) in at_once:
            return value
        if value is not None:
            value = _given(known, name, accepted, shape)
        if value is not None:
            return value
        return deepcopy(usual) if copied else usual

    return make


def _array(shape: Shape, known: Known, name: str) -> Json:
    given = known.get(name) if name else None
    items = shape.get("items", {})
    if given is not None and not isinstance(given, list):
        if json_types.fits(given, json_types.kinds(shape)) and not isinstance(given, dict):
            return given
        given = None
    if given is None:
        count = json_types.least(shape.get("limits", {}))
        return [fill(items, known, name) for _ in range(count)] if items else samples.sample(shape, name)
    if items.get("fields"):
        make = _object(items)
        kept: list[Json] = [make({**known, **one}) for one in given if isinstance(one, dict)]
    else:
        kept = [
            one for one in given if json_types.fits(one, json_types.kinds(items)) and not validate.limits(one, items)
        ]
    # A known list with items of another type has another meaning, such as an input of strings for a list of objects.
    is_another = bool(given) and not kept
    return samples.sample(shape, name) if is_another or validate.limits(kept, shape) else kept


def _given(known: Known, name: str, accepted: tuple[str, ...], shape: Shape) -> Json:
    if not name or name not in known:
        return None
    value = json_types.fit(known[name], accepted)
    fitting = (
        json_types.fits(value, accepted) and not isinstance(value, (dict, list)) and not validate.limits(value, shape)
    )
    return value if fitting and (shape.get("format") != "binary" or formats.is_base64(value)) else None


@remembered_for
def hollow(shape: Shape, path: str) -> Shape:
    """The shape without the value at a response path (an empty list for a list), which is generated separately."""
    return noded(_hollowed(shape, _keys(path)))


def _hollowed(shape: Shape, steps: tuple[str, ...]) -> Shape:
    if not steps:
        return {"wire": ["null"]}
    fields: list[ShapeField] = [
        {**one, "shape": _hollowed(one["shape"], steps[1:])} if one["name"] == steps[0] else one
        for one in shape.get("fields", ())
    ]
    return {**shape, "fields": fields} if fields else shape


@lru_cache(4096)
def _keys(path: str) -> tuple[str, ...]:
    return tuple(step for step in response_paths.split(path) if step != "[]")


def put(document: Json, path: str, value: Json) -> Json:
    """The document with a value at a response path; ``[]`` at its end means the list itself.

    Missing objects and lists on the path are created, a list with one item. In an existing list, each item gets the
    value.
    """
    steps = response_paths.split(path)
    while steps and steps[-1] == "[]":
        steps = steps[:-1]
    return _put(document, steps, value)


def _put(document: Json, steps: tuple[str, ...], value: Json) -> Json:
    if not steps:
        return value
    if steps[0] == "[]":
        items: list[Json] = document if isinstance(document, list) else [None]
        items[:] = [_put(item, steps[1:], value) for item in items]
        return items
    document = document if isinstance(document, dict) else {}
    document[steps[0]] = _put(document.get(steps[0]), steps[1:], value)
    return document


def left_out(document: Json, path: str) -> Json:
    """The document without the field at a response path."""
    above, name = response_paths.split(path)[:-1], response_paths.split(path)[-1]
    for holder in _looked(document, above):
        if isinstance(holder, dict):
            holder.pop(name, None)
    return document


def look(document: Json, path: str) -> list[Json]:
    """All existing values at a response path, in order."""
    return _looked(document, response_paths.split(path))


def _looked(document: Json, steps: tuple[str, ...]) -> list[Json]:
    found = [document]
    for step in steps:
        if step == "[]":
            found = [item for one in found if isinstance(one, list) for item in one]
        else:
            found = [one[step] for one in found if isinstance(one, dict) and step in one]
    return found

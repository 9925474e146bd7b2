"""Answers from shapes: each declared field, known values by name first and samples for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectorkit.sandbox import check, shapes

Doc = dict[str, Any]
Known = Mapping[str, Any]


def fill(shape: Doc, known: Known, name: str = "") -> Any:
    """A value of the shape in which fields take what ``known`` holds under their name, where it fits."""
    accepted = shapes.kinds(shape)
    kind = next((one for one in accepted if one in ("object", "array")), accepted[0] if accepted else "")
    if kind == "object" or (not kind and shape.get("fields")):
        given = known.get(name) if name else None
        return _object(shape, {**known, **given} if isinstance(given, dict) else known)
    if kind == "array":
        return _array(shape, known, name)
    value = _given(known, name, accepted, shape)
    if value is not None:
        return value
    return None if "null" in accepted else shapes.sample(shape, name)


def _object(shape: Doc, known: Known) -> Doc:
    out: Doc = {}
    for one in shape.get("fields", ()):
        name, inner = one["name"], one["shape"]
        if one.get("declared", True) or name in known or not _may_miss(inner):
            out[name] = fill(inner, known, name)
    return out


def _may_miss(shape: Doc) -> bool:
    """A field that only travels, and not always; objects are always sent."""
    return "absent" in shape.get("wire", ()) and "object" not in shapes.kinds(shape)


def _array(shape: Doc, known: Known, name: str) -> Any:
    given = known.get(name) if name else None
    items = shape.get("items", {})
    if given is not None and not isinstance(given, list):
        if shapes.fits(given, shapes.kinds(shape)) and not isinstance(given, dict):
            return given
        given = None
    if given is None:
        count = shapes.least(shape.get("limits", {}))
        return [fill(items, known, name) for _ in range(count)] if items else shapes.sample(shape, name)
    if items.get("fields"):
        return [_object(items, {**known, **one}) for one in given if isinstance(one, dict)]
    if check.limits(given, shape):
        return shapes.sample(shape, name)
    return [one for one in given if shapes.fits(one, shapes.kinds(items)) and not check.limits(one, items)]


def _given(known: Known, name: str, accepted: tuple[str, ...], shape: Doc) -> Any:
    if not name or name not in known:
        return None
    value = shapes.fit(known[name], accepted)
    fitting = shapes.fits(value, accepted) and not isinstance(value, (dict, list)) and not check.limits(value, shape)
    return value if fitting and (shape.get("format") != "binary" or check.is_base64(value)) else None


def put(document: Any, path: str, value: Any) -> Any:
    """The document with a value at a response path; objects on the way are made, ``[]`` ends the path."""
    steps = [step for step in shapes.split(path) if step != "[]"]
    if not steps:
        return value
    document = document if isinstance(document, dict) else {}
    place = document
    for step in steps[:-1]:
        if not isinstance(place.get(step), dict):
            place[step] = {}
        place = place[step]
    place[steps[-1]] = value
    return document


def look(document: Any, path: str) -> list[Any]:
    """All values at a response path, in order; those that are missing are left out."""
    found = [document]
    for step in shapes.split(path):
        if step == "[]":
            found = [item for one in found if isinstance(one, list) for item in one]
        else:
            found = [one[step] for one in found if isinstance(one, dict) and step in one]
    return found

"""Sightings: whether each response path occurs in a response of a service.

A sandbox must return everything that the source declares. A service may omit optional properties: one that is absent or
null is not seen, which is not a failure. A value of another type is a failure, and so is a missing required property.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Literal

from connectorkit.model.json_value import Json
from connectorkit.model.record import record
from connectorkit.sandbox.shapes import json_types, response_paths
from connectorkit.sandbox.shapes.document_types import Shape, ShapeField

State = Literal["seen", "not seen", "wrong type"]
SEEN: State = "seen"
NOT_SEEN: State = "not seen"
WRONG: State = "wrong type"


@record(frozen=True)
class Sighting:
    """One response path in one response.

    For a wrong value, ``expected`` is the declared type, with the key of the format that would allow the actual one,
    and ``got`` is the actual value.
    """

    path: str
    state: State
    expected: str = ""
    got: str = ""


def sightings(document: Json, shape: Shape) -> list[Sighting]:
    """All response paths of a shape, in the order of the source."""
    return [sighting(document, shape, one.path) for one in response_paths.paths(shape)]


def sighting(document: Json, shape: Shape, path: str) -> Sighting:
    """One response path; in a list, the first wrong item decides, or else the first item with a value.

    Values below a value of another type are not seen: the type is reported at the path of that value.
    """
    accepted = json_types.kinds(shape)
    if accepted and not json_types.fits(document, accepted):
        return Sighting(path, WRONG, f"the response to be of type {' or '.join(accepted)}", _shown(document))
    found = Sighting(path, NOT_SEEN)
    for one in _looked(document, shape, response_paths.split(path), path):
        if one.state == WRONG:
            return one
        found = one if one.state == SEEN else found
    return found


def _looked(value: Json, shape: Shape, steps: tuple[str, ...], path: str) -> Iterator[Sighting]:
    first, rest = steps[0], steps[1:]
    if first == "[]":
        for item in value if isinstance(value, list) else ():
            if rest:
                yield from _looked(item, shape.get("items", {}), rest, path)
            else:
                yield _judged(item, shape.get("items", {}), path)
        return
    one = next((field for field in shape.get("fields", ()) if field["name"] == first), None)
    if not isinstance(value, dict) or one is None:
        return
    if rest and value.get(first) is not None:
        yield from _looked(value[first], one["shape"], rest, path)
    elif not rest:
        yield _property(value, one, path)


def _property(holder: dict[str, Json], one: ShapeField, path: str) -> Sighting:
    name, shape = one["name"], one["shape"]
    must = one["required"] and "absent" not in shape.get("wire", ())
    if name not in holder:
        if not must:
            return Sighting(path, NOT_SEEN)
        return Sighting(
            path, WRONG, f"{_types(shape)}, or {_actual_types(shape, 'absent')} if it may be missing", "nothing"
        )
    if holder[name] is None and not one["required"]:
        return Sighting(path, NOT_SEEN)
    return _judged(holder[name], shape, path)


def _judged(value: Json, shape: Shape, path: str) -> Sighting:
    accepted = json_types.kinds(shape)
    if not accepted or json_types.fits(value, accepted):
        return Sighting(path, SEEN)
    key = _actual_types(shape, json_types.kind_of(value))
    return Sighting(path, WRONG, f"{_types(shape)}, or {key} if the service is right", _shown(value))


def _types(shape: Shape) -> str:
    return " or ".join(json_types.kinds(shape)) or "any value"


def _actual_types(shape: Shape, more: str) -> str:
    """The key of the source that would allow another type."""
    words = [*(shape.get("wire") or json_types.kinds(shape)), more]
    return (
        f"`actual_types: [{', '.join(json.dumps(word) if word == 'null' else word for word in words)}]` in the source"
    )


def _shown(value: Json) -> str:
    return f"{json_types.kind_of(value)} {json.dumps(value, ensure_ascii=False)}"

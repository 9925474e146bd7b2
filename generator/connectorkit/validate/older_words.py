"""Older words: keys of earlier versions of the format, and the current key for each.

:data:`RENAMED` lists the renamed keys. Keys that moved under `exact` follow from the schemas: a key that only `exact`
of a mapping has was a key of the mapping before. `connectorkit migrate` and the messages of `connectorkit check` read
both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import NamedTuple

from connectorkit.model import json_pointer
from connectorkit.model.connector import Json
from connectorkit.validate import concepts, exact_keys, key_order
from connectorkit.validate.key_order import Place, Schema


class Renamed(NamedTuple):
    """A renamed key; ``part`` is the pointer of its mapping in the schema of ``concept``."""

    concept: str
    part: str
    old: str
    new: str


BODY = "/$defs/body"
FIELD = "/oneOf/1"
RENAMED = (
    Renamed("operation", BODY, "summary", "title"),
    Renamed("connector", "", "shapes", "inline_types"),
    Renamed("field", FIELD, "internal", "constant"),
    Renamed("field", FIELD, "above", "exclusive_min"),
    Renamed("field", FIELD, "below", "exclusive_max"),
    Renamed("field", FIELD, "shape", "dynamic_schema"),
    Renamed("field", FIELD, "wire", "actual_types"),
)


@cache
def _by_schema() -> dict[int, dict[str, str]]:
    """The new key for each old one, as a dotted path, by the id of the schema of its mapping."""
    found: dict[int, dict[str, str]] = {}
    for one in RENAMED:
        found.setdefault(id(_part(one.concept, one.part)), {})[one.old] = one.new
    for concept in concepts.CONCEPTS:
        for schema in _schemas(concepts.schema(concept)):
            beside = _properties(schema)
            for key, below in _properties(beside.get(exact_keys.KEY, {})).items():
                if key not in beside:
                    found.setdefault(id(schema), {}).setdefault(key, f"{exact_keys.KEY}.{key}")
                    continue
                apart = found.setdefault(id(beside[key]), {})
                apart |= {name: f"{exact_keys.KEY}.{key}.{name}" for name in _properties(below)}
    return found


def _part(concept: str, part: str) -> object:
    return json_pointer.find(concepts.schema(concept), part, None)


def _schemas(value: object) -> Iterator[Schema]:
    """A schema and all schemas in it."""
    if isinstance(value, dict):
        yield value
    for below in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _schemas(below)


def _properties(schema: Schema) -> dict[str, Schema]:
    found = schema.get("properties")
    return found if isinstance(found, dict) else {}


def new_key(schema: Schema, key: str, said: object = "") -> str:
    """The key that replaces the older ``key`` in a mapping of ``schema``; "" when it is not an older word.

    ``said`` is the value of its key `in`. The new key is a dotted path: `exact.host`.
    """
    if said == "body" and schema is _part("field", FIELD):
        schema = body().schema
    return _by_schema().get(id(schema), {}).get(key, "")


def renamed(place: Place | None, keys: Collection[str], said: object) -> dict[str, str]:
    """The older keys of a mapping with ``keys`` at ``place``, each with its new key; ``said``: its value of `in`."""
    if place is None:
        return {}
    schema = key_order.described(place, keys)
    if said == "body" and schema is _part("field", FIELD):
        schema = body().schema
    return {one.old: one.new for one in RENAMED if _part(one.concept, one.part) is schema}


def body() -> Place:
    """The place of a body with its own texts."""
    found = _part("operation", BODY)
    return Place("operation", found if isinstance(found, dict) else {})


def migrated(value: Json, place: Place | None) -> Json:
    """A value at ``place`` with its older words replaced."""
    made = _with_names(value, place)
    exact_keys.gather(made, place)
    return made


def _with_names(value: Json, place: Place | None) -> Json:
    if isinstance(value, list):
        below = key_order.items(place)
        return [_with_names(item, below) for item in value]
    if not isinstance(value, dict):
        return value
    names = renamed(place, value.keys(), value.get("in"))
    made = {key if (new := names.get(key, key)) in value else new: one for key, one in value.items()}
    view = key_order.mapping(place, made.keys())
    return {key: _with_names(one, view.below.get(key, view.others)) for key, one in made.items()}

"""Key order: the order of keys in the schemas of the format, and which keys are names that a person chose.

Sources are written in this order: identity first, `exact` last. The tables of the documentation have another one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from operator import gt
from typing import NamedTuple

from connectorkit.read.yaml_document import Node
from connectorkit.validate import concepts

_SUFFIX = ".schema.json"
Schema = Mapping[str, object]


class Place(NamedTuple):
    """A schema, and the concept whose file has it; its references are relative to that file."""

    concept: str
    schema: Schema


class View(NamedTuple):
    """The keys of one mapping in the format.

    ``order`` numbers its keys; ``names``: the keys are names that a person chose. ``below`` has the schema of each key,
    and ``others`` that of all other keys, None where anything is allowed.
    """

    order: Mapping[str, int]
    names: bool
    below: Mapping[str, Place]
    others: Place | None

    @property
    def sorts(self) -> bool:
        """Whether the format orders the keys."""
        return bool(self.order) and not self.names


DATA = View({}, False, {}, None)
OPEN = View({}, True, {}, None)
TYPES = "types"
"""In place of a concept: a file with named types."""
_TYPES = Place("field", {"additionalProperties": {"$ref": "#"}})


def top(concept: str) -> Place:
    """The schema of a file."""
    if concept == TYPES:
        return _TYPES
    return Place(concept, concepts.schema(concept))


def apply(node: Node, place: Place | None) -> None:
    """Put the keys of a tree in the order of the documentation, in place; names keep their order."""
    if isinstance(node.value, list):
        below = items(place)
        for item in node.value:
            apply(item, below)
    elif isinstance(node.value, dict) and place is not None:
        view = mapping(place, node.value.keys())
        for key, value in node.value.items():
            if isinstance(value.value, (dict, list)):
                apply(value, view.below.get(key, view.others))
        if view.sorts:
            order, last = view.order, len(view.order)
            found = [order.get(key, last) for key in node.value]
            if any(map(gt, found, found[1:])):
                node.value = dict(sorted(node.value.items(), key=lambda entry: order.get(entry[0], last)))


def mapping(place: Place | None, keys: Collection[str]) -> View:
    """The view of a mapping with ``keys`` at ``place``."""
    found = _found(place, "properties", keys) if place else None
    if found is None:
        return OPEN if place and not _is_value(place) else DATA
    key = (found.concept, id(found.schema))
    # Schemas, that of TYPES included, are loaded once and never freed, so their ids stay valid.
    if key not in _VIEWS:
        _VIEWS[key] = _view(found)
    return _VIEWS[key]


_VIEWS: dict[tuple[str, int], View] = {}


def _view(place: Place) -> View:
    concept, schema = place
    words = _mapping(schema.get("properties"))
    others = schema.get("additionalProperties")
    patterns = list(_mapping(schema.get("patternProperties")).values())
    rest = others if isinstance(others, dict) else patterns[0] if patterns and not words else None
    return View(
        {key: number for number, key in enumerate(words)},
        not words or isinstance(others, dict),
        {key: Place(concept, below) for key, below in words.items()},
        Place(concept, rest) if isinstance(rest, dict) else None,
    )


def _is_value(place: Place) -> bool:
    """Whether a place of the sandbox takes any value, where a mapping can be a word such as ``{now: 0}``."""
    return place.concept == "sandbox" and "type" not in place.schema


def items(place: Place | None) -> Place | None:
    """The place of the items of a list; None where anything is allowed."""
    found = _found(place, "items", ()) if place else None
    below = found.schema.get("items") if found else None
    return Place(found.concept, below) if found and isinstance(below, dict) else None


def holds_mappings(place: Place | None) -> bool:
    """Whether the items of a list at ``place`` can be mappings with keys of the format."""
    below = items(place)
    return below is not None and _find(below, "properties", ()) is not None


def described(place: Place, keys: Collection[str]) -> Schema:
    """The schema that applies to a mapping with ``keys`` at ``place``, alternatives resolved."""
    found = _find(place, "properties", keys)
    return found.schema if found else place.schema


def is_operation(place: Place | None) -> bool:
    """Whether an operation can be at ``place``."""
    found = _find(place, "properties", ()) if place else None
    return found is not None and found.schema is concepts.schema("operation")


def _found(place: Place, what: str, keys: Collection[str]) -> Place | None:
    """The same as :func:`_find`, which is asked once for all ``keys`` that make no difference."""
    at = (place.concept, id(place.schema), what)
    asked = _ASKED.get(at)
    if asked is None:
        asked = _ASKED[at] = _asked(place)
    key = (*at, frozenset(filter(keys.__contains__, asked)) if asked and keys else _NO_KEYS)
    if key not in _FOUND:
        _FOUND[key] = _find(place, what, keys)
    return _FOUND[key]


# The schemas of a concept are loaded once and kept, so that their ids stay theirs.
_NO_KEYS = frozenset[str]()
_ASKED: dict[tuple[str, int, str], frozenset[str]] = {}
_FOUND: dict[tuple[str, int, str, frozenset[str]], Place | None] = {}


def _asked(place: Place) -> frozenset[str]:
    """The keys of a mapping on which the conditions of a schema depend, wherever its words may lead."""
    found, seen, waiting = set[str](), set[int](), [place]
    while waiting:
        here = waiting.pop()
        key = id(here.schema)
        if key not in seen:
            seen.add(key)
            steps = _STEPS.get(key)
            if steps is None:
                steps = _STEPS[key] = _steps(here)
            found.update(steps[0])
            waiting += steps[1]
    return frozenset(found)


# Many places lead to the same schemas.
_STEPS: dict[int, tuple[list[str], list[Place]]] = {}


def _steps(place: Place) -> tuple[list[str], list[Place]]:
    """The keys in the condition of a schema itself, and where its words lead."""
    concept, schema = place
    reference, condition = schema.get("$ref"), schema.get("if")
    listed = [schema.get(key) for key in ("then", "else")]
    for key in ("oneOf", "anyOf"):
        branches = schema.get(key)
        listed += branches if isinstance(branches, list) else []
    below = [Place(concept, one) for one in listed if isinstance(one, dict)]
    below += [target(concept, reference)] if isinstance(reference, str) else []
    return list(condition.get("required", ())) if isinstance(condition, dict) else [], below


def _find(place: Place, what: str, keys: Collection[str]) -> Place | None:
    """The part of a schema with the keys of a mapping (``what`` "properties") or the items of a list."""
    concept, schema = place
    wanted = ("properties", "additionalProperties", "patternProperties") if what == "properties" else (what,)
    if any(isinstance(schema.get(key), dict) for key in wanted):
        return place
    reference = schema.get("$ref")
    if isinstance(reference, str):
        return _find(target(concept, reference), what, keys)
    for branch in _branches(schema, keys):
        found = _find(Place(concept, branch), what, keys)
        if found is not None:
            return found
    return None


def _branches(schema: Schema, keys: Collection[str]) -> list[Schema]:
    condition = schema.get("if")
    if isinstance(condition, dict):
        required = condition.get("required", [])
        fits = all(key in keys for key in required)
        return [_mapping(schema.get("then" if fits else "else"))]
    listed = schema.get("oneOf") or schema.get("anyOf") or []
    return [branch for branch in listed if isinstance(branch, dict)] if isinstance(listed, list) else []


@cache
def target(concept: str, reference: str) -> Place:
    """The target of a reference in the schema of ``concept``."""
    file, _, pointer = reference.partition("#")
    concept = file.removesuffix(_SUFFIX) or concept
    schema: object = concepts.schema(concept)
    for step in filter(None, pointer.split("/")):
        schema = schema[int(step)] if isinstance(schema, list) else _mapping(schema).get(step)
    return Place(concept, _mapping(schema))


def _mapping(value: object) -> dict[str, Schema]:
    return value if isinstance(value, dict) else {}

"""Alternatives: one Swagger 2.0 schema that allows what any of several schemas allows."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from connectorkit.model.connector import Json

Plain = dict[str, Json]
Look = Callable[[str], Plain | None]
"""Gives the schema that a `$ref` of the swagger names; None where it cannot be looked into."""
DEPTH = 3
"""So many levels of fields of the same name are brought together; below, their type alone is kept."""
FIELDS = 1_000
"""So many fields of the same name and other types are brought together in a whole document."""
CHAIN = 40
"""So many references are followed from one to the next."""
_SCALARS = ("string", "integer", "number", "boolean")
_TEXTS = frozenset(("title", "description", "example", "default", "externalDocs", "xml", "readOnly"))


@dataclass(slots=True)
class Unions:
    """Combines schemas. ``views`` caches resolved references; ``left`` counts FIELDS down."""

    look: Look
    views: dict[str, Plain] = field(default_factory=dict)
    left: int = FIELDS

    def view(self, schema: Plain, seen: tuple[str, ...] = ()) -> Plain | None:
        """The schema with its references and `allOf` resolved; None where that is impossible."""
        target = schema.get("$ref")
        if isinstance(target, str):
            return self._followed(target, seen)
        whole: Plain = {key: value for key, value in schema.items() if key != "allOf"}
        parts = schema.get("allOf")
        for part in parts if isinstance(parts, list) else ():
            below = self.view(part, seen) if isinstance(part, dict) else None
            if below is None:
                return None
            whole = _both(below, whole)
        return whole

    def _followed(self, target: str, seen: tuple[str, ...]) -> Plain | None:
        if target in self.views:
            return self.views[target]
        found = self.look(target) if target not in seen and len(seen) < CHAIN else None
        made = self.view(found, (*seen, target)) if found is not None else None
        if made is not None:
            self.views[target] = made
        return made

    def combine(self, schemas: list[Plain], depth: int = 0) -> Plain:
        """The schema of a value that matches one of ``schemas``; empty where they have too little in common."""
        different = distinct(schemas)
        if len(different) == 1:
            return different[0]
        self.left -= depth > 0
        views = [self.view(schema) for schema in different]
        known = [view for view in views if view is not None]
        if not known or len(known) < len(views):
            return {}
        words = {word_of(view) for view in known}
        made: Plain = {}
        if depth and (depth >= DEPTH or self.left <= 0):
            made = {"type": "object"} if words == {"object"} else {}
        elif words == {"object"}:
            made = self._objects(known, depth)
        elif words == {"array"}:
            items = [view["items"] for view in known if isinstance(view.get("items"), dict)]
            made = {"type": "array", "items": self.combine([i for i in items if isinstance(i, dict)], depth + 1)}
        elif (len(words) == 1 and words <= set(_SCALARS)) or words == {"integer", "number"}:
            made = _scalars(known, "number" if len(words) > 1 else words.pop())
        if any(view.get("x-nullable") is True for view in known):
            made["x-nullable"] = True
        return made

    def _objects(self, views: list[Plain], depth: int) -> Plain:
        fields: dict[str, list[Plain]] = {}
        for view in views:
            for name, schema in _mapping(view.get("properties")).items():
                fields.setdefault(name, []).append(schema if isinstance(schema, dict) else {})
        made: Plain = {"type": "object"}
        if fields:
            made["properties"] = {name: self.combine(found, depth + 1) for name, found in fields.items()}
        required = [
            name
            for name in _listed(views[0].get("required"))
            if all(name in _listed(view.get("required")) for view in views)
        ]
        if required:
            made["required"] = required
        others = [view.get("additionalProperties") for view in views]
        if all(other == others[0] for other in others) and others[0] is not None:
            made["additionalProperties"] = others[0]
        return made


def _both(below: Plain, whole: Plain) -> Plain:
    """Two parts of an `allOf` merged; ``whole`` takes precedence."""
    made = {**below, **whole}
    fields = {**_mapping(below.get("properties")), **_mapping(whole.get("properties"))}
    required = list(dict.fromkeys([*_listed(below.get("required")), *_listed(whole.get("required"))]))
    return {**made, **({"properties": fields} if fields else {}), **({"required": required} if required else {})}


def _scalars(views: list[Plain], word: str) -> Plain:
    made: Plain = {"type": word}
    for key, value in views[0].items():
        if key not in (*_TEXTS, "type", "enum") and all(_same(view.get(key), value) for view in views):
            made[key] = value
    if all("enum" in view for view in views):
        values = [value for view in views for value in _listed(view["enum"])]
        made["enum"] = [value for index, value in enumerate(values) if not any(_same(value, v) for v in values[:index])]
    return made


def is_large(schema: Json, limit: int) -> bool:
    """Whether a schema consists of more than ``limit`` values."""
    waiting, count = [schema], 0
    while waiting and count <= limit:
        node = waiting.pop()
        count += 1
        waiting += node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return count > limit


def only_choices(schemas: list[Plain]) -> bool:
    """Whether the schemas are enums of one type, which can be merged."""
    plain = all("enum" in schema and not schema.keys() - _TEXTS - {"type", "enum", "x-nullable"} for schema in schemas)
    return plain and len({word_of(schema) for schema in schemas}) == 1


def only_numbers(schemas: list[Plain]) -> bool:
    """Whether the schemas are just number and integer."""
    plain = all(not schema.keys() - _TEXTS - {"type", "x-nullable"} for schema in schemas)
    return plain and {word_of(schema) for schema in schemas} == {"integer", "number"}


def word_of(view: Plain) -> str:
    """The declared or implied type of a schema; "" for any."""
    said = view.get("type")
    if isinstance(said, str):
        return said
    if "properties" in view:
        return "object"
    if "items" in view:
        return "array"
    values = _listed(view.get("enum"))
    return "string" if values and all(isinstance(value, str) for value in values) else ""


def distinct(schemas: list[Plain]) -> list[Plain]:
    """The schemas without those that equal an earlier one, except for texts."""
    made: dict[str, Plain] = {}
    for schema in schemas:
        telling = {key: value for key, value in schema.items() if key not in _TEXTS}
        made.setdefault(json.dumps(telling, sort_keys=True), schema)
    return list(made.values())


def _same(a: Json, b: Json) -> bool:
    return type(a) is type(b) and a == b


def _mapping(node: Json) -> Plain:
    return node if isinstance(node, dict) else {}


def _listed(node: Json) -> list[Json]:
    return node if isinstance(node, list) else []

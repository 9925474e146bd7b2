"""Growth: adding undeclared fields of responses to the source, for review."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from connectorkit.diagnostics.finding import Span, Unusable
from connectorkit.model import json_pointer
from connectorkit.model.connector import UNSET, Unset
from connectorkit.model.json_pointer import escape
from connectorkit.model.json_value import Json, listed, mapping
from connectorkit.recording.comparing import spelled
from connectorkit.recording.drift import Key
from connectorkit.recording.subject import Subject
from connectorkit.render.swagger import source_map
from connectorkit.resolve.swagger_style import Texts, derived_title
from connectorkit.sandbox.shapes.json_types import kind_of
from connectorkit.update import settling
from connectorkit.update import update as updates
from connectorkit.update.update import Updated

# A key of another form is usually an id, so the object is a map.
_NAME = re.compile(r"[A-Za-z_@$][\w.$@-]{0,79}\Z")
_PERSON = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}\Z")
_MOST_NAMES = 60
# The keys of a schema with inner schemas on a response path.
_INNER = {"[]": "items", "*": "additionalProperties"}
Plain = dict[str, Json]


def grow(folder: Path, subject: Subject, new: Mapping[Key, Sequence[Json]]) -> tuple[Updated | None, list[str]]:
    """The source with the new fields, in memory, and a line for each that cannot be added; None without any.

    Raises Unusable when the source has errors.
    """
    rendered = settling.rendered(folder, {})
    if rendered is None:
        raise Unusable(f"{folder}: has errors; run `connectorkit check`")
    old, left = rendered[1], list[str]()
    definition, spans = copy.deepcopy(old), source_map.places(rendered[0])
    for (operation, key, steps), values in new.items():
        schema = inferred(values)
        responses = _alike(spans, subject, operation, key)
        places = [one for one in (_holder(definition, at, steps[:-1]) for at in responses) if one is not None]
        about = f"'{spelled(steps)}' of '{operation}'"
        alike = sum(other[:2] == (operation, key) and other[2][:-1] == steps[:-1] for other in new)
        if not _is_name(steps[-1]) or alike > _MOST_NAMES:
            left.append(f"not written: {about}: its name looks like an id; write `additional` if the object is a map")
        elif schema is None:
            left.append(f"not written: {about}: its type is unclear from the responses")
        elif not places:
            left.append(f"not written: {about}: the source does not declare its parent object")
        else:
            for place in places:
                properties = place.setdefault("properties", {})
                mapping(properties).setdefault(steps[-1], titled(steps[-1], schema, subject.texts))
    if definition == old:
        return None, left
    made = updates.grown(folder, old, definition)
    return made, [*left, *(f"not written: {one.about}" for one in made.notes)]


def inferred(values: Sequence[Json]) -> Plain | None:
    """The schema of some values; None if it is unclear, as for null and an empty array."""
    known = [one for one in values if one is not None]
    kinds = {kind_of(one) for one in known}
    if kinds == {"integer", "number"}:
        return {"type": "number"}
    if len(kinds) != 1:
        return None
    kind = kinds.pop()
    if kind == "array":
        items = inferred([item for one in known for item in listed(one)])
        return {"type": "array", "items": items} if items is not None else None
    return _object(known) if kind == "object" else {"type": kind}


def _is_name(text: str) -> bool:
    """Whether a key is the name of a field, such as `size@odata.type`, and not an id or an e-mail address."""
    return bool(_NAME.match(text)) and (not _PERSON.match(text) or "@odata." in text)


def _object(values: Sequence[Json]) -> Plain:
    names = dict.fromkeys(name for one in values for name in mapping(one))
    if len(names) > _MOST_NAMES or not all(map(_is_name, names)):
        return {"type": "object"}
    fields = {name: inferred([mapping(one).get(name) for one in values]) for name in names}
    known: Plain = {name: one for name, one in fields.items() if one is not None}
    return {"type": "object", "properties": known} if known else {"type": "object"}


def titled(name: str, schema: Plain, texts: Texts) -> Plain:
    """The schema of a property with derived texts."""
    title = derived_title(name, texts.derived, texts.spelling)
    description = derived_title(name, "key") if texts.descriptions == "key" else title
    said: Plain = {
        **({"x-ms-summary": title} if texts.in_summary else {}),
        **({"title": title} if texts.in_title else {}),
        **({"description": description} if texts.descriptions != "none" else {}),
    }
    return {**_below(schema, texts), **{key: text for key, text in said.items() if text}}


def _below(schema: Plain, texts: Texts) -> Plain:
    made = dict(schema)
    if "properties" in made:
        made["properties"] = {
            name: titled(name, mapping(one), texts) for name, one in mapping(made["properties"]).items()
        }
    if "items" in made:
        made["items"] = _below(mapping(made["items"]), texts)
    return made


def _alike(spans: Mapping[str, Span], subject: Subject, operation: str, key: str) -> list[str]:
    """The pointers of a response of an operation, and of all responses from the same line of the source."""
    one, end = subject.operations[operation], f"/responses/{escape(key)}"
    pointer = f"/paths/{escape(one.path)}/{one.method}{end}"
    same = [at for at, span in spans.items() if at.endswith(end) and span == spans.get(pointer)]
    return same or [pointer]


def _holder(definition: Plain, pointer: str, steps: Sequence[str]) -> Plain | None:
    """The schema of the object at some steps of a response, references resolved; None for other values."""
    response = _followed(definition, _at(definition, pointer))
    here = _followed(definition, response.get("schema"))
    for step in steps:
        layers = list(_layers(definition, here))
        found = [
            layer.get(_INNER[step]) if step in _INNER else mapping(layer.get("properties")).get(step)
            for layer in reversed(layers)
        ]
        here = _followed(definition, next((one for one in found if isinstance(one, dict)), None))
    holders = [layer for layer in _layers(definition, here) if isinstance(layer.get("properties"), dict)]
    return holders[-1] if holders else None


def _followed(definition: Plain, node: Json) -> Plain:
    seen: set[str] = set()
    here = mapping(node)
    while isinstance(target := here.get("$ref"), str) and target.startswith("#/") and target not in seen:
        seen.add(target)
        here = mapping(_at(definition, target[1:]))
    return here


def _at(definition: Plain, pointer: str) -> Json:
    found = json_pointer.find(definition, pointer, UNSET)
    return None if isinstance(found, Unset) else found


def _layers(definition: Plain, node: Plain, depth: int = 0) -> Iterator[Plain]:
    """The `allOf` parts of an object's schema, and the schema itself last."""
    for part in listed(node.get("allOf")) if depth < 8 else ():
        yield from _layers(definition, _followed(definition, part), depth + 1)
    yield node

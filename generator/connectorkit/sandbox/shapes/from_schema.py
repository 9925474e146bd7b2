"""Schemas as finite plain documents: references resolved, all_of merged, recursion cut.

A shape is a dict with any of: type, format, wire, internal, callback, default, example, safe_values, choices, limits,
fields (list of ``{"name", "required", "declared"?, "shape"}``), items, additional.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from connectorkit.model import flatten
from connectorkit.model.connector import Connector, Field, Schema, Unset
from connectorkit.model.flatten import Layers, speaks_for_platform
from connectorkit.model.record import record
from connectorkit.sandbox.shapes import formats, json_types, samples, validate

if TYPE_CHECKING:
    from connectorkit.model.json_value import Json
    from connectorkit.sandbox.shapes.document_types import Limits, Shape, ShapeField

# Recursive types would expand endlessly; beyond these sizes, branches are left out.
MOST_NODES = 1500
DEEPEST = 14


@record
class _Job:
    schema: Schema
    target: Shape
    seen: frozenset[str]
    depth: int


def tree(schema: Schema, connector: Connector) -> Shape:
    """The finite shape of a schema, built breadth-first, so that parts near the top are never left out."""
    root: Shape = {}
    jobs = deque([_Job(schema, root, frozenset(), 0)])
    made = 1
    while jobs:
        job = jobs.popleft()
        parts = flatten.layers(connector, job.schema, job.seen)
        job.target.update(_keywords(parts.schemas))
        below = list(_below(job, parts, connector)) if job.depth < DEEPEST and made < MOST_NODES else []
        made += len(below)
        jobs.extend(below)
    return root


def problem(value: Json | Mapping[str, Json], schema: Schema, connector: Connector) -> str:
    """The first reason why a value does not match its schema, as a sentence; "" if it matches."""
    return _problem(plain(value), tree(schema, connector))


def is_scalar_of(value: Json, schema: Schema) -> bool:
    """Whether a string, number or boolean matches ``schema``, without its types and parts."""
    return not _problem(value, _keywords([schema]))


def _problem(value: Json, shape: Shape) -> str:
    found: dict[str, str] = {}
    validate.against(value, shape, "", found)
    for path, text in found.items():
        steps = [f"[{step}]" if step.isdigit() else f".{step}" for step in path.split(".")]
        place = "It" if path == "body" else f"'{''.join(steps).removeprefix('.')}'"
        return place + text.removeprefix("The body").removeprefix(path)
    format_ = shape.get("format") or ""
    return "" if formats.is_of(value, format_) else f"It must have the format {format_}."


def plain(value: Json | Mapping[str, Json]) -> Json:
    """Mappings and tuples as dicts and lists, at any depth."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def _keywords(layers: list[Schema]) -> Shape:
    """The keywords of all layers about the value itself; a later layer wins."""
    out: Shape = {}
    for one in layers:
        _add_kind(out, one)
        _add_values(out, one)
    return _fulfillable(out)


def _add_kind(out: Shape, one: Schema) -> None:
    """Add the type and the use of the value from a layer."""
    kind = one.type or ("" if "type" in out else flatten.implied_type(one))
    if kind:
        out["type"] = kind
    if one.format:
        out["format"] = one.format
    if one.internal:
        out["internal"] = True
    if one.callback:
        out["callback"] = True
    if one.read_only:
        out["read_only"] = True
    if one.wire:
        out["wire"] = list(one.wire)


def _add_values(out: Shape, one: Schema) -> None:
    """Add the values and choices of a layer."""
    if one.safe_values:
        out["safe_values"] = [plain(value) for value in one.safe_values]
    if one.choices:
        out["choices"] = [plain(choice.value) for choice in one.choices]
    if one.limits:
        out["limits"] = _limits({**out.get("limits", {}), **one.limits})
    if not isinstance(one.default, Unset):
        out["default"] = plain(one.default)
    if not isinstance(one.example, Unset):
        out["example"] = plain(one.example)


def _limits(values: Mapping[str, object]) -> Limits:
    """Limits by name; the format's schema has validated them."""
    return cast("Limits", dict(values))


def _fulfillable(out: Shape) -> Shape:
    """The shape without choices and limits that no sample satisfies: the sandbox only requires what it can return."""
    accepted = json_types.kinds(out)
    out["choices"] = [one for one in out.get("choices", ()) if _is_choice(one, accepted)]
    if not out["choices"]:
        del out["choices"]
    if not out.get("limits") or {"array", "object"} & {*accepted}:
        return out
    for left_out in (("pattern",), (*out["limits"],)):
        if not validate.limits(samples.sample(out), out):
            break
        out["limits"] = _limits({name: value for name, value in out["limits"].items() if name not in left_out})
    return out


def _is_choice(value: Json, accepted: tuple[str, ...]) -> bool:
    """Whether a choice is usable: a scalar of the right type."""
    if {"array", "object"} & {json_types.kind_of(value), *accepted}:
        return False
    return json_types.fits(json_types.fit(value, accepted), accepted)


def _below(job: _Job, parts: Layers, connector: Connector) -> Iterable[_Job]:
    """The jobs for nested schemas; a branch that repeats a type is left out."""
    seen = job.seen | parts.names
    yield from _fields(job, parts.schemas, seen, connector)
    for one in parts.schemas:
        if one.items is not None and not flatten.is_composed_of(connector, one.items, seen):
            yield _Job(one.items, job.target.setdefault("items", {}), seen, job.depth + 1)
    more = _further(job, parts.schemas, connector)
    if isinstance(more, Schema) and not flatten.is_composed_of(connector, more, seen):
        yield _Job(more, job.target.setdefault("additional", {}), seen, job.depth + 1)


def _further(job: _Job, layers: list[Schema], connector: Connector) -> Schema | bool | None:
    """The additionalProperties, as in the client."""
    if not any(one.additional is not None for one in layers):
        return None
    return flatten.flat(connector, job.schema, tuple(sorted(job.seen))).additional


def _fields(job: _Job, layers: list[Schema], seen: frozenset[str], connector: Connector) -> Iterable[_Job]:
    asked = {name for one in layers for name in one.required_fields or ()}
    found: dict[str, tuple[Field, bool]] = {}
    for one in layers:
        found |= {item.name: (item, True) for item in one.fields or ()}
        found |= {item.name: (item, False) for item in one.undeclared if item.name not in found}
    kept = [(item, said) for item, said in found.values() if not flatten.is_composed_of(connector, item.schema, seen)]
    if kept or asked - set(found):
        job.target["fields"] = []
    for item, said in kept:
        required = said and (item.required or item.name in asked) and not speaks_for_platform(connector, item.schema)
        entry: ShapeField = {"name": item.name, "required": required, "shape": {}}
        if not said:
            entry["declared"] = False
        job.target["fields"].append(entry)
        yield _Job(item.schema, entry["shape"], seen, job.depth + 1)
    # A required field without a schema has that of additional properties.
    more = _further(job, layers, connector)
    other = more if isinstance(more, Schema) else Schema(job.schema.span)
    for name in sorted(asked - set(found)):
        job.target["fields"].append({"name": name, "required": False, "declared": False, "shape": {}})
        yield _Job(other, job.target["fields"][-1]["shape"], seen, job.depth + 1)

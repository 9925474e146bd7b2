"""Flattening: a schema merged with the type that it refers to and with the parts of its ``allOf``.

The layers are ordered: the named type first, then the parts, then the schema itself. Of properties with the same name,
that of the last layer counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import field

from connectorkit.model.connector import UNSET, Connector, Json, Schema, Unset
from connectorkit.model.record import record, replace

# The identity of a schema, and the names of the types that were entered on the way to it.
_Opened = tuple[int, tuple[str, ...]]


@record
class Layers:
    """All layers of one schema, the innermost first, and the names of the types among them."""

    schemas: list[Schema] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


def referred(connector: Connector, schema: Schema, seen: Collection[str] = ()) -> Schema | None:
    """The schema of the type that ``schema`` refers to; None when there is none, or when ``seen`` has its name."""
    name = schema.ref
    # An imported definition may have the empty name, which a schema without a reference has, too.
    return connector.types[name].schema if name and name in connector.types and name not in seen else None


def parts(connector: Connector, schema: Schema, seen: Collection[str] = ()) -> list[Schema]:
    """What a schema is composed of: the type that it refers to, then the parts of its ``allOf``."""
    named = referred(connector, schema, seen)
    return [*schema.all_of] if named is None else [named, *schema.all_of]


def layers(connector: Connector, schema: Schema, seen: Collection[str] = ()) -> Layers:
    """All layers of a schema. Of a type in ``seen``, or met a second time, only the JSON type is kept."""
    found = Layers()
    _collect(connector, schema, seen, found)
    return found


def flat(connector: Connector, schema: Schema, seen: tuple[str, ...] = ()) -> Schema:
    """One schema with the meaning of all layers of ``schema``; ``schema`` itself when it is the only layer.

    Keywords that cannot be merged (type, format, texts ...) come from the schema itself, else from the first part with
    a type.
    """
    return _flat(connector, schema, seen, {})


def _flat(connector: Connector, schema: Schema, seen: tuple[str, ...], made: dict[_Opened, Schema]) -> Schema:
    """As :func:`flat`; ``made`` caches merged parts, since the same part may be reached on many paths."""
    key = (id(schema), seen)
    if key not in made:
        made[key] = _merged(connector, schema, seen, made)
    return made[key]


def _merged(connector: Connector, schema: Schema, seen: tuple[str, ...], made: dict[_Opened, Schema]) -> Schema:
    below = (*seen, schema.ref) if schema.ref else seen
    bases = [_flat(connector, part, below, made) for part in parts(connector, schema, seen)]
    if not bases:
        return schema
    fields = {f.name: f for one in (*bases, schema) for f in one.fields or ()}
    undeclared = {f.name: f for one in (*bases, schema) for f in one.undeclared}
    first = next((base for base in bases if base.type or base.items), bases[0])
    return replace(
        schema,
        type=schema.type or first.type,
        format=schema.format or first.format,
        items=schema.items or first.items,
        fields=tuple(fields.values()) or None,
        undeclared=tuple(undeclared.values()),
        additional=further_properties(connector, bases, below) if schema.additional is None else schema.additional,
        choices=schema.choices or first.choices,
        limits={**first.limits, **schema.limits},
        required_fields=tuple(dict.fromkeys(n for one in (*bases, schema) for n in one.required_fields or ())) or None,
        default=first.default if schema.default is UNSET else schema.default,
        platform=(first if schema.default is UNSET else schema).platform,
        money=schema.money or first.money,
        visibility=schema.visibility or first.visibility,
        read_only=schema.read_only or first.read_only,
        personal=schema.personal or first.personal,
        display=schema.display or first.display,
        description=schema.description or first.description,
        all_of=(),
    )


def further_properties(
    connector: Connector, schemas: Sequence[Schema], seen: tuple[str, ...] = ()
) -> Schema | bool | None:
    """The ``additionalProperties`` of several schemas that all apply; None where none declares any.

    False forbids any, an integer is a number too, and objects are merged. Of types that exclude each other, the first
    counts; resolve reports them.
    """
    said = [one.additional for one in schemas if one.additional is not None]
    if any(one is False for one in said):
        return False
    found: Schema | None = None
    for one in said:
        if isinstance(one, Schema):
            found = one if found is None else _both(found, one, connector, seen)
    return found or (True if said else None)


def _both(one: Schema, other: Schema, connector: Connector, seen: tuple[str, ...]) -> Schema:
    kinds = type_of(connector, one, seen), type_of(connector, other, seen)
    if kinds in (("", kinds[1]), ("number", "integer")):
        return other
    return Schema(one.span, "object", all_of=(one, other)) if kinds == ("object", "object") and one != other else one


def type_of(connector: Connector, schema: Schema, seen: tuple[str, ...] = ()) -> str:
    """The JSON type of a schema with all its layers; "" for any."""
    full = flat(connector, schema, seen)
    return full.type or implied_type(full)


def speaks_for_platform(connector: Connector, schema: Schema, seen: tuple[str, ...] = ()) -> bool:
    """Whether a value is a constant that identifies the platform as the caller, or a hidden object of such
    constants."""
    if not (schema.internal or schema.ref or schema.all_of):
        return False
    full = flat(connector, schema, seen)
    if full.default is not UNSET or not full.internal:
        return full.platform
    below = (*seen, schema.ref) if schema.ref else seen
    return bool(full.fields) and all(speaks_for_platform(connector, f.schema, below) for f in full.fields or ())


def hidden_constant(connector: Connector, schema: Schema, seen: tuple[str, ...] = ()) -> Json | Unset:
    """The value that a hidden input always has; UNSET when the caller chooses it.

    A hidden object is a constant when all its required properties are. Constants that identify the platform are left
    out.
    """
    full = flat(connector, schema, seen)
    if not full.internal or full.callback:
        return UNSET
    if full.default is not UNSET or not full.fields:
        return full.default
    below = (*seen, schema.ref) if schema.ref else seen
    made: dict[str, Json] = {}
    for one in full.fields:
        if speaks_for_platform(connector, one.schema, below):
            continue
        value = hidden_constant(connector, one.schema, below)
        if not isinstance(value, Unset):
            made[one.name] = value
        elif one.required:
            return UNSET
    return made or UNSET


def composed(connector: Connector, schema: Schema) -> Iterator[Schema]:
    """A schema and everything that it is composed of, at any depth; the parts of a type come once."""
    known = set[str]()
    waiting = [schema]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += parts(connector, one, known)
        known.add(one.ref)


def is_composed_of(connector: Connector, schema: Schema, names: Collection[str]) -> bool:
    """Whether a schema is, or is composed of, one of the types ``names``."""
    return any(one.ref in names for one in composed(connector, schema))


def implied_type(schema: Schema) -> str:
    """The JSON type that the keywords of a schema without one imply; "" for any."""
    if schema.items is not None:
        return "array"
    return "object" if schema.fields or schema.additional or schema.required_fields else ""


def _collect(connector: Connector, schema: Schema, seen: Collection[str], found: Layers) -> None:
    named = referred(connector, schema, seen)
    if named is not None and schema.ref not in found.names:
        found.names.add(schema.ref)
        _collect(connector, named, seen, found)
    elif schema.ref in connector.types:
        again = connector.shape_of(schema)
        composed = "object" if again.all_of else ""
        found.schemas.append(Schema(schema.span, again.type or implied_type(again) or composed))
    for part in schema.all_of:
        _collect(connector, part, seen, found)
    found.schemas.append(schema)

"""Lookup of a field in a schema by the steps of its path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from connectorkit.model import flatten
from connectorkit.model.connector import UNSET, Connector, Schema

ITEMS = "[]"
_CONTAINERS = ("object", "array", "file", "")


class Missing(NamedTuple):
    """The first step of a path that does not exist, and the names of the fields at its place."""

    step: str
    known: tuple[str, ...]


def missing(connector: Connector, schema: Schema, steps: Sequence[str]) -> Missing | None:
    """The first of ``steps`` that does not exist (names of fields, "[]" for the items of an array).

    None when all exist, or when the schema allows anything there.
    """
    here = schema
    for step in steps:
        here = flatten.flat(connector, here)
        if _is_open(here):
            return None
        below = _items(here) if step == ITEMS else _field(here, step)
        if below is None:
            return Missing(step, tuple(_names(here)))
        if below is here:
            return None
        here = below
    return None


def missing_in_all(connector: Connector, schemas: Iterable[Schema], steps: Sequence[str]) -> list[Missing]:
    """What each of some schemas lacks of a path; [] when one of them has it, or there are none."""
    lacking = []
    for schema in schemas:
        found = missing(connector, schema, steps)
        if found is None:
            return []
        lacking.append(found)
    return lacking


def names(connector: Connector, schema: Schema) -> Iterator[str]:
    """The names of all fields at any depth; a type that contains itself is entered once."""
    waiting, seen = [schema], set[str]()
    while waiting:
        one = waiting.pop()
        yield from _names(one)
        named = flatten.referred(connector, one, seen)
        if named is not None:
            seen.add(one.ref)
            waiting.append(named)
        waiting += [field.schema for field in (*(one.fields or ()), *one.undeclared)]
        waiting += [*one.all_of, *([one.items] if one.items else [])]
        waiting += [one.additional] if isinstance(one.additional, Schema) else []


def _names(schema: Schema) -> list[str]:
    return [field.name for field in (*(schema.fields or ()), *schema.undeclared)]


def _is_open(schema: Schema) -> bool:
    """Whether a schema allows any content: it declares none, or an operation supplies it while a flow is edited."""
    nothing = not (schema.fields or schema.undeclared or schema.items or isinstance(schema.additional, Schema))
    return schema.raw is not UNSET or schema.shape is not None or (nothing and schema.type in _CONTAINERS)


def _items(schema: Schema) -> Schema | None:
    return schema if schema.type == "array" and schema.items is None else schema.items


def _field(schema: Schema, name: str) -> Schema | None:
    """The schema of a field; ``schema`` itself where undeclared fields are allowed."""
    fields = (*(schema.fields or ()), *schema.undeclared)
    found = next((field.schema for field in fields if field.name == name), None)
    if found is None and isinstance(schema.additional, Schema):
        return schema.additional
    return schema if found is None and schema.additional is True else found

"""A walk over every schema of a connector."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from connectorkit.model.connector import Connector, Operation, Schema
from connectorkit.model.kept import NOTHING, Kept

Wanted = Callable[[Schema], bool]


def chosen(connector: Connector, what: str, wanted: Wanted, kept: Kept = NOTHING) -> Iterator[Schema]:
    """Each schema for which ``wanted`` is true, once; ``kept`` caches those of unchanged parts under ``what``."""
    found: dict[int, Schema] = {}
    for named in connector.types.values():
        found |= kept.once(what, (named.schema,), partial(_below, [named.schema], wanted))
    for operation in connector.operations:
        found |= kept.once(what, (operation,), partial(_of_operation, operation, wanted))
    kept.turn(what)
    yield from found.values()


def _of_operation(operation: Operation, wanted: Wanted) -> dict[int, Schema]:
    schemas = [one.schema for one in operation.parameters]
    schemas += [one.schema for one in operation.responses if one.schema is not None]
    return _below(schemas + ([operation.event.schema] if operation.event is not None else []), wanted)


def _below(waiting: list[Schema], wanted: Wanted) -> dict[int, Schema]:
    found: dict[int, Schema] = {}
    seen = set[int]()
    while waiting:
        schema = waiting.pop()
        if id(schema) in seen:
            continue
        seen.add(id(schema))
        if wanted(schema):
            found[id(schema)] = schema
        waiting += below(schema)
    return found


def below(schema: Schema) -> list[Schema]:
    """The schemas directly inside a schema."""
    found = [one.schema for one in schema.fields] if schema.fields else []
    if schema.undeclared:
        found += [one.schema for one in schema.undeclared]
    if schema.all_of:
        found += schema.all_of
    if schema.items is not None:
        found.append(schema.items)
    if isinstance(schema.additional, Schema):
        found.append(schema.additional)
    return found

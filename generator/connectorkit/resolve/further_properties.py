"""Parts of one schema that exclude each other in what they say of further properties."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from connectorkit.diagnostics.finding import Finding
from connectorkit.model import flatten
from connectorkit.model.connector import Connector, Schema

ID = "SRC013"
_TOGETHER = ({"number", "integer"},)
_MOST = 100


def findings(connector: Connector) -> Iterator[Finding]:
    """A warning for each schema with two parts of which no further property can fit both."""
    for schema in _schemas(connector):
        if len(schema.all_of) + bool(schema.ref) < 2 or _is_large(connector, schema):
            continue
        bases = [flatten.flat(connector, part) for part in flatten.parts(connector, schema)]
        said = [flatten.type_of(connector, one.additional) for one in bases if isinstance(one.additional, Schema)]
        kinds = [kind for kind in dict.fromkeys(said) if kind]
        if any(one.additional is False for one in bases) and said:
            names = "one allows none, another describes them"
        elif len(kinds) > 1 and set(kinds) not in _TOGETHER:
            names = " and ".join(f"'{kind}'" for kind in kinds)
        else:
            continue
        yield Finding(
            ID,
            f"The parts of 'all_of' contradict each other in 'additional': {names}. All parts hold, so no value fits.",
            schema.span,
            "Describe additional properties in one part only.",
            "warning",
        )


def _is_large(connector: Connector, schema: Schema) -> bool:
    """Whether a schema is laid over more than _MOST others: laying so many together is not worth a warning."""
    return next(islice(flatten.composed(connector, schema), _MOST, None), None) is not None


def _schemas(connector: Connector) -> Iterator[Schema]:
    """Every schema of a connector once."""
    waiting = [one.schema for one in connector.types.values()]
    for operation in connector.operations:
        waiting += [one.schema for one in operation.parameters]
        waiting += [one.schema for one in operation.responses if one.schema is not None]
        waiting += [operation.event.schema] if operation.event is not None else []
    seen = set[int]()
    while waiting:
        schema = waiting.pop()
        if id(schema) in seen:
            continue
        seen.add(id(schema))
        yield schema
        waiting += [one.schema for one in (*(schema.fields or ()), *schema.undeclared)]
        waiting += [*schema.all_of, *([schema.items] if schema.items else [])]
        waiting += [schema.additional] if isinstance(schema.additional, Schema) else []

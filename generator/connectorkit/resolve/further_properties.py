"""Parts of one schema whose ``additionalProperties`` exclude each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from connectorkit.diagnostics.finding import Finding
from connectorkit.model import flatten
from connectorkit.model.connector import Connector, Schema
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.resolve import every_schema

ID = "SRC013"
_TOGETHER = ({"number", "integer"},)
_MOST = 100


def findings(connector: Connector, kept: Kept = NOTHING) -> Iterator[Finding]:
    """A warning for each schema with two parts that no additional property can satisfy."""
    for schema in every_schema.chosen(connector, "composed", _is_composed, kept):
        if _is_large(connector, schema):
            continue
        bases = [flatten.flat(connector, part) for part in flatten.parts(connector, schema)]
        said = [flatten.type_of(connector, one.additional) for one in bases if isinstance(one.additional, Schema)]
        kinds = [kind for kind in dict.fromkeys(said) if kind]
        if any(one.additional is False for one in bases) and said:
            names = "one allows none, another declares them"
        elif len(kinds) > 1 and set(kinds) not in _TOGETHER:
            names = " and ".join(f"'{kind}'" for kind in kinds)
        else:
            continue
        yield Finding(
            ID,
            f"The parts of 'all_of' contradict each other in 'additional': {names}. All parts apply, so no value is "
            "valid.",
            schema.span,
            "Describe additional properties in one part only.",
            "warning",
        )


def _is_composed(schema: Schema) -> bool:
    return len(schema.all_of) + bool(schema.ref) > 1


def _is_large(connector: Connector, schema: Schema) -> bool:
    """Whether a schema is composed of more than _MOST others: merging so many is not worth a warning."""
    return next(islice(flatten.composed(connector, schema), _MOST, None), None) is not None

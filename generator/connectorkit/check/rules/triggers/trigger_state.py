"""Rules about the state that a polling trigger keeps between two polls."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine import schema_paths
from connectorkit.check.engine.connector_index import Subject, mapping
from connectorkit.check.engine.labels import begun
from connectorkit.check.engine.response_paths import astray, item, response, text
from connectorkit.check.engine.rule import Hit, Rule, everywhere
from connectorkit.check.engine.schema_paths import Lost

_STATE = "x-ms-trigger-value"


def _state(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("parameter", _STATE):
        said, operation = mapping(at.node[_STATE]), at.operation
        whole = response(subject, operation)
        if operation is None or whole is None:
            continue
        items = schema_paths.follow(subject, whole, text(said, "value-collection"))
        if isinstance(items, Lost):
            yield from astray(
                at.at(_STATE, "value-collection"), begun(at), text(said, "value-collection"), items, operation
            )
        elif text(said, "value-path"):
            inside = item(subject, items) if "value-collection" in said else items
            found = schema_paths.follow(subject, inside, text(said, "value-path"))
            if isinstance(found, Lost):
                yield from astray(at.at(_STATE, "value-path"), begun(at), text(said, "value-path"), found, operation)


RULES = (
    Rule(
        "TRG074",
        "The state of a trigger is in its response",
        why="The platform reads the state of a polling trigger there. Without it, each poll starts from the beginning.",
        source="schema of apiDefinition, x-ms-trigger-value",
        severity=everywhere("warning"),
        help="Write the path of the collection and, within its items, the path of the value.",
        check=_state,
    ),
)

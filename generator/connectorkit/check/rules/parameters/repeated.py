"""Rules about parameters that several operations repeat."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import Subject, mapping, short
from connectorkit.check.engine.exported import injected
from connectorkit.check.engine.repeats import alike
from connectorkit.check.engine.rule import Hit, Rule, Severities

# Fewer repetitions are easy to correct, and nearly half of the accepted connectors have some.
_MANY = 6


def _parameters(subject: Subject) -> Iterator[Hit]:
    # In a source, a parameter is declared once and may be copied into place.
    if not subject.published and not mapping(subject.definition.get("parameters")):
        return
    own = (
        (
            (
                at.name,
                str(at.node["in"]),
                at.node["in"] == "path" or bool(at.node.get("required")),
                at.text("description"),
            ),
            at,
        )
        for at in subject.having("parameter", "in")
        if at.role == "own" and at.node["in"] != "body" and not injected(subject, at)
    )
    for group in alike(own):
        operations = {at.pointer.rpartition("/parameters/")[0] for at in group}
        if len(operations) < _MANY:
            continue
        yield Hit(
            group[0].pointer,
            f"The parameter '{short(group[0].name)}' is described identically in {len(operations)} operations.",
            related=tuple(at.pointer for at in group[1:]),
        )


RULES = (
    Rule(
        "PAR200",
        "A parameter of several operations is described once",
        why="Otherwise every correction must be made in several places, and is easily missed.",
        source="coding standards",
        severity=Severities("advice", "advice", "off"),
        help="Describe it once under `parameters` of the connector, and let the operations share it.",
        check=_parameters,
    ),
)

"""Rules about parameters that several operations describe in the same words."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import Subject, mapping, short
from connectorkit.check.engine.exported import injected
from connectorkit.check.engine.repeats import alike
from connectorkit.check.engine.rule import Hit, Rule, Severities

# A correction in fewer places is no burden: nearly half of the accepted connectors repeat a parameter in a few.
_MANY = 6


def _parameters(subject: Subject) -> Iterator[Hit]:
    # A source can say a parameter once and have it copied into place.
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

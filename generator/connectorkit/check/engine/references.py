"""The references of a definition."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import At, Subject
from connectorkit.check.engine.labels import begun

# The kinds of parts that can be a reference, with the section of the target.
SECTIONS = {"schema": "definitions", "parameter": "parameters", "response": "responses"}


def references(subject: Subject) -> Iterator[tuple[At, str]]:
    """Every part that is a reference, with its target."""
    for kind in SECTIONS:
        for at in subject.having(kind, "$ref"):
            target = at.node["$ref"]
            if isinstance(target, str):
                yield at, target


def referrer(at: At) -> str:
    """A name for the referring part at the start of a sentence; a reference has no name of its own."""
    if at.kind == "parameter":
        return f"A parameter of {at.operation.called}" if at.operation else "A parameter of a path"
    return begun(at)

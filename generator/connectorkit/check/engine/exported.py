"""Definitions that were exported from a deployed connector, in which the platform added a segment to each path."""

from __future__ import annotations

from connectorkit.check.engine.connector_index import At, Subject, mapping

PREFIX = "/{connectionId}"
PARAMETER = "connectionid"


def exported(subject: Subject) -> bool:
    """Whether every path begins with ``/{connectionId}``, as in definitions from the platform."""
    paths = [path for path in mapping(subject.definition.get("paths")) if not path.startswith("x-")]
    lowered = PREFIX.lower()
    return bool(paths) and all(path.lower() == lowered or path.lower().startswith(f"{lowered}/") for path in paths)


def injected(subject: Subject, at: At) -> bool:
    """Whether a parameter is the ``connectionId`` that the platform added to an exported definition."""
    return at.name.lower() == PARAMETER and at.node.get("in") == "path" and subject.once(exported)

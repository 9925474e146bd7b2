"""A base: an earlier package whose names and ids must not change."""

from __future__ import annotations

from pathlib import Path

from connectorkit.diagnostics.finding import Finding, Span, Unusable
from connectorkit.package.naming import Names
from connectorkit.read import solution_connector
from connectorkit.read.connector_folder import Plain


def findings(names: Names, base: Path, span: Span) -> list[Finding]:
    """The names and ids that differ from those of the package ``base``; raises Unusable when it is none."""
    if not base.exists() or not solution_connector.recognised(base):
        raise Unusable(f"{base}: not a solution, a certification zip or an unpacked solution")
    original, wrong = solution_connector.gather(base)
    if original is None:
        raise Unusable(f"{base}: {wrong[0].message if wrong else 'has no connector'}")
    return [
        Finding(
            "PKG108",
            f"The {what} is '{new}', but it was '{old}' in {base.name}.",
            span,
            f"Keep it: write `{key}` under `package`. A changed one is a second connector, or loses connections.",
        )
        for what, key, old, new in _compared(names, original.package)
        if old and old != new
    ]


def _compared(names: Names, said: Plain) -> list[tuple[str, str, str, str]]:
    """What it is, the key that keeps it, its old and its new value."""
    ids, publisher, solution = (_mapping(said, key) for key in ("ids", "publisher", "solution"))
    logical = ids.get("name") or f"{publisher.get('prefix', '')}_{said.get('name', '')}"
    return [
        ("logical name", f"ids.name: {logical}", logical, names.logical),
        (
            "publisher's prefix",
            f"publisher.prefix: {publisher.get('prefix')}",
            publisher.get("prefix", ""),
            names.prefix,
        ),
        ("solution's name", f"solution.name: {solution.get('name')}", solution.get("name", ""), names.solution),
        *_ids(ids, names),
    ]


def _ids(ids: dict[str, str], names: Names) -> list[tuple[str, str, str, str]]:
    listed = {
        "connector": ("id of the connector", names.connector_id),
        "workflow": ("id of the sample flow", names.workflow_id),
        "connection_reference": ("connection reference", names.connection_reference),
        "flow_solution": ("flow solution's name", names.flow_solution),
    }
    return [(what, f"ids.{key}: {ids.get(key)}", ids.get(key, ""), new) for key, (what, new) in listed.items()]


def _mapping(said: Plain, key: str) -> dict[str, str]:
    found = said.get(key)
    return {name: str(value) for name, value in found.items()} if isinstance(found, dict) else {}

"""A comparison as SARIF: the findings that count, each with its audiences, and the kinds of change as rules."""

from __future__ import annotations

import json
from typing import Any

from connectorkit.cli.reports import sarif
from connectorkit.cli.reports.changes.summary import AUDIENCES
from connectorkit.diff.comparison import Comparison
from connectorkit.diff.kinds import find


def render(comparison: Comparison) -> str:
    """One run; ``properties.audiences`` of a result lists the audiences that the change affects."""
    # Any: a document that was just written as JSON.
    document: dict[str, Any] = json.loads(sarif.render(comparison.findings, ()))
    run = document["runs"][0]
    for described in run["tool"]["driver"]["rules"]:
        kind = find(described["id"])
        if kind is not None:
            described["shortDescription"] = {"text": f"{kind.title}."}
            described["fullDescription"] = {"text": kind.why}
    for result, one in zip(run["results"], comparison.open, strict=False):
        properties = result.setdefault("properties", {})
        properties["audiences"] = dict(zip(AUDIENCES, one.change.verdict, strict=True))
        properties["operations"] = [name.id for name in one.change.operations]
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"

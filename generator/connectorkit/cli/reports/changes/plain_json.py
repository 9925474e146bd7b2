"""A comparison as the JSON document of `check`, with the audiences, both places and the version that follows."""

from __future__ import annotations

import json

from connectorkit.cli.reports.changes.summary import AUDIENCES
from connectorkit.cli.reports.plain_json import VERSION, entry, place
from connectorkit.diagnostics.finding import Span
from connectorkit.diff.comparison import Comparison, Reported


def render(comparison: Comparison) -> str:
    """``{"version": 1, "findings": [...], "approved": [...], "release": {...}}``.

    ``findings`` are the changes that count; each has ``audiences``: "B" breaks, "b" may break, "n" notice, "ok".
    """
    release = comparison.release
    document = {
        "version": VERSION,
        "findings": [*(_entry(one) for one in comparison.open), *(entry(one) for one in comparison.stale)],
        "approved": [_entry(one) for one in comparison.approved],
        "release": {
            "old": release.old,
            "new": release.new,
            "step": release.step,
            "follows": release.follows,
            "raised": release.raised,
            "minor_for_certification": release.quick,
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _entry(one: Reported) -> dict[str, object]:
    change = one.change
    return {
        **entry(one.finding),
        "audiences": dict(zip(AUDIENCES, change.verdict, strict=True)),
        "why": change.kind.why,
        "operations": [name.id for name in change.operations],
        "path": change.path,
        "old": _placed(one.old),
        "new": _placed(one.new),
        "approval": {"reason": one.approval.reason, "kind": one.approval.kind or None} if one.approval else None,
    }


def _placed(span: Span | None) -> dict[str, object] | None:
    return place(span) if span is not None else None

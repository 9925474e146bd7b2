"""A comparison as the JSON document of `check`, with the audiences, both locations and the next version."""

from __future__ import annotations

import json

from connectorkit.cli.reports.changes.summary import AUDIENCES
from connectorkit.cli.reports.plain_json import VERSION, entry, place
from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.diff.comparison import Comparison, Reported
from connectorkit.diff.kind import FINE


def render(comparison: Comparison) -> str:
    """``{"version": 1, "findings": [...], "approved": [...], "release": {...}}``.

    ``findings`` are the changes that count; each has ``audiences``: "B" breaks, "b" may break, "n" notice, "ok".
    """
    release = comparison.release
    document = {
        "version": VERSION,
        "findings": [*(_entry(one) for one in comparison.open), *(_stale(one) for one in comparison.stale)],
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


def _stale(one: Finding) -> dict[str, object]:
    """A finding about an unused approval, with the keys of a change."""
    nobody = dict.fromkeys(AUDIENCES, FINE)
    more: dict[str, object] = {
        "audiences": nobody,
        "why": "",
        "operations": [],
        "path": "",
        "old": None,
        "new": None,
        "approval": None,
    }
    return {**entry(one), **more}


def _placed(span: Span | None) -> dict[str, object] | None:
    return place(span) if span is not None else None

"""Findings as text or as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from connectorkit.findings import Finding


def text(findings: Sequence[Finding]) -> str:
    """One line for each finding with its place, and one with the way out."""
    return "".join(
        f"{f.span.file}:{f.span.line}:{f.span.column}: {f.severity} {f.id}: {f.message}\n    {f.help}\n"
        for f in findings
    )


def as_json(findings: Sequence[Finding]) -> str:
    """The versioned JSON document that other programs read."""
    listed = [
        {
            "id": f.id, "severity": f.severity, "message": f.message, "file": f.span.file, "line": f.span.line,
            "column": f.span.column, "end_line": f.span.end_line, "end_column": f.span.end_column,
            "help": f.help, "pointer": f.pointer,
        }
        for f in findings
    ]  # fmt: skip
    return json.dumps({"version": 1, "findings": listed}, ensure_ascii=False, indent=2) + "\n"


FORMATS = {"text": text, "json": as_json}

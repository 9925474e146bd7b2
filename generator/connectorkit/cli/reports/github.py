"""Findings as workflow commands of GitHub Actions, which shows them next to the changed lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from connectorkit.diagnostics.finding import Finding

_LEVELS = {"error": "error", "warning": "warning", "advice": "notice"}
# Logs are also shown on terminals.
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def render(findings: Sequence[Finding]) -> str:
    """One workflow command for each finding."""
    return "".join(_command(one) for one in findings)


def _command(one: Finding) -> str:
    span = one.span
    place = {"file": span.file, "line": span.line, "col": span.column, "endLine": span.end_line}
    if span.end_line == span.line:
        place["endColumn"] = span.end_column
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in {**place, "title": one.id}.items())
    said = "\n".join([one.message, one.help, *([f"Fixable with --fix: {one.fix}"] if one.fix else [])])
    return f"::{_LEVELS[one.severity]} {properties}::{_data(said)}\n"


def _data(text: str) -> str:
    whole = _ODD.sub("\ufffd", text)
    return whole.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

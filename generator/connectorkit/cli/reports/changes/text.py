"""A comparison for people: every change with its location, audiences and suggestion, then a summary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from connectorkit.cli.reports.changes import summary
from connectorkit.cli.reports.code_frame import Frames
from connectorkit.cli.reports.terminal_safe import line
from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.diff.comparison import Comparison, Reported
from connectorkit.diff.kind import BREAKS, MAY_BREAK, NOTICE

_COLORS: Final = {"error": "31", "warning": "33", "advice": "36"}
_OPERATIONS: Final = 6


def render(comparison: Comparison, color: bool = False) -> str:
    """The changes that are not approved, unused approvals, the approved changes in one line each, and the summary."""
    frames = Frames()
    blocks = ["\n".join(_block(one, frames, color)) for one in comparison.open]
    blocks += ["\n".join(_stale(one, color)) for one in comparison.stale]
    if comparison.approved:
        blocks.append("\n".join(_approved(one) for one in comparison.approved))
    blocks.append("\n".join(_whole(comparison)))
    return "\n\n".join(blocks) + "\n"


def _block(one: Reported, frames: Frames, color: bool) -> Iterator[str]:
    finding = one.finding
    yield f"{_place(finding.span)}: {_head(finding, color)}: {line(finding.message)}"
    yield from frames.draw(finding.span)
    yield f"    {summary.letters(one.change.verdict)}"
    if one.old is not None and one.old != finding.span:
        yield f"    Before: {_place(one.old)}"
    if len(one.change.operations) > 2:
        yield f"    Operations: {_operations(one)}"
    yield f"    {one.change.kind.why}"
    yield f"    {finding.help}"
    if finding.severity != "advice":
        yield f"    Fingerprint: {finding.fingerprint}"


def _operations(one: Reported) -> str:
    ids = [line(name.id or name.title) for name in one.change.operations]
    more = f" and {len(ids) - _OPERATIONS} more" if len(ids) > _OPERATIONS else ""
    return ", ".join(ids[:_OPERATIONS]) + more


def _stale(finding: Finding, color: bool) -> Iterator[str]:
    yield f"{_place(finding.span)}: {_head(finding, color)}: {line(finding.message)}"
    yield f"    {finding.help}"


def _approved(one: Reported) -> str:
    approval = one.approval
    kind = f" ({approval.kind})" if approval and approval.kind else ""
    reason = approval.reason if approval else ""
    return f"approved {one.finding.id}{kind}: {line(one.finding.message)} {line(reason)}".rstrip()


def _whole(comparison: Comparison) -> Iterator[str]:
    """The matrix of all changes, and their consequences."""
    if comparison.reported:
        yield f"{'':22}{'breaks':>8}{'may break':>11}{'notice':>8}"
        for index, name in enumerate(summary.AUDIENCES):
            counts = comparison.counts(index)
            row = f"{counts[BREAKS]:>8}{counts[MAY_BREAK]:>11}{counts[NOTICE]:>8}"
            yield f"{summary.TITLES[name]:22}{row}"
        yield ""
    yield summary.counted(comparison)
    yield line(summary.version(comparison.release))
    if said := summary.certification(comparison.release):
        yield said
    if said := summary.left_out(comparison):
        yield said


def _head(finding: Finding, color: bool) -> str:
    text = f"{finding.severity} {finding.id}"
    return f"\x1b[1;{_COLORS[finding.severity]}m{text}\x1b[0m" if color else text


def _place(span: Span) -> str:
    return f"{line(span.file)}:{span.line}:{span.column}"

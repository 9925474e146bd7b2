"""Grouping: one finding in place of many where a rule reports the same problem repeatedly. Light to import.

Errors are never grouped: each must be acted upon. The warnings of a rule become one finding with a count, and so does
its advice: without grouping, an accepted connector has a median of 28 findings. The grouped findings are the
``members`` of the first, each with its own message, and their places are its ``related`` places. JSON and `check
--verbose` list them, so nothing is lost; SARIF lists as many as GitHub accepts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.diagnostics.refusals import of_rule


def grouped(findings: Iterable[Finding]) -> list[Finding]:
    """The findings of one source with repeated ones grouped, ordered by place."""
    alike: dict[tuple[str, ...], list[Finding]] = {}
    for one in findings:
        alike.setdefault(_key(one), []).append(one)
    made = [_one(some) for some in alike.values()]
    return sorted(made, key=lambda one: (one.span.file, one.span.line, one.span.column, one.id, one.message))


def _key(one: Finding) -> tuple[str, ...]:
    """What findings of one group have in common."""
    if one.severity == "error" or not of_rule(one.id):
        return one.id, one.severity, one.fingerprint, one.message, str(one.span)
    return one.id, one.severity


def _one(findings: Sequence[Finding]) -> Finding:
    first, others = findings[0], findings[1:]
    if not others:
        return first
    spans = dict.fromkeys(span for one in findings for span in (one.span, *one.related))
    places: tuple[Span, ...] = tuple(span for span in spans if span != first.span)
    more = f"There are {len(others)} more findings of" if len(others) > 1 else "There is one more finding of"
    changes = tuple(dict.fromkeys(change for one in findings for change in one.changes))
    message = f"{first.message} {more} this rule."
    fix = _fix(findings)
    return first._replace(message=message, related=places, changes=changes, fix=fix, members=tuple(others))


def _fix(findings: Sequence[Finding]) -> str:
    """The fix of the first finding that has one, and how many others have one."""
    fixes = [one.fix for one in findings if one.fix]
    if len(fixes) < 2:
        return fixes[0] if fixes else ""
    more = f"{len(fixes) - 1} more findings" if len(fixes) > 2 else "one more finding"
    return f"{fixes[0]} --fix fixes {more}."

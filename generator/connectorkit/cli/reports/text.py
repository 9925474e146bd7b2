"""Findings for people: a line with the location and message, the source line, and the suggestion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connectorkit.cli.reports.code_frame import Frames
from connectorkit.cli.reports.terminal_safe import line
from connectorkit.diagnostics.finding import Finding, Span

_COLORS = {"error": "31", "warning": "33", "advice": "36"}
_RELATED = 3
# The rules whose span is a secret, which must not appear in logs.
_SECRETS = frozenset(("INF180", "INF182", "INF183"))


def render(findings: Sequence[Finding], color: bool = False, every: bool = False) -> str:
    """The findings, separated by empty lines; ``color`` highlights the severities.

    ``every`` lists all related locations and all members of a group; otherwise, the first few are shown and the others
    are counted.
    """
    frames = Frames(span for one in findings if one.id in _SECRETS for span in (one.span, *one.related))
    return "\n".join("\n".join(_block(one, frames, color, every)) + "\n" for one in findings)


def _block(one: Finding, frames: Frames, color: bool, every: bool) -> Iterator[str]:
    code = _COLORS.get(one.severity, "") if color else ""
    severity = _painted(f"{one.severity} {one.id}", code and f"1;{code}")
    yield f"{_place(one.span)}: {severity}: {line(one.message)}"
    yield from _frame(one.span, frames, "^", code)
    yield f"    {line(one.help)}"
    if one.members:
        yield from _members(one.members, every)
    else:
        for span in one.related[:_RELATED]:
            yield f"    See {_place(span)}:"
            yield from _frame(span, frames, "-", "34" if color else "")
        if len(one.related) > _RELATED:
            yield from _rest(one.related[_RELATED:], every)
    if one.fix:
        yield f"    Fixable with --fix: {line(one.fix)}"


def _members(members: Sequence[Finding], every: bool) -> Iterator[str]:
    for one in members if every else members[:_RELATED]:
        yield f"    See {_place(one.span)}: {line(one.message)}"
        if every:
            yield from (f"      and {_place(span)}" for span in one.related)
    left = len(members) - _RELATED
    if left > 0 and not every:
        yield f"    See also {left} more finding{'s' * (left > 1)} (--verbose lists them)."


def _rest(places: Sequence[Span], every: bool) -> Iterator[str]:
    if every:
        yield from (f"    See {_place(span)}" for span in places)
    else:
        yield f"    See also {len(places)} more place{'s' * (len(places) > 1)} (--verbose lists them)."


def _frame(span: Span, frames: Frames, mark: str, code: str) -> Iterator[str]:
    for index, drawn in enumerate(frames.draw(span, mark)):
        gutter, _, rest = drawn.partition("| ")
        yield f"{gutter}| {_painted(rest, code)}" if index else drawn


def _place(span: Span) -> str:
    return f"{line(span.file)}:{span.line}:{span.column}"


def _painted(text: str, code: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if code else text

"""Findings as the versioned JSON document that other programs read."""

from __future__ import annotations

from connectorkit.cli import pages
from connectorkit.cli.reports.parts import Facts, Frame
from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.render.json_text import indented

VERSION = 1


def frame(facts: Facts) -> Frame:
    """``{"version": 1, "findings": [...]}``; lines and columns count from 1, the end is exclusive.

    ``docs`` is the path of a page of the installed toolkit: the only value that depends on the machine.
    """
    head = f'{{\n  "version": {VERSION},\n  "findings": ['
    return Frame(head, ",", "\n  ]\n}\n" if facts.number else "]\n}\n")


def part(one: Finding) -> str:
    """A finding as a part of the document."""
    return f"\n    {indented(entry(one), chr(10) + '    ')}"


def entry(one: Finding) -> dict[str, object]:
    """A finding as JSON."""
    return {
        "id": one.id,
        "severity": one.severity,
        "message": one.message,
        **place(one.span),
        "help": one.help,
        "pointer": one.pointer,
        "related": [place(span) for span in one.related],
        "members": [_member(other) for other in one.members],
        "fingerprint": one.fingerprint,
        "fix": one.fix or None,
        "docs": str(pages.of_finding(one.id)),
    }


def _member(one: Finding) -> dict[str, object]:
    """A finding of a group as JSON: the fields that differ from the finding that represents the group."""
    return {
        "message": one.message,
        **place(one.span),
        "help": one.help,
        "pointer": one.pointer,
        "related": [place(span) for span in one.related],
        "fingerprint": one.fingerprint,
    }


def place(span: Span) -> dict[str, object]:
    """A span as JSON."""
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }

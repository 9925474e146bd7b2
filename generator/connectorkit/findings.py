"""Findings: what a stage has to say about a source, as values. Light to import: no dataclasses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

SEVERITIES = ("error", "warning", "advice")


class Unusable(Exception):
    """The call or its input cannot be used at all: one line, exit status 2."""


class Span(NamedTuple):
    """A place in a source file; lines and columns count from 1, the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


class Finding(NamedTuple):
    """One thing to mend: an id, one sentence, its place, and a way out (``help``).

    ``pointer`` is the JSON pointer in the output that it is about, "" when there is none. ``related``
    are other places that belong to it. ``fingerprint`` stays the same under unrelated edits; "" lets a
    report make one. ``fix`` says what `check --fix` would do, "" when it can do nothing.
    """

    id: str
    message: str
    span: Span
    help: str
    severity: str = "error"
    pointer: str = ""
    related: tuple[Span, ...] = ()
    fingerprint: str = ""
    fix: str = ""

    @property
    def blocking(self) -> bool:
        """True for errors: nothing is built from a source that has one."""
        return self.severity == "error"


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Sorted by place and without duplicates."""
    unique = {(f.id, f.message, f.span): f for f in findings}
    return sorted(unique.values(), key=lambda f: (f.span.file, f.span.line, f.span.column, f.id, f.message))

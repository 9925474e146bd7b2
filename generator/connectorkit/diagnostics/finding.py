"""Findings: what a stage reports about a source, as values. Light to import: no dataclasses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

SEVERITIES = ("error", "warning", "advice")
PROFILES = ("certified", "independent", "custom")


class Unusable(Exception):
    """The command or its input cannot be used at all: the message is one line, the exit status 2."""


class Span(NamedTuple):
    """A place in a source file; lines and columns count from 1, the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


class Change(NamedTuple):
    """A change of a file: ``text`` replaces what is at ``span``."""

    span: Span
    text: str


class Finding(NamedTuple):
    """One problem: an id, one sentence, its place, and a suggestion (``help``).

    ``pointer`` is the JSON pointer of its subject in the output, "" when there is none. ``related`` are other places
    that matter to it. ``fingerprint`` stays the same under unrelated edits; :func:`ordered` fills it in where a stage
    leaves it empty. ``fix`` describes what `check --fix` would do, "" when it can do nothing; ``changes`` are the file
    changes of the fix, where the caller asked for them. ``operation`` is the operationId of its subject, set by rules
    and referees. ``members`` are the other findings of its group, each with its own message.
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
    changes: tuple[Change, ...] = ()
    operation: str = ""
    members: tuple[Finding, ...] = ()

    @property
    def blocking(self) -> bool:
        """True for errors."""
        return self.severity == "error"


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """``findings`` sorted by place, without duplicates, each with a unique fingerprint."""
    unique = {(f.id, f.message, f.span): f for f in findings}
    listed = sorted(unique.values(), key=lambda f: (f.span.file, f.span.line, f.span.column, f.id, f.message))
    return _printed(listed) if listed else []


def mark(id: str, file: str, about: str) -> str:
    """A fingerprint for a finding ``id`` of ``file``; ``about`` names its subject without line numbers or indexes."""
    import hashlib
    import os

    text = "\0".join((id, os.path.basename(file), about))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _printed(findings: list[Finding]) -> list[Finding]:
    taken: dict[tuple[str, str], int] = {}
    made = []
    for one in findings:
        print_ = one.fingerprint or mark(one.id, one.span.file, _still(one.message))
        again = taken[one.span.file, print_] = taken.get((one.span.file, print_), 0) + 1
        print_ = print_ if again == 1 else mark(one.id, print_, str(again))
        made.append(one if one.fingerprint == print_ else one._replace(fingerprint=print_))
    return made


def _still(message: str) -> str:
    """A message without the numbers that change when lines above it are edited."""
    import re

    return re.sub(r"\b(line|column|char|byte) \d+", r"\1", message)

"""Grouping of failures with the same cause, shown by a few examples and a count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

SHOWN = 3
_FEWEST = 6
_GOT = re.compile(r": expected .*?, got (?:nothing, in the response )?(?P<got>.*)", re.DOTALL)
# A status, or a missing value.
_SHARED = re.compile(r"[1-5]\d\d\b|nothing\b")
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Cause:
    """What the API returned, and the reports of the tests that failed because of it."""

    got: str
    reports: Sequence[pytest.TestReport]

    @property
    def line(self) -> str:
        """The cause with its count, for the summary."""
        return f"{len(self.reports)} tests failed the same way; {SHOWN} of them are shown. Each got {self.got}"


def causes(reports: Sequence[pytest.TestReport]) -> list[Cause]:
    """The causes that several tests share, the most frequent first; only messages of this package have one."""
    groups: dict[str, tuple[str, list[pytest.TestReport]]] = {}
    for report in reports:
        got = _got(report.longreprtext)
        if got:
            groups.setdefault(_key(got), (got, []))[1].append(report)
    found = [Cause(got, group) for got, group in groups.values() if len(group) >= _FEWEST]
    return sorted(found, key=lambda cause: -len(cause.reports))


def _got(message: str) -> str:
    """The actual value in a message; "" for a message of another form."""
    found = _GOT.search(message)
    # After the message, pytest may print the place in the code.
    return found["got"].splitlines()[0][:_LONGEST] if found and found["got"] else ""


def _key(got: str) -> str:
    """The identity of a cause: the status, a missing value, or the text without numbers, which differ between calls."""
    shared = _SHARED.match(got)
    return shared[0] if shared else re.sub(r"\d{4,}|[0-9a-f]{8,}", "…", got)

"""Statistics: the findings of a check counted by rule and by source, as a table for people. Light to import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from connectorkit.diagnostics.finding import SEVERITIES, Finding

_HEADS = {"error": "errors", "warning": "warnings", "advice": "advice"}


class Count(NamedTuple):
    """The number of findings of one source by id and severity, and how many have a fix."""

    kinds: Counter[tuple[str, str]]
    fixable: int

    @classmethod
    def of(cls, findings: Sequence[Finding]) -> Count:
        """Count findings."""
        return cls(Counter((one.id, one.severity) for one in findings), sum(bool(one.fix) for one in findings))


class Tally:
    """Counts of findings, without the findings themselves, so that memory does not grow with the number of sources."""

    def __init__(self) -> None:
        self.rules: Counter[tuple[str, str]] = Counter()
        self.places: Counter[tuple[str, str]] = Counter()
        self.sources: dict[str, Counter[str]] = {}
        self.fixable = 0

    def add(self, source: str, count: Count) -> None:
        """Add the findings of one source."""
        self.rules.update(count.kinds)
        self.places.update(count.kinds.keys())
        self.fixable += count.fixable
        if count.kinds:
            by_severity = self.sources.setdefault(source, Counter())
            for (_, severity), number in count.kinds.items():
                by_severity[severity] += number

    def severities(self) -> Counter[str]:
        """The number of findings by severity."""
        return sum(self.sources.values(), Counter())

    def worst(self) -> str:
        """The id of the most frequent rule of the highest severity; "" without findings."""
        ranked = _ranked(self.rules)
        return ranked[0][0][0] if ranked else ""

    def table(self, most: int = 0) -> str:
        """The counts by rule, then by source; the first ``most`` rows of each, all if 0. "" without findings."""
        from connectorkit.cli.reports import terminal_safe

        rules = [(id, severity, str(n), str(self.places[id, severity])) for (id, severity), n in _ranked(self.rules)]
        counted = sorted(self.sources.items(), key=lambda one: ([-one[1][each] for each in SEVERITIES], one[0]))
        sources = [(terminal_safe.line(name), *(str(count[each]) for each in SEVERITIES)) for name, count in counted]
        if not rules:
            return ""
        lines = [
            *_rows(("rule", "severity", "findings", "sources"), rules, most, 2),
            "",
            *_rows(("source", *(_HEADS[each] for each in SEVERITIES)), sources, most, 1),
        ]
        return "\n".join(lines) + "\n"


def _ranked(rules: Counter[tuple[str, str]]) -> list[tuple[tuple[str, str], int]]:
    return sorted(rules.items(), key=lambda one: (SEVERITIES.index(one[0][1]), -one[1], one[0]))


def _rows(head: Sequence[str], rows: Sequence[Sequence[str]], most: int, texts: int) -> Iterator[str]:
    """Lines of a table; the first ``texts`` columns are texts, the others numbers."""
    shown = rows[:most] if most else rows
    widths = [max(map(len, column)) for column in zip(head, *shown, strict=True)]
    for row in (head, *shown):
        cells = [
            cell.ljust(width) if index < texts else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()
    if len(rows) > len(shown):
        yield f"and {len(rows) - len(shown)} more; --statistics lists all"

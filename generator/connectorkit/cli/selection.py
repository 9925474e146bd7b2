"""Selection: which findings of a check count, are shown, and make it fail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from connectorkit.cli.settings import Given, Settings, Waiver
from connectorkit.cli.settings import of as settings_of
from connectorkit.diagnostics import refusals
from connectorkit.diagnostics.finding import SEVERITIES, Finding, Span, Unusable

if TYPE_CHECKING:
    from connectorkit.check.engine.connector_index import Subject
    from connectorkit.check.engine.rule import Hit, Rule


# Errors in the layout of a package that was read; PKG001 and PKG030 are about unreadable packages.
_ABOUT_PACKAGES = frozenset(f"PKG0{number}" for number in range(10, 60)) - {"PKG030"}


class Chosen(NamedTuple):
    """The selected findings, how many were left out per rule, and how many were waived by the settings."""

    findings: list[Finding]
    left_out: int = 0
    waived: int = 0


def by_settings(source: str, findings: list[Finding]) -> list[Finding]:
    """The findings that the current settings of a source select; all if the settings are unusable."""
    try:
        said, wrong = settings_of(source, Given())
    except Unusable:
        return findings
    return [*wrong, *choose(findings, said).findings]


def choose(findings: Sequence[Finding], settings: Settings, own: bool = False) -> Chosen:
    """The findings that the settings select and do not waive.

    An error that prevents a source from being read always counts. ``own``: the settings file belongs to this source
    alone, so an unused waiver is reported, except for packages, whose findings depend on the command.
    """
    chosen = [one for one in findings if selected(one, settings)]
    used: set[Waiver] = set()
    left = []
    for one in chosen:
        waivers = [waiver for waiver in settings.waive if covers(waiver, one)]
        used.update(waivers)
        if not waivers:
            left.append(one)
    idle = (
        [_idle(one, settings.file) for one in settings.waive if one not in used and not one.rule.startswith("PKG")]
        if own
        else []
    )
    return Chosen([*left, *idle], len(findings) - len(chosen), len(chosen) - len(left))


def selected(finding: Finding, settings: Settings) -> bool:
    """Whether `select` and `ignore` select a finding; the longer match takes precedence, `ignore` on a tie."""
    if finding.severity == "error" and not _is_choice(finding):
        return True
    wanted = _longest(finding.id, settings.select) if settings.select else 0
    return wanted >= 0 and wanted > _longest(finding.id, settings.ignore)


def _is_choice(finding: Finding) -> bool:
    """Whether a finding can be deselected: that of a rule, a referee or a waiver, but not of an unreadable source."""
    if finding.id.startswith("PKG"):
        return finding.severity != "error" or finding.id in _ABOUT_PACKAGES
    return refusals.of_rule(finding.id) or finding.id.startswith(("OAS", "MSS", "WVR"))


def _longest(id: str, words: Iterable[str]) -> int:
    """The length of the longest of ``words`` that is a prefix of ``id``; -1 if there is none."""
    return max((len(word) for word in words if id.upper().startswith(word.upper())), default=-1)


def covers(waiver: Waiver, finding: Finding) -> bool:
    """Whether a waiver of the settings applies to a finding."""
    return waiver.rule == finding.id and waiver.operation in ("", finding.operation) and _is_choice(finding)


def _idle(waiver: Waiver, file: str) -> Finding:
    about = f" for the operation '{waiver.operation}'" if waiver.operation else ""
    return Finding(
        "CFG004",
        f"The waiver of {waiver.rule}{about} matches no finding.",
        Span(file, waiver.line, 1, waiver.line, 1),
        "Remove it, or correct the rule or the operationId.",
        "warning",
    )


def at_least(severity: str, level: str) -> bool:
    """Whether ``severity`` is ``level`` or above."""
    return SEVERITIES.index(severity) <= SEVERITIES.index(level)


def fixing(rules: Iterable[Rule], settings: Settings) -> list[Rule]:
    """The rules, without the fixes of those that are not selected or are waived by the settings."""
    return [_without_fix(rule, settings) for rule in rules]


def _without_fix(rule: Rule, settings: Settings) -> Rule:
    waivers = [one for one in settings.waive if one.rule == rule.id]
    finding = Finding(rule.id, "", Span("", 1, 1, 1, 1), "", "warning")
    if selected(finding, settings) and not waivers:
        return rule

    def check(subject: Subject) -> Iterator[Hit]:
        from connectorkit.check.engine.run import operation_of

        for hit in rule.check(subject):
            about = finding._replace(operation=operation_of(hit.document, hit.pointer, subject))
            kept = selected(about, settings) and not any(covers(waiver, about) for waiver in waivers)
            yield hit if kept else hit._replace(fix=None)

    return rule._replace(check=check)

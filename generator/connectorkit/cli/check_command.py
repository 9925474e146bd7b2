"""`connectorkit check`: every finding about the sources at once."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from connectorkit.cli import output, selection, settings
from connectorkit.cli.settings import Given, Settings
from connectorkit.diagnostics import grouping
from connectorkit.diagnostics.finding import PROFILES, SEVERITIES, Finding, Unusable, ordered
from connectorkit.read import source_paths

if TYPE_CHECKING:
    from connectorkit.cli.baseline import Entry, Known

_GIT = "git:"


@click.command()
@click.argument("sources", metavar="[SOURCE]...", nargs=-1, type=click.Path())
@click.option("--profile", type=click.Choice(PROFILES), help="The kind of publisher whose rules apply.")
@output.FORMAT
@click.option("--select", multiple=True, metavar="RULES", help="Report these rules only, such as OPR,PAR130.")
@click.option("--ignore", multiple=True, metavar="RULES", help="Do not report these rules.")
@click.option("--severity", type=click.Choice(SEVERITIES), help="Show findings of this severity or above.")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    help="Exit with status 1 when there is a finding of this severity or above; `error` by default.",
)
@click.option("--baseline", metavar="FILE|git:REV", help="Report only what is new since FILE or the revision REV.")
@click.option("--write-baseline", metavar="FILE", help="Write the findings to FILE instead of reporting them.")
@click.option("--fix", "fixing", is_flag=True, help="Fix the findings that have one safe fix; report the rest.")
@click.option("--diff", "diffing", is_flag=True, help="With --fix: write nothing; show what would change.")
@click.option("--quiet", is_flag=True, help="Print findings only, no summary.")
@click.option("--verbose", is_flag=True, help="Print how each source was checked, and every finding of a group.")
def check(
    sources: tuple[str, ...],
    profile: str | None,
    form: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: str | None,
    fail_on: str | None,
    baseline: str | None,
    write_baseline: str | None,
    fixing: bool,
    diffing: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Report every finding about the sources at once.

    A SOURCE is a source folder, a folder that holds `connector/`, a published connector folder, a swagger in JSON or
    YAML, or any file of these; the current folder by default. Settings are read from connectorkit.toml or from
    [tool.connectorkit] of pyproject.toml above each source.

    Exit status: 0 when nothing is at or above --fail-on, 1 when something is, 2 when a SOURCE cannot be used.
    """
    if diffing and not fixing:
        output.give_up("--diff shows what --fix would do; give both.")
    if write_baseline and (baseline or fixing):
        output.give_up("--write-baseline goes with neither --baseline nor --fix; give it alone.")
    given = Given(profile, settings.words(select), settings.words(ignore), severity, fail_on, quiet, verbose)
    output.usable(lambda: settings.require_known("--select", given.select))
    output.usable(lambda: settings.require_known("--ignore", given.ignore))
    run = _Check(given, form, baseline or "", write_baseline or "", fixing, diffing, quiet=quiet)
    for found in source_paths.find_all(sources, published=True):
        run.take(found)
    run.finish()
    sys.exit(run.status)


@dataclass(slots=True)
class _Check:
    """One call of `check`: what it was given, and what has come of it so far."""

    given: Given
    form: str
    baseline: str
    write_baseline: str
    fixing: bool
    diffing: bool
    quiet: bool = False
    every: bool = False
    status: int = 0
    shown: list[Finding] = field(default_factory=list)
    below: int = 0
    entries: list[Entry] = field(default_factory=list)
    known: Known | None = None
    gone: Known = field(default_factory=Counter)

    def take(self, found: source_paths.Found | Unusable) -> None:
        """Check one source; what cannot be used is one line, and the others are still checked."""
        try:
            if isinstance(found, Unusable):
                raise found
            self._check(found)
        except Unusable as error:
            output.progress(str(error))
            self.status = 2

    def _check(self, found: source_paths.Found) -> None:
        chosen_by, wrong = settings.of(found.path, self.given)
        self.quiet = self.quiet or chosen_by.quiet
        self.every = self.every or chosen_by.verbose
        findings = self._findings(found.path, chosen_by)
        chosen = selection.choose(findings, chosen_by, _owns(chosen_by.file, found.path))
        new = self._new(found.path, findings, chosen.findings, chosen_by)
        if chosen_by.verbose:
            output.progress(_how(found, chosen_by, chosen, len(chosen.findings) - len(new)))
        counted = grouping.grouped([*wrong, *new])
        if any(selection.at_least(one.severity, chosen_by.fail_on) for one in counted) and not self.write_baseline:
            self.status = max(self.status, 1)
        shown = [one for one in counted if selection.at_least(one.severity, chosen_by.severity)]
        self.below += len(counted) - len(shown)
        self.shown += shown

    def _findings(self, path: str, chosen_by: Settings) -> list[Finding]:
        if self.fixing:
            return self._fix(path, chosen_by)
        from connectorkit.cli import result_cache

        return result_cache.findings_of(path, chosen_by.profile, self.form == "sarif")

    def _fix(self, path: str, chosen_by: Settings) -> list[Finding]:
        """Fix a source, or show how; gives the findings that are left."""
        from pathlib import Path

        from connectorkit.check.fix import apply
        from connectorkit.read import solution_connector

        if solution_connector.recognised(Path(path)):
            raise Unusable(f"{path}: a package cannot be fixed; fix its source and package it again")
        from connectorkit.check.rules import RULES

        fixed = apply.fix(Path(path), chosen_by.profile, selection.fixing(RULES, chosen_by))
        if self.diffing:
            output.write(output.shown(fixed.diff()))
            self.status = max(self.status, 1 if fixed.count else 0)
        else:
            fixed.write()
        count = f"{fixed.count} finding" + ("" if fixed.count == 1 else "s")
        output.progress(f"{path}: {count} {'could be ' if self.diffing else ''}fixed")
        return fixed.left

    def _new(self, path: str, findings: list[Finding], chosen: list[Finding], chosen_by: Settings) -> list[Finding]:
        """What is new of the ``chosen`` findings; nothing when a baseline is written."""
        if not self.baseline and not self.write_baseline:
            return chosen
        from connectorkit.cli import baseline

        if self.write_baseline:
            source = baseline.place(path, self.write_baseline)
            self.entries += [baseline.Entry(source, one) for one in chosen]
            return []
        if self.baseline.startswith(_GIT):
            return baseline.new(chosen, path, self._then(path, chosen_by))[0]
        self.known = baseline.read(self.baseline) if self.known is None else self.known
        source = baseline.place(path, self.baseline)
        # A finding that is deselected now is still there.
        self.gone += baseline.new(findings, source, self.known)[1]
        return baseline.new(chosen, source, self.known)[0]

    def _then(self, path: str, chosen_by: Settings) -> Known:
        """The findings that a source had as of the revision that is the baseline."""
        from connectorkit.check.check import findings
        from connectorkit.cli import revision

        with revision.checked_out(path, self.baseline.removeprefix(_GIT)) as old:
            try:
                before = findings(str(old), chosen_by.profile) if old is not None else []
            except Unusable:
                # What could not be checked then has no known findings.
                before = []
        return Counter((path, one.fingerprint) for one in before)

    def finish(self) -> None:
        """Print the findings, or write the baseline; then the counts."""
        if self.write_baseline:
            self._write_baseline()
            self.shown = [one for one in self.shown if one.id.startswith("CFG")]
        findings = ordered(self.shown)
        if not self.diffing and (findings or not self.write_baseline):
            output.report(findings, self.form, self.every)
        if self.gone:
            count = sum(self.gone.values())
            matches = "finding matches" if count == 1 else "findings match"
            output.progress(
                f"{self.baseline}: {count} known {matches} nothing any more; write it again with --write-baseline"
            )
        if not self.quiet:
            self._summarise(findings)

    def _summarise(self, findings: list[Finding]) -> None:
        if findings:
            from connectorkit.cli import reports

            output.progress(reports.summary(findings))
            if self.form == "text":
                output.progress(reports.more(findings))
        if self.below:
            output.progress(f"{self.below} below the severity that is shown")

    def _write_baseline(self) -> None:
        from connectorkit.cli import baseline

        if self.status == 2:
            output.progress(f"{self.write_baseline}: not written, because a source cannot be used")
            return
        output.usable(lambda: baseline.write(self.write_baseline, self.entries))
        count = len(self.entries)
        output.progress(f"{self.write_baseline}: {count} finding{'' if count == 1 else 's'} written")


def _owns(file: str, source: str) -> bool:
    """Whether a settings file belongs to one source alone: it lies in its folder, or beside the folder `connector`."""
    import os

    if not file:
        return False
    home, folder = os.path.dirname(os.path.realpath(file)), os.path.realpath(source)
    return home == folder or (home == os.path.dirname(folder) and os.path.basename(folder) == "connector")


def _how(found: source_paths.Found, chosen_by: Settings, chosen: selection.Chosen, known: int) -> str:
    """How a source was checked, in one line."""
    parts = [
        "published connector" if found.published else "source",
        f"profile {chosen_by.profile}" if chosen_by.profile else "profile of its own",
        f"settings of {chosen_by.file}" if chosen_by.file else "no settings file",
        f"{chosen.left_out} findings not selected",
        f"{chosen.waived} waived by the settings",
        f"{known} known",
    ]
    return f"{found.path}: {', '.join(parts)}"

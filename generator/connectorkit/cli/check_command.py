"""`connectorkit check`: all findings about the sources at once."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING

import click

from connectorkit.cli import changed_sources, examination, judging, known_run, output, pool, selection, settings
from connectorkit.cli.examination import Asked, Examined
from connectorkit.cli.judging import DOCUMENTS, Judged, Look
from connectorkit.cli.settings import Given, Settings
from connectorkit.cli.statistics import Tally
from connectorkit.diagnostics.finding import PROFILES, SEVERITIES, Finding, Unusable
from connectorkit.model.record import record
from connectorkit.read import package_kind, source_paths

if TYPE_CHECKING:
    from connectorkit.cli.baseline import Entry, Known
    from connectorkit.cli.reports.parts import Spool

_GIT = "git:"
_MOST_ROWS = 10


@click.command()
@click.argument("sources", metavar="[SOURCE]...", nargs=-1, type=click.Path())
@click.option("--profile", type=click.Choice(PROFILES), help="The kind of publisher whose rules apply.")
@output.FORMAT
@click.option("--output-file", metavar="FILE", help="Write the report to FILE; requires --format json, sarif or junit.")
@click.option("--select", multiple=True, metavar="RULES", help="Report only these rules, such as OPR,PAR130.")
@click.option("--ignore", multiple=True, metavar="RULES", help="Do not report these rules.")
@click.option("--severity", type=click.Choice(SEVERITIES), help="Show findings of this severity or above.")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    help="Exit with status 1 if there is a finding of this severity or above; `error` by default.",
)
@click.option(
    "--baseline", metavar="FILE|git:REV", help="Report only findings that are new since FILE or the revision REV."
)
@click.option("--write-baseline", metavar="FILE", help="Write the findings to FILE instead of reporting them.")
@click.option("--fix", "fixing", is_flag=True, help="Apply fixes that are unambiguous; report all other findings.")
@click.option("--diff", "diffing", is_flag=True, help="With --fix: write nothing; show the changes.")
@changed_sources.OPTION
@pool.JOBS
@click.option(
    "--statistics", is_flag=True, help="Print a table of findings by rule and source instead of the findings."
)
@click.option("--quiet", is_flag=True, help="Print only findings, no summary.")
@click.option("--verbose", is_flag=True, help="Also print how each source was checked, and every finding of a group.")
def check(
    sources: tuple[str, ...],
    profile: str | None,
    form: str,
    output_file: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: str | None,
    fail_on: str | None,
    baseline: str | None,
    write_baseline: str | None,
    fixing: bool,
    diffing: bool,
    since: str | None,
    jobs: int | None,
    statistics: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Report every mistake in the sources at once.

    A SOURCE is a source folder, a folder that contains `connector/`, the folder of a published connector, a Swagger
    file in JSON or YAML, or any file in these folders; the current folder by default. Settings are read from the
    nearest connectorkit.toml, or [tool.connectorkit] in pyproject.toml, in the folder of each source or above it.

    Findings are printed source by source, in the order of the command line.

    Exit status: 0 if there is no finding at or above --fail-on, 1 if there is one, 2 if a SOURCE cannot be used, 130 if
    the command was interrupted.
    """
    if diffing and not fixing:
        output.give_up("--diff requires --fix.")
    if write_baseline and (baseline or fixing):
        output.give_up("--write-baseline cannot be combined with --baseline or --fix.")
    if statistics and form != "text":
        output.give_up("--statistics cannot be combined with --format.")
    if output_file is not None and (form not in DOCUMENTS or diffing):
        output.give_up("--output-file requires --format json, sarif or junit, and cannot be combined with --diff.")
    given = Given(profile, settings.words(select), settings.words(ignore), severity, fail_on, quiet, verbose)
    output.usable(lambda: settings.require_known("--select", given.select))
    output.usable(lambda: settings.require_known("--ignore", given.ignore))
    run = _Check(
        given, form, baseline or "", write_baseline or "", fixing, diffing, statistics, output_file or "", quiet
    )
    found = list(source_paths.find_all(sources, published=True))
    if since is not None:
        chosen = output.usable(lambda: changed_sources.only(found, since, lambda _: [baseline] if baseline else []))
        if not run.quiet:
            output.progress(changed_sources.counted(len(chosen), len(found), since))
        found = chosen
    if len(found) >= pool.FEW:
        known_run.forget()
    elif since is None and not (baseline or write_baseline or fixing or output_file):
        known_run.reads(sources, [one.path for one in found if isinstance(one, source_paths.Found)])
    output.usable(lambda: run.take_all(found, jobs))
    run.finish()
    sys.exit(run.status)


def _lost(found: source_paths.Found | Unusable) -> Unusable:
    """The result for a source whose worker process ended twice, the second time while checking only this source."""
    return found if isinstance(found, Unusable) else Unusable(f"{found.path}: not checked; {pool.ENDED}")


@record
class _Check:
    """One call of `check`: its options, and the results so far."""

    given: Given
    form: str
    baseline: str
    write_baseline: str
    fixing: bool
    diffing: bool
    statistics: bool = False
    output_file: str = ""
    quiet: bool = False
    several: bool = False
    printed: bool = False
    status: int = 0
    tally: Tally = field(default_factory=Tally)
    below: int = 0
    entries: list[Entry] = field(default_factory=list)
    known: dict[str, Known] | None = None
    gone: Known = field(default_factory=Counter)
    spool: Spool | None = None

    def document(self) -> Spool:
        """The collected findings for a document about all sources."""
        if self.spool is None:
            from connectorkit.cli import reports
            from connectorkit.cli.reports.parts import Spool

            self.spool = Spool(reports.kind_of(self.form))
        return self.spool

    def take_all(self, found: Sequence[source_paths.Found | Unusable], jobs: int | None) -> None:
        """Check the sources; Ctrl-C stops, and keeps the findings so far."""
        self.several = len(found) > 1
        jobs = 1 if self.fixing else pool.jobs_for(len(found), jobs)
        progress = output.Progress(len(found), self.several and not self.quiet)
        with closing(pool.in_order(self._work(), found, jobs, _lost)) as results:
            try:
                for result in progress.over(results):
                    self.take(result)
            except KeyboardInterrupt:
                progress.clear()
                self.status = output.INTERRUPTED
        if self.status == output.INTERRUPTED:
            output.progress(f"interrupted: {progress.done} of {len(found)} source{'s' * (len(found) != 1)} checked")

    def _work(self) -> Callable[[source_paths.Found | Unusable], Judged | Examined | Unusable]:
        """The work for each source in a worker process: everything except the comparison with a baseline file."""
        if self.fixing:
            return self._fixed
        revision = self.baseline.removeprefix(_GIT) if self.baseline.startswith(_GIT) else None
        asked = Asked(self.given, self.form == "sarif", bool(self.baseline) and revision is None, revision)
        if (self.baseline and revision is None) or self.write_baseline:
            return partial(examination.examine, asked)
        return partial(judging.examined, asked, self._look())

    def _look(self) -> Look:
        return Look("" if self.diffing or self.statistics else self.form, bool(self.write_baseline))

    def take(self, result: Judged | Examined | Unusable) -> None:
        """Print the findings of one source, or one line if it is unusable; the others are still checked."""
        try:
            if isinstance(result, Unusable):
                raise result
            if isinstance(result, Examined):
                result = judging.judged(self._look(), result, self._new(result))
            self._print(result)
        except Unusable as error:
            output.progress(str(error))
            self.status = 2

    def _print(self, judged: Judged) -> None:
        """Print the findings of a source, or collect them for a document about all sources."""
        self.quiet = self.quiet or judged.quiet
        for line in judged.lines:
            output.progress(line)
        if judged.failed:
            self.status = max(self.status, 1)
        self.below += judged.below
        self.tally.add(judged.path, judged.counted)
        if judged.parts:
            self.document().add(judged.parts)
        if judged.text:
            output.write(b"\n" * (self.printed and self.form == "text") + judged.text)
            self.printed = True

    def _fixed(self, found: source_paths.Found | Unusable) -> Examined | Unusable:
        try:
            if isinstance(found, Unusable):
                return found
            chosen_by, wrong = settings.of(found.path, self.given)
            return examination.chosen(found, chosen_by, wrong, self._fix(found.path, chosen_by))
        except Unusable as reason:
            return reason

    def _fix(self, path: str, chosen_by: Settings) -> list[Finding]:
        """Fix a source, or show the fixes; returns the remaining findings."""
        from pathlib import Path

        from connectorkit.check.fix import apply

        if package_kind.recognised(path):
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

    def _new(self, examined: Examined) -> list[Finding]:
        """The selected findings that are new; empty when a baseline is written."""
        path, chosen = examined.found.path, examined.chosen.findings
        if not self.baseline and not self.write_baseline:
            return chosen
        from connectorkit.cli import baseline

        if self.write_baseline:
            source = baseline.place(path, self.write_baseline)
            self.entries += [baseline.Entry(source, one) for one in chosen]
            return []
        if self.baseline.startswith(_GIT):
            return baseline.new(chosen, path, examined.before)[0]
        if self.known is None:
            self.known = baseline.by_source(baseline.read(self.baseline))
        source = baseline.place(path, self.baseline)
        known = self.known.get(source, Counter())
        # A finding that is deselected now still exists.
        self.gone += baseline.new(examined.findings, source, known)[1]
        return baseline.new(chosen, source, known)[0]

    def finish(self) -> None:
        """Print the document or the table, or write the baseline; then the counts."""
        if self.write_baseline:
            self._write_baseline()
        if self.statistics:
            output.write(self.tally.table())
        elif self.form in DOCUMENTS and not self.diffing and (len(self.document()) or not self.write_baseline):
            self._write_document()
        if self.gone:
            count = sum(self.gone.values())
            said = "known finding no longer occurs" if count == 1 else "known findings no longer occur"
            output.progress(f"{self.baseline}: {count} {said}; update the file with --write-baseline")
        if not self.quiet:
            self._summarise()

    def _summarise(self) -> None:
        if self.tally.sources:
            from connectorkit.cli import reports

            if self.several and self.form == "text" and not self.statistics:
                for line in ("", *self.tally.table(_MOST_ROWS).split("\n")):
                    output.progress(line)
            output.progress(reports.summary(self.tally.severities(), self.tally.fixable))
            if self.form == "text":
                output.progress(reports.more(self.tally.worst()))
        if self.below:
            output.progress(f"{self.below} below the selected severity")

    def _write_document(self) -> None:
        """Print the report about all sources, or write it to its file atomically."""
        if not self.output_file:
            for piece in self.document().pieces():
                output.write(piece)
            return
        from connectorkit.write import whole_file

        if self.status == output.INTERRUPTED:
            output.progress(f"{self.output_file}: not written, because the check was interrupted")
        else:
            output.usable(lambda: whole_file.write(self.output_file, self.document().pieces()))

    def _write_baseline(self) -> None:
        from connectorkit.cli import baseline

        if self.status in (2, output.INTERRUPTED):
            why = "a source cannot be used" if self.status == 2 else "the check was interrupted"
            output.progress(f"{self.write_baseline}: not written, because {why}")
            return
        output.usable(lambda: baseline.write(self.write_baseline, self.entries))
        count = len(self.entries)
        output.progress(f"{self.write_baseline}: {count} finding{'' if count == 1 else 's'} written")

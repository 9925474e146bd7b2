"""`connectorkit build`: render sources into a folder, unless the platform would refuse the result."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple

import click

from connectorkit.cli import changed_sources, known_run, out_folders, output, pool, selection, settings
from connectorkit.diagnostics import grouping, refusals
from connectorkit.diagnostics.build_result import Built
from connectorkit.diagnostics.finding import SEVERITIES, Finding, Unusable, ordered
from connectorkit.model import file_names
from connectorkit.model.record import record
from connectorkit.read import source_paths
from connectorkit.read.source_paths import Found

if TYPE_CHECKING:
    from pathlib import Path

_FOLDERS = {"tests": "contract_tests"}
# A file that every package contains, but no build.
_PACKAGE = "manifest.json"
OUTPUTS = ("connector", "client", "tests", "docs")


@click.command()
@click.argument("sources", metavar="[SOURCE]...", nargs=-1, type=click.Path())
@click.option("--out", required=True, type=click.Path(), help="The output folder, outside the sources.")
@click.option("--only", multiple=True, type=click.Choice(OUTPUTS), help="Render only this output; repeatable.")
@click.option(
    "--check", "checking", is_flag=True, help="Write nothing; exit with status 1 if the folder is out of date."
)
@click.option("--diff", "diffing", is_flag=True, help="Write nothing; show the changes.")
@click.option(
    "--like",
    metavar="ORIGINAL",
    help="Keep the key order, indentation and line endings of a connector folder, a Swagger file, or git:REV[:PATH].",
)
@click.option("--env", "environment", metavar="NAME", help="An environment of the source; production by default.")
@click.option(
    "--allow-findings",
    "allowing",
    is_flag=True,
    help="Build despite errors that make the platform refuse the connector.",
)
@changed_sources.OPTION
@pool.JOBS
@output.FORMAT
def build(
    sources: tuple[str, ...],
    out: str,
    only: tuple[str, ...],
    checking: bool,
    diffing: bool,
    like: str | None,
    environment: str | None,
    allowing: bool,
    since: str | None,
    jobs: int | None,
    form: str,
) -> None:
    """Render the sources to a folder.

    A SOURCE is a source folder, a folder that contains `connector/`, or any file in a source; the current folder by
    default. An error stops the build of a source if the platform would refuse the connector, or if the source cannot be
    interpreted: the error is reported, and nothing is written. All other findings are only counted; `connectorkit
    check` reports them.

    With one SOURCE, the output is written directly to --out; with several, to a folder for each source.

    Exit status: 0 if built or up to date, 1 if stopped or out of date, 2 if the command line or a SOURCE is invalid,
    130 if the command was interrupted.
    """
    if environment == "":
        output.give_up("--env: name an environment of the source.")
    given = list(source_paths.find_all(sources))
    if like is not None and len(given) > 1:
        output.give_up("--like is for a single source; build the sources one by one.")
    found = [one for one in given if isinstance(one, Found)]
    output.usable(lambda: out_folders.require_names(found))
    output.usable(lambda: out_folders.refuse_overlap(out, [one.path for one in found]))
    work = _Build(out, only, checking, diffing, like, allowing, environment or "", len(given) > 1)
    if since is not None:
        chosen = output.usable(lambda: changed_sources.only(given, since, lambda one: [work.folder(one)]))
        output.progress(changed_sources.counted(len(chosen), len(given), since))
        given = chosen
    elif like is None and len(given) < pool.FEW:
        known_run.reads(sources, [one.path for one in found], [work.folder(one) for one in found])
    if len(given) >= pool.FEW:
        known_run.forget()
    findings, status = output.usable(lambda: _all(work, given, jobs))
    output.report(ordered(findings), form)
    sys.exit(status)


def _all(work: _Build, given: Sequence[Found | Unusable], jobs: int | None) -> tuple[list[Finding], int]:
    """Build the sources and print the results; returns the findings that stopped builds, and the exit status."""
    findings: list[Finding] = []
    status = 0
    progress = output.Progress(len(given), len(given) > 1)
    with closing(pool.in_order(work.make, given, pool.jobs_for(len(given), jobs), _lost, writes=True)) as results:
        try:
            for made in progress.over(results):
                if made.difference:
                    output.write(output.shown(made.difference))
                for line in made.lines:
                    output.progress(line)
                findings += made.findings
                status = max(status, made.status)
                if not made.repeatable:
                    known_run.forget()
        except KeyboardInterrupt:
            progress.clear()
            output.progress(f"interrupted: {progress.done} of {len(given)} source{'s' * (len(given) != 1)} built")
            return findings, output.INTERRUPTED
    return findings, status


@record
class _Made:
    """The result for one source: lines for standard error, the output of --diff, and the findings that stopped it.

    ``repeatable``: no file was written, and only files in the list of generated files were compared.
    """

    lines: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    difference: str = ""
    status: int = 0
    repeatable: bool = True


def _lost(found: Found | Unusable) -> _Made:
    """The result for a source whose worker process ended twice, the second time while building only this source."""
    line = str(found) if isinstance(found, Unusable) else f"{found.path}: not built; {pool.ENDED}"
    return _Made([line], status=2)


class _Build(NamedTuple):
    """The options of one call of `build`. It writes only to the output folder."""

    out: str
    only: tuple[str, ...]
    checking: bool
    diffing: bool
    like: str | None
    allowing: bool
    environment: str
    several: bool

    def make(self, found: Found | Unusable) -> _Made:
        """Build one source, or report in one line that it is unusable; the others are still built."""
        made = _Made()
        try:
            if isinstance(found, Unusable):
                raise found
            made.status = self._build(found.path, self.folder(found), made)
        except Unusable as error:
            made.lines.append(str(error))
            made.status = 2
        return made

    def folder(self, found: Found) -> str:
        """The output folder of a source."""
        return os.path.join(self.out, found.name) if self.several else self.out

    def _build(self, source: str, out: str, made: _Made) -> int:
        from connectorkit.cli import result_cache

        chosen_by, wrong = settings.of(source, settings.Given())
        rendered = result_cache.build(source, self.only, self.allowing, chosen_by.profile, self.environment)
        built = self._laid_out(rendered, out, made)
        chosen = [*wrong, *selection.choose(built.findings, chosen_by).findings]
        refused = [one for one in chosen if refusals.refused(one)]
        if not built.files or (refused and not self.allowing):
            made.findings += refused or [one for one in built.findings if one.blocking]
            made.lines.append(f"{source}: not built{self._reason(built)}")
            made.lines += _count([one for one in chosen if one not in refused], source)
            return 1
        status = self._written(source, out, built, made)
        made.lines += _count(chosen, source)
        return status

    def _laid_out(self, built: Built, out: str, made: _Made) -> Built:
        """The build in the layout of the original that `--like` names."""
        if self.like is None:
            return built
        from pathlib import Path

        from connectorkit.cli import original

        laid_out = original.laid_out(built, original.read(self.like, Path(out)))
        # The user requested this layout, so files without it are reported, not only counted.
        made.findings += [one for one in laid_out.findings if one.id == original.UNUSABLE]
        return Built(laid_out.files, built.findings)

    def _reason(self, built: Built) -> str:
        if not self.allowing:
            return "; --allow-findings builds despite these errors" if built.files else ""
        of_rules = all(refusals.of_rule(one.id) for one in built.findings if refusals.refused(one))
        if self.only != ("connector",) and of_rules:
            return "; add --only connector: the other outputs cannot be built with unresolved names"
        return "; --allow-findings has no effect on these errors: correct them first"

    def _written(self, source: str, out: str, built: Built, made: _Made) -> int:
        from pathlib import Path

        from connectorkit.write import build_folder

        folder, outputs = Path(out), _folders(self.only)
        made.repeatable = built.files.keys() <= build_folder.owned(folder)
        if self.diffing:
            made.difference = build_folder.diff(folder, built.files, outputs)
            return 1 if made.difference else 0
        if self.checking:
            old = build_folder.stale(folder, built.files, outputs)
            made.lines += [f"{folder / name}: out of date" for name in old]
            return 1 if old else 0
        changed = write(folder, built.files, self.only, self.environment)
        made.repeatable &= not changed
        made.lines.append(f"{source}: {len(built.files)} files, {len(changed)} changed in {out}")
        return 0


def write(out: Path, files: dict[str, bytes], only: Sequence[str], environment: str = "") -> list[str]:
    """Write a build, or only the outputs ``only``; returns the files that changed.

    Raises Unusable if the folder contains files of another command or of another environment.
    """
    from connectorkit.write import build_folder

    build_folder.refuse_other(out, _PACKAGE, False, "the files of a package")
    build_folder.refuse_other(out, file_names.PREVIEW_DATA, False, "the files of a preview")
    other = "the build of production" if environment else "the build of an environment"
    build_folder.refuse_other(out, file_names.ENVIRONMENT, bool(environment), other)
    return build_folder.write(out, files, _folders(only))


def _folders(only: Sequence[str]) -> set[str] | None:
    """The folders of the outputs ``only``; None for all."""
    return {_FOLDERS.get(name, name) for name in only} or None


def _count(findings: Sequence[Finding], source: str) -> Iterator[str]:
    """A line with the number of findings per severity, and the command that shows them; none without findings."""
    shown = grouping.grouped(findings)
    counts = [(sum(one.severity == severity for one in shown), severity) for severity in SEVERITIES]
    parts = [
        f"{number} {severity}{'s' * (number > 1 and severity != 'advice')}" for number, severity in counts if number
    ]
    if parts:
        yield f"{source}: {', '.join(parts)}; see `connectorkit check {_quoted(source)}`"


def _quoted(path: str) -> str:
    import shlex

    return shlex.quote(path)

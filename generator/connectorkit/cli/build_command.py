"""`connectorkit build`: render sources into a folder, unless the platform would refuse the result."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from connectorkit.cli import out_folders, output, selection, settings
from connectorkit.diagnostics import grouping, refusals
from connectorkit.diagnostics.build_result import Built
from connectorkit.diagnostics.finding import SEVERITIES, Finding, Unusable, ordered
from connectorkit.model import file_names
from connectorkit.read import source_paths

_FOLDERS = {"tests": "contract_tests"}
# A file that every package has, and no build.
_PACKAGE = "manifest.json"
OUTPUTS = ("connector", "client", "tests", "docs")


@click.command()
@click.argument("sources", metavar="[SOURCE]...", nargs=-1, type=click.Path())
@click.option("--out", required=True, type=click.Path(), help="The folder to write into, outside the sources.")
@click.option("--only", multiple=True, type=click.Choice(OUTPUTS), help="Render this output only; repeatable.")
@click.option("--check", "checking", is_flag=True, help="Write nothing; exit 1 when the folder is out of date.")
@click.option("--diff", "diffing", is_flag=True, help="Write nothing; show what would change.")
@click.option(
    "--like",
    metavar="ORIGINAL",
    help="Keep the key order, indentation and line ends of a connector folder, a swagger, or git:REV[:PATH].",
)
@click.option("--env", "environment", metavar="NAME", help="An environment of the source; production when left out.")
@click.option(
    "--allow-findings",
    "allowing",
    is_flag=True,
    help="Build despite errors for which the platform refuses the connector.",
)
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
    form: str,
) -> None:
    """Render the sources into a folder.

    A SOURCE is a source folder, a folder that holds `connector/`, or any file of a source; the current folder by
    default. An error stops the build of a source if the platform would refuse the connector, or if the source has no
    meaning: it is reported and nothing is written. All other findings are counted; `connectorkit check` reports them.

    Exit status: 0 when built or up to date, 1 when stopped or out of date, 2 when the command line or a SOURCE cannot
    be used.
    """
    if environment == "":
        output.give_up("--env: name an environment of the source.")
    run = _Build(out, only, checking, diffing, like, allowing, environment or "")
    given = list(source_paths.find_all(sources))
    if like is not None and len(given) > 1:
        output.give_up("--like names the original of one source; build the sources one by one.")
    found = [one for one in given if isinstance(one, source_paths.Found)]
    output.usable(lambda: out_folders.require_names(found))
    output.usable(lambda: out_folders.refuse_overlap(out, [one.path for one in found]))
    for one in given:
        run.take(one, len(given) > 1)
    output.report(ordered(run.findings), form)
    sys.exit(run.status)


class _Build:
    """One call of `build`: ``findings`` are those that stopped it, ``status`` is the exit status so far."""

    def __init__(
        self,
        out: str,
        only: tuple[str, ...],
        checking: bool,
        diffing: bool,
        like: str | None,
        allowing: bool,
        environment: str,
    ) -> None:
        self.environment = environment
        self.out, self.only, self.like = out, only, like
        self.checking, self.diffing, self.allowing = checking, diffing, allowing
        self.findings: list[Finding] = []
        self.status = 0

    def take(self, found: source_paths.Found | Unusable, several: bool) -> None:
        """Build one source; what cannot be used is one line, and the others are still built."""
        try:
            if isinstance(found, Unusable):
                raise found
            status = self._build(found.path, os.path.join(self.out, found.name) if several else self.out)
            self.status = max(self.status, status)
        except Unusable as error:
            output.progress(str(error))
            self.status = 2

    def _build(self, source: str, out: str) -> int:
        from connectorkit.cli import result_cache

        chosen_by, wrong = settings.of(source, settings.Given())
        made = result_cache.build(source, self.only, self.allowing, chosen_by.profile, self.environment)
        built = self._laid_out(made, out)
        chosen = [*wrong, *selection.choose(built.findings, chosen_by).findings]
        refused = [one for one in chosen if refusals.refused(one)]
        if not built.files or (refused and not self.allowing):
            self.findings += refused or [one for one in built.findings if one.blocking]
            output.progress(f"{source}: not built{self._reason(built)}")
            _count([one for one in chosen if one not in refused], source)
            return 1
        status = self._written(source, out, built)
        _count(chosen, source)
        return status

    def _laid_out(self, built: Built, out: str) -> Built:
        """The build in the layout of the original that `--like` names."""
        if self.like is None:
            return built
        from pathlib import Path

        from connectorkit.cli import original

        laid_out = original.laid_out(built, original.read(self.like, Path(out)))
        # The user asked for this layout, so what it could not give is reported, not only counted.
        self.findings += [one for one in laid_out.findings if one.id == original.UNUSABLE]
        return Built(laid_out.files, built.findings)

    def _reason(self, built: Built) -> str:
        if not self.allowing:
            return "; --allow-findings builds in spite of these errors" if built.files else ""
        of_rules = all(refusals.of_rule(one.id) for one in built.findings if refusals.refused(one))
        if self.only != ("connector",) and of_rules:
            return "; add --only connector: only that output can be built with names that lead nowhere"
        return "; --allow-findings cannot help: the source has no meaning until these errors are corrected"

    def _written(self, source: str, out: str, built: Built) -> int:
        from pathlib import Path

        from connectorkit.write import build_folder

        folder, outputs = Path(out), {_FOLDERS.get(name, name) for name in self.only} or None
        if self.diffing:
            text = build_folder.diff(folder, built.files, outputs)
            output.write(output.shown(text))
            return 1 if text else 0
        if self.checking:
            old = build_folder.stale(folder, built.files, outputs)
            for name in old:
                output.progress(f"{folder / name}: out of date")
            return 1 if old else 0
        build_folder.refuse_other(folder, _PACKAGE, False, "the files of a package")
        other = "the build of production" if self.environment else "the build of an environment"
        build_folder.refuse_other(folder, file_names.ENVIRONMENT, bool(self.environment), other)
        changed = build_folder.write(folder, built.files, outputs)
        output.progress(f"{source}: {len(built.files)} files, {len(changed)} changed in {out}")
        return 0


def _count(findings: Sequence[Finding], source: str) -> None:
    """One line with the number of findings of each severity, and where they can be read."""
    shown = grouping.grouped(findings)
    counts = [(sum(one.severity == severity for one in shown), severity) for severity in SEVERITIES]
    parts = [
        f"{number} {severity}{'s' * (number > 1 and severity != 'advice')}" for number, severity in counts if number
    ]
    if parts:
        output.progress(f"{source}: {', '.join(parts)}; see `connectorkit check {_quoted(source)}`")


def _quoted(path: str) -> str:
    import shlex

    return shlex.quote(path)

"""`connectorkit format`: the YAML files of the sources in the one style of the format."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from connectorkit.cli import output, settings
from connectorkit.diagnostics.finding import Finding, Span, Unusable, ordered
from connectorkit.read import source_paths
from connectorkit.read.source_paths import Found

if TYPE_CHECKING:
    from connectorkit.read.source import Source

_OTHER = "STY010"


@click.command("format")
@click.argument("sources", metavar="[SOURCE]...", nargs=-1, type=click.Path())
@click.option("--check", "checking", is_flag=True, help="Write nothing; list the files that would change, and exit 1.")
@click.option("--diff", "diffing", is_flag=True, help="Write nothing; show what would change, and exit 1.")
@click.option("--quiet", is_flag=True, help="Print findings, file names and differences only, no summary.")
@output.FORMAT
def format_(sources: tuple[str, ...], checking: bool, diffing: bool, quiet: bool, form: str) -> None:
    """Write the YAML of the sources in one style.

    A SOURCE is a source folder, a folder that holds `connector/`, or any file of a source; the current folder by
    default. A YAML file of a source stands for itself alone. What the files mean does not change, and comments stay.
    A file that cannot be read is reported and left as it is.

    Exit status: 0 when the files are in the style now; 1 when a file was left as it is, or would change with --check
    or --diff; 2 when a SOURCE cannot be used.
    """
    run = _Format(checking, diffing, quiet, form)
    for given in sources or (os.curdir,):
        run.take(given)
    run.finish()
    sys.exit(run.status)


class _Format:
    """One call of `format`: its findings, the files that change, and the exit status so far."""

    def __init__(self, checking: bool, diffing: bool, quiet: bool, form: str) -> None:
        self.checking, self.diffing, self.quiet, self.form = checking, diffing, quiet, form
        self.findings: list[Finding] = []
        self.seen: set[str] = set()
        self.changed: list[str] = []
        self.status = 0

    def take(self, given: str) -> None:
        """Format one source, or one file of it; what cannot be used is one line, and the others are still formatted."""
        try:
            found = source_paths.find(given)
            chosen_by, wrong = settings.of(found.path, settings.Given(quiet=self.quiet))
            self.quiet = self.quiet or chosen_by.quiet
            self._add(wrong)
            self._source(found, os.path.realpath(given) if os.path.isfile(given) else "")
        except Unusable as error:
            output.progress(str(error))
            self.status = 2

    def _add(self, findings: list[Finding]) -> None:
        self.findings += findings
        if any(one.blocking for one in findings):
            self.status = max(self.status, 1)

    def _source(self, found: Found, only: str) -> None:
        from pathlib import Path

        from connectorkit.read import source
        from connectorkit.style import style

        loaded = source.load(Path(found.path))
        concepts = style.concepts(loaded)
        self._add(_unread(loaded, only))
        if only.lower().endswith((".yaml", ".yml")) and only not in map(os.path.realpath, _files(loaded)):
            output.progress(f"{only}: not formatted, because no file of the source names it")
            self.status = max(self.status, 1)
        for file, concept in concepts.items():
            real = os.path.realpath(file)
            if real in self.seen or (only and real != only):
                continue
            self.seen.add(real)
            self._file(file, concept)

    def _file(self, file: str, concept: str) -> None:
        from pathlib import Path

        from connectorkit.edit import files
        from connectorkit.read.yaml_document import read_bytes
        from connectorkit.style import style

        data = read_bytes(Path(file))
        made = style.styled(file, data, concept)
        self._add(made.findings)
        if made.data == data:
            return
        self.changed.append(file)
        if self.diffing:
            output.write(output.shown(files.diff({file: data}, {file: made.data})))
        elif not self.checking:
            files.write({file: data}, {file: made.data})
            return
        elif self.form == "text":
            output.write(f"{file}\n")
        else:
            self.findings.append(_out_of_style(file, data, made.data))
        self.status = max(self.status, 1)

    def finish(self) -> None:
        """Print the findings, then the counts."""
        if not self.diffing:
            output.report(ordered(self.findings), self.form)
        elif self.findings:
            output.progress("\n".join(f"{one.span.file}:{one.span.line}: {one.message}" for one in self.findings))
        if self.quiet:
            return
        many, same = len(self.changed), len(self.seen) - len(self.changed)
        would = "would be formatted" if self.checking or self.diffing else "formatted"
        output.progress(f"{many} file{'' if many == 1 else 's'} {would}, {same} unchanged")


def _files(loaded: Source) -> list[str]:
    """All YAML files that a source names, those that cannot be read among them."""
    from connectorkit.model.file_names import SOURCE

    return [str(loaded.folder / SOURCE), *map(str, loaded.trees)]


def _unread(loaded: Source, only: str) -> list[Finding]:
    """The first finding about each file that could not be read; `check` reports the others."""
    styled = {root.span.file for root in loaded.roots}
    first: dict[str, Finding] = {}
    for one in loaded.findings:
        unread = one.blocking and (one.span.file not in styled or one.id.startswith("YAML"))
        named = not only or os.path.realpath(one.span.file) == only
        if named and (unread or one.id == "SRC001"):
            first.setdefault(one.span.file if unread else one.message, one)
    # A file that was read with faults is reported when it is formatted.
    return [one for one in first.values() if one.span.file not in styled or one.id == "SRC001"]


def _out_of_style(file: str, old: bytes, new: bytes) -> Finding:
    """The first line that would change."""
    sides = zip(old.splitlines(), new.splitlines(), strict=False)
    line = next((number for number, (one, other) in enumerate(sides, 1) if one != other), 1)
    message = "The file is not in the style of the format."
    return Finding(_OTHER, message, Span(file, line, 1, line, 1), "Run `connectorkit format`.")

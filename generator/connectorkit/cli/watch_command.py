"""`connectorkit watch`: check and build a source again after each change."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from connectorkit.cli import build_command, out_folders, output, selection, settings
from connectorkit.diagnostics import refusals
from connectorkit.diagnostics.finding import SEVERITIES, Finding, Unusable
from connectorkit.read import source_paths

if TYPE_CHECKING:
    from connectorkit.desk.library import Library

_LOOK_SECONDS = 0.1
# Switching branches writes many files: they are read once nothing has changed for a moment.
_CALM_SECONDS = 0.05
_MOST_LOOKS = 100
_MOST_LINES = 30


@click.command()
@click.argument("source", metavar="[SOURCE]", required=False, type=click.Path())
@click.option("--out", required=True, type=click.Path(), help="The output folder, outside the source.")
@click.option(
    "--only", multiple=True, type=click.Choice(build_command.OUTPUTS), help="Render only this output; repeatable."
)
def watch(source: str | None, out: str, only: tuple[str, ...]) -> None:
    """Check and build SOURCE, again after each change of its files, and when the output folder is deleted.

    When the findings change, they are printed, one per line. While an error stops the build, the output folder is left
    unchanged. SOURCE is a source folder, a folder that contains `connector/`, or any file in a source; the current
    folder by default. Press Ctrl+C to stop.
    """
    from connectorkit.desk.library import Library

    found = output.usable(lambda: source_paths.find(source or os.curdir))
    output.usable(lambda: out_folders.refuse_overlap(out, [found.path]))
    chosen, _ = output.usable(lambda: settings.of(found.path, settings.Given()))
    library = Library(Path(found.path), profile=chosen.profile, also=(chosen.file,) if chosen.file else ())
    run = Watching(library, found.path, out, only)
    try:
        for _ in run.rounds():
            pass
    except KeyboardInterrupt:
        output.progress("")


class Watching:
    """One call of `watch`."""

    def __init__(self, library: Library, source: str, out: str, only: tuple[str, ...]) -> None:
        self._library, self._source, self._out, self._only = library, source, out, only
        self._shown: list[str] | None = None
        self._written = False

    def rounds(self) -> Iterator[bool]:
        """Poll the files forever; after each poll, yield whether something was built or reported."""
        again = True
        while True:
            gone = self._written and not os.path.isdir(self._out)
            if gone or again or self._library.looks_changed():
                self._written = False if gone else self._written
                self._library.wait_for_calm(partial(time.sleep, _CALM_SECONDS), _MOST_LOOKS)
                changed = self._library.refresh()
                again = (gone or again or bool(changed)) and self._round()
                yield True
            else:
                yield False
                time.sleep(_LOOK_SECONDS)

    def _round(self) -> bool:
        """Check and build; returns True if the files changed meanwhile, so that nothing was written."""
        try:
            return self._build()
        except Unusable as error:
            self._show([str(error)])
        except Exception as error:  # A bug does not end the command; the next edit is a new attempt.
            self._show([f"{self._source}: this state cannot be built ({type(error).__name__}: {error})"])
        return False

    def _build(self) -> bool:
        from connectorkit.cli import composed_build

        library = self._library
        if library.unusable:
            raise Unusable(library.unusable)
        source = library.source
        if source is None:
            return False
        built = composed_build.of_checked(source, library.findings(), self._only)
        said, wrong = settings.of(self._source, settings.Given())
        findings = [*wrong, *selection.choose(built.findings, said).findings]
        stopped = not built.files or any(refusals.refused(one) for one in findings)
        if library.looks_changed():  # The files that were read may belong to different states.
            return True
        if stopped:
            self._show([*_lines(findings), f"{self._source}: not built"])
            return False
        changed = build_command.write(Path(self._out), built.files, self._only)
        self._written = True
        self._show(_lines(findings))
        output.progress(f"{self._source}: {len(changed)} file{'s' * (len(changed) != 1)} changed in {self._out}")
        return False

    def _show(self, lines: list[str]) -> None:
        """Print lines if they differ from the last ones."""
        if lines != self._shown:
            output.write("".join(f"{output.shown(line)}\n" for line in lines))
            if not lines and self._shown:
                output.progress(f"{self._source}: no findings")
            self._shown = lines


def _lines(findings: Sequence[Finding]) -> list[str]:
    """Findings in one line each, the most severe first; those beyond the limit are counted."""
    heaviest = sorted(findings, key=lambda one: SEVERITIES.index(one.severity))
    lines = [
        f"{one.span.file}:{one.span.line}:{one.span.column}: {one.severity} {one.id}: {' '.join(one.message.split())}"
        for one in heaviest[:_MOST_LINES]
    ]
    more = len(heaviest) - len(lines)
    return [*lines, f"{more} more findings; see `connectorkit check`"] if more > 0 else lines

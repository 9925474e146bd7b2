"""Commands that rewrite the YAML files of sources in place."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import click

from connectorkit.cli import output, settings
from connectorkit.diagnostics.finding import Finding, Span, Unusable, ordered
from connectorkit.model.file_names import SOURCE
from connectorkit.read import source_paths
from connectorkit.read.source_paths import Found

if TYPE_CHECKING:
    from connectorkit.read.source import Source
    from connectorkit.read.yaml_document import Node
    from connectorkit.style.style import Styled


class Way(NamedTuple):
    """How a command rewrites a file. ``made`` returns the new bytes of a file from its name, bytes and concept.

    ``done`` is the participle for its output, such as "formatted"; ``id``, ``wrong`` and ``suggestion`` are those of
    the finding about a file that would change. ``named``: the changed files are listed.
    """

    made: Callable[[str, bytes, str], Styled]
    done: str
    id: str
    wrong: str
    suggestion: str
    named: bool = False


class Options(NamedTuple):
    """The options of the user: only compare, show differences, no summary, and the format of findings."""

    checking: bool
    diffing: bool
    quiet: bool
    form: str


def options(quiet: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A decorator that adds the parameters of such a command; ``quiet`` is the help text of --quiet."""
    decorators = (
        click.argument("sources", metavar="[SOURCE]...", nargs=-1, type=click.Path()),
        click.option(
            "--check",
            "checking",
            is_flag=True,
            help="Write nothing; list the files that would change, and exit with status 1.",
        ),
        click.option(
            "--diff", "diffing", is_flag=True, help="Write nothing; show the changes, and exit with status 1."
        ),
        click.option("--quiet", is_flag=True, help=quiet),
        output.FORMAT,
    )

    def with_options(command: Callable[..., None]) -> Callable[..., None]:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return with_options


class Rewriting:
    """One call of such a command: its findings, the changed files, and the exit status so far."""

    def __init__(self, way: Way, options: Options) -> None:
        self.way = way
        self.checking, self.diffing, self.quiet, self.form = options
        self.findings: list[Finding] = []
        self.seen: set[str] = set()
        self.changed: list[str] = []
        self.status = 0

    def take(self, given: str) -> None:
        """Rewrite one source, or one file of it, or report that it is unusable; the others are still rewritten."""
        try:
            found = source_paths.find(given)
            chosen_by, wrong = settings.of(found.path, settings.Given(quiet=self.quiet))
            self.quiet = self.quiet or chosen_by.quiet
            self._add(wrong)
            self._source(found, os.path.realpath(given) if os.path.isfile(given) else "")
        except Unusable as error:
            output.progress(str(error))
            self.status = 2

    def take_all(self, given: str) -> None:
        """Rewrite one source; in any other folder, all sources below it and all files that can be part of a source."""
        if not os.path.isdir(given) or _is_source(given):
            self.take(given)
            return
        loose = []
        for folder, below, names in os.walk(given):
            below[:] = sorted(name for name in below if not name.startswith("."))
            if SOURCE in names:
                self.take(folder)
            loose += [os.path.join(folder, name) for name in sorted(names) if name.lower().endswith((".yaml", ".yml"))]
        for file in loose:
            self._loose(file)

    def _loose(self, file: str) -> None:
        """Rewrite a file that belongs to no source, if its content is that of a source file."""
        from pathlib import Path

        from connectorkit.read.yaml_document import parse, read_bytes

        real = os.path.realpath(file)
        if real in self.seen:
            return
        try:
            concept = _concept(file, parse(file, read_bytes(Path(file)))[0])
        except Unusable as error:
            output.progress(str(error))
            self.status = max(self.status, 1)
            return
        if concept:
            self.seen.add(real)
            self._file(file, concept)

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
            output.progress(f"{only}: not {self.way.done}, because the source does not reference it")
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

        data = read_bytes(Path(file))
        made = self.way.made(file, data, concept)
        self._add(made.findings)
        if made.data == data:
            return
        self.changed.append(file)
        if self.diffing:
            output.write(output.shown(files.diff({file: data}, {file: made.data})))
        elif not self.checking:
            files.write({file: data}, {file: made.data})
            if self.way.named and not self.quiet:
                output.progress(file)
            return
        elif self.form == "text":
            output.write(f"{file}\n")
        else:
            self.findings.append(_changing(self.way, file, data, made.data))
        self.status = max(self.status, 1)

    def finish(self) -> None:
        """Print the findings, then the counts."""
        if not self.diffing:
            output.report(ordered(self.findings), self.form)
        elif self.findings:
            for one in self.findings:
                output.progress(f"{one.span.file}:{one.span.line}: {one.message}")
        if self.quiet:
            return
        many, same = len(self.changed), len(self.seen) - len(self.changed)
        would = f"would be {self.way.done}" if self.checking or self.diffing else self.way.done
        output.progress(f"{many} file{'' if many == 1 else 's'} {would}, {same} unchanged")


def _is_source(given: str) -> bool:
    try:
        source_paths.find(given)
    except Unusable:
        return False
    return True


def _concept(file: str, root: Node | None) -> str:
    """The probable concept of a file that belongs to no source, by its keys or its name; "" if there is none."""
    keys = root.mapping.keys() if root is not None else set[str]()
    if keys & {"connector", "operations"}:
        return "connector"
    if keys & {"action", "trigger", "path"}:
        return "operation"
    return "types" if os.path.basename(file).partition(".")[0] in ("types", "shapes", "inline_types") else ""


def _files(loaded: Source) -> list[str]:
    """All YAML files that a source names, including unreadable ones."""
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
    # A file that was read with errors is reported when it is formatted.
    return [one for one in first.values() if one.span.file not in styled or one.id == "SRC001"]


def _changing(way: Way, file: str, old: bytes, new: bytes) -> Finding:
    """The finding at the first line that would change."""
    sides = zip(old.splitlines(), new.splitlines(), strict=False)
    line = next((number for number, (one, other) in enumerate(sides, 1) if one != other), 1)
    return Finding(way.id, way.wrong, Span(file, line, 1, line, 1), way.suggestion)

"""Output of commands: findings on standard output, progress on standard error, and fatal errors."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NoReturn, TypeVar

import click

from connectorkit.cli import known_run
from connectorkit.diagnostics.finding import Finding, Unusable

T = TypeVar("T")

INTERRUPTED = 130  # The exit status after Ctrl-C, as in shells: 128 plus the number of the signal.

FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github", "junit"]),
    default="text",
    show_default=True,
    help="The format of the findings.",
)


def report(findings: Sequence[Finding], form: str, every: bool = False) -> None:
    """Print findings on standard output in the format ``form``; ``every``: text includes all related locations."""
    from connectorkit.cli import reports

    if findings or form in reports.DOCUMENTS:
        write(rendered(findings, form, every))


def rendered(findings: Sequence[Finding], form: str, every: bool = False) -> bytes:
    """The bytes that :func:`report` prints."""
    from connectorkit.cli import reports

    if form != "text":
        return reports.document(form, findings)
    color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return reports.as_text(findings, color, every).encode(encoding, "backslashreplace")


def write(data: bytes | str) -> None:
    """Print on standard output; a broken pipe does not change the exit status."""
    known_run.note(1, data)
    try:
        click.echo(data, nl=False)
        sys.stdout.flush()
    except OSError as error:
        known_run.discard(sys.stdout)
        if not isinstance(error, BrokenPipeError):
            known_run.forget()
            give_up(known_run.unwritten(error))


def progress(line: str) -> None:
    """Print one line on standard error. What a name cannot show, such as a line break, is escaped."""
    if not line.isprintable():
        from connectorkit.cli.reports import terminal_safe

        line = terminal_safe.line(line)
    known_run.note(2, f"{line}\n")
    try:
        click.echo(line, err=True)
    except OSError:
        # There is nowhere to report it.
        known_run.discard(sys.stderr)


class Progress:
    """A progress line with how many of ``total`` items are done; nothing if standard error is not a terminal."""

    def __init__(self, total: int, wanted: bool) -> None:
        self.total, self.wanted = total, wanted and sys.stderr.isatty()
        self.visible = False
        self.done = 0

    def over(self, results: Iterable[T]) -> Iterator[T]:
        """Yield the results and update the line; a result counts as done when the next one is requested."""
        for result in results:
            self.clear()
            yield result
            self.done += 1
            self._show()
        self.clear()

    def _show(self) -> None:
        """Write the line again."""
        if self.wanted:
            click.echo(f"\r\x1b[K{self.done} of {self.total} sources", nl=False, err=True)
            self.visible = True

    def clear(self) -> None:
        """Remove the line before other output is printed."""
        if self.visible:
            click.echo("\r\x1b[K", nl=False, err=True)
            self.visible = False


def shown(text: str) -> str:
    """Untrusted text for display: on a terminal, control characters are escaped."""
    if not sys.stdout.isatty():
        return text
    from connectorkit.cli.reports import terminal_safe

    return terminal_safe.block(text)


def usable(call: Callable[[], T]) -> T:
    """The result of ``call``; if it raises Unusable, print one line and exit with status 2."""
    try:
        return call()
    except Unusable as error:
        give_up(str(error))


def give_up(line: str) -> NoReturn:
    """Print one line to standard error and exit with status 2."""
    progress(line)
    sys.exit(2)

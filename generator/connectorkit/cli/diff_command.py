"""`connectorkit diff`: what an update of a connector breaks, and for whom."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from connectorkit.cli import output
from connectorkit.diagnostics.finding import SEVERITIES, Unusable

if TYPE_CHECKING:
    from pathlib import Path

    from connectorkit.diff.approvals import Approvals
    from connectorkit.diff.comparison import Comparison

_FORMATS = ("text", "json", "sarif", "github", "markdown")


@click.command()
@click.argument("sides", metavar="OLD NEW", nargs=-1, required=True)
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True, help="The format of the report."
)
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="error",
    show_default=True,
    help="Exit with status 1 if a change of this severity or above is not approved.",
)
@click.option("--approve", metavar="FINGERPRINT", help="Accept a change; requires --because.")
@click.option("--because", metavar="WHY", help="The reason for accepting the change.")
@click.option(
    "--correction", is_flag=True, help="With --approve: the document was wrong, and the service did not change."
)
@click.option(
    "--approvals",
    metavar="FILE",
    type=click.Path(),
    help="The file with the approvals; by default the connectorkit.toml nearest to NEW.",
)
@click.option("--driver", is_flag=True, hidden=True, help="Called by git as a diff driver, with its seven arguments.")
def diff(
    sides: tuple[str, ...],
    form: str,
    fail_on: str,
    approve: str | None,
    because: str | None,
    correction: bool,
    approvals: str | None,
    driver: bool,
) -> None:
    """Report what an update from OLD to NEW breaks, and for whom.

    OLD and NEW are each a YAML source, a connector folder, a Swagger file, a solution or certification zip, an unpacked
    solution, or git:REV[:PATH] of one of these. Exit status: 1 if a change at or above --fail-on is not approved, 2 if
    OLD or NEW cannot be used, otherwise 0.
    """
    try:
        if driver:
            _drive(sides)
            return
        if len(sides) != 2:
            output.give_up(f"Name two sides, OLD and NEW, not {len(sides)}.")
        if approve is not None or because is not None or correction:
            _approve(sides, approve, because, correction, approvals)
        else:
            _report(sides, form, fail_on, approvals)
    except Unusable as error:
        output.give_up(str(error))


def _report(sides: tuple[str, ...], form: str, fail_on: str, approvals: str | None) -> None:
    comparison = _compared(sides, _approvals(sides[1], approvals))
    from connectorkit.cli.reports import changes

    color = form == "text" and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    text = changes.FORMATS[form](comparison, color)
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8") if form == "text" else "utf-8"
    click.echo(text.encode(encoding, "backslashreplace"), nl=False)
    sys.exit(1 if comparison.fails(fail_on) else 0)


def _compared(sides: tuple[str, ...], approvals: Approvals | None) -> Comparison:
    from connectorkit.diff import comparison
    from connectorkit.diff.sides import load

    return comparison.compare(load.load(sides[0]), load.load(sides[1]), approvals)


def _file(new: str, given: str | None) -> Path:
    """The file of approvals for NEW; if NEW is a git revision, the one in the work tree."""
    from pathlib import Path

    from connectorkit.diff import approvals

    path = new.removeprefix("git:").partition(":")[2] or "." if new.startswith("git:") else new
    return Path(given) if given is not None else approvals.nearest(Path(path))


def _approvals(new: str, given: str | None) -> Approvals:
    from connectorkit.diff import approvals

    path = _file(new, given)
    if given is not None and not path.exists():
        raise Unusable(f"{path}: no such file")
    return approvals.read(path)


def _approve(
    sides: tuple[str, ...], approve: str | None, because: str | None, correction: bool, given: str | None
) -> None:
    """Add an approval of a change between the two sides to the file of approvals."""
    if approve is None or because is None or not because.strip():
        output.give_up('An approval requires a change and a reason: --approve FINGERPRINT --because "WHY".')
    from connectorkit.diff import approvals

    found = next((one for one in _compared(sides, None).reported if one.finding.fingerprint == approve), None)
    if found is None:
        raise Unusable(f"--approve {approve}: no change between {sides[0]} and {sides[1]} has this fingerprint")
    path = _file(sides[1], given)
    kind = approvals.CORRECTION if correction else ""
    text = approvals.with_approval(path, approvals.Approval(approve, because.strip(), kind))
    _write(path, text)
    output.progress(f"{path}: approved {found.finding.id}: {found.finding.message}")


def _write(path: Path, text: str) -> None:
    """Write a file atomically."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(text.encode())
        if path.exists():
            os.chmod(beside, path.stat().st_mode)
        os.replace(beside, path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Unusable(f"{path}: cannot be written ({error.strerror or error})") from None


def _drive(arguments: tuple[str, ...]) -> None:
    """Print the difference of one file for git: the lines, then the changes and their audiences."""
    if len(arguments) < 7:
        output.give_up("--driver is for git: diff.connectorkit.command = connectorkit diff --driver")
    from connectorkit.cli import git_driver

    click.echo(git_driver.render(arguments).encode("utf-8", "backslashreplace"), nl=False)

"""`connectorkit test`: the contract tests of a source, recordings of a service, and the drift of the service."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import click

from connectorkit.cli import output, source_argument
from connectorkit.diagnostics.finding import Finding


class Call(NamedTuple):
    """The options of one call."""

    base_url: str | None
    full: bool
    record: str | None
    from_har: str | None
    replay: str | None
    drift: bool
    update: bool
    diff: bool
    form: str
    environment: str


@click.command()
@source_argument.SOURCE
@click.option("--base-url", metavar="URL", help="The server to test; by default a sandbox of the source.")
@click.option(
    "--full",
    is_flag=True,
    help="The data of the target is disposable: write, send and inject faults without restrictions.",
)
@click.option("--record", metavar="DIR", type=click.Path(), help="Save redacted exchanges to this folder.")
@click.option(
    "--from-har", metavar="FILE", type=click.Path(), help="With --record: read the exchanges from a HAR file."
)
@click.option(
    "--replay",
    metavar="DIR",
    type=click.Path(),
    help="Instead of running the tests, compare recordings with the source, offline.",
)
@click.option("--drift", is_flag=True, help="Only call reads, and report how the service differs from the source.")
@click.option("--update", is_flag=True, help="With --drift: write new fields to the source, for review.")
@click.option("--diff", is_flag=True, help="With --drift --update: write nothing; show the changes.")
@source_argument.ENVIRONMENT
@output.FORMAT
def test(
    sources: tuple[str, ...],
    base_url: str | None,
    full: bool,
    record: str | None,
    from_har: str | None,
    replay: str | None,
    drift: bool,
    update: bool,
    diff: bool,
    environment: str | None,
    form: str,
) -> None:
    """Run the contract tests of a source.

    Without --base-url, the tests run against a sandbox of the source. Credentials come from environment variables. The
    last table shows the evidence for each operation: `model`, `recorded DATE` (recordings in SOURCE/recordings) or
    `live DATE`. With --format json, standard output contains this table for programs.

    SOURCE is a source folder, a folder that contains `connector/`, or a file in a source; the current folder by
    default.

    Exit status: 0 if everything passes, 1 for failures, differences, or exchanges that could not be recorded, 2 if the
    command line or the input is invalid.
    """
    call = Call(base_url, full, record, from_har, replay, drift, update, diff, form, environment or "")
    _require(call)
    source = source_argument.one(sources)
    if replay is not None:
        status = _replay(source, Path(replay), form, base_url or "")
    elif drift:
        status = _drift(source, call)
    elif from_har is not None:
        status = _convert(source, Path(from_har), Path(str(record)), base_url or "")
    else:
        status = _run(source, call)
    sys.exit(status)


def _require(call: Call) -> None:
    """Exit with an error for options that contradict each other."""
    modes = [
        name for name, given in (("--record", call.record), ("--replay", call.replay), ("--drift", call.drift)) if given
    ]
    live = "--base-url" if call.base_url else "--full" if call.full else ""
    wrong = ""
    if len(modes) > 1:
        wrong = f"{' and '.join(modes)} cannot be combined."
    elif call.replay and live and not _is_of_har(call, call.replay):
        wrong = f"--replay calls no service, so it cannot be combined with {live}."
    elif call.drift and not call.base_url:
        wrong = "--drift requires --base-url."
    elif call.drift and call.full:
        wrong = "--drift cannot be combined with --full."
    elif call.from_har and not call.record:
        wrong = "--from-har requires --record. To compare a HAR file directly, use `--replay FILE.har`."
    elif call.from_har and live and not _is_of_har(call, call.from_har):
        wrong = f"--from-har calls no service, so it cannot be combined with {live}."
    elif call.environment and (call.replay or call.drift or call.from_har):
        wrong = "--env is only for the contract tests."
    elif call.update and not call.drift:
        wrong = "--update needs --drift."
    elif call.diff and not call.update:
        wrong = "--diff requires --drift --update."
    elif call.form not in ("text", "json") and not (call.replay or call.drift):
        wrong = f"--format {call.form} requires --replay or --drift; the contract tests support only text and json."
    if wrong:
        output.give_up(wrong)


def _is_of_har(call: Call, file: str) -> bool:
    """Whether --base-url names the service whose entries in a HAR file are used."""
    return not call.full and bool(call.base_url) and Path(file).is_file()


def _run(source: str, call: Call) -> int:
    """Run the suite in a separate process."""
    from connectorkit.cli import result_cache
    from connectorkit.recording import running

    url, record, table = call.base_url or "", call.record or "", call.form == "json"
    built = output.usable(lambda: result_cache.render(source, ("tests", "client"), call.environment))
    made = output.usable(lambda: running.run(Path(source), built, url, call.full, record, table))
    if made.findings:
        output.report(made.findings, call.form)
    if made.remark:
        output.progress(made.remark)
    if made.table:
        output.write(made.table)
    return made.status


def _replay(source: str, place: Path, form: str, url: str) -> int:
    from connectorkit.recording import replaying

    made = output.usable(lambda: replaying.run(Path(source), place, url))
    return _reported(made.findings, form, made.lines, {"operations": made.evidence})


def _convert(source: str, har: Path, folder: Path, url: str) -> int:
    from connectorkit.recording import replaying

    made = output.usable(lambda: replaying.convert(Path(source), har, folder, url))
    output.report(made.findings, "text")
    for line in made.lines:
        output.progress(line)
    return 1 if made.failed else 0


def _drift(source: str, call: Call) -> int:
    from connectorkit.recording import drifting

    made = output.usable(lambda: drifting.run(Path(source), call.base_url or "", call.update, call.diff))
    if call.diff:
        output.write(output.shown(made.patch))
    shown = call.form if not call.diff or call.form == "text" else ""
    status = _reported(made.findings, shown, made.lines, {"called": made.called, "skipped": made.skipped})
    return 1 if status or (call.diff and made.patch) else 0


def _reported(findings: list[Finding], form: str, lines: list[str], more: dict[str, object]) -> int:
    """Print findings, and lines on standard error; returns the exit status: 1 for errors and warnings."""
    if form == "json":
        import json

        from connectorkit.cli import reports

        document = json.loads(reports.document("json", findings))
        output.write(json.dumps({**document, **more}, ensure_ascii=False, indent=2) + "\n")
    elif form:
        output.report(findings, form)
    for line in lines:
        output.progress(line)
    return 1 if any(one.severity in ("error", "warning") for one in findings) else 0

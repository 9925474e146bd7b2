"""The command line: findings on standard output, progress on standard error; exit 0, 1 or 2."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from connectorkit import __version__
from connectorkit.findings import Finding, Unusable

_SOURCES = click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(path_type=Path))
_FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of the findings.")


@click.group()
@click.version_option(__version__, message="connectorkit %(version)s")
def command() -> None:
    """Connectors for Power Automate, Power Apps and Logic Apps from one YAML source."""


@command.command()
@_SOURCES
@_FORMAT
def check(sources: tuple[Path, ...], form: str) -> None:
    """Say every finding about the sources at once."""
    from connectorkit import pipeline

    findings: list[Finding] = []
    unusable = False
    for source in sources:
        try:
            findings += pipeline.check(source)
        except Unusable as error:
            click.echo(str(error), err=True)
            unusable = True
    _report(findings, form)
    sys.exit(2 if unusable else 1 if findings else 0)


@command.command()
@_SOURCES
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write into.")
@click.option("--only", multiple=True, type=click.Choice(["connector"]), help="Render this output only.")
@click.option("--check", "checking", is_flag=True, help="Write nothing; exit 1 when the folder is not up to date.")
@click.option("--diff", "diffing", is_flag=True, help="Write nothing; show what would change.")
@_FORMAT
def build(sources: tuple[Path, ...], out: Path, only: tuple[str, ...], checking: bool, diffing: bool, form: str) -> None:
    """Render the sources into a folder."""
    names = [source.resolve().name for source in sources]
    if len(set(names)) < len(names):
        click.echo("Two sources have the same folder name; build them apart.", err=True)
        sys.exit(2)
    status, findings = 0, list[Finding]()
    for source, name in zip(sources, names, strict=True):
        target = out if len(sources) == 1 else out / name
        try:
            status = max(status, _build(source, target, only, checking, diffing, findings))
        except Unusable as error:
            click.echo(str(error), err=True)
            status = 2
    _report(findings, form)
    sys.exit(status)


def _build(source: Path, out: Path, only: tuple[str, ...], checking: bool, diffing: bool, findings: list[Finding]) -> int:
    from connectorkit import pipeline, write

    built = pipeline.build(source, only)
    findings += built.findings
    outputs = set(only) or None
    if built.blocked:
        click.echo(f"{source}: not built", err=True)
        return 1
    if diffing:
        text = write.diff(out, built.files, outputs)
        click.echo(text, nl=False)
        return 1 if text else 0
    if checking:
        old = write.stale(out, built.files, outputs)
        for name in old:
            click.echo(f"{out / name}: not up to date", err=True)
        return 1 if old else 0
    changed = write.write(out, built.files, outputs)
    click.echo(f"{source}: {len(built.files)} files, {len(changed)} changed in {out}", err=True)
    return 0


@command.command()
@click.argument("concept", required=False)
def schema(concept: str | None) -> None:
    """Print the JSON Schemas of the format, or the one of CONCEPT."""
    import json

    from connectorkit import check as checks

    if concept is not None and concept not in checks.CONCEPTS:
        click.echo(f"There is no concept '{concept}'; there are: {', '.join(checks.CONCEPTS)}.", err=True)
        sys.exit(2)
    chosen = {name: checks.schema(name) for name in checks.CONCEPTS} if concept is None else checks.schema(concept)
    click.echo(json.dumps(chosen, ensure_ascii=False, indent=2))


def _report(findings: list[Finding], form: str) -> None:
    from connectorkit import report

    if findings or form == "json":
        click.echo(report.FORMATS[form](findings), nl=False)

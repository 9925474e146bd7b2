"""The command line: findings on standard output, progress on standard error; exit 0, 1 or 2."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from connectorkit import __version__
from connectorkit.cli import package_command
from connectorkit.diagnostics.finding import PROFILES, Finding, Unusable, ordered

if TYPE_CHECKING:
    from connectorkit.model.connector import Connector

T = TypeVar("T")
_FOLDERS = {"tests": "contract_tests"}

_SOURCES = click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path())
_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github", "junit"]),
    default="text",
    show_default=True,
    help="How findings are written.",
)


@click.group()
@click.version_option(__version__, message="connectorkit %(version)s")
def command() -> None:
    """Connectors for Power Automate, Power Apps and Logic Apps from one YAML source."""
    # A source is a large tree without cycles: looking for these again and again takes most of the time.
    gc.set_threshold(100_000, 50, 50)


@command.command()
@_SOURCES
@click.option(
    "--profile",
    type=click.Choice(PROFILES),
    default=None,
    help="Whose rules apply; what the source says or where it lies when left out, else certified.",
)
@_FORMAT
@click.option("--fix", "fixing", is_flag=True, help="Mend what has one sure mending; the rest is reported.")
@click.option("--diff", "diffing", is_flag=True, help="With --fix: write nothing; show what would change.")
def check(sources: tuple[str, ...], profile: str | None, form: str, fixing: bool, diffing: bool) -> None:
    """Say every finding about the sources at once.

    A SOURCE is a folder of YAML, a published connector folder, a swagger file, a solution or a certification zip.
    Exit status: 0 when there is nothing to say, 1 when there are findings of any severity, 2 when a SOURCE cannot be
    used.
    """
    if diffing and not fixing:
        _give_up("--diff shows what --fix would do; give both.")
    findings: list[Finding] = []
    status = 0
    for source in sources:
        try:
            changed = fixing and _fix(source, profile or "", diffing, findings)
            findings += [] if fixing else _findings(source, profile or "", form)
            status = max(status, 1 if changed and diffing else 0)
        except Unusable as error:
            click.echo(str(error), err=True)
            status = 2
    if not diffing:
        _report(ordered(findings), form)
    _summarise(findings, form)
    sys.exit(max(status, 1 if findings else 0))


def _findings(source: str, profile: str, form: str) -> list[Finding]:
    from connectorkit.cli import result_cache

    return result_cache.check(source, profile, form == "sarif")


def _fix(source: str, profile: str, diffing: bool, findings: list[Finding]) -> bool:
    """Mend a source, or show how; what is left is added to ``findings``. True when there is something to mend."""
    from pathlib import Path

    from connectorkit.check.fix import apply as run
    from connectorkit.read import solution_connector

    if solution_connector.recognised(Path(source)):
        raise Unusable(f"{source}: a package cannot be fixed; fix its source and package it again")
    fixed = run.fix(Path(source), profile)
    if diffing:
        click.echo(_shown(fixed.diff()), nl=False)
    else:
        fixed.write()
    count = f"{fixed.count} finding" + ("" if fixed.count == 1 else "s")
    click.echo(f"{source}: {count} {'could be' if diffing else ''} fixed".replace("  ", " "), err=True)
    findings += fixed.left
    return bool(fixed.count)


def _shown(text: str) -> str:
    """A text of files: on a terminal, nothing in it can move the cursor."""
    if not sys.stdout.isatty():
        return text
    from connectorkit.cli.reports import terminal_safe

    return terminal_safe.block(text)


def _summarise(findings: list[Finding], form: str) -> None:
    if findings:
        from connectorkit.cli import reports

        click.echo(reports.summary(findings), err=True)
        if form == "text":
            click.echo(reports.more(findings), err=True)


@command.command()
@_SOURCES
@click.option("--out", required=True, type=click.Path(), help="Folder to write into.")
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(["connector", "client", "tests", "docs"]),
    help="Render this output only.",
)
@click.option("--check", "checking", is_flag=True, help="Write nothing; exit 1 when the folder is not up to date.")
@click.option("--diff", "diffing", is_flag=True, help="Write nothing; show what would change.")
@_FORMAT
def build(sources: tuple[str, ...], out: str, only: tuple[str, ...], checking: bool, diffing: bool, form: str) -> None:
    """Render the sources into a folder."""
    names = [os.path.basename(os.path.realpath(source)) for source in sources]
    if len(set(names)) < len(names):
        _give_up("Two sources have the same folder name; build them apart.")
    status, findings = 0, list[Finding]()
    for source, name in zip(sources, names, strict=True):
        target = out if len(sources) == 1 else os.path.join(out, name)
        try:
            status = max(status, _build(source, target, only, checking, diffing, findings))
        except Unusable as error:
            click.echo(str(error), err=True)
            status = 2
    _report(findings, form)
    sys.exit(status)


def _build(source: str, out: str, only: tuple[str, ...], checking: bool, diffing: bool, findings: list[Finding]) -> int:
    from pathlib import Path

    from connectorkit.cli import result_cache
    from connectorkit.write import build_folder

    built, folder = result_cache.build(source, only), Path(out)
    findings += built.findings
    outputs = {_FOLDERS.get(name, name) for name in only} or None
    if built.blocked:
        click.echo(f"{source}: not built", err=True)
        return 1
    if diffing:
        text = build_folder.diff(folder, built.files, outputs)
        click.echo(text, nl=False)
        return 1 if text or built.failed else 0
    if checking:
        old = build_folder.stale(folder, built.files, outputs)
        for name in old:
            click.echo(f"{folder / name}: not up to date", err=True)
        return 1 if old or built.failed else 0
    changed = build_folder.write(folder, built.files, outputs)
    click.echo(f"{source}: {len(built.files)} files, {len(changed)} changed in {out}", err=True)
    return 1 if built.failed else 0


@command.command("import")
@click.argument("sources", metavar="FROM...", nargs=-1, required=True, type=click.Path())
@click.option("--out", required=True, type=click.Path(), help="Folder to write the YAML into.")
@click.option("--exact", is_flag=True, help="Keep what stands for nothing too, such as `required: false`.")
@_FORMAT
def import_(sources: tuple[str, ...], out: str, exact: bool, form: str) -> None:
    """Make YAML of connector folders, Swagger 2.0 or OpenAPI 3 files, solutions and certification zips."""
    from pathlib import Path

    from connectorkit.importing import run

    findings: list[Finding] = []
    paths = [Path(source) for source in sources]
    unusable = False
    for path, target in zip(paths, _usable(lambda: run.targets(paths, Path(out))), strict=True):
        try:
            findings += run.run(path, target, lambda line: click.echo(line, err=True), exact)
        except Unusable as error:
            click.echo(str(error), err=True)
            unusable = True
    _report(findings, form)
    sys.exit(2 if unusable else 1 if any(finding.blocking for finding in findings) else 0)


command.add_command(package_command.package)
_SOURCE = click.argument("source", type=click.Path())


@command.command()
@_SOURCE
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="0 takes a free one.")
@click.option(
    "--credential",
    "credentials",
    multiple=True,
    metavar="NAME=VALUE",
    help="Value of a connection parameter; each is `sandbox` unless set.",
)
@click.option(
    "--set", "settings", multiple=True, metavar="NAME=VALUE", help="A setting of the sandbox, such as `rate_calls=20`."
)
def sandbox(source: str, port: int, credentials: tuple[str, ...], settings: tuple[str, ...]) -> None:
    """Serve the vendor's API on this machine."""
    from connectorkit.cli import result_cache

    document = result_cache.served(source, lambda: _projected(source))
    from connectorkit.sandbox.server import server

    known = {credential["name"] for credential in document["credentials"]}
    pairs = {name: value for name, _, value in (text.partition("=") for text in credentials)}
    wrong = [text for text in credentials if "=" not in text] + [name for name in pairs if name not in known]
    if wrong:
        # What has no name may be the secret itself.
        name = "" if any("=" not in text for text in credentials) else f" {wrong[0]}"
        _give_up(f"--credential{name}: write NAME=VALUE with one of: {', '.join(sorted(known)) or 'none'}")
    bare = next((text for text in settings if "=" not in text), "")
    if bare:
        _give_up(f"--set {bare}: write NAME=VALUE")
    chosen = {name: value for name, _, value in (text.partition("=") for text in settings)}
    sys.exit(_usable(lambda: server.run(document, port, pairs, chosen)))


@command.command()
@_SOURCE
@click.option("--base-url", metavar="URL", help="The server to test; an own sandbox when left out.")
@click.option("--full", is_flag=True, help="The target is disposable: write, send and fault without asking.")
def test(source: str, base_url: str | None, full: bool) -> None:
    """Run the contract tests of a source."""
    import subprocess
    import tempfile
    from pathlib import Path

    from connectorkit.cli import result_cache
    from connectorkit.write import build_folder

    built = _usable(lambda: result_cache.build(source, ("tests", "client")))
    if built.blocked:
        _report(built.findings, "text")
        sys.exit(1)
    with tempfile.TemporaryDirectory() as folder:
        build_folder.write(Path(folder) / "build", built.files)
        options = [*(["--base-url", base_url] if base_url else []), *(["--full"] if full else [])]
        run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", ".", *options]
        status = subprocess.run(run, cwd=Path(folder) / "build" / "contract_tests", check=False).returncode
    sys.exit(status if status in (0, 1) else 2)


@command.command()
@click.argument("directory", metavar="DIR", type=click.Path())
@click.option("--title", help="Title of the connector; made from the name of the folder when left out.")
@click.option(
    "--wheel",
    metavar="FILE",
    type=click.Path(),
    help="Wheel of connectorkit to put into the project; the one it was installed from when left out.",
)
def init(directory: str, title: str | None, wheel: str | None) -> None:
    """Make a small connector project that builds and tests at once."""
    from pathlib import Path

    from connectorkit.cli import new_project as projects

    made = _usable(lambda: projects.create(Path(directory), title, Path(wheel) if wheel else None))
    for path in made:
        click.echo(f"{path}", err=True)
    if projects.missing(made):
        click.echo(projects.missing(made), err=True)


@command.command()
@click.argument("what", metavar="ID|TOPIC|PATH", required=False)
@click.option(
    "--source",
    metavar="DIR",
    type=click.Path(),
    help="Source to look in; `connector` or the current folder when left out.",
)
def explain(what: str | None, source: str | None) -> None:
    """Explain a rule, a topic of the documentation, or where an operation or field comes from and goes to.

    Without an argument: list the topics. `format.KEY` is what the format says about a key.
    """
    from connectorkit.cli import explain as explanations

    said = explanations.topics() if what is None else _usable(lambda: explanations.text(what, source))
    click.echo(said, nl=False)


@command.command()
@click.argument("concept", required=False)
def schema(concept: str | None) -> None:
    """Print the JSON Schemas of the format, or the one of CONCEPT."""
    import json

    from connectorkit.validate import format_schema as checks

    if concept is not None and concept not in checks.CONCEPTS:
        _give_up(f"There is no concept '{concept}'; there are: {', '.join(checks.CONCEPTS)}.")
    chosen = {name: checks.schema(name) for name in checks.CONCEPTS} if concept is None else checks.schema(concept)
    click.echo(json.dumps(chosen, ensure_ascii=False, indent=2))


def _report(findings: list[Finding], form: str) -> None:
    from connectorkit.cli import reports

    if form != "text":
        if findings or form in reports.DOCUMENTS:
            click.echo(reports.document(form, findings), nl=False)
    elif findings:
        color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        text = reports.FORMATS[form](findings, color)
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        click.echo(text.encode(encoding, "backslashreplace"), nl=False)


def _loaded(source: str) -> Connector:
    from pathlib import Path

    from connectorkit import pipeline

    connector, findings = _usable(lambda: pipeline.load(Path(source)))
    if connector is None:
        _report(findings, "text")
        sys.exit(1)
    return connector


def _projected(source: str) -> dict[str, Any]:
    connector = _loaded(source)
    from connectorkit.sandbox.shapes import document as spec

    return spec.project(connector)


def _usable(call: Callable[[], T]) -> T:
    try:
        return call()
    except Unusable as error:
        _give_up(str(error))


def _give_up(line: str) -> NoReturn:
    click.echo(line, err=True)
    sys.exit(2)

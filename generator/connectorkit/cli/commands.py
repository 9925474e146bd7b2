"""The command line: findings on standard output, progress on standard error; exit 0, 1 or 2."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

import click
from click.exceptions import NoSuchCommand

from connectorkit import __version__
from connectorkit.cli import output, pool, project_templates, source_argument
from connectorkit.diagnostics.finding import Finding, Unusable

if TYPE_CHECKING:
    from connectorkit.model.connector import Connector
    from connectorkit.sandbox.shapes.document_types import Document


# The module and the name of each command with a separate module; only the module of the called command is imported.
_MODULES = {
    "check": ("check_command", "check"),
    "build": ("build_command", "build"),
    "format": ("format_command", "format_"),
    "migrate": ("migrate_command", "migrate"),
    "diff": ("diff_command", "diff"),
    "package": ("package_command", "package"),
    "preview": ("preview_command", "preview"),
    "watch": ("watch_command", "watch"),
    "lsp": ("lsp_command", "lsp"),
    "schema": ("schema_command", "schema"),
    "revise": ("revise_command", "revise"),
    "update": ("update_command", "update"),
    "test": ("test_command", "test"),
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*self.commands, *_MODULES})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _MODULES and cmd_name not in self.commands:
            module, name = _MODULES[cmd_name]
            path = f"connectorkit.cli.{module}"
            __import__(path)
            self.add_command(getattr(sys.modules[path], name), cmd_name)
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except NoSuchCommand as error:
            # click only knows imported commands.
            raise NoSuchCommand(error.command_name, possibilities=self.list_commands(ctx), ctx=ctx) from None

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            # click would exit with status 1, which means findings.
            output.progress("interrupted")
            sys.exit(output.INTERRUPTED)


@click.group(cls=_Commands)
@click.version_option(__version__, message="connectorkit %(version)s")
def command() -> None:
    """Build connectors for Power Automate, Power Apps and Logic Apps from one YAML source."""
    # A source is a large tree without cycles: searching it for cycles repeatedly would take most of the time.
    gc.set_threshold(*pool.THRESHOLDS)


@command.command("import")
@click.argument("sources", metavar="FROM...", nargs=-1, required=True, type=click.Path())
@click.option("--out", required=True, type=click.Path(), help="The folder to write the YAML files to.")
@click.option("--exact", is_flag=True, help="Also keep values that have no effect, such as `required: false`.")
@click.option(
    "--operation",
    "operations",
    multiple=True,
    metavar="ID",
    help="Only operations with this operationId; `*` matches any text.",
)
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only operations with this tag.")
@click.option(
    "--path", "chosen", multiple=True, metavar="PATH", help="Only operations with this path, such as `/orders*`."
)
@output.FORMAT
def import_(
    sources: tuple[str, ...],
    out: str,
    exact: bool,
    operations: tuple[str, ...],
    tags: tuple[str, ...],
    chosen: tuple[str, ...],
    form: str,
) -> None:
    """Convert connector folders, Swagger 2.0 and OpenAPI 3 files, solutions and certification zips to YAML sources."""
    from pathlib import Path

    from connectorkit.cli import schema_command
    from connectorkit.importing import run, select
    from connectorkit.model.file_names import SCHEMAS

    # Several sources share one set of schemas.
    above = Path(out) if len(sources) > 1 else None
    options = run.Options(exact, select.Selection(operations, tags, chosen), above)
    findings: list[Finding] = []
    paths = [Path(source) for source in sources]
    unusable = False
    targets = output.usable(lambda: run.targets(paths, Path(out)))
    for path, target in zip(paths, targets, strict=True):
        try:
            findings += run.run(path, target, output.progress, options)
        except Unusable as error:
            output.progress(str(error))
            unusable = True
    if above is not None and any(target.is_dir() for target in targets):
        output.usable(lambda: schema_command.place(above / SCHEMAS))
    output.report(findings, form)
    sys.exit(2 if unusable else 1 if any(finding.blocking for finding in findings) else 0)


@command.command()
@source_argument.SOURCE
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="The port to listen on; 0 chooses a free one.",
)
@click.option(
    "--credential",
    "credentials",
    multiple=True,
    metavar="NAME=VALUE",
    help="The value of a connection parameter; `sandbox` by default.",
)
@click.option(
    "--set", "settings", multiple=True, metavar="NAME=VALUE", help="A setting of the sandbox, such as `rate_calls=20`."
)
@source_argument.ENVIRONMENT
def sandbox(
    sources: tuple[str, ...],
    port: int,
    credentials: tuple[str, ...],
    settings: tuple[str, ...],
    environment: str | None,
) -> None:
    """Serve the vendor's API on this machine.

    SOURCE is a source folder, a folder that contains `connector/`, or a file in a source; the current folder by
    default.
    """
    from connectorkit.cli import result_cache

    source = source_argument.one(sources)

    document = output.usable(
        lambda: result_cache.served(source, lambda: _projected(source, environment or ""), environment or "")
    )
    from connectorkit.sandbox.server import auth, server

    known = auth.names(document)
    pairs = {name: value for name, _, value in (text.partition("=") for text in credentials)}
    wrong = [text for text in credentials if "=" not in text] + [name for name in pairs if name not in known]
    if wrong:
        # A value without a name may be the secret itself.
        name = "" if any("=" not in text for text in credentials) else f" {wrong[0]}"
        output.give_up(f"--credential{name}: write NAME=VALUE with one of: {', '.join(sorted(known)) or 'none'}")
    bare = next((text for text in settings if "=" not in text), "")
    if bare:
        output.give_up(f"--set {bare}: write NAME=VALUE")
    chosen = {name: value for name, _, value in (text.partition("=") for text in settings)}
    sys.exit(output.usable(lambda: server.run(document, port, pairs, chosen)))


@command.command()
@click.argument("directory", metavar="DIR", type=click.Path())
@click.option("--title", help="The title of the connector; by default the name of the folder.")
@click.option(
    "--wheel",
    metavar="FILE",
    type=click.Path(),
    help="The connectorkit wheel to add to the project; by default the one it was installed from.",
)
@click.option(
    "--checkout",
    metavar="PATH",
    default="",
    help="Instead of a wheel, use a checkout of connectorkit, such as a submodule; PATH is relative to DIR.",
)
@click.option(
    "--template",
    metavar="NAME",
    default=project_templates.DEFAULT,
    show_default=True,
    help="The source to start from: "
    + "; ".join(f"{name} ({shows})" for name, shows in project_templates.TEMPLATES.items())
    + ".",
)
def init(directory: str, title: str | None, wheel: str | None, checkout: str, template: str) -> None:
    """Create a small connector project that is ready to build and test."""
    from pathlib import Path

    from connectorkit.cli import new_project as projects

    if wheel and checkout:
        output.give_up("--wheel and --checkout cannot be combined.")
    folder, given = Path(directory), Path(wheel) if wheel else None
    made = output.usable(lambda: projects.create(folder, title, given, template, checkout))
    for line in projects.listed(folder, made):
        output.progress(line)
    if needed := projects.missing(folder, made, checkout):
        output.progress(needed)


@command.command()
@click.argument("what", metavar="[ID|TOPIC|PATH]", required=False)
@click.argument("inside", metavar="[SOURCE]", required=False, type=click.Path())
@click.option("--source", metavar="SOURCE", type=click.Path(), help="The same as the argument SOURCE.")
@click.option("--message", metavar="TEXT", help="Explain messages of the platform; `-` reads them from standard input.")
@click.option("--designer", is_flag=True, help="Show the operations of SOURCE as makers see them in the designer.")
@click.option("--operation", metavar="ID", help="With --designer: only the operation with this operationId.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="With --designer: the format of the cards.",
)
@click.option(
    "--reader",
    type=click.Choice(["designer", "power-apps"]),
    help="With --designer: show only the designer or only Power Apps. By default, text shows both, and JSON only the "
    "designer.",
)
def explain(
    what: str | None,
    inside: str | None,
    source: str | None,
    message: str | None,
    designer: bool,
    operation: str | None,
    form: str,
    reader: str | None,
) -> None:
    """Explain a rule, a topic, or where an operation or field comes from and where it is rendered.

    Without an argument, the command lists the topics. `format.KEY` describes a key of the format. SOURCE is a source
    folder, a folder that contains `connector/`, or a file in a source; the current folder by default.

    With --message, the command explains what a message of the import, the portal, `pac` or the validation means, and
    which rules report its cause; with --source, it also shows where in SOURCE. SOURCE can also be a published
    connector. The exit status is 1 if the message is unknown.

    With --designer, the command shows SOURCE as makers see it in Power Automate's designer. SOURCE can also be a
    published connector.
    """
    if not designer and (operation is not None or form != "text" or reader is not None):
        output.give_up("--operation, --format and --reader require --designer.")
    if designer:
        given = [one for one in (what, inside, source) if one is not None]
        _explain_designer(given, message, operation, form == "json", reader)
        return
    if message is not None:
        _explain_message(message, what, inside or source)
        return
    from connectorkit.cli import explain as explanations

    said = explanations.topics() if what is None else output.usable(lambda: explanations.text(what, inside or source))
    click.echo(said, nl=False)


def _explain_designer(
    given: list[str], message: str | None, operation: str | None, as_json: bool, reader: str | None
) -> None:
    if len(given) > 1 or message is not None:
        output.give_up("--designer accepts one SOURCE, and cannot be combined with --message.")
    from connectorkit.cli import designer_cards

    found = output.usable(lambda: designer_cards.of(given[0] if given else ".", operation))
    for line in designer_cards.cut(found):
        output.progress(line)
    if as_json:
        output.write(designer_cards.as_json(found, reader == "power-apps"))
    else:
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        output.write(output.shown(designer_cards.as_text(found, reader)).encode(encoding, "backslashreplace"))


def _explain_message(message: str, what: str | None, source: str | None) -> None:
    if what is not None:
        output.give_up("--message cannot be combined with an ID, a topic or a path.")
    from connectorkit.cli.messages import answer

    pasted = sys.stdin.buffer.read().decode(errors="replace") if message == "-" else message
    if not pasted.strip():
        output.give_up("--message is empty: paste the text of the message.")
    given = output.usable(lambda: answer.answer(pasted, source))
    output.write(output.shown(given.text))
    sys.exit(0 if given.known else 1)


def _loaded(source: str, environment: str) -> Connector:
    from pathlib import Path

    from connectorkit import pipeline

    connector, findings = output.usable(lambda: pipeline.load(Path(source), environment=environment))
    if connector is None:
        output.report(findings, "text")
        sys.exit(1)
    return connector


def _projected(source: str, environment: str) -> Document:
    connector = _loaded(source, environment)
    from connectorkit.sandbox.shapes import document as spec

    return spec.project(connector)

"""`connectorkit schema`: the JSON Schemas of the format, printed, or written for editors."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from connectorkit.cli import output

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("concept", required=False)
@click.option("--out", metavar="DIR", type=click.Path(), help="The folder to write the editor schemas to.")
@click.option(
    "--check", "checking", is_flag=True, help="Write nothing; exit with status 1 if the folder is out of date."
)
def schema(concept: str | None, out: str | None, checking: bool) -> None:
    """Print the JSON Schemas of the format, or the schema of CONCEPT.

    With --out, the command writes one self-contained schema for each kind of file (connector, operation, types,
    sandbox, settings), for editors. Other files in DIR are kept. `init` and `import` write these schemas to `.schemas`
    in the source (or next to the sources, if several are imported); run this command again after an update of
    connectorkit.

    Exit status: 0 if printed, written or up to date, 1 if out of date, 2 if DIR cannot be used.
    """
    if out is None:
        if checking:
            output.give_up("--check requires --out.")
        _print(concept)
    elif concept is not None:
        output.give_up("--out cannot be combined with CONCEPT.")
    elif not out:
        output.give_up("--out: the name is empty; name a folder")
    else:
        sys.exit(output.usable(lambda: _write(out, checking)))


def _print(concept: str | None) -> None:
    import json

    from connectorkit.validate import format_schema as checks

    if concept is not None and concept not in checks.CONCEPTS:
        output.give_up(f"There is no concept '{concept}'; choose one of: {', '.join(checks.CONCEPTS)}.")
    chosen = {name: checks.schema(name) for name in checks.CONCEPTS} if concept is None else checks.schema(concept)
    click.echo(json.dumps(chosen, ensure_ascii=False, indent=2))


def _write(out: str, checking: bool) -> int:
    """Write or compare the schemas; returns the exit status. Raises Unusable if the folder cannot be used."""
    from pathlib import Path

    from connectorkit.render.editor import schemas
    from connectorkit.write import build_folder

    folder, made = Path(out), schemas.files()
    if checking:
        old = build_folder.stale(folder, made, _ours(folder))
        for name in old:
            output.progress(f"{folder / name}: out of date")
        return 1 if old else 0
    changed = place(folder)
    output.progress(f"{len(made)} schemas, {len(changed)} changed in {out}")
    return 0


def place(folder: Path) -> list[str]:
    """Write the schemas to a folder; returns the names of those that changed. Raises Unusable like build_folder."""
    from connectorkit.render.editor import schemas
    from connectorkit.write import build_folder

    return build_folder.place(folder, schemas.files(), _ours(folder))


def _ours(folder: Path) -> set[str]:
    """The schemas in a folder that may be replaced or removed, unlike other generated files."""
    from connectorkit.render.editor import schemas
    from connectorkit.write import build_folder

    return {name for name in build_folder.owned(folder) if name.endswith(".schema.json")} | set(schemas.files())

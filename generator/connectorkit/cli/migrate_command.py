"""`connectorkit migrate`: rewrite sources with the keys of an older format to the current keys."""

from __future__ import annotations

import os
import sys

import click

from connectorkit.cli.rewriting import Options, Rewriting, Way, options


@click.command("migrate")
@options("Print only findings and differences, no file names and no summary.")
def migrate(sources: tuple[str, ...], checking: bool, diffing: bool, quiet: bool, form: str) -> None:
    """Rewrite the keys of an older version of the format.

    A SOURCE is a source folder, a folder that contains `connector/`, or any file in a source; the current folder by
    default. In any other folder, migrate rewrites all sources below it, and all YAML files that contain an operation,
    types, or a connector. A file with older keys is written in the style of `connectorkit format`; its meaning does not
    change, and comments are kept. Other files, and files that cannot be read, are left unchanged.

    Exit status: 0 if no file has older keys; 1 if a file could not be rewritten, or would change with --check or
    --diff; 2 if a SOURCE cannot be used.
    """
    from connectorkit.style import migrate as migration

    wrong = "The file uses older keys of the format."
    way = Way(migration.migrated, "migrated", "STY030", wrong, "Run `connectorkit migrate`.", named=True)
    run = Rewriting(way, Options(checking, diffing, quiet, form))
    for given in sources or (os.curdir,):
        run.take_all(given)
    run.finish()
    sys.exit(run.status)

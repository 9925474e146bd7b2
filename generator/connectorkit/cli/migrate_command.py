"""`connectorkit migrate`: sources that were written with older words, in the words of today."""

from __future__ import annotations

import os
import sys

import click

from connectorkit.cli.rewriting import Options, Rewriting, Way, options


@click.command("migrate")
@options("Print findings and differences only, no file names and no summary.")
def migrate(sources: tuple[str, ...], checking: bool, diffing: bool, quiet: bool, form: str) -> None:
    """Rewrite sources that have older words with those of today.

    A SOURCE is a source folder, a folder that holds `connector/`, any file of a source, or any other folder: then all
    sources below it, and the YAML files that hold an operation, types, or a connector. The current folder by default.
    A file with older words is written in the style of `connectorkit format`; comments stay, and what it means does not
    change. A file without them is left as it is, and so is one that cannot be read.

    Exit status: 0 when no file has older words now; 1 when a file was left as it is, or would change with --check or
    --diff; 2 when a SOURCE cannot be used.
    """
    from connectorkit.style import migrate as migration

    wrong = "The file has older words of the format."
    way = Way(migration.migrated, "migrated", "STY030", wrong, "Run `connectorkit migrate`.", named=True)
    run = Rewriting(way, Options(checking, diffing, quiet, form))
    for given in sources or (os.curdir,):
        run.take_all(given)
    run.finish()
    sys.exit(run.status)

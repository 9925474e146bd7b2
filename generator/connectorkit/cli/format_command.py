"""`connectorkit format`: format the YAML files of the sources in one style."""

from __future__ import annotations

import os
import sys

import click

from connectorkit.cli.rewriting import Options, Rewriting, Way, options


@click.command("format")
@options("Print only findings, file names and differences, no summary.")
def format_(sources: tuple[str, ...], checking: bool, diffing: bool, quiet: bool, form: str) -> None:
    """Format the YAML files of the sources in one style.

    A SOURCE is a source folder, a folder that contains `connector/`, or any file in a source; the current folder by
    default. If SOURCE is a YAML file, only this file is formatted. Formatting does not change the meaning of a file,
    and keeps comments. A file that cannot be read is reported and left unchanged.

    Exit status: 0 if all files are formatted; 1 if a file could not be formatted, or would change with --check or
    --diff; 2 if a SOURCE cannot be used.
    """
    from connectorkit.style import style

    wrong = "The file is not formatted."
    way = Way(style.styled, "formatted", "STY010", wrong, "Run `connectorkit format`.")
    run = Rewriting(way, Options(checking, diffing, quiet, form))
    for given in sources or (os.curdir,):
        run.take(given)
    run.finish()
    sys.exit(run.status)

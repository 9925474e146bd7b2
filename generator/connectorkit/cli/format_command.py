"""`connectorkit format`: the YAML files of the sources in the one style of the format."""

from __future__ import annotations

import os
import sys

import click

from connectorkit.cli.rewriting import Options, Rewriting, Way, options


@click.command("format")
@options("Print findings, file names and differences only, no summary.")
def format_(sources: tuple[str, ...], checking: bool, diffing: bool, quiet: bool, form: str) -> None:
    """Write the YAML of the sources in one style.

    A SOURCE is a source folder, a folder that holds `connector/`, or any file of a source; the current folder by
    default. A YAML file of a source stands for itself alone. What the files mean does not change, and comments stay.
    A file that cannot be read is reported and left as it is.

    Exit status: 0 when the files are in the style now; 1 when a file was left as it is, or would change with --check
    or --diff; 2 when a SOURCE cannot be used.
    """
    from connectorkit.style import style

    wrong = "The file is not in the style of the format."
    way = Way(style.styled, "formatted", "STY010", wrong, "Run `connectorkit format`.")
    run = Rewriting(way, Options(checking, diffing, quiet, form))
    for given in sources or (os.curdir,):
        run.take(given)
    run.finish()
    sys.exit(run.status)

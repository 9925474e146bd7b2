"""The argument of commands that take one source."""

from __future__ import annotations

import click

from connectorkit.cli import output
from connectorkit.diagnostics.finding import Unusable
from connectorkit.read import source_paths

SOURCE = click.argument("sources", metavar="[SOURCE]", nargs=-1, type=click.Path())
ENVIRONMENT = click.option(
    "--env", "environment", metavar="NAME", help="An environment of the source; production by default."
)


def one(sources: tuple[str, ...]) -> str:
    """The path of the source; several files of the same source count as one source."""
    found = list(source_paths.find_all(sources))
    for one in found:
        if isinstance(one, Unusable):
            output.give_up(str(one))
    paths = [one.path for one in found if isinstance(one, source_paths.Found)]
    if len(paths) > 1:
        output.give_up(f"Name one source, not {len(paths)}: {', '.join(paths[:4])}.")
    return paths[0]

"""`connectorkit preview`: the cards of the designer in a browser, while the source is edited."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from connectorkit.cli import output, selection, settings
from connectorkit.diagnostics.finding import Unusable
from connectorkit.read import source_paths

if TYPE_CHECKING:
    from connectorkit.desk.view import View


@click.command()
@click.argument("source", metavar="[SOURCE]", required=False, type=click.Path())
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help="The port to listen on; 0 picks a free one.",
)
@click.option("--static", "folder", metavar="DIR", type=click.Path(), help="Write the page as a folder, and end.")
@click.option("--base", metavar="REV", help="The git revision to compare with; the last commit when left out.")
def preview(source: str | None, port: int, folder: str | None, base: str | None) -> None:
    """Show in a browser what makers see in the designer, while SOURCE is edited.

    The page follows every edit and keeps what was filled in. SOURCE is a source folder, a folder that holds
    `connector/`, a file of a source, or a published connector; the current folder by default. The address is printed;
    only this machine can open it. Ctrl+C ends.

    With --static, exit status 1 when SOURCE has errors that keep it from being shown; nothing is written then.
    """
    found = output.usable(lambda: source_paths.find(source or os.curdir, published=True))
    view = output.usable(lambda: _view(found, base))
    if folder is not None:
        if view.library.problems:
            output.report(view.library.findings(), "text")
            sys.exit(1)
        output.usable(lambda: _write(folder, found.path, view))
        return
    from connectorkit.desk.server import Preview

    running = output.usable(lambda: Preview(view.library, view, port))
    output.progress(f"{found.path}: {running.url} (Ctrl+C ends)")
    running.run()


def _view(found: source_paths.Found, base: str | None) -> View:
    """The views of a source. Raises Unusable where there is nothing to show, or no revision ``base``."""
    from pathlib import Path

    from connectorkit.desk.changes import Changes
    from connectorkit.desk.library import Library
    from connectorkit.desk.view import View

    changes = Changes(Path(found.path), base or "HEAD")
    if base is not None:
        changes.commit()
    chosen, _ = settings.of(found.path, settings.Given())
    also = (chosen.file,) if chosen.file else ()
    library = Library(
        Path(found.path), found.published, chosen.profile, partial(selection.by_settings, found.path), also
    )
    library.refresh()
    if library.unusable and library.snapshot is None and not library.problems:
        raise Unusable(library.unusable)
    return View(library, changes)


def _write(folder: str, source: str, view: View) -> None:
    from pathlib import Path

    from connectorkit.cli import out_folders
    from connectorkit.desk import static_folder
    from connectorkit.write import build_folder

    out_folders.refuse_overlap(folder, [source], "--static")
    build_folder.refuse_other(Path(folder), static_folder.DATA, True, "the files of another command")
    changed = build_folder.write(Path(folder), static_folder.files(view, source))
    output.progress(f"{source}: {len(changed)} files changed in {folder}; open {Path(folder) / 'index.html'}")

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
    help="The port to listen on; 0 chooses a free one.",
)
@click.option("--static", "folder", metavar="DIR", type=click.Path(), help="Write the page to a folder, and exit.")
@click.option("--base", metavar="REV", help="The git revision to compare with; by default the last commit.")
def preview(source: str | None, port: int, folder: str | None, base: str | None) -> None:
    """Show SOURCE in a browser as makers see it, while you edit it.

    The page updates after every edit and keeps your input. The command prints its address, which only this machine can
    open; press Ctrl+C to stop. SOURCE is a source folder, a folder that contains `connector/`, a file in a source, or a
    published connector; the current folder by default.

    With --static, the exit status is 1 if SOURCE cannot be shown because of errors; then nothing is written.
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
    """The view of a source. Raises Unusable if there is nothing to show, or no revision ``base``."""
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

"""`connectorkit update`: merge the vendor's changes into a source."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from connectorkit.cli import output
from connectorkit.read import source_paths

if TYPE_CHECKING:
    from connectorkit.update.update import Updated


@click.command()
@click.argument("source", metavar="[SOURCE]", default=".")
@click.option("--from", "new", required=True, metavar="NEW", help="The vendor's new document, or git:REV:PATH.")
@click.option("--base", metavar="OLD", help="The document that SOURCE was imported from, if none is recorded.")
@click.option("--partial", is_flag=True, help="Despite conflicts, write all other changes.")
@click.option("--diff", "diffing", is_flag=True, help="Write nothing; show the changes.")
@click.option("--operation", "operations", multiple=True, metavar="ID", help="Only operations with this operationId.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only operations with this tag.")
@click.option("--path", "paths", multiple=True, metavar="PATH", help="Only operations with this path.")
@output.FORMAT
def update(
    source: str,
    new: str,
    base: str | None,
    partial: bool,
    diffing: bool,
    operations: tuple[str, ...],
    tags: tuple[str, ...],
    paths: tuple[str, ...],
    form: str,
) -> None:
    """Merge the vendor's changes into an imported source, and keep your edits.

    NEW is compared with the imported document, which `import` recorded in imported.json. Additions and changes are
    written to the YAML, and comments and layout are kept. Removals, and changes on both sides, are reported with their
    lines. SOURCE is a source folder, a folder that contains `connector/`, or a file in a source; the current folder by
    default.

    Exit status: 0 if there is no conflict, 1 if there are conflicts or --diff shows a change, 2 if SOURCE, NEW or OLD
    cannot be used.
    """
    from pathlib import Path

    from connectorkit.importing.select import Selection
    from connectorkit.update import update as updates

    found = output.usable(lambda: source_paths.find(source)).path
    selection = Selection(operations, tags, paths)
    made = output.usable(lambda: updates.update(Path(found), new, base or "", selection))
    held = made.conflicts > 0 and not partial
    broken = 0 if held or not made.arrived else output.usable(lambda: _broken(found, made))
    if diffing:
        output.write(output.shown(made.shown()))
    elif not held:
        output.usable(made.draft.write)
    if not diffing or form == "text":
        output.report(made.findings(not diffing and not held), form)
    count = f"{len(made.arrived)} change{'' if len(made.arrived) == 1 else 's'} of the vendor"
    done = "would arrive" if diffing else "arrived"
    if held:
        conflicts = f"{made.conflicts} conflict{'s' * (made.conflicts > 1)}"
        output.progress(f"{found}: {conflicts}, so nothing was written; --partial writes the other {count}")
    else:
        output.progress(f"{found}: {count} {done}, {made.conflicts} left")
    if broken:
        count = "1 of them breaks" if broken == 1 else f"{broken} of them break"
        output.progress(f"{found}: {count} users of the connector; `connectorkit diff OLD NEW` lists them")
    sys.exit(1 if made.conflicts or (diffing and made.shown()) else 0)


def _broken(found: str, made: Updated) -> int:
    """The number of breaking changes, according to `diff`."""
    from connectorkit.diff.comparison import compare
    from connectorkit.diff.sides import load

    comparison = compare(load.load(found), load.load(found, made.draft.new))
    return sum(one.finding.severity == "error" for one in comparison.reported)

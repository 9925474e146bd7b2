"""`connectorkit revise`: the next version of an operation, or the end of an old one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from connectorkit.cli import output
from connectorkit.read import source_paths

if TYPE_CHECKING:
    from connectorkit.revise.next_version import Revised


@click.command()
@click.argument("named", metavar="[OPERATION] [SOURCE]", nargs=-1)
@click.option("--list", "listing", is_flag=True, help="List the families, their revisions, and the next step for each.")
@click.option("--retire", "retiring", is_flag=True, help="Deprecate OPERATION, which must have a newer revision.")
@click.option(
    "--references", "moving", is_flag=True, help="Change drop-downs and other references to the newer operation."
)
@click.option("--path", metavar="PATH", help="The path of the next version, such as /v2/orders.")
@click.option("--diff", "diffing", is_flag=True, help="Write nothing; show the changes.")
@output.FORMAT
def revise(
    named: tuple[str, ...], listing: bool, retiring: bool, moving: bool, path: str | None, diffing: bool, form: str
) -> None:
    """Create the next version of OPERATION, <Family>_V2, next to it.

    The new operation has its own path, revision and status. Comments and layout of the YAML are kept. References to the
    old operation are reported. SOURCE is a source folder, a folder that contains `connector/`, or a file in a source;
    the current folder by default.

    Exit status: 0 if the files were written, 1 if --diff shows a change, 2 if OPERATION or SOURCE cannot be used.
    """
    if listing:
        if len(named) > 1 or retiring or moving or path or diffing:
            output.give_up("--list accepts only a SOURCE and --format.")
        if form not in ("text", "json"):
            output.give_up("--list supports only the formats text and json.")
        _list(named[0] if named else ".", form)
        return
    if not 1 <= len(named) <= 2:
        output.give_up("Name the operation: connectorkit revise OPERATION [SOURCE]; --list shows what there is.")
    if retiring and path:
        output.give_up("--path cannot be combined with --retire.")
    source = output.usable(lambda: source_paths.find(named[1] if len(named) > 1 else ".")).path
    made = output.usable(lambda: _made(source, named[0], path or "", retiring, moving))
    if diffing:
        output.write(output.shown(made.draft.diff()))
    else:
        output.usable(made.draft.write)
        output.report(made.left, form)
    _tell(source, made, diffing)
    sys.exit(1 if diffing else 0)


def _made(source: str, operation: str, path: str, retiring: bool, moving: bool) -> Revised:
    from pathlib import Path

    from connectorkit.revise import next_version, retirement

    if retiring:
        return retirement.retire(Path(source), operation, moving)
    return next_version.next_version(Path(source), operation, path, moving)


def _tell(source: str, made: Revised, diffing: bool) -> None:
    """Print what was done in one line, and the number of possibly breaking changes."""
    output.progress(f"{source}: {'would be changed: ' if diffing else ''}{made.line}")
    if made.hint:
        output.progress(f"{source}: {made.hint}")
    if diffing and made.left:
        count = f"{len(made.left)} reference{'s still use' if len(made.left) > 1 else ' still uses'}"
        output.progress(f"{source}: {count} the old operation; --references changes them")
    risky = sum(one.finding.severity == "warning" for one in made.comparison.reported)
    if risky:
        count = "1 change may break" if risky == 1 else f"{risky} changes may break"
        output.progress(f"{source}: {count} saved flows; `connectorkit diff OLD NEW` lists them")


def _list(given: str, form: str) -> None:
    import json
    from pathlib import Path

    from connectorkit.read import source as sources
    from connectorkit.revise import families

    path = output.usable(lambda: source_paths.find(given)).path
    source = output.usable(lambda: sources.load(Path(path)))
    if any(one.blocking for one in source.findings):
        output.give_up(f"{path}: has errors; run `connectorkit check`")
    found = families.families(source)
    alone = [one.id for one in families.members(source) if one.base not in found]
    if form == "json":
        output.write(json.dumps(families.document(found, alone), indent=2, ensure_ascii=False) + "\n")
        return
    lines = []
    for name, those in found.items():
        width = max(len(one.id) for one in those)
        lines.append(name)
        lines += [f"  {one.number}  {one.id:{width}}  {', '.join(_states(one))}".rstrip() for one in those]
        lines.append(f"  next: {families.following(those)}")
    if alone:
        lines.append(f"no family ({len(alone)}): {', '.join(alone)}")
        lines.append(f"  next: connectorkit revise {alone[0]}")
    output.write(output.shown("".join(f"{line}\n" for line in lines)))


def _states(member: object) -> list[str]:
    from connectorkit.read import nodes
    from connectorkit.revise.families import Member

    assert isinstance(member, Member)
    states = [member.status or "no status", nodes.text(member.node, "visibility"), "" if member.live else "deprecated"]
    return [one for one in states if one]

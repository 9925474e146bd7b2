"""The base of a package: an earlier version of the connector, compared with the source that is packaged."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, NamedTuple

from connectorkit.cli.reports import changes
from connectorkit.diff import approvals, comparison
from connectorkit.diff.comparison import Comparison
from connectorkit.diff.sides import git, load
from connectorkit.diff.sides.side import Side
from connectorkit.model.connector import Json
from connectorkit.package import base
from connectorkit.package.base import Base, Update


class Against(NamedTuple):
    """A base, its files for the evidence, and the addition to the line about the package."""

    base: Base | None = None
    files: dict[str, bytes] = {}  # Never modified: the default of a named tuple.
    noted: str = ""


NOTHING: Final = Against()


def compare(old: str, source: str) -> Against:
    """The changes from ``old`` to ``source``, with paths that do not depend on the machine.

    Raises Unusable if ``old`` cannot be read.
    """
    before, after = load.load(old), load.load(source)
    of_git = old.startswith(git.PREFIX)
    before.show_below("" if of_git else os.path.dirname(os.path.normpath(old)))
    after.show_below(source)
    found = comparison.compare(before, after, approvals.read(approvals.nearest(Path(source))))
    found.stale = [one._replace(span=one.span._replace(file=os.path.basename(one.span.file))) for one in found.stale]
    name = old if of_git else os.path.basename(os.path.abspath(old))
    update = _update(found)
    files = {
        "changes.json": changes.FORMATS["json"](found, False).encode("utf-8", "backslashreplace"),
        "changes.md": changes.FORMATS["markdown"](found, False).encode("utf-8", "backslashreplace"),
    }
    return Against(Base(name, _package(before), update), files, _noted(name, update))


def _package(side: Side) -> dict[str, Json]:
    return base.of_source(side.connector) if side.connector is not None else dict(side.package)


def _update(found: Comparison) -> Update:
    release = found.release
    breaking = sum(one.finding.severity == "error" for one in found.open)
    return Update(
        release.old,
        release.new,
        release.step,
        release.follows,
        release.raised,
        release.quick,
        len(found.reported),
        breaking,
        len(found.approved),
    )


def _noted(name: str, update: Update) -> str:
    counted = f"{update.breaking} breaking change{'' if update.breaking == 1 else 's'}"
    approved = f", {update.approved} approved" if update.approved else ""
    return f"; {counted} since {name}{approved}, see evidence/changes.md"

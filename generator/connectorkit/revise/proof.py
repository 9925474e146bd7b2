"""Proof: compare a connector before and after an edit, and reject a harmful edit."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from connectorkit.check.target import unproven
from connectorkit.diagnostics.finding import Finding, Unusable
from connectorkit.diff.comparison import Comparison, compare
from connectorkit.diff.sides import load
from connectorkit.diff.sides.side import Side
from connectorkit.edit.draft import Draft


class Before(NamedTuple):
    """A source before the first edit: its errors, and its documents."""

    errors: Counter[str]
    side: Side


def before(folder: Path) -> Before:
    """The state of a source. Raises Unusable when it has errors of the format, so that it cannot be compared."""
    return Before(Counter(one.id for one in _errors(folder, {})), load.load(str(folder)))


def prove(start: Before, draft: Draft) -> Comparison:
    """The changes of the edits. Raises Unusable when they add an error, or break users of the connector."""
    left = Counter(start.errors)
    for one in _errors(draft.folder, draft.new):
        left[one.id] -= 1
        if left[one.id] < 0:
            where = f"{one.span.file}:{one.span.line}:{one.span.column}"
            raise Unusable(f"{where}: the source would have a new error, {one.id}: {one.message} Nothing was written.")
    made = compare(start.side, load.load(str(draft.folder), draft.new))
    broken = next((one for one in made.reported if one.finding.severity == "error"), None)
    if broken is not None:
        raise Unusable(f"{draft.folder}: {broken.finding.id}: {broken.finding.message} Nothing was written.")
    return made


def _errors(folder: Path, instead: dict[str, bytes]) -> list[Finding]:
    return [one for one in unproven(folder, "", instead).findings if one.blocking]

"""The comparison of two sides: changes as findings, and the next version."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from connectorkit.diagnostics.finding import SEVERITIES, Finding, Span
from connectorkit.diff.approvals import Approval, Approvals
from connectorkit.diff.change import Change, Place
from connectorkit.diff.comparing.connectors import compare as compared
from connectorkit.diff.kind import LEVELS
from connectorkit.diff.release import Release, release
from connectorkit.diff.sides import variables
from connectorkit.diff.sides.side import Side


class Reported(NamedTuple):
    """A change as a finding, with its places on both sides and the approval that covers it."""

    change: Change
    finding: Finding
    old: Span | None
    new: Span | None
    approval: Approval | None = None


@dataclass(slots=True)
class Comparison:
    """The result of a comparison. ``stale`` are the findings about approvals that match nothing."""

    old: Side
    new: Side
    reported: list[Reported]
    release: Release
    stale: list[Finding]

    @property
    def open(self) -> list[Reported]:
        """The changes without an approval."""
        return [one for one in self.reported if one.approval is None]

    @property
    def approved(self) -> list[Reported]:
        """The changes that were approved."""
        return [one for one in self.reported if one.approval is not None]

    @property
    def findings(self) -> list[Finding]:
        """The findings about changes without an approval, and about approvals that match nothing."""
        return [*(one.finding for one in self.open), *self.stale]

    def counts(self, audience: int) -> dict[str, int]:
        """The number of changes of each level for one audience, by the audience's index."""
        return {level: sum(one.change.verdict[audience] == level for one in self.reported) for level in LEVELS}

    def fails(self, level: str) -> bool:
        """Whether there is a finding with at least this severity."""
        least = SEVERITIES.index(level)
        return any(SEVERITIES.index(one.severity) <= least for one in self.findings)


def compare(old: Side, new: Side, approvals: Approvals | None = None) -> Comparison:
    """Every change from one side to the other, the most severe first, then by operation."""
    variables.settle(old.contents, new.contents)
    variables.settle(new.contents, old.contents)
    changes = sorted(_once(compared(old.contents, new.contents), old, new), key=_weight)
    fingerprints = _fingerprints(changes)
    known = approvals.by_fingerprint if approvals else {}
    reported = [
        _reported(change, print_, old, new, known.get(print_))
        for change, print_ in zip(changes, fingerprints, strict=True)
    ]
    stale = approvals.stale(set(fingerprints)) if approvals else []
    return Comparison(old, new, reported, release(old.version, new.version, changes), stale)


def _once(changes: Iterable[Change], old: Side, new: Side) -> Iterable[Change]:
    """Changes merged by their place in a source: a named type may be copied to all its uses."""
    found = changes
    for side, is_new in ((new, True), (old, False)):
        if side.contents.source:
            found = _by_place(found, side, is_new)
    return found


def _by_place(changes: Iterable[Change], side: Side, is_new: bool) -> list[Change]:
    kept: dict[object, Change] = {}
    for index, change in enumerate(changes):
        place = change.new if is_new else change.old
        last = change.path.rpartition(".")[2]
        alike = place is not None and change.operations
        key = (change.kind.id, change.noun, change.predicate, last, side.span(place)) if alike and place else index
        twin = kept.setdefault(key, change)
        if twin is not change:
            twin.join(change)
    return list(kept.values())


def _weight(change: Change) -> tuple[int, str, str, str, str]:
    first = change.operations[0].id if change.operations else ""
    return SEVERITIES.index(change.verdict.severity), first, change.kind.id, change.path, change.message


def _reported(change: Change, print_: str, old: Side, new: Side, approval: Approval | None) -> Reported:
    before = old.span(change.old) if change.old is not None else None
    after = new.span(change.new) if change.new is not None else None
    here = after or new.span(change.near or Place(""))
    related = (before,) if before is not None and before != here else ()
    finding = Finding(
        change.kind.id,
        change.message,
        here,
        change.kind.remedy,
        change.verdict.severity,
        change.pointer,
        related,
        print_,
    )
    return Reported(change, finding, before, after, approval)


def _fingerprints(changes: Iterable[Change]) -> list[str]:
    """A fingerprint for each change, independent of lines and indexes; repeated ones are made unique."""
    taken: dict[str, int] = {}
    made = []
    for change in changes:
        # Of several uses of a type, another one may become the first.
        path = change.path if len(change.operations) < 2 else change.path.rpartition(".")[2]
        about = _hashed(change.kind.id, _owner(change), change.noun, path, change.predicate)
        again = taken[about] = taken.get(about, 0) + 1
        made.append(about if again == 1 else _hashed(about, str(again)))
    return made


def _owner(change: Change) -> str:
    """The operation of a change, or the name of a shared type, since its operations may vary."""
    if len(change.operations) > 1 and change.pointer.startswith("/definitions/"):
        return change.pointer.split("/")[2]
    return min((one.id or one.title for one in change.operations), default="")


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]

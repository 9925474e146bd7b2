"""Retirement: deprecate the older of two revisions, and set the newer one to production."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from connectorkit.diagnostics.finding import Unusable, ordered
from connectorkit.edit.draft import Draft
from connectorkit.edit.yaml_tree import Changes
from connectorkit.read.yaml_document import Node
from connectorkit.revise import annotate, families, proof, references
from connectorkit.revise.families import PREVIEW, PRODUCTION, Member
from connectorkit.revise.next_version import Revised
from connectorkit.revise.references import Reference

MARK = "(deprecated)"


def retire(folder: Path, operation: str, move: bool = False) -> Revised:
    """Deprecate ``operation`` in memory; ``move``: change references to its successor.

    Raises Unusable when it has no successor, or when the source would have new errors or break its users.
    """
    draft, start = Draft(folder), proof.before(folder)
    old = families.find(draft.source, operation)
    newest = _successor(draft, old)
    draft.make([*_deprecated(draft, old.node), *_promoted(draft, newest)])
    if move:
        left = _left(draft, operation, newest.id)
        draft.make(references.moved(draft.tree, one, operation, newest.id) for one in left)
    draft.restyle()
    left = [] if move else _left(draft, operation, newest.id)
    comparison = proof.prove(start, draft)
    status = f" and goes into {PRODUCTION}" if newest.status == PREVIEW != families.usual_status(draft.source) else ""
    line = f"{operation} is deprecated; {newest.id} (revision {newest.number}) follows it{status}"
    findings = ordered(references.finding(one, operation, newest.id) for one in left)
    return Revised(draft, line, findings, comparison)


def _left(draft: Draft, *operations: str) -> list[Reference]:
    """The references to the first of the operations, from others than these."""
    return [one for one in references.leading(draft.source, operations[0]) if one.inside not in operations]


def _successor(draft: Draft, old: Member) -> Member:
    those = families.family(draft.source, old)
    newer = [one for one in those if one.live and one.number > old.number]
    if not old.live:
        raise Unusable(f"{draft.folder}: '{old.id}' is already retired (`deprecated: true`)")
    if newer:
        return newer[-1]
    older = [one for one in those if one.live and one.number < old.number]
    if older:
        raise Unusable(
            f"{draft.folder}: '{old.id}' is the newest revision of '{old.base}'; retire '{older[0].id}' instead"
        )
    raise Unusable(f"{draft.folder}: '{old.id}' has no newer revision; `connectorkit revise {old.id}` creates one")


def _deprecated(draft: Draft, node: Node) -> Iterator[Changes | None]:
    yield from annotate.keys(draft, node, {"deprecated": True})
    for key in ("summary", "description"):
        said = node.get(key)
        if said is not None and said.text and not said.text.rstrip().lower().endswith(MARK):
            yield draft.tree.set_scalar(said, f"{said.text.rstrip()} {MARK}")


def _promoted(draft: Draft, newest: Member) -> Iterator[Changes | None]:
    if newest.status == PREVIEW != families.usual_status(draft.source):
        yield draft.tree.set_scalar(newest.node.mapping["annotation"].mapping["status"], PRODUCTION)

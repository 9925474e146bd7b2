"""The next version of an operation: a copy as the next revision of its family, with its own path.

The copy has the text of the old operation, comments included. Policies and sandbox behaviour of the old one are
extended to the copy. The visibility of the old one becomes advanced.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from connectorkit.diagnostics.finding import Finding, Unusable, ordered
from connectorkit.diff.comparison import Comparison
from connectorkit.edit.draft import Draft
from connectorkit.edit.yaml_tree import Changes
from connectorkit.read import nodes
from connectorkit.read.yaml_document import Node
from connectorkit.revise import annotate, families, paths, proof, references
from connectorkit.revise.families import PREVIEW, Member
from connectorkit.revise.references import Reference
from connectorkit.write import yaml_text

_NUMBERED = re.compile(r"\s*\(V[0-9]{1,4}\)\Z")
_SUFFIX = re.compile(r"_v[0-9]{1,4}\Z", re.IGNORECASE)


@dataclass(slots=True)
class Revised:
    """The result: the files in ``draft``, one line about them, and the unchanged references.

    ``hint`` is the next step for a person, in one line; "" for none.
    """

    draft: Draft
    line: str
    left: list[Finding]
    comparison: Comparison
    hint: str = ""


def next_version(folder: Path, operation: str, path: str = "", move: bool = False) -> Revised:
    """Create the next version of ``operation`` in memory; ``move``: change references to it.

    Raises Unusable when it is impossible, or when the source would have new errors or break its users.
    """
    draft, start = Draft(folder), proof.before(folder)
    old = families.find(draft.source, operation)
    _refuse(draft, old)
    number = old.number + 1
    new = f"{old.base}_V{number}"
    if any(one.id == new for one in families.members(draft.source)):
        raise Unusable(f"{folder}: the operation '{new}' already exists in another family; rename one of them")
    where = paths.chosen(old, number, path, families.members(draft.source))
    _copy(draft, old, number, where)
    draft.make(_edits(draft, operation, new, number, where))
    for changes in (_join, _behave):
        draft.make(changes(draft, operation, new))
    if move:
        draft.make(references.moved(draft.tree, one, operation, new) for one in _left(draft, operation))
    draft.restyle()
    left = [] if move else _left(draft, operation)
    comparison = proof.prove(start, draft)
    shown = nodes.text(families.find(draft.source, operation).node, "visibility")
    line = f"{new} is revision {number} of '{old.base}' ({PREVIEW}, {old.method} {where}); {operation} is {shown}"
    hint = (
        f"the service must serve {where}; if it does not, add a policy `routerequesttoendpoint` for {new}, with an "
        "existing path as `newPath`"
    )
    return Revised(draft, line, ordered(references.finding(one, operation, new) for one in left), comparison, hint)


def _left(draft: Draft, operation: str) -> list[Reference]:
    """The references to an operation from other operations."""
    return [one for one in references.leading(draft.source, operation) if one.inside != operation]


def _refuse(draft: Draft, old: Member) -> None:
    those = families.family(draft.source, old)
    newest = those[-1]
    if newest.id != old.id:
        raise Unusable(
            f"{draft.folder}: '{newest.id}' is a newer revision of '{old.id}'; revise that one, or retire this one with"
            " --retire"
        )
    if not old.live:
        raise Unusable(f"{draft.folder}: '{old.id}' is deprecated; remove `deprecated` to create its next version")
    offered = [one for one in those if one.live]
    if len(offered) > 1:
        raise Unusable(
            f"{draft.folder}: the family '{old.base}' offers {len(offered)} operations already, but only two are "
            "allowed;"
            f" `connectorkit revise {offered[0].id} --retire` deprecates the oldest"
        )
    if not draft.editable(old.node):
        raise Unusable(f"{old.node.span.file}: cannot be written (it has another encoding, or is outside the source)")


def _copy(draft: Draft, old: Member, number: int, path: str) -> None:
    """Duplicate the operation after itself, and the entries of its path.

    The entries of a path have the parameters of all its operations, which the copy needs at its own path.
    """
    listed = draft.source.root.get("operations")
    entries = [
        node
        for node in draft.source.operations
        if node.mapping.get("path") is not None and node.mapping["path"].text == old.path and len(node.mapping) > 1
    ]
    wanted = [(old.node, f"_v{number}"), *((node, f"_v{number}") for node in entries)]
    assert listed is not None
    changes = []
    for node, suffix in wanted:
        item = _item(draft, listed, node)
        if item is node:
            changes.append(draft.tree.copy_item(listed, node))
            continue
        name = _free(draft, item.text, suffix)
        draft.copy(str(draft.folder / name), node.span.file)
        changes.append(draft.tree.insert_item(listed, item, yaml_text.inline(name, True)))
    draft.make(changes)
    copies = _copies(draft, old)
    draft.make(draft.tree.set_scalar(node.mapping["path"], path) for node in copies)


def _copies(draft: Draft, old: Member) -> list[Node]:
    """The second of two equal entries for the path of an operation."""
    found = [node for node in draft.source.operations if "path" in node.mapping and len(node.mapping) > 1]
    same = [node for node in found if node.mapping["path"].text == old.path]
    return same[1::2]


def _item(draft: Draft, listed: Node, node: Node) -> Node:
    """The item of `operations` for an operation: itself, or the name of its file."""
    for item in listed.sequence:
        if item is node or (item.text and draft.source.trees.get(draft.folder / item.text) is node):
            return item
    raise Unusable(f"{node.span.file}: is not listed under `operations`")


def _free(draft: Draft, name: str, suffix: str) -> str:
    stem, ending = os.path.splitext(name)
    made = f"{_SUFFIX.sub('', stem)}{suffix}{ending}"
    if (draft.folder / made).exists() or str(draft.folder / made) in draft.new:
        raise Unusable(f"{draft.folder / made}: already exists; rename it, or remove it if nothing uses it")
    return made


def _edits(draft: Draft, operation: str, new: str, number: int, path: str) -> Iterator[Changes | None]:
    """Make the copy the next revision, and the old operation advanced."""
    old, copy = (one for one in families.members(draft.source) if one.id == operation)
    yield from _as_next(draft, copy, new, number, path)
    status = old.status or families.usual_status(draft.source)
    yield from annotate.annotation(draft, old.node, {"family": old.base, "revision": old.number, "status": status})
    if old.node.get("visibility") is None or old.node.mapping["visibility"].text == "important":
        yield from annotate.keys(draft, old.node, {"visibility": "advanced"})


def _as_next(draft: Draft, copy: Member, new: str, number: int, path: str) -> Iterator[Changes | None]:
    tree, node = draft.tree, copy.node
    yield tree.set_scalar(node.mapping[copy.key], new)
    yield tree.set_scalar(node.mapping["request"], f"{copy.method} {path}")
    yield from annotate.annotation(draft, node, {"family": copy.base, "revision": number, "status": PREVIEW})
    summary = node.get("summary")
    if summary is not None and summary.text:
        yield tree.set_scalar(summary, f"{_NUMBERED.sub('', summary.text)} (V{number})")
    agents = node.get("agents")
    name = agents.get("name") if agents is not None else None
    if name is not None and name.text:
        yield tree.set_scalar(name, f"{_SUFFIX.sub('', name.text)}_v{number}")
    inside = {id(below) for below in _below(node)}
    for one in references.leading(draft.source, copy.id):
        if id(one.node) in inside:
            yield tree.set_scalar(one.node, new)


def _below(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        waiting += [*here.mapping.values(), *here.sequence]


def _join(draft: Draft, operation: str, new: str) -> Iterator[Changes | None]:
    for one in references.listing(draft.source, operation):
        yield draft.tree.insert_item(one.node, one.item, yaml_text.inline(new, True))


def _behave(draft: Draft, operation: str, new: str) -> Iterator[Changes | None]:
    for one in references.behaviours(draft.source, operation):
        yield draft.tree.copy_entry(one.node, operation, new)

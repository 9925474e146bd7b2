"""The comparison of two connectors."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator

from connectorkit.diff.change import Change
from connectorkit.diff.comparing.operations import OperationComparer
from connectorkit.diff.kinds import (
    connections,
    connector,
    operations,
    other_words,
    policies,
    responses,
    texts,
    triggers,
)
from connectorkit.diff.matching.operations import Matched, match
from connectorkit.diff.meaning import operations as lowering
from connectorkit.diff.meaning.document import Document
from connectorkit.diff.pair_of_sides import Contents, SidePair
from connectorkit.diff.pairs import name_of
from connectorkit.model.json_value import Json

_WHOLE = (*connector.JUDGES, *connections.JUDGES, *policies.JUDGES, *other_words.WHOLE)
_CLAIMING = (triggers.CALLBACK, triggers.SPLIT)
_OUTPUTS = frozenset((*responses.KINDS, texts.OUTPUT_TITLE))


def compare(old: Contents, new: Contents) -> list[Change]:
    """Every change from one connector to the other, each once."""
    documents = Document(old.definition), Document(new.definition)
    for side, document in zip((old, new), documents, strict=True):
        side.operations = list(lowering.operations(document))
    matched = match(old.operations, new.operations)
    renamed = {pair.old.id: pair.new.id for pair in matched.pairs if pair.old.id}
    sides = SidePair(old, new, renamed)
    found = [change for judge in _WHOLE for change in judge(sides)]
    found += [operations.removed(one) for one in matched.gone]
    found += [operations.added(one) for one in matched.came]
    found += operations.clashes(old.operations, new.operations)
    found += _of_pairs(matched, documents, renamed)
    return list(_merged(found))


def _of_pairs(matched: Matched, documents: tuple[Document, Document], renamed: dict[str, str]) -> list[Change]:
    comparer = OperationComparer(*documents, renamed)
    found = [change for pair in matched.pairs for change in comparer.compare(pair)]
    found = [change for change in found if change.matters]
    order = {pair.name: index for index, pair in enumerate(matched.pairs)}
    found += sorted(comparer.schemas.changes(), key=lambda change: order[change.operations[0]])
    found = list(_unclaimed(found))
    touched = {name for change in found if change.kind in _OUTPUTS for name in change.operations}
    for pair in matched.pairs:
        if name_of(pair.new) in touched:
            found += responses.same_titles(pair, *documents)
    return found


def _unclaimed(found: list[Change]) -> Iterator[Change]:
    """The changes that no more specific one covers, such as a moved callback or a list that is no longer split."""
    claimed = {
        (place, name)
        for change in found
        if change.kind in _CLAIMING
        for place in (change.old, change.new)
        for name in change.operations
    }
    for change in found:
        places = ((place, name) for place in (change.old, change.new) for name in change.operations)
        if change.kind in _CLAIMING or not any(one in claimed for one in places):
            yield change


def _merged(found: Iterable[Change]) -> Iterator[Change]:
    """Changes of one place, or of equal copies, merged into one with all affected operations."""
    digests: dict[tuple[int, int], bytes] = {}
    kept: dict[object, Change] = {}
    for change in found:
        # The uses of a type may be affected differently: the change is one, with the worst verdict.
        _keep(kept, (change.old, change.new, change.predicate, change.noun.rpartition(" ")[2]), change)
    alike: dict[object, Change] = {}
    for key, change in kept.items():
        if change.around is not None:
            last = change.path.rpartition(".")[2]
            key = (change.kind.id, change.noun, change.predicate, last, _digest(change.around, digests))
        _keep(alike, key, change)
    yield from alike.values()


def _keep(kept: dict[object, Change], key: object, change: Change) -> None:
    """Add a change; one with the same key is merged."""
    twin = kept.setdefault(key, change)
    if twin is not change:
        twin.join(change)


def _digest(around: tuple[Json, Json], known: dict[tuple[int, int], bytes]) -> bytes:
    """A cached hash of the parents of a change on both sides."""
    key = id(around[0]), id(around[1])
    if key not in known:
        known[key] = hashlib.sha256(json.dumps(around, sort_keys=True).encode()).digest()
    return known[key]

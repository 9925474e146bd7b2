"""Policies and custom code, which change requests and responses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from connectorkit.diff.change import Change, Place
from connectorkit.diff.kind import CONFIRM, Kind, verdict
from connectorkit.diff.meaning.operations import text
from connectorkit.diff.pair_of_sides import Contents, SidePair, in_properties, of_file
from connectorkit.model.file_names import SCRIPT
from connectorkit.model.json_value import Json, Object, listed

_WIRE: Final = "Policies set the host, path, headers and bodies of requests and responses."
ADDED = Kind("BRK670", "A policy was added", verdict("bbbb"), _WIRE, CONFIRM, "apiProperties.json policies")
REMOVED = Kind("BRK671", "A policy was removed", verdict("bbbb"), _WIRE, CONFIRM, "apiProperties.json policies")
CHANGED = Kind("BRK672", "A policy changed", verdict("bbbb"), _WIRE, CONFIRM, "apiProperties.json policies")
ORDER = Kind(
    "BRK673",
    "The order of policies changed",
    verdict("bbbb"),
    "Policies run in order; a later policy sees the result of an earlier one.",
    CONFIRM,
    "apiProperties.json policies",
)
CODE = Kind(
    "BRK680",
    "The custom code, or its list of operations, changed",
    verdict("nnnn"),
    "Code can change every request and response, and its effect cannot be judged here.",
    "Review the code, and test the operations that use it.",
    "apiProperties.json scriptOperations",
)

_POLICIES: Final = "policyTemplateInstances"
_SCRIPTED: Final = "scriptOperations"


class _Policy:
    """A policy with its place; ``key`` identifies it, ``body`` is its content.

    ``elsewhere``: it only applies to operations that the other side does not have.
    """

    def __init__(self, index: int, node: Object, elsewhere: bool) -> None:
        self.elsewhere = elsewhere
        self.key = (text(node, "templateId"), text(node, "title"))
        self.body = json.dumps({**node, "title": None}, sort_keys=True)
        self.place = in_properties(f"/properties/{_POLICIES}/{index}")
        self.noun = f"policy '{self.key[1] or self.key[0]}'"


def _policies(side: Contents, ids: dict[str, str]) -> list[_Policy]:
    found = enumerate(listed(side.inner.get(_POLICIES)))
    return [_Policy(index, *_of_both(one, ids)) for index, one in found if isinstance(one, dict)]


def _of_both(node: Object, ids: dict[str, str]) -> tuple[Object, bool]:
    """A policy for the operations of both sides, by their new ids, and whether it only applies to others."""
    parameters = node.get("parameters")
    if not isinstance(parameters, dict):
        return node, False
    made, elsewhere = dict(parameters), False
    for key, value in parameters.items():
        if key.endswith("operationName") and value:
            kept = _ids(value, ids)
            made[key] = [*kept]
            elsewhere = elsewhere or not kept
    return {**node, "parameters": made}, elsewhere


def _ids(value: Json, ids: dict[str, str]) -> list[str]:
    """The named operations that both sides have, by their new ids, sorted."""
    named = [value] if isinstance(value, str) else [one for one in listed(value) if isinstance(one, str)]
    return sorted({ids[one] for one in named if one in ids})


def policies(pair: SidePair) -> Iterator[Change]:
    """Added, removed and changed policies."""
    if pair.old.properties is None or pair.new.properties is None:
        return
    old, new = _policies(pair.old, pair.renamed), _policies(pair.new, _same(pair))
    if [one.body for one in old] == [one.body for one in new]:
        return
    here = in_properties(f"/properties/{_POLICIES}")
    left, right = _without_twins(old, new)
    if not left and not right and not any(one.elsewhere for one in (*old, *new)):
        yield of_file(ORDER, "order of policies", "changed", here, here)
    for one in left:
        twin = next((other for other in right if other.key == one.key), None)
        if twin is not None:
            right.remove(twin)
        if twin is not None and not (one.elsewhere and twin.elsewhere):
            yield of_file(CHANGED, one.noun, "has different parameters", one.place, twin.place)
        elif twin is None and not one.elsewhere:
            yield of_file(REMOVED, one.noun, "was removed", one.place, here)
    for one in right:
        if not one.elsewhere:
            yield of_file(ADDED, one.noun, "was added", None, one.place)


def _without_twins(old: list[_Policy], new: list[_Policy]) -> tuple[list[_Policy], list[_Policy]]:
    """The policies of both sides that the other side does not have."""
    right = list(new)
    left = []
    for one in old:
        twin = next((other for other in right if other.body == one.body), None)
        if twin is None:
            left.append(one)
        else:
            right.remove(twin)
    return left, right


def code(pair: SidePair) -> Iterator[Change]:
    """Changed code, or changed operations that use it."""
    if pair.old.properties is not None and pair.new.properties is not None:
        old, new = _scripted(pair.old, pair.renamed), _scripted(pair.new, _same(pair))
        if old != new:
            named = ", ".join(sorted(old ^ new))
            place = in_properties(f"/properties/{_SCRIPTED}")
            yield of_file(CODE, "custom code", f"is used for other operations: {named}", place, place)
    before, after = (_code(one) for one in (pair.old, pair.new))
    if before != after and pair.old.whole and pair.new.whole:
        place = Place("", SCRIPT)
        said = "was added" if before is None else "was removed" if after is None else "changed"
        yield of_file(CODE, "custom code", said, place if before is not None else None, place)


def _scripted(side: Contents, ids: dict[str, str]) -> set[str]:
    return set(_ids(side.inner.get(_SCRIPTED), ids))


def _same(pair: SidePair) -> dict[str, str]:
    """The operations that both sides have, each by its new id."""
    return {one: one for one in pair.renamed.values()}


def _code(side: Contents) -> bytes | None:
    data = side.files.get(SCRIPT)
    return data.replace(b"\r\n", b"\n").strip() if data is not None else None


KINDS: Final = (ADDED, REMOVED, CHANGED, ORDER, CODE)
JUDGES: Final = (policies, code)

"""Faults of the texts that agents read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from tests.check.rules.mutations.jsontext import DEFINITION, Edit, Fault, put
from tests.check.rules.mutations.places import operations
from tests.check.rules.mutations.table import added, in_json, in_yaml
from tests.check.rules.mutations.yamltext import Change, Tree

NAME, DESCRIPTION = "x-ms-name-for-model", "x-ms-description-for-model"


@in_json("EXT350")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in operations(documents):
        yield put(f"{at}/{NAME}", "Get an order")
        yield put(f"{at}/{NAME}", "a" * 65)


added("EXT350", "agents: {name: get-order}")


@in_json("EXT351")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for (one, _), (other, _) in pairwise(operations(documents)):
        edits = (Edit(f"{one}/{NAME}", "order", DEFINITION), Edit(f"{other}/{NAME}", "order", DEFINITION))
        yield Fault(edits, f"{other}/{NAME}")


@in_yaml("EXT351")
def _(tree: Tree) -> Iterator[Change]:
    told = "agents: {name: order}"
    listed = [entry for entry in tree.operations("action") if "agents" not in entry.siblings]
    for index in range(1, len(listed)):
        first = Tree(tree.file, listed[index - 1].beside(told).text)
        yield next(one for one in first.operations("action") if one.text == listed[index].text).beside(told)


@in_json("EXT352")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in operations(documents):
        yield put(f"{at}/{NAME}", " ")
        yield put(f"{at}/{DESCRIPTION}", 5)


added("EXT352", f"extra: {{{DESCRIPTION}: ''}}")


@in_json("EXT330")
def _(documents: dict[str, Any]) -> Iterator[Fault]:
    for at, _ in operations(documents):
        yield put(f"{at}/x-ms-require-user-confirmation", "true")

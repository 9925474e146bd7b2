"""How much a check reports about connectors that were accepted: little enough that each finding is read."""

from __future__ import annotations

import statistics
from collections import Counter
from functools import cache

import pytest
from tests.corpus import WITHOUT, connectors

from connectorkit.check.target import unproven
from connectorkit.diagnostics.finding import Finding
from connectorkit.diagnostics.grouping import grouped

pytestmark = pytest.mark.skipif(not connectors(), reason=WITHOUT.kwargs["reason"])
# Rules that 30 % or more of the accepted connectors break, each with the reason why it exists.
COMMON = {
    "DOC010": "a submission needs a readme; the sample holds definitions and properties alone",
    "OPR121": "the string guidance asks for sentences, and --fix writes them",
    "OPR153": "reviewers send back labels that only programmers can read",
    "RSP141": "makers see the name on the wire in place of a missing title",
    "RSP142": "makers have nothing but the name to tell a value by",
}


@cache
def found() -> dict[str, list[Finding]]:
    """The findings that `check` shows for each accepted connector, by the kind of publisher and the name."""
    accepted = [folder for folder in connectors() if "custom-connectors" not in folder.parts]
    return {f"{folder.parent.name}/{folder.name}": grouped(unproven(folder).findings) for folder in accepted}


@pytest.mark.part(0)
def test_a_certified_connector_has_few_findings() -> None:
    counts = [len(some) for name, some in found().items() if name.startswith("certified")]
    assert statistics.median(counts) <= 10


def test_a_rule_that_many_accepted_connectors_break_has_a_reason() -> None:
    broken = Counter(id for some in found().values() for id in {one.id for one in some})
    assert {id for id, count in broken.items() if count >= 0.3 * len(found())} == COMMON.keys()

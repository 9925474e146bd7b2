"""Pairs as a reviewer sees them: a change of a source, and every finding about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectorkit.cli.reports.changes.summary import letters
from connectorkit.diff.comparison import compare
from connectorkit.diff.sides.load import load
from tests.diff.pair_page import Written, changed, pairs
from tests.paths import ROOT

pytestmark = pytest.mark.part(0.4)

BASE = Path(__file__).parent / "pairs"
PAGE = ROOT / "docs" / "guide" / "updates.md"
PAIRS = [*pairs(PAGE), *pairs(BASE / "more.md")]


@pytest.mark.parametrize("pair", PAIRS, ids=[one.title for one in PAIRS])
def test_a_pair_reads_as_a_reviewer_would_see_it(pair: Written, tmp_path: Path) -> None:
    text = (BASE / "connector.yaml").read_text(encoding="utf-8")
    new = tmp_path / "connector.yaml"
    new.write_text(changed(text, pair.diff), encoding="utf-8")
    comparison = compare(load(str(BASE)), load(str(tmp_path)))
    said = [
        f"{one.finding.severity} {one.finding.id} [{letters(one.change.verdict)}] {one.finding.message}"
        for one in comparison.reported
    ]
    assert tuple(said or ["no change"]) == pair.report


def test_there_are_ten_pairs_in_the_guide_and_thirty_in_all() -> None:
    assert len(list(pairs(PAGE))) == 10
    assert len(PAIRS) >= 30

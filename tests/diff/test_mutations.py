"""Mutations of published connectors: no pair stops the comparison, and both directions agree."""

from __future__ import annotations

import copy
import random
from pathlib import Path

import pytest

from connectorkit.diff.comparison import Comparison, compare
from connectorkit.diff.sides.load import load
from connectorkit.diff.sides.side import Side
from tests.diff.base import Plain, base, side
from tests.diff.mutations import mutated
from tests.paths import BUILT, CORPUS

pytestmark = pytest.mark.part(0.3)

TIMES = 4
"""How often a connector is changed; four times as often with ``--complete``."""
_FOLDERS = sorted({path.parent for path in CORPUS.rglob("*piDefinition.swagger.json")}) if CORPUS.is_dir() else []
FOLDERS = [BUILT, *_FOLDERS]


def documents(read: Side) -> Plain:
    return {"definition": read.contents.definition, "properties": read.contents.properties}


def story(comparison: Comparison, added: bool) -> list[str]:
    """The names of added or removed parts, without operations and objects, whose names may differ on both sides."""
    found = [one.change for one in comparison.reported if (one.change.old if added else one.change.new) is None]
    return sorted(
        {
            change.path.rpartition(".")[2] or change.kind.title.rpartition(" was ")[0].rpartition(" ")[2]
            for change in found
        }
    )


def told_otherwise(comparison: Comparison) -> bool:
    """Whether a removal is reported by its effect: another splitting of a batch, a moved callback."""
    return any(one.finding.id in ("BRK170", "BRK180") for one in comparison.reported)


def assert_same_story(there: Comparison, back: Comparison) -> None:
    if not told_otherwise(there) and not told_otherwise(back):
        assert story(there, True) == story(back, False)
        assert story(there, False) == story(back, True)


@pytest.mark.part(0.08, folder=lambda folder: folder == BUILT)
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_mutation_stops_it_and_both_directions_agree(folder: Path, complete: bool) -> None:
    original = documents(load(str(folder)))
    chance = random.Random(folder.name)
    for _ in range(TIMES * 4 if complete else TIMES):
        changed = {**original, "definition": mutated(original["definition"], chance)}
        there = compare(side(original, "old"), side(changed, "new"))
        back = compare(side(changed, "old"), side(original, "new"))
        assert compare(side(changed, "old"), side(copy.deepcopy(changed), "new")).reported == []
        assert all(one.finding.message for one in there.reported)
        prints = [one.finding.fingerprint for one in there.reported]
        assert len(set(prints)) == len(prints)
        assert_same_story(there, back)


@pytest.mark.part(0)
@pytest.mark.parametrize("seed", range(400))
def test_the_small_connector_in_both_directions(seed: int) -> None:
    original = base()
    changed = {**original, "definition": mutated(original["definition"], random.Random(seed))}
    assert_same_story(compare(side(original), side(changed)), compare(side(changed), side(original)))

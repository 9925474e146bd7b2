"""For any changes of a vendor and any texts of people: nothing is lost, and a second update changes nothing."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from connectorkit.importing import run
from connectorkit.pipeline import build
from connectorkit.update.update import update
from tests.corpus import connectors, rows
from tests.sampling import sampled
from tests.update import mutations
from tests.update.vendor import OLD, imported, write

SOME = sampled(connectors(), 0.04, "update")


def survives(folder: Path, old: Path, new: Path, seed: int) -> None:
    """Write texts and change the document; then update twice."""
    chance = random.Random(seed)
    texts = mutations.people(folder, chance, 4)
    document = json.loads(old.read_text(encoding="utf-8"))
    marks = mutations.vendor(document, chance, 8)
    new.write_text(json.dumps(document), encoding="utf-8")
    made = update(folder, str(new))
    made.draft.write()
    after = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.yaml"))
    assert [text for text in texts if text not in after] == []
    told = " ".join(one.message for one in made.findings(True))
    assert [mark for mark in marks if mark not in after and mark not in told] == []
    again = update(folder, str(new))
    assert (again.draft.new, again.arrived) == ({}, [])
    assert build(folder, ("connector",), loose=True).files


def swagger(folder: Path, tmp_path: Path) -> Path | None:
    """A published connector as one swagger, which a mutation can change."""
    original, _ = run.lowered(folder)
    if original is None or not mutations.operations(original.definition):
        return None
    return write(tmp_path / "old.json", original.definition)


@pytest.mark.parametrize("seed", range(12))
def test_a_small_api(seed: int, tmp_path: Path) -> None:
    lowered = swagger(write(tmp_path / "api.json", OLD), tmp_path)
    assert lowered is not None
    folder = imported(tmp_path, json.loads(lowered.read_text(encoding="utf-8")))
    survives(folder, lowered, tmp_path / "new.json", seed)


@pytest.mark.parametrize("connector", rows(SOME))
def test_a_published_connector(connector: Path, tmp_path: Path) -> None:
    old = swagger(connector, tmp_path)
    target = tmp_path / "source"
    if old is not None:
        run.run(old, target, lambda line: None)
    if old is None or not target.exists():
        pytest.skip("this connector cannot be imported without its other files")
    assert update(target, str(old)).draft.new == {}
    survives(target, old, tmp_path / "new.json", 7)

"""Published connectors with random damage: what can be read comes back the same, the rest is refused with a finding."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from benchmarks.corpus import score

from connectorkit.read import json_document
from tests.corpus import connectors, rows
from tests.importing.mutate import mutate

SMALLEST, MUTANTS = 6, 8


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*.json"))


def _read(folder: Path, ending: str) -> Any:
    path = next(path for path in sorted(folder.iterdir()) if path.name.lower().endswith(ending))
    document, _ = json_document.read(str(path), path.read_bytes())
    assert document is not None
    return document.value


@pytest.mark.part(0.15, folder=str)
@pytest.mark.parametrize("seed", range(MUTANTS))
@pytest.mark.parametrize("folder", rows(sorted(connectors(), key=_size)[:SMALLEST]))
def test_it_comes_back_the_same_or_is_refused(folder: Path, seed: int, tmp_path: Path) -> None:
    choose = random.Random(f"{folder.name} {seed}").randrange
    definition = mutate(_read(folder, "swagger.json"), choose, 1 + choose(6))
    properties = mutate(_read(folder, "apiproperties.json"), choose, choose(3))
    (tmp_path / "apiDefinition.swagger.json").write_text(json.dumps(definition), encoding="utf-8")
    (tmp_path / "apiProperties.json").write_text(json.dumps(properties), encoding="utf-8")
    one = score.score(tmp_path, exact=seed % 2 == 1)
    assert (one.read, one.fault, one.again) == (True, "", True) or (not one.read and one.fault)

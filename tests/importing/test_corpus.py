"""Published connectors come back the same: each one of the sample is imported, built, compared, imported again."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.corpus import score

from tests.corpus import connectors, rows


@pytest.mark.part(0.06)
@pytest.mark.parametrize("folder", rows(connectors()))
def test_it_comes_back_the_same(folder: Path) -> None:
    one = score.score(folder)
    assert one.fault == ""
    assert one.again, "a second import gives other YAML"

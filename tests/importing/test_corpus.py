"""Published connectors come back the same: each one of the sample is imported, built, compared, imported again."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.corpus import score

from tests.paths import CORPUS

FOLDERS = score.connectors(CORPUS) if CORPUS.is_dir() else []


@pytest.mark.skipif(bool(FOLDERS), reason="the sample of published connectors is there")
def test_the_sample_is_absent() -> None:
    pytest.skip("no ../shared/corpus beside the project: published connectors are not tried")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_it_comes_back_the_same(folder: Path) -> None:
    one = score.score(folder)
    assert one.fault == ""
    assert one.again, "a second import gives other YAML"

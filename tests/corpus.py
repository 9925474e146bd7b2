"""The sample of published connectors, in a folder beside the clone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from benchmarks.corpus import score

from tests.paths import CORPUS

WITHOUT = pytest.mark.skip(reason="no ../shared/corpus beside the project: published connectors are not tried")


def connectors() -> list[Path]:
    """The folders of the published connectors; none where there is no sample."""
    return score.connectors(CORPUS) if CORPUS.is_dir() else []


def rows(folders: list[Path]) -> list[Any]:
    """Folders as rows of a parametrised test: one row, which is skipped, where there is none."""
    return [pytest.param(folder, id=folder.name) for folder in folders] or [pytest.param(CORPUS, marks=WITHOUT)]

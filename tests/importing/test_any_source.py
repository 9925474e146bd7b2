"""Any source survives build, import and build: the connector of the second build means the same as the first."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from benchmarks.corpus import score
from hypothesis import given

from connectorkit import pipeline
from connectorkit.render.swagger.documents import DEFINITION, PROPERTIES
from connectorkit.style import style
from connectorkit.write import new_folder
from tests.importing import any_source


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@given(any_source.sources())
def test_it_survives(source: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        new_folder.fill(folder / "source", {"connector.yaml": style.written(source, "connector").encode()})
        built = pipeline.build(folder / "source", ("connector",), loose=True)
        if built.blocked:
            assert all(finding.span.file.startswith(name) for finding in built.findings)
            return
        new_folder.fill(folder / "built", {Path(file).name: built.files[file] for file in (DEFINITION, PROPERTIES)})
        assert json.loads(built.files[DEFINITION])["swagger"] == "2.0"
        one = score.score(folder / "built")
    assert (one.fault, one.again) == ("", True)

"""Any connector survives import and build, and a second import gives the same YAML."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from benchmarks.corpus import score
from hypothesis import given
from hypothesis import strategies as st

from tests.importing import any_properties, any_swagger


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@given(any_swagger.swaggers, any_properties.documents, st.booleans())
def test_it_survives(definition: Any, document: Any, exact: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "any"
        folder.mkdir()
        (folder / "apiDefinition.swagger.json").write_text(json.dumps(definition), encoding="utf-8")
        if document is not None:
            (folder / "apiProperties.json").write_text(json.dumps(document), encoding="utf-8")
        one = score.score(folder, exact)
    assert not one.read or (one.fault, one.again) == ("", True)
    assert one.read or one.fault

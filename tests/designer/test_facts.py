"""The cards of published connectors are what the designer's own parser makes of them, row by row."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from connectorkit.designer import rows
from connectorkit.designer.cards import cards
from connectorkit.diff.sides.load import load
from connectorkit.model.file_names import DEFINITION
from tests.paths import BUILT, CORPUS

pytestmark = pytest.mark.part(0.2)

FACTS = CORPUS.parent / "designer-facts" / "facts.json"
OWN = "ClickSend SMS (build/connector)"
WITHOUT = pytest.mark.skip(reason="no ../shared/designer-facts beside the project: published connectors are not tried")


@cache
def facts() -> dict[str, Any]:
    """By connector; one whose file is not strict JSON has an error instead."""
    known = json.loads(FACTS.read_bytes()) if FACTS.is_file() else {}
    return {name: fact for name, fact in known.items() if "error" not in fact}


@pytest.mark.part(0.2)
@pytest.mark.parametrize("name", list(facts()) or [pytest.param("", marks=WITHOUT)])
def test_every_row_is_that_of_the_designer(name: str) -> None:
    path = BUILT / DEFINITION if name == OWN else CORPUS / name
    found: Any = rows.document(cards(load(str(path)).contents.definition))
    fact = facts()[name]
    assert found["order"] == fact["order"]
    for id, operation in fact["operations"].items():
        assert found["operations"][id] == operation, id

"""Schemas without a reference, in a connector that has a type without a name."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.corpus import score


def test_a_definition_with_an_empty_name_is_referred_to_by_none(tmp_path: Path) -> None:
    definitions = {"": {"type": "object", "allOf": [{"type": "object", "properties": {"a": {"type": "string"}}}]}}
    document = {"swagger": "2.0", "info": {"title": "A", "version": "1"}, "paths": {}, "definitions": definitions}
    (tmp_path / "any").mkdir()
    (tmp_path / "any" / "apiDefinition.swagger.json").write_text(json.dumps(document), encoding="utf-8")
    found = score.score(tmp_path / "any", True)
    assert not found.read or (found.fault, found.again) == ("", True)

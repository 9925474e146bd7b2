"""Syntax errors of YAML: the usual causes are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectorkit.read import source as sources

WORDS = {
    "a key": ("{fields: {people[]: {fields: {name: string}}}}", "people[]"),
    "a word": ("{fields: {sums: {type: double[], title: Sums}}}", "double[]"),
    "two lists": ("{fields: {grid: {type: double[][]}}}", "double[][]"),
}


@pytest.mark.parametrize("case", WORDS)
def test_a_list_word_between_braces_needs_quotes(tmp_path: Path, case: str) -> None:
    returns, word = WORDS[case]
    text = f"connector: Orders\noperations:\n- action: Get\n  request: GET /a\n  returns: {returns}\n"
    (tmp_path / "connector.yaml").write_text(text, encoding="utf-8")
    (found,) = sources.load(tmp_path).findings
    assert found.id == "YAML001" and f"'{word}' must be quoted" in found.message and f'"{word}"' in found.help
    assert (found.span.line, found.span.column) == (5, text.splitlines()[4].index("[]") + 1)


def test_another_bracket_that_is_not_closed_is_reported_as_one(tmp_path: Path) -> None:
    text = "connector: Orders\noperations: [{action: Get, request: GET /a\n"
    (tmp_path / "connector.yaml").write_text(text, encoding="utf-8")
    (found,) = sources.load(tmp_path).findings
    assert "a bracket or brace is not closed" in found.message

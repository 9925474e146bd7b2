"""docs/rules/: up to date, one page for each rule, and an index with a link to each."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from tests.paths import ROOT

from connectorkit.check.engine.rule import Rule
from connectorkit.check.rules import RULES
from connectorkit.cli import rule_reference
from connectorkit.diagnostics import finding_notes

PAGES = ROOT / "docs" / "rules"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PAGES, tmp_path / "rules"))


@pytest.mark.part(0)
def test_the_pages_are_up_to_date() -> None:
    assert rule_reference.main([str(PAGES), "--check"]) == 0


def test_there_is_a_page_for_each_rule_and_no_other() -> None:
    assert {path.stem for path in PAGES.glob("*.md")} == {rule.id for rule in RULES} | {"README"}


@pytest.mark.part(0)
def test_a_stale_a_missing_and_a_left_page_are_told_and_mended(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (copied / "INF010.md").write_text("old", encoding="utf-8")
    (copied / "INF020.md").unlink()
    (copied / "OLD010.md").write_text("left", encoding="utf-8")
    assert rule_reference.main([str(copied), "--check"]) == 1
    told = re.findall(r"(\w+\.md): not up to date", capsys.readouterr().err)
    assert told == ["INF010.md", "INF020.md", "OLD010.md"]
    assert rule_reference.main([str(copied)]) == 0
    assert {p.name: p.read_bytes() for p in copied.iterdir()} == {p.name: p.read_bytes() for p in PAGES.iterdir()}


@pytest.mark.part(0.1)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_page_says_all_that_its_record_says(rule: Rule) -> None:
    page = (PAGES / f"{rule.id}.md").read_text(encoding="utf-8")
    for said in (rule.title, rule.why, rule.help, rule.source, *rule.severity):
        assert said in page


def test_the_index_lists_rules_with_their_severities_and_all_other_findings() -> None:
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| \[(\w+)\]\(\1\.md\) \| .* \| (\w+ \| \w+ \| \w+) \|$", index, re.MULTILINE))
    assert rows == {rule.id: " | ".join(rule.severity) for rule in RULES}
    assert [note.id for note in finding_notes.NOTES if f"| `{note.id}` |" not in index] == []
    assert not {note.id for note in finding_notes.NOTES} & {rule.id for rule in RULES}

"""Each rule that can be an error has a record of what refuses its breach, and accepted connectors agree with it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from tests.conftest import Run
from tests.corpus import WITHOUT, connectors
from tests.paths import ROOT

from connectorkit.check.engine import platform_lists
from connectorkit.check.rules import RULES
from connectorkit.check.target import unproven
from connectorkit.cli.reports import sarif
from connectorkit.diagnostics import evidence, evidence_certification, evidence_refused, finding_notes
from connectorkit.diagnostics.evidence import CERTIFICATION, RECORDS, REFUSED
from connectorkit.diagnostics.finding import Finding

pytestmark = pytest.mark.part(0.2)

ERRORS = {rule.id for rule in RULES if "error" in rule.severity}


def test_error_level_is_given_only_with_a_record() -> None:
    assert ERRORS - RECORDS.keys() == set()
    assert RECORDS.keys() - ERRORS - set(finding_notes.ids()) == set()


@pytest.mark.parametrize("id", sorted(RECORDS))
def test_a_record_names_its_kind_its_source_and_its_date(id: str) -> None:
    record = RECORDS[id]
    assert record.kind in (REFUSED, CERTIFICATION) and record.kind in evidence.MEANING
    assert record.source and record.detail
    assert re.fullmatch(r"20\d\d(-\d\d(-\d\d)?)?", record.date)


def test_a_rule_has_one_record() -> None:
    tables = (*evidence_refused.TABLE, *evidence_certification.TABLE)
    ids = [line.split()[0] for _, _, _, lines in tables for line in lines.strip().splitlines()]
    assert len(ids) == len(set(ids)) == len(RECORDS)


@pytest.mark.parametrize("id", ["PAR010", "PAR090", "RSP030"])
def test_a_record_is_shown_where_the_rule_is_explained(id: str, run: Run) -> None:
    text = RECORDS[id].text
    assert text in run("explain", id).stdout
    (rule,) = [rule for rule in RULES if rule.id == id]
    described = sarif.render([], [rule])
    assert described.count(text) == 2


def test_the_readme_names_the_dates_up_to_which_something_is_known() -> None:
    text = (ROOT / "docs" / "guide" / "checking.md").read_text(encoding="utf-8")
    assert f"public sources up to {max(record.date for record in RECORDS.values())}" in " ".join(text.split())
    assert f"not in the platform's lists on {platform_lists.AS_OF}" in " ".join(text.split())


@cache
def errors_of(folder: Path) -> tuple[Finding, ...]:
    """The errors of a published connector, in the profile of its folder."""
    return tuple(one for one in unproven(folder).findings if one.severity == "error" and one.id in RECORDS)


@pytest.mark.part(0)
@pytest.mark.skipif(not connectors(), reason=WITHOUT.kwargs["reason"])
def test_no_accepted_connector_breaks_a_rule_that_is_said_to_be_refused() -> None:
    accepted = [folder for folder in connectors() if "custom-connectors" not in folder.parts]
    broken = {
        (one.id, folder.name) for folder in accepted for one in errors_of(folder) if RECORDS[one.id].kind == REFUSED
    }
    assert broken == set()


@pytest.mark.skipif(not connectors(), reason=WITHOUT.kwargs["reason"])
def test_the_record_of_a_rule_that_an_accepted_connector_breaks_says_so() -> None:
    broken = {one.id for folder in connectors() for one in errors_of(folder)}
    assert {id for id in broken if not RECORDS[id].note} == set()

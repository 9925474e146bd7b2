"""Every rule finds its bad example, alone, and nothing in its good one."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.check.rules.example import findings
from tests.check.rules.mutations.trying import OF_THE_FORMAT

from connectorkit.check.engine.rule import OFF, PROFILES, Rule
from connectorkit.check.rules import RULES, bad, good

# Found beside what a rule finds: the example does not fit the schema that the rule is about, or has a script.
BESIDE = ("SRC008", "CSX061")
# Rules about connectors too large for an example have separate tests.
EXAMPLES = [rule for rule in RULES if bad(rule)]


def family(rule: Rule) -> str:
    return rule.id[:3]


def profile(rule: Rule) -> str:
    return next(name for name, severity in zip(PROFILES, rule.severity, strict=True) if severity != OFF)


@pytest.mark.parametrize("name", PROFILES)
def test_the_clean_connector_is_clean(tmp_path: Path, name: str) -> None:
    assert findings(tmp_path, "{}", name) == []


@pytest.mark.part(0.04, rule=family)
@pytest.mark.parametrize("rule", EXAMPLES, ids=lambda rule: rule.id)
def test_the_bad_example_breaks_this_rule_alone(tmp_path: Path, rule: Rule) -> None:
    found = findings(tmp_path, bad(rule), profile(rule))
    said = {finding.id for finding in found if finding.id not in BESIDE or finding.id == rule.id}
    assert said == {rule.id} or (rule.id in OF_THE_FORMAT and all(id_.startswith("FMT-") for id_ in said))


@pytest.mark.part(0.04, rule=family)
@pytest.mark.parametrize("rule", EXAMPLES, ids=lambda rule: rule.id)
def test_the_good_example_breaks_none(tmp_path: Path, rule: Rule) -> None:
    assert [one for one in findings(tmp_path, good(rule), profile(rule)) if one.id != "CSX061" != rule.id] == []


@pytest.mark.part(0)
@pytest.mark.parametrize("rule", EXAMPLES, ids=lambda rule: rule.id)
def test_what_is_off_says_nothing(tmp_path: Path, rule: Rule) -> None:
    if rule.id in OF_THE_FORMAT:
        return
    for index, name in enumerate(PROFILES):
        said = {finding.severity for finding in findings(tmp_path / name, bad(rule), name) if finding.id == rule.id}
        assert said == ({rule.severity[index]} if rule.severity[index] != OFF else set())


def test_ids_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)

"""A fix takes away what was said, and leaves nothing new to say."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.check.rules import judging
from tests.check.rules.example import resolved, write

from connectorkit.check.engine.rule import OFF, PROFILES, Rule
from connectorkit.check.rules import RULES, bad
from connectorkit.model.file_names import DEFINITION, PROPERTIES
from connectorkit.render.swagger import documents as swagger

MENDED = set(
    """
    INF040 INF111 INF132 OPR090 OPR101 OPR121 OPR142 OPR143 OPR152 OPR170 OPR190 PRP040 PRP041
    PRP042 PRP045 PRP054 PRP056 PRP059 PRP062 PRP094 PRP098 SEC061 SEC062 SEC161
    """.split()
)
FIXED = [rule for rule in RULES if rule.id in MENDED]


def documents(folder: Path, rule: Rule) -> judging.Documents:
    """Both documents of the bad example of a rule."""
    connector = resolved(write(folder, bad(rule)))
    return {DEFINITION: swagger.project(connector).definition, PROPERTIES: swagger.properties(connector)}


@pytest.mark.part(0.2)
@pytest.mark.parametrize("rule", FIXED, ids=lambda rule: rule.id)
def test_a_fix_mends_and_breaks_nothing(tmp_path: Path, rule: Rule) -> None:
    profile = next(name for name, severity in zip(PROFILES, rule.severity, strict=True) if severity != OFF)
    broken = documents(tmp_path, rule)
    found = [one for one in judging.judge(broken, profile) if one.finding.id == rule.id and one.fix]
    assert found
    before = judging.said(broken, profile)
    for one in found:
        for edit in one.fix.edits if one.fix else ():
            judging.apply(broken[one.document], edit)
    after = judging.said(broken, profile)
    assert rule.id not in {name for name, _ in after}
    assert after <= before


def test_the_list_of_mended_rules_is_whole() -> None:
    assert {rule.id for rule in FIXED} == MENDED

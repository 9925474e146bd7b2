"""A fix removes its finding and causes no new ones."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

import pytest
from tests.check.rules import judging
from tests.check.rules.example import resolved, write

from connectorkit.check.engine.rule import OFF, PROFILES, Rule
from connectorkit.check.fix import apply
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
    return {DEFINITION: swagger.definition(connector), PROPERTIES: swagger.properties(connector)}


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


@pytest.mark.part(0.2)
@pytest.mark.parametrize("rule", FIXED, ids=lambda rule: rule.id)
def test_a_fix_keeps_what_the_author_wrote(tmp_path: Path, rule: Rule) -> None:
    profile = next(name for name, severity in zip(PROFILES, rule.severity, strict=True) if severity != OFF)
    broken = documents(tmp_path, rule)
    for one in judging.judge(broken, profile):
        for edit in one.fix.edits if one.fix and one.finding.id == rule.id else ():
            old = judging.at(broken[one.document], edit.pointer) if edit.what in ("set", "remove") else ""
            assert edit.what != "remove" or old in ("", False, [], {}) or rule.id == "PRP062"
            if edit.what == "set" and isinstance(old, str):
                assert SequenceMatcher(None, old.lower(), str(edit.value).lower()).ratio() > 0.6


def test_a_client_id_stays(tmp_path: Path) -> None:
    text = (
        "credentials:\n  api_key: null\n  token:\n    type: oauthSetting\n    oauth:\n"
        "      identity_provider: oauth2\n      client_id: 6538E2C55478C\n      scopes: [read]\n"
        "      redirect_mode: GlobalPerConnector\n"
        "      custom: {authorizationUrl: 'https://contoso.com/authorize', tokenUrl: 'https://contoso.com/token'}\n"
        "authentication:\n  api_key: null\n  sign_in: {type: oauth2, flow: accessCode, scopes: {read: Read.},\n"
        "    authorizationUrl: 'https://contoso.com/authorize', tokenUrl: 'https://contoso.com/token'}\n"
    )
    fixed = apply.fix(write(tmp_path / "orders", text), "certified")
    assert "INF181" in {one.id for one in fixed.left}
    assert fixed.count == 0 and fixed.new == {}

"""The rules of certification and import, each a record; they are registered here and nowhere else."""

from __future__ import annotations

from connectorkit.rules import (
    address,
    branding,
    connections,
    icon,
    info,
    intro,
    members,
    metadata,
    oauth,
    operations,
    policies,
    readme,
    requirements,
    script,
    secrets,
    security,
    sets,
    texts,
    wording,
)
from connectorkit.rules.record import Rule

RULES: tuple[Rule, ...] = (
    *info.RULES, *metadata.RULES, *branding.RULES,
    *operations.RULES, *wording.RULES, *texts.RULES, *address.RULES, *connections.RULES,
    *security.RULES, *requirements.RULES, *members.RULES, *oauth.RULES, *policies.RULES, *sets.RULES, *secrets.RULES,
    *script.RULES, *icon.RULES, *readme.RULES, *intro.RULES,
)  # fmt: skip


def find(rule_id: str) -> Rule | None:
    """The rule of that id, in any letter case."""
    return next((rule for rule in RULES if rule.id == rule_id.upper()), None)

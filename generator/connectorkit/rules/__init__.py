"""The rules of certification and import, each a record; they are registered here and nowhere else."""

from __future__ import annotations

from connectorkit.rules import (
    address,
    branding,
    connections,
    info,
    members,
    metadata,
    oauth,
    operations,
    policies,
    requirements,
    security,
    sets,
    texts,
    wording,
)
from connectorkit.rules.record import Rule

RULES: tuple[Rule, ...] = (
    *info.RULES, *metadata.RULES, *branding.RULES,
    *operations.RULES, *wording.RULES, *texts.RULES, *address.RULES, *connections.RULES,
    *security.RULES, *requirements.RULES, *oauth.RULES, *policies.RULES, *sets.RULES, *members.RULES,
)  # fmt: skip


def find(rule_id: str) -> Rule | None:
    """The rule of that id, in any letter case."""
    return next((rule for rule in RULES if rule.id == rule_id.upper()), None)

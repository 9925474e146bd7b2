"""The rules of certification and import, each a record; they are registered here and nowhere else."""

from __future__ import annotations

from connectorkit.rules import connector, info, metadata
from connectorkit.rules.record import Rule

RULES: tuple[Rule, ...] = (*info.RULES, *metadata.RULES, *connector.RULES)


def find(rule_id: str) -> Rule | None:
    """The rule of that id, in any letter case."""
    return next((rule for rule in RULES if rule.id == rule_id.upper()), None)

"""The rules of certification and import, each a record; they are registered here and nowhere else."""

from __future__ import annotations

from connectorkit.rules import (
    annotation,
    assistants,
    capabilities,
    connector,
    definition,
    deliveries,
    designer,
    dynamic,
    dynamic_paths,
    families,
    info,
    metadata,
    samples,
    sources,
    triggers,
    twins,
    visibility,
    webhooks,
)
from connectorkit.rules.record import Rule

RULES: tuple[Rule, ...] = (
    *info.RULES,
    *metadata.RULES,
    *connector.RULES,
    *annotation.RULES,
    *families.RULES,
    *definition.RULES,
    *triggers.RULES,
    *webhooks.RULES,
    *deliveries.RULES,
    *visibility.RULES,
    *dynamic.RULES,
    *sources.RULES,
    *dynamic_paths.RULES,
    *twins.RULES,
    *designer.RULES,
    *capabilities.RULES,
    *assistants.RULES,
    *samples.RULES,
)


def find(rule_id: str) -> Rule | None:
    """The rule of that id, in any letter case."""
    return next((rule for rule in RULES if rule.id == rule_id.upper()), None)

"""The rules of certification and import, each a record; they are registered here and nowhere else."""

from __future__ import annotations

from connectorkit.check.engine.rule import Rule
from connectorkit.check.rules import connector, definition
from connectorkit.check.rules.dynamic_values import (
    argument_sources,
    both_spellings,
    capabilities,
    designer,
    dynamic,
    dynamic_paths,
    visibility,
)
from connectorkit.check.rules.extensions import assistants, hints, samples
from connectorkit.check.rules.info import info, metadata
from connectorkit.check.rules.revisions import annotation, families
from connectorkit.check.rules.triggers import deliveries, triggers, webhooks

RULES: tuple[Rule, ...] = (
    *info.RULES,
    *metadata.RULES,
    *connector.RULES,
    *annotation.RULES,
    *families.RULES,
    *definition.RULES,
    *triggers.RULES,
    *hints.RULES,
    *webhooks.RULES,
    *deliveries.RULES,
    *visibility.RULES,
    *dynamic.RULES,
    *argument_sources.RULES,
    *dynamic_paths.RULES,
    *both_spellings.RULES,
    *designer.RULES,
    *capabilities.RULES,
    *assistants.RULES,
    *samples.RULES,
)


def find(rule_id: str) -> Rule | None:
    """The rule of that id, in any letter case."""
    return next((rule for rule in RULES if rule.id == rule_id.upper()), None)

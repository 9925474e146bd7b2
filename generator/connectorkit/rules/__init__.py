"""The rules of certification and import, each a record; they are registered here and nowhere else."""

from __future__ import annotations

from connectorkit.rules import (
    address,
    annotation,
    assistants,
    branding,
    capabilities,
    connections,
    definition,
    deliveries,
    designer,
    dynamic,
    dynamic_paths,
    families,
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
    samples,
    script,
    secrets,
    security,
    sets,
    sources,
    texts,
    triggers,
    twins,
    visibility,
    webhooks,
    wording,
)
from connectorkit.rules.record import Rule

RULES: tuple[Rule, ...] = (
    *info.RULES, *metadata.RULES, *branding.RULES,
    *operations.RULES, *wording.RULES, *texts.RULES, *annotation.RULES, *families.RULES,
    *definition.RULES,
    *triggers.RULES, *webhooks.RULES, *deliveries.RULES,
    *visibility.RULES, *dynamic.RULES, *sources.RULES, *dynamic_paths.RULES, *twins.RULES,
    *designer.RULES, *capabilities.RULES, *assistants.RULES, *samples.RULES,
    *address.RULES, *connections.RULES, *security.RULES, *requirements.RULES, *members.RULES,
    *oauth.RULES, *policies.RULES, *sets.RULES, *secrets.RULES,
    *script.RULES, *icon.RULES, *readme.RULES, *intro.RULES,
)  # fmt: skip


def find(rule_id: str) -> Rule | None:
    """The rule of that id, in any letter case."""
    return next((rule for rule in RULES if rule.id == rule_id.upper()), None)

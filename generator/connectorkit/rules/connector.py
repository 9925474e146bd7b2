"""The rules about a connector as a whole: its names and texts, where it calls, how one connects, and its files."""

from __future__ import annotations

from connectorkit.rules import (
    address,
    branding,
    connections,
    icon,
    intro,
    members,
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
    *branding.RULES,
    *operations.RULES,
    *wording.RULES,
    *texts.RULES,
    *address.RULES,
    *security.RULES,
    *requirements.RULES,
    *members.RULES,
    *connections.RULES,
    *oauth.RULES,
    *sets.RULES,
    *policies.RULES,
    *secrets.RULES,
    *script.RULES,
    *icon.RULES,
    *readme.RULES,
    *intro.RULES,
)

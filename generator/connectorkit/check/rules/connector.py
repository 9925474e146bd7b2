"""The rules about a connector as a whole: its names and texts, where it calls, how one connects, and its files."""

from __future__ import annotations

from connectorkit.check.engine.rule import Rule
from connectorkit.check.rules.connections import connection_members, connections, oauth, policies, sets
from connectorkit.check.rules.files import icon, intro, readme, script
from connectorkit.check.rules.info import branding, secrets
from connectorkit.check.rules.operations import operations, texts, wording
from connectorkit.check.rules.security import address, members, requirements, security

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
    *connection_members.RULES,
    *oauth.RULES,
    *sets.RULES,
    *policies.RULES,
    *secrets.RULES,
    *script.RULES,
    *icon.RULES,
    *readme.RULES,
    *intro.RULES,
)

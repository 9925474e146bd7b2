"""The declared rules of the connector's operations and of further routes of the vendor."""

from __future__ import annotations

from typing import Literal

from connectorkit.sandbox.shapes.sandbox_types import OperationRule, Sandbox

Verb = Literal["create", "list", "search", "view", "update", "delete"]
VERBS: tuple[Verb, ...] = ("create", "list", "search", "view", "update", "delete")


def rules(sandbox: Sandbox) -> dict[str, OperationRule]:
    """The declared rules by operation; those of further routes by ``METHOD /path``."""
    said = {**sandbox.get("operations", {})}
    for name, rule in sandbox.get("routes", {}).items():
        said[name] = _merged_rule(rule, said.get(rule.get("like", ""), {}))
    return said


def _merged_rule(rule: OperationRule, like: OperationRule) -> OperationRule:
    """A rule merged over the one of its `like`, without the verb of that rule if it has its own."""
    same = like.copy()
    if any(verb in rule for verb in VERBS):
        for verb in VERBS:
            same.pop(verb, None)
    return {**same, **rule}

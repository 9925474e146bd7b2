"""Rules about policies that conflict with each other or with the gateway."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from connectorkit.check.engine.connector_index import Subject, listed
from connectorkit.check.engine.policy_templates import Policy, policies
from connectorkit.check.engine.properties import hit, parameters
from connectorkit.check.engine.rule import Hit, Rule, everywhere
from connectorkit.diagnostics import phrases
from connectorkit.model.policies.plan import OPERATIONS, PARAMETER, SECTION

# Templates that set one value, with the parameter that names it; "" where there is only one such value.
_SET = {"setheader": "name", "setqueryparameter": "name", "dynamichosturl": "", "routerequesttoendpoint": ""}
_EXISTS, _FETCHES = "existsAction", "setvaluefromurl"


def _behind_gateway(subject: Subject) -> Iterator[Hit]:
    gateway = next((one for one in parameters(subject) if one.node.get("type") == "gatewaySetting"), None)
    for one in policies(subject):
        if gateway is not None and one.template.lower() == "dynamichosturl":
            message = f"{one.called} sets the host, which a connection through a gateway does not support."
            yield hit(one.pointer, message, related=gateway.pointer)


def _same_thing(subject: Subject) -> Iterator[Hit]:
    groups: dict[tuple[str, ...], list[Policy]] = defaultdict(list)
    for one in policies(subject):
        if one.template.lower() == _FETCHES:
            # A value that is set before a policy with its own request is intended for that request.
            groups.clear()
        key = _thing(one)
        if key:
            earlier = next((before for before in groups[key] if _replaces(one, before)), None)
            if earlier is not None:
                yield _conflict(one, earlier)
            groups[key].append(one)


def _thing(policy: Policy) -> tuple[str, ...]:
    """The value that a policy sets; empty where it keeps or extends an existing value."""
    template = policy.template.lower()
    named = _SET.get(template)
    exists = policy.parameters.get(PARAMETER + _EXISTS, "override")
    if named is None or exists != "override":
        return ()
    name = policy.parameters.get(PARAMETER + named, "") if named else ""
    section = policy.parameters.get(SECTION, "Request")
    return (template, str(name).lower(), str(section).lower()) if isinstance(name, str) and (name or not named) else ()


def _operations(policy: Policy) -> frozenset[str]:
    """The operations that a policy names; empty where it is for all."""
    return frozenset(one for one in listed(policy.parameters.get(OPERATIONS)) if isinstance(one, str))


def _replaces(later: Policy, earlier: Policy) -> bool:
    """Whether ``earlier`` has no effect for some operation. A general policy before a special one is intended."""
    if later.parameters == earlier.parameters:
        return False
    before, after = _operations(earlier), _operations(later)
    return not after or bool(before & after)


def _conflict(later: Policy, earlier: Policy) -> Hit:
    both = sorted(_operations(later) & _operations(earlier)) or sorted(_operations(earlier))
    shown = f" for {phrases.together(repr(name) for name in both[:3])}" if both else ""
    message = f"{later.called} sets again what {earlier.called[0].lower()}{earlier.called[1:]} sets{shown}."
    return hit(later.pointer, message, related=earlier.pointer)


RULES = (
    Rule(
        "PRP112",
        "A connector with a gateway does not set its host by a policy",
        why="The policy does not support addresses behind an on-premises data gateway, so calls fail.",
        source='policy template dynamichosturl: "this policy currently does not support Gateway urls", read 2026-11; '
        "0 of 131 accepted connectors",
        severity=everywhere("warning"),
        help="Remove the policy or the gateway. With a gateway, the connection sets the host.",
        check=_behind_gateway,
    ),
    Rule(
        "PRP113",
        "No two policies set the same value for the same operation",
        why="The later policy replaces the value of the earlier one, so one of them has no effect.",
        source="policy templates",
        severity=everywhere("warning"),
        help="Keep one of them, or list the operations for each.",
        check=_same_thing,
    ),
)

"""The rule about policies that the generated client and the sandbox cannot simulate."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine.connector_index import Subject, listed, short
from connectorkit.check.engine.policy_templates import has_variable
from connectorkit.check.engine.properties import hit, parameters, properties_of
from connectorkit.check.engine.rule import Hit, Rule, everywhere
from connectorkit.model.policies.plan import planned

# These act between requests of the platform, so they do not affect a single call.
_BETWEEN_CALLS = ("pollingtrigger", "updatenextlink")


def _simulated(subject: Subject) -> Iterator[Hit]:
    policies = listed(properties_of(subject).get("policyTemplateInstances"))
    names = [one.name for one in parameters(subject)]
    for one in planned(policies, names, [operation.id for operation in subject.operations]).unsimulated:
        # SEC064 reports environment variables in policies.
        is_reported = has_variable(policies[one.position])
        if not one.faulty and not is_reported and one.template not in _BETWEEN_CALLS:
            yield hit(
                f"/properties/policyTemplateInstances/{one.position}",
                f"The policy '{short(one.called)}' is not simulated by the Python client and the sandbox: {one.why}.",
            )


RULES = (
    Rule(
        "PRP115",
        "The Python client and the sandbox simulate the policies",
        why="Otherwise calls of the client and the contract tests differ from those of a flow.",
        source="policy templates",
        severity=everywhere("advice"),
        help="Also test these operations on the platform; the readme of the client lists what is not simulated.",
        bad="policies: [{template: setheader, title: Id, with: {name: X-Id, value: '@guid()'}}]",
        good="policies: [{template: setheader, title: Id, with: {name: X-Id, value: '@queryParameters(''city'')'}}]",
        check=_simulated,
    ),
)

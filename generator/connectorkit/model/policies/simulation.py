"""What clients and sandboxes simulate of the platform: policies, and the connection parameters that they use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from connectorkit.model import file_names, python_names
from connectorkit.model.connector import Connector, Credential
from connectorkit.model.json_value import Json, mapping
from connectorkit.model.policies.expressions import of_environment
from connectorkit.model.policies.plan import Plan, Unsimulated, planned
from connectorkit.model.policies.steps import Step, references

# Settings of a client that are not connection parameters. They keep their names also in clients that lack one of them,
# because the sandbox uses the same names and does not know which settings a client has.
CLIENT_SETTINGS = (
    *("base_url", "deadline", "environ", "hook", "oauth", "retries", "runtime", "throttle", "timeout", "transport"),
)
_CARRIERS = frozenset(("authorization", "proxy-authorization", "cookie"))
_SECRET_WORDS = frozenset(("apikey", "key", "password", "pwd", "secret", "token"))


class Used(NamedTuple):
    """A connection parameter that policies use.

    ``argument`` is its name in Python. ``need``: always, address (only without an explicit address), or "" for
    optional.
    """

    credential: Credential
    argument: str
    need: str
    secret: bool


def simulated(connector: Connector) -> Plan:
    """The steps of each operation, and what is not simulated: policies and the script."""
    names = list(dict.fromkeys(one.name for one in credentials(connector)))
    known = [one.id for one in connector.operations]
    plan = planned([dict(one) for one in connector.policies], names, known)
    if not connector.script_file:
        return plan
    listed = connector.script_operations or known
    script = Unsimulated(
        -1, file_names.SCRIPT, "it runs on the platform", tuple(listed), not connector.script_operations
    )
    return Plan(plan.steps, (*plan.unsimulated, script))


def credentials(connector: Connector) -> Iterator[Credential]:
    """All connection parameters, including those of each set of several ways to connect."""
    yield from connector.credentials
    for one in connector.credential_sets:
        yield from one.credentials


def argument(credential: Credential) -> str:
    """The name of a connection parameter in Python; the settings of a client keep their names."""
    taken = credential.python in (*CLIENT_SETTINGS, "self")
    return f"connection_{credential.python}" if taken else credential.python


def used(connector: Connector, plan: Plan) -> list[Used]:
    """The connection parameters that the simulated policies use, in the order in which they are declared."""
    made: dict[str, Used] = {}
    for one in credentials(connector):
        uses = [
            (step, default)
            for steps in plan.steps.values()
            for step in steps
            for source, name, default in references(step[3])
            if source == "connection" and name == one.name
        ]
        if uses and one.name not in made:
            need = _need(connector, one, [step for step, default in uses if default is None])
            made[one.name] = Used(one, argument(one), need, _secret(one, [step for step, _ in uses]))
    return list(made.values())


def _need(connector: Connector, credential: Credential, without_default: list[Step]) -> str:
    optional = not credential.required or one_of_several(connector, credential) or is_optional(credential.interface)
    if optional or not without_default:
        return ""
    return "address" if all(step[0] == "host" for step in without_default) else "always"


def is_optional(interface: Json) -> bool:
    """Whether the uiDefinition of a connection parameter lets a maker leave it empty."""
    said = mapping(mapping(interface).get("constraints")).get("required")
    return str(said).lower() == "false"


def one_of_several(connector: Connector, credential: Credential) -> bool:
    """Whether a connection may lack it because another set of parameters was chosen."""
    return not any(one.name == credential.name for one in connector.credentials)


def _secret(credential: Credential, steps: list[Step]) -> bool:
    """Whether a value must be hidden: its input is masked, its name means a secret, or it is sent as a credential."""
    shown = mapping(mapping(credential.interface).get("constraints")).get("clearText")
    named = not _SECRET_WORDS.isdisjoint(python_names.words(credential.name.removeprefix("token:")))
    carried = any(step[0] == "header" and step[1] in _CARRIERS for step in steps)
    return credential.secret or shown is False or named or carried


def own_addresses(connector: Connector, plan: Plan) -> bool:
    """Whether each operation gets its address from a policy, so that the connector's own address is not needed."""
    hosts = [[step for step in plan.steps.get(one.id, ()) if step[0] == "host"] for one in connector.operations]
    return bool(hosts) and all(steps and steps[-1][3] for steps in hosts)


def known_address(connector: Connector) -> str:
    """The address of the service in the source; "" where only the platform knows it."""
    unknown = not connector.host or of_environment(connector.host) or of_environment(connector.base_path)
    return "" if unknown else connector.base_url

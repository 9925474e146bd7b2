"""The connection parameters of a client that policies use, besides the credentials of its authentication."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from connectorkit.model.connector import Connector
from connectorkit.model.json_value import Json, listed, mapping
from connectorkit.model.policies.plan import Plan
from connectorkit.model.policies.simulation import Used, own_addresses, simulated, used
from connectorkit.model.policies.steps import Step
from connectorkit.render.python_text import literal, markdown

Row = tuple[str, str, str, bool]


class Parameter(NamedTuple):
    """A keyword of the constructor that is not a credential; ``type`` is that of the source."""

    name: str
    text: str
    required: bool
    type: str


class Connection(NamedTuple):
    """Policies and connection parameters, for the templates of a client.

    ``known`` are the rows of ``Service.connection``, ``steps`` the values of ``Operation.policies`` by operationId.
    """

    parameters: list[Parameter]
    known: list[Row]
    steps: Mapping[str, tuple[Step, ...]]
    own_address: bool
    unsimulated: list[dict[str, str]]


def connection(connector: Connector, credentials: Mapping[str, str]) -> Connection:
    """``credentials`` are the arguments of the authentication by the name of their connection parameter."""
    plan = simulated(connector)
    needed = used(connector, plan)
    parameters = [_parameter(one) for one in needed if one.credential.name not in credentials]
    known = [_row(one, credentials) for one in needed]
    return Connection(parameters, known, plan.steps, own_addresses(connector, plan), unsimulated(plan))


def _row(one: Used, credentials: Mapping[str, str]) -> Row:
    argument = credentials.get(one.credential.name)
    if argument is not None:
        return one.credential.name, argument, "", True
    return one.credential.name, one.argument, one.need, one.secret


def _parameter(one: Used) -> Parameter:
    text = one.credential.description or one.credential.label
    choices = [literal(value) for value in _choices(one.credential.interface)]
    if choices:
        text = f"{text.rstrip().rstrip('.')}; one of {', '.join(choices)}"
    return Parameter(one.argument, text, bool(one.need), one.credential.type)


def _choices(interface: Json) -> list[str]:
    allowed = listed(mapping(mapping(interface).get("constraints")).get("allowedValues"))
    return [value for one in allowed if isinstance(value := mapping(one).get("value"), str)]


def unsimulated(plan: Plan) -> list[dict[str, str]]:
    """The rows of a Markdown table of policies that only the platform runs: name, reason and operations."""
    return [
        {"called": markdown(one.called), "why": markdown(one.why), "operations": markdown(one.where())}
        for one in plan.unsimulated
    ]

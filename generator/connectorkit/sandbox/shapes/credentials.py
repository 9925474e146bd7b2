"""Projection of authentication to the sandbox's document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from connectorkit.model import access
from connectorkit.model.connector import UNSET, Connector, Operation
from connectorkit.model.policies.plan import Plan
from connectorkit.model.policies.simulation import argument, used
from connectorkit.sandbox.shapes.document_types import Auth, CredentialName

if TYPE_CHECKING:
    from connectorkit.model.access import Argument, Scheme

# How a credential that no connection parameter has is described.
_ROLES = {"username": "username", "password": "password"}


def ways(known: Sequence[Scheme]) -> list[Auth]:
    """The schemes of a connector as the sandbox checks them, in their order."""
    return [_way(one) for one in known]


def _way(scheme: Scheme) -> Auth:
    names = [_named(one) for one in scheme.arguments]
    if scheme.kind == "basic":
        return {"kind": "basic", "username": names[0], "password": names[1]}
    if scheme.kind == "apiKey":
        return {"kind": "apiKey", "in": scheme.place, "name": scheme.key, "credential": names[0]}
    return {"kind": "bearer", "credential": names[0]}


def _named(one: Argument) -> str:
    return one.credential.name if one.credential is not None else one.name


def credentials(connector: Connector, plan: Plan, known: Sequence[Scheme]) -> list[CredentialName]:
    """The connection parameters, and names for the credentials of schemes that have none."""
    by_policies = [one.credential for one in used(connector, plan)]
    roles = {one.name: one.role for one in (*connector.credentials, *by_policies)}
    arguments = {one.name: argument(one) for one in (*connector.credentials, *by_policies)}
    for scheme in known:
        for one in scheme.arguments:
            roles.setdefault(_named(one), _ROLES.get(one.role, "credential"))
            arguments[_named(one)] = one.name
    return [{"name": name, "role": role, "argument": arguments.get(name, name)} for name, role in roles.items()]


def of_route(operation: Operation, connector: Connector, known: Sequence[Scheme]) -> list[list[int]]:
    """The alternatives of a call, as indexes of the document's ``auth``; [] if each way alone is enough."""
    own = access.of_operation(operation, known)
    rows = access.of_connector(connector, known) if own is None else own
    order = {one.name: index for index, one in enumerate(known)}
    made = [[order[name] for name in row] for row in rows]
    return [] if made == [[index] for index in range(len(known))] else made


def is_open(operation: Operation, connector: Connector) -> bool:
    """Whether a call needs no credentials: there is no requirement, or an empty alternative."""
    said = operation.security if operation.security is not UNSET else connector.security
    return isinstance(said, list) and (not said or {} in said)

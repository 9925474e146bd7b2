"""The plan of a connector's policies: the steps for the requests of each operation, and what cannot be simulated.

Facts of the templates, from Microsoft's pages and the connectors in use: dynamichosturl replaces host and base path;
newPath of routerequesttoendpoint is below the base path and can hold the path parameters of the operation; without
operations, or with an empty list of them, a policy applies to all; existsAction defaults to override. Policies run in
their order, after the credentials of the connection are set.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from connectorkit.model.http_methods import METHODS
from connectorkit.model.json_value import Json
from connectorkit.model.policies.expressions import ORIGINAL_METHOD, Faulty, Unknown, parsed
from connectorkit.model.policies.steps import Reference, Step, Value, references

PARAMETER = "x-ms-apimTemplateParameter."
OPERATIONS = "x-ms-apimTemplate-operationName"
SECTION = "x-ms-apimTemplate-policySection"
_ACTIONS = ("override", "skip", "append")
# Headers that frame a message or belong to a connection: a policy that set them could break the request apart.
_FRAMING = frozenset(
    """accept-encoding connection content-encoding content-length expect host keep-alive proxy-connection te trailer
    transfer-encoding upgrade""".split()
)
_PLATFORM = {
    "pollingtrigger": "the platform polls with values from the previous response",
    "updatenextlink": "it changes links in responses",
    "setvaluefromurl": "it sends its own request",
    "setconnectionstatustounauthenticated": "it changes the connection status",
}
_BODY = frozenset(
    """setproperty stringreplace convertobjecttoarray convertarraytoobject stringtoarray encodepropertyvalue
    moveproperties""".split()
)


class Unsimulated(NamedTuple):
    """A policy, or the script (``position`` -1), that only the platform can run, for ``operations``.

    ``why`` is the reason, as the end of a sentence; ``template`` is that of the policy, in lower case. ``everywhere``:
    it applies to all operations; ``faulty``: the policy itself is wrong.
    """

    position: int
    called: str
    why: str
    operations: tuple[str, ...]
    everywhere: bool
    template: str = ""
    faulty: bool = False

    def where(self, most: int = 5) -> str:
        """The operations in short."""
        if self.everywhere:
            return "all operations"
        shown = ", ".join(self.operations[:most])
        return f"{shown} and {len(self.operations) - most} more" if len(self.operations) > most else shown or "none"


class Plan(NamedTuple):
    """The steps of each operation that has any, by operationId, and what is not simulated."""

    steps: Mapping[str, tuple[Step, ...]]
    unsimulated: tuple[Unsimulated, ...]


class _Policy:
    """One policy template instance, read leniently; rules report its mistakes."""

    def __init__(self, position: int, node: Mapping[str, Json], known: Sequence[str]) -> None:
        given = node.get("parameters")
        self.position = position
        self.parameters: Mapping[str, Json] = given if isinstance(given, dict) else {}
        self.template = _word(node.get("templateId")).lower()
        self.called = " ".join((_word(node.get("title")) or _word(node.get("templateId")) or f"{position + 1}").split())
        named = self.parameters.get(OPERATIONS)
        listed = [named] if isinstance(named, str) else named
        self.everywhere = not listed
        self.operations = [one for one in known if not listed or (isinstance(listed, list) and one in listed)]

    def word(self, name: str) -> str:
        """The string value of a parameter; "" when it has none."""
        return _word(self.parameters.get(PARAMETER + name))


def _word(value: Json) -> str:
    return value if isinstance(value, str) else ""


def planned(policies: Iterable[Json], parameters: Sequence[str], operations: Sequence[str]) -> Plan:
    """The plan of policies as apiProperties.json spells them.

    ``parameters`` are the names of the connection parameters, ``operations`` the operationIds.
    """
    steps: dict[str, tuple[Step, ...]] = {}
    unsimulated: list[Unsimulated] = []
    unclear: set[tuple[str, str, str]] = set()
    for index, node in enumerate(policies):
        if not isinstance(node, dict):
            continue
        policy = _Policy(index, node, operations)
        try:
            made = _steps(policy, parameters)
            _check_clear(policy, made, unclear)
        except Unknown as reason:
            made = [("host", "", "", (), policy.called)] if policy.template == "dynamichosturl" else []
            unclear |= {(one, *place) for place in _set_by(policy) for one in policy.operations}
            unsimulated.append(_left_out(policy, reason))
        unclear -= {(one, step[0], step[1]) for step in made if step[2] == "override" for one in policy.operations}
        for one in policy.operations if made else ():
            steps[one] = (*steps.get(one, ()), *(_inlined(step, steps.get(one, ())) for step in made))
    return Plan(steps, tuple(unsimulated))


def _left_out(policy: _Policy, reason: Unknown) -> Unsimulated:
    return Unsimulated(
        policy.position,
        policy.called,
        str(reason),
        tuple(policy.operations),
        policy.everywhere,
        policy.template,
        isinstance(reason, Faulty),
    )


def _steps(policy: _Policy, parameters: Sequence[str]) -> list[Step]:
    """The steps of one policy. Raises Unknown."""
    section = policy.parameters.get(SECTION, "Request")
    if section in ("Response", "Failure") and policy.template in (*_BODY, "setheader"):
        raise Unknown("it changes the response")
    if policy.template in ("setheader", "setqueryparameter"):
        return [_setting(policy, parameters)]
    if policy.template in ("dynamichosturl", "dynamicsubdomain"):
        return [("host", "", "", _address(policy, parameters), policy.called)]
    if policy.template == "routerequesttoendpoint":
        return _route(policy, parameters)
    if policy.template in _BODY:
        raise Unknown("it changes the body")
    if policy.template in _PLATFORM:
        raise Unknown(_PLATFORM[policy.template])
    raise Faulty("its template is unknown")


def _setting(policy: _Policy, parameters: Sequence[str]) -> Step:
    kind = "header" if policy.template == "setheader" else "query"
    name, action = policy.word("name").strip(), policy.word("existsAction").lower() or "override"
    if not name or "@" in name:
        raise Faulty("it sets nothing")
    if action not in _ACTIONS:
        raise Faulty(f"its existsAction '{action[:40]}' is unknown")
    if kind == "header" and not _is_token(name):
        raise Faulty(f"the header '{name[:40]}' cannot be set")
    if kind == "header" and name.lower() in _FRAMING:
        raise Unknown(f"the header '{name[:40]}' belongs to the connection")
    return kind, name.lower() if kind == "header" else name, action, _value(policy, "value", parameters), policy.called


def _is_token(name: str) -> bool:
    return name.isascii() and all(c.isalnum() or c in "!#$%&'*+-.^_`|~" for c in name)


def _value(policy: _Policy, name: str, parameters: Sequence[str]) -> Value:
    if PARAMETER + name not in policy.parameters:
        raise Faulty(f"it has no '{name}'")
    value = parsed(policy.word(name), parameters)
    if any(isinstance(part, str) and any(ord(c) < 32 or ord(c) == 127 for c in part) for part in value):
        raise Unknown("it contains a control character")
    return value


def _address(policy: _Policy, parameters: Sequence[str]) -> Value:
    value = _value(policy, "urlTemplate", parameters)
    if not value or any(isinstance(part, str) and set(part) & set("?#\\ ") for part in value):
        raise Unknown("its template is not a URL")
    return value


def _route(policy: _Policy, parameters: Sequence[str]) -> list[Step]:
    method = policy.word("httpMethod").strip()
    made: list[Step] = [("path", "", "", _value(policy, "newPath", parameters), policy.called)]
    if method and method.lower() != ORIGINAL_METHOD:
        if method.lower() not in METHODS:
            raise Faulty(f"its method '{method[:40]}' is unknown")
        made.append(("method", "", "", (method.upper(),), policy.called))
    return made


def _check_clear(policy: _Policy, made: Sequence[Step], unclear: set[tuple[str, str, str]]) -> None:
    """Raise Unknown for a step that depends on an earlier policy that is not simulated."""
    used = [one for step in made for one in references(step[3]) if one[0] != "connection"]
    for source, name, _ in used:
        if any((one, source, name) in unclear for one in policy.operations):
            raise Unknown(f"it uses the {source} '{name}', which is set by a policy that is not simulated")


def _set_by(policy: _Policy) -> list[tuple[str, str]]:
    """The source and name of each value that a policy sets and that is not simulated."""
    if policy.template == "setvaluefromurl":
        try:
            return [one[:2] for one in references(parsed(policy.word("parameterTemplate"), ()))]
        except Unknown:
            return []
    kind = {"setheader": "header", "setqueryparameter": "query"}.get(policy.template, "")
    name = policy.word("name").strip()
    return [(kind, name.lower() if kind == "header" else name)] if kind and name else []


def _inlined(step: Step, before: Sequence[Step]) -> Step:
    """``step`` with references to values of earlier steps replaced by these values, as far as they are certain."""
    kind, name, action, value, policy = step
    known = {(one[0], one[1]): one for one in before if one[0] in ("header", "query")}
    made: list[str | Reference] = []
    for part in value:
        earlier = None if isinstance(part, str) else known.get((part[0], part[1]))
        made += earlier[3] if earlier is not None and earlier[2] == "override" else (part,)
    return kind, name, action, tuple(made), policy

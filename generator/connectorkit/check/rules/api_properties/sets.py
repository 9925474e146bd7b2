"""Rules about the connectionParameterSets of apiProperties.json."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from connectorkit.check.engine.connector_index import Plain, Subject, listed, mapping, short
from connectorkit.check.engine.properties import hit, properties_of, strange
from connectorkit.check.engine.rule import Hit, Rule, Severities, everywhere
from connectorkit.model.file_names import PROPERTIES

_AT = "/properties/connectionParameterSets"
_MEMBERS: dict[str, type] = {"name": str, "uiDefinition": dict, "parameters": dict, "metadata": dict}
_WARNED = Severities("warning", "warning", "off")


class ConnectionSet(NamedTuple):
    """One connection parameter set and its place in apiProperties.json."""

    pointer: str
    number: int
    node: Plain

    @property
    def name(self) -> str:
        """Its name, "" when it has none."""
        value = self.node.get("name")
        return value if isinstance(value, str) else ""

    @property
    def called(self) -> str:
        """Its name in messages."""
        named = f"The authentication method '{short(self.name)}'"
        return named if self.name else f"Authentication method number {self.number}"


def _connection_sets(subject: Subject) -> list[ConnectionSet]:
    values = listed(mapping(properties_of(subject).get("connectionParameterSets")).get("values"))
    return [
        ConnectionSet(f"{_AT}/values/{index}", index + 1, one)
        for index, one in enumerate(values)
        if isinstance(one, dict)
    ]


def _values(subject: Subject) -> Iterator[Hit]:
    if isinstance(properties_of(subject).get("connectionParameterSets"), dict):
        values = properties_of(subject)["connectionParameterSets"]
        if not listed(mapping(values).get("values")):
            yield hit(f"{_AT}/values", "The list of authentication methods is empty or missing.")
        for index, one in enumerate(listed(mapping(values).get("values"))):
            if not isinstance(one, dict):
                yield hit(f"{_AT}/values/{index}", f"Authentication method number {index + 1} is not an object.")


def _name_there(subject: Subject) -> Iterator[Hit]:
    for one in _connection_sets(subject):
        if not one.name.strip():
            yield hit(f"{one.pointer}/name", f"{one.called} has no name.")


def _name_once(subject: Subject) -> Iterator[Hit]:
    first: dict[str, str] = {}
    for one in _connection_sets(subject):
        before = first.setdefault(one.name, one.pointer)
        if one.name.strip() and before != one.pointer:
            yield Hit(
                f"{one.pointer}/name",
                f"Two authentication methods are named '{short(one.name)}'.",
                document=PROPERTIES,
                related=(f"{before}/name",),
            )


def _shown(subject: Subject) -> Iterator[Hit]:
    for one in _connection_sets(subject):
        label = mapping(one.node.get("uiDefinition")).get("displayName")
        if not (isinstance(label, str) and label.strip()):
            yield hit(f"{one.pointer}/uiDefinition/displayName", f"{one.called} has no name that makers see.")


def _parameters(subject: Subject) -> Iterator[Hit]:
    for one in _connection_sets(subject):
        if not isinstance(one.node.get("parameters"), dict):
            yield hit(f"{one.pointer}/parameters", f"{one.called} has no parameters that makers enter.")


def _unknown(subject: Subject) -> Iterator[Hit]:
    for one in _connection_sets(subject):
        yield from strange(one.pointer, one.node, _MEMBERS, one.called)


RULES = (
    Rule(
        "PRP100",
        "Several authentication methods are a list",
        why="The connection dialog lists them in order.",
        source="several authentications of a connector",
        severity=everywhere("error"),
        help="List at least one under `values`.",
        bad="exact: {properties_extra: {connectionParameterSets: {values: []}}}",
        check=_values,
    ),
    Rule(
        "PRP101",
        "An authentication method has a name",
        why="The platform stores connections under it.",
        source="several authentications of a connector",
        severity=everywhere("error"),
        help="Add a name that will not change, such as api_key.",
        check=_name_there,
    ),
    Rule(
        "PRP102",
        "The name of an authentication method is unique",
        why="The platform could not distinguish the two.",
        source="several authentications of a connector",
        severity=everywhere("error"),
        help="Rename one of them.",
        check=_name_once,
    ),
    Rule(
        "PRP103",
        "An authentication method has a name that makers see",
        why="Makers choose by this name.",
        source="several authentications of a connector",
        severity=_WARNED,
        help="Write a `label`, in apiProperties.json a `displayName`.",
        check=_shown,
    ),
    Rule(
        "PRP104",
        "An authentication method lists its parameters",
        why="Without this list, makers cannot create a connection with this method.",
        source="several authentications of a connector",
        severity=everywhere("error"),
        help="Write `credentials`, in apiProperties.json `parameters`; an empty object needs no input.",
        bad="exact: {properties_extra: {connectionParameterSets: {"
        "values: [{name: key, uiDefinition: {displayName: By key}}]}}}",
        check=_parameters,
    ),
    Rule(
        "PRP105",
        "An authentication method has no unknown keys",
        why="The platform ignores a key that it does not know.",
        source="several authentications of a connector",
        severity=everywhere("warning"),
        help="Remove it.",
        bad="credential_sets: {key: {label: By key, extra: {displayName: By key}, credentials: {}}}",
        good="credential_sets: {key: {label: By key, credentials: {}}}",
        check=_unknown,
    ),
)

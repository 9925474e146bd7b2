"""apiProperties.json for rules: connection parameters and OAuth settings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from connectorkit.check.engine import platform_lists
from connectorkit.check.engine.connector_index import Plain, Subject, listed, mapping, short
from connectorkit.check.engine.platform_lists import CONNECTION_TYPES
from connectorkit.check.engine.rule import Edit, Fix, Hit, spelt
from connectorkit.check.engine.words import misspelt, nearest
from connectorkit.model.connector import Json
from connectorkit.model.file_names import PROPERTIES
from connectorkit.model.json_pointer import escape

_GROUP = "connectionParameters"
_DEFAULT_COLORS = {"#ffffff": "white", "#007ee5": "the default blue of new connectors"}


PLAIN_NAME = re.compile(r"[A-Za-z0-9 .,&'()/_-]*\Z")


class Parameter(NamedTuple):
    """A connection parameter and its place in apiProperties.json."""

    pointer: str
    name: str
    node: Plain

    @property
    def called(self) -> str:
        """Its name in messages."""
        return f"T{self.called_within[1:]}"

    @property
    def called_within(self) -> str:
        """Its name within a sentence."""
        return f"the connection parameter '{short(self.name)}'"

    @property
    def shown(self) -> Plain:
        """Its uiDefinition."""
        return mapping(self.node.get("uiDefinition"))

    @property
    def constraints(self) -> Plain:
        """The constraints of its uiDefinition."""
        return mapping(self.shown.get("constraints"))

    @property
    def entered(self) -> bool:
        """Whether a maker sees and fills in this parameter: neither hidden nor a sign-in or gateway."""
        hidden = str(self.constraints.get("hidden")).lower() == "true"
        return not hidden and self.kind in ("string", "securestring", "int", "bool")

    @property
    def kind(self) -> str:
        """Its type in the platform's letter case; "" for an unknown one."""
        return platform_lists.same(str(self.node.get("type")), CONNECTION_TYPES)


class Settings(NamedTuple):
    """The oAuthSettings of a connection parameter and their place."""

    pointer: str
    parameter: Parameter
    node: Plain

    @property
    def called(self) -> str:
        """Their name in messages."""
        return f"The sign-in '{short(self.parameter.name)}'"


def properties_of(subject: Subject) -> Plain:
    """The object under ``properties`` of apiProperties.json."""
    return mapping(mapping(subject.properties).get("properties"))


def parameters(subject: Subject) -> list[Parameter]:
    """All connection parameters, including those of connectionParameterSets."""
    return subject.once(_parameters)


def _parameters(subject: Subject) -> list[Parameter]:
    groups = [("/properties/connectionParameters", properties_of(subject).get("connectionParameters"))]
    for index, one in enumerate(listed(mapping(properties_of(subject).get("connectionParameterSets")).get("values"))):
        start = f"/properties/connectionParameterSets/values/{index}/parameters"
        groups.append((start, mapping(one).get("parameters")))
    return [
        Parameter(f"{start}/{escape(name)}", name, one)
        for start, group in groups
        for name, one in mapping(group).items()
        if isinstance(one, dict)
    ]


def asked(subject: Subject) -> bool:
    """Whether all parameters of a connection are known for sure."""
    group = properties_of(subject)
    if not isinstance(group.get(_GROUP, {}), dict) or (_GROUP not in group and misspelt(group, _GROUP)):
        return False
    if not all(isinstance(one, dict) for one in mapping(group.get(_GROUP)).values()):
        return False
    return all(one.kind for one in parameters(subject))


def oauth_settings(subject: Subject) -> list[Settings]:
    """All OAuth settings."""
    return [
        Settings(f"{one.pointer}/oAuthSettings", one, mapping(one.node["oAuthSettings"]))
        for one in parameters(subject)
        if isinstance(one.node.get("oAuthSettings"), dict)
    ]


def is_a(value: Json, kind: type) -> bool:
    """Whether a JSON value has that type; a boolean is not a number."""
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def unknown(node: Plain, known: Collection[str]) -> Iterator[tuple[str, str]]:
    """The unknown keys of an object, each with its probable correction.

    Letter case is ignored, as by the platform in this file.
    """
    lowered = {one.lower() for one in known}
    for key in node:
        if key.lower() not in lowered:
            yield key, nearest(key, known)


def hit(
    pointer: str,
    message: str,
    suggestion: str = "",
    fix: Fix | None = None,
    related: str = "",
    correction: tuple[Edit, ...] = (),
) -> Hit:
    """A breach in apiProperties.json."""
    return Hit(pointer, message, suggestion, fix, (related,) if related else (), PROPERTIES, correction)


def strange(pointer: str, node: Plain, known: Collection[str], called: str, what: str = "key") -> Iterator[Hit]:
    """A breach for each unknown key of the object at ``pointer``, with the most similar known key."""
    for key, meant in unknown(node, known):
        at, lacking = f"{pointer}/{escape(key)}", meant if meant not in node else ""
        message = f"{called} has the {what} '{short(key)}', which the platform does not know."
        yield hit(
            at,
            message,
            f"Did you mean '{meant}'?" if meant else "",
            related=f"{pointer}/{lacking}" if lacking else "",
            correction=spelt(at, lacking),
        )


def brand_color(subject: Subject) -> str:
    """The brand colour; "" where it is not a text."""
    value = properties_of(subject).get("iconBrandColor")
    return value if isinstance(value, str) else ""


def default_color(subject: Subject) -> str:
    """A description of a brand colour that is a default; "" for a chosen colour."""
    return _DEFAULT_COLORS.get(brand_color(subject).lower(), "")

"""Policies of apiProperties.json, and the known policy templates."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from connectorkit.check.engine.connector_index import Plain, Subject, listed, mapping, short
from connectorkit.check.engine.properties import properties_of
from connectorkit.model.connector import Json
from connectorkit.model.http_methods import METHODS
from connectorkit.model.json_pointer import escape

VARIABLE = re.compile(r"@environmentVariables\(", re.IGNORECASE)
"""A reference to an environment variable, which the platform replaces in a few places of a solution only."""


class Template(NamedTuple):
    """The required and optional parameters of a policy template; ``choices`` are the values of a parameter."""

    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()


_EXISTS = (("existsAction", ("override", "skip", "append")),)
_METHODS = (*(method.upper() for method in METHODS), "@Request.OriginalHTTPMethod")
TEMPLATES = {
    "setheader": Template(("name", "value"), ("existsAction",), _EXISTS),
    "setqueryparameter": Template(("name", "value"), ("existsAction",), _EXISTS),
    "dynamichosturl": Template(("urlTemplate",)),
    "routerequesttoendpoint": Template(("newPath",), ("httpMethod",), (("httpMethod", _METHODS),)),
    "setproperty": Template(
        ("newPropertyParentPathTemplate", "newPropertySubPathTemplate", "propertyValuePathTemplate")
    ),
    "pollingtrigger": Template(("triggerConfig", "triggerDataPath")),
    "stringreplace": Template(
        ("propertyParentPath", "sourceString", "replacementString", "newPropertyPath"), ("propertySubPath",)
    ),
    "updatenextlink": Template(("nextLinkPropertyName",), ("nextLinkParentPropertyPath",)),
    "convertobjecttoarray": Template(
        ("propertyParentPath", "newPropertyPath"), ("propertySubPath", "keyName", "valueName")
    ),
    "convertarraytoobject": Template(
        ("propertyParentPath", "keyWithinCollectionPath", "newPropertyPath"),
        ("propertySubPath", "retainKey"),
        (("retainKey", ("true", "false")),),
    ),
    "encodepropertyvalue": Template(("propertyParentPath", "newPropertyPath"), ("propertySubPath",)),
    "setvaluefromurl": Template(
        ("parameterTemplate", "parameterValueUrl", "parameterValuePathTemplate"),
        ("httpMethod",),
        (("httpMethod", ("GET", "POST", "PUT")),),
    ),
    "stringtoarray": Template(
        ("propertyParentPath", "delimiterList", "childPropertyName", "newPropertyPath"), ("propertySubPath",)
    ),
    "setconnectionstatustounauthenticated": Template(("statusCode",)),
}


class Policy(NamedTuple):
    """A policy and its place in apiProperties.json."""

    pointer: str
    node: Plain

    @property
    def template(self) -> str:
        """The id of its template, "" when it has none."""
        value = self.node.get("templateId")
        return value if isinstance(value, str) else ""

    @property
    def known(self) -> Template | None:
        """Its template, in any letter case; None for an unknown one."""
        return TEMPLATES.get(self.template.lower())

    @property
    def parameters(self) -> Plain:
        """All its parameters by their full names."""
        return mapping(self.node.get("parameters"))

    @property
    def called(self) -> str:
        """Its name in messages: its title, else its template."""
        title = self.node.get("title")
        return f"The policy '{short(title if isinstance(title, str) and title.strip() else self.template)}'"

    def at(self, name: str) -> str:
        """The pointer of a parameter with the full ``name``."""
        return f"{self.pointer}/parameters/{escape(name)}"


def policies(subject: Subject) -> list[Policy]:
    """The policies that are objects, in their order."""
    return [
        Policy(f"/properties/policyTemplateInstances/{index}", one)
        for index, one in enumerate(listed(properties_of(subject).get("policyTemplateInstances")))
        if isinstance(one, dict)
    ]


def has_variable(policy: Json) -> bool:
    """Whether a policy refers to an environment variable, which the platform does not replace there."""
    return bool(VARIABLE.search(json.dumps(policy)))

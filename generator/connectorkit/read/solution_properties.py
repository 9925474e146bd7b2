"""apiProperties.json in a solution: spread over several files and an element of customizations.xml."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.model import json_pointer
from connectorkit.model.connector import Json
from connectorkit.read import json_document
from connectorkit.read.json_positions import JsonText
from connectorkit.read.solution import Solution
from connectorkit.read.xml_document import Element

PARTS: Final = (
    ("connectionparameters", "connectionParameters"),
    ("connectionparametersets", "connectionParameterSets"),
    ("scriptoperations", "scriptOperations"),
    ("policytemplateinstances", "policyTemplateInstances"),
)
"""The nodes of a connector that name parts of apiProperties.json, and the keys of these."""
UNSUPPORTED: Final = frozenset(("publisher", "stackOwner", "capabilities"))
"""The keys of `properties` that a solution does not contain."""
_COLOR: Final = "iconBrandColor"


@dataclass(slots=True)
class SpreadProperties:
    """The value of the key `properties`, the text of each of its parts by key, and findings about them."""

    connector: Element
    value: dict[str, Json] = field(default_factory=dict)
    texts: dict[str, JsonText] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def span(self, pointer: str) -> Span:
        """The place of a pointer into apiProperties.json, or of the nearest value around it."""
        _, key, *rest = *json_pointer.split(pointer), ""
        if key in self.texts:
            text = self.texts[key]
            return text.shown(text.find(json_pointer.join([step for step in rest if step])))
        color = self.connector.first("iconbrandcolor")
        return color.span if key == _COLOR and color is not None else self.connector.span


def read(one: Solution, connector: Element) -> SpreadProperties:
    """The properties of the connector in the element ``connector`` of a solution."""
    found = SpreadProperties(connector)
    parts: dict[str, Json] = {}
    for node, key in PARTS:
        part = one.part(connector, node)
        document, wrong = json_document.read(one.at(part[0]), part[1]) if part is not None else (None, [])
        found.findings += wrong
        if document is not None:
            parts[key], found.texts[key] = document.value, document.text
    color = connector.value("iconbrandcolor")
    found.value["connectionParameters"] = parts.pop("connectionParameters", {})
    if "connectionParameterSets" in parts:
        found.value["connectionParameterSets"] = parts.pop("connectionParameterSets")
    found.value |= {**({_COLOR: color} if color else {}), "capabilities": [], **parts}
    return found

"""The connector inside of a package: by all rules, with the entry of the archive as place."""

from __future__ import annotations

from collections.abc import Mapping

from connectorkit.check import published
from connectorkit.check.engine import run
from connectorkit.check.engine.connector_index import subject
from connectorkit.check.locate import JsonPlaces
from connectorkit.check.rules import RULES
from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.model import json_pointer
from connectorkit.model.connector import Json
from connectorkit.model.file_names import DEFINITION, ICON, PROPERTIES, SCRIPT
from connectorkit.package.connector_files import MAX_DEFINITION
from connectorkit.read import json_document, solution_connector
from connectorkit.read.json_positions import JsonText, Text
from connectorkit.read.solution import Solution, start
from connectorkit.read.xml_document import Element
from connectorkit.verify import referees

Plain = dict[str, Json]
_BESIDE = (("iconblob", ICON), ("customcodeblobcontent", SCRIPT))


class _Places:
    """Places of both documents of a connector, whose properties are spread over several files and a node."""

    def __init__(self, own: JsonPlaces, parts: Mapping[str, JsonText], connector: Element) -> None:
        self.own, self.parts, self.connector = own, parts, connector

    def span(self, document: str, pointer: str) -> Span:
        """The place of the value, or of the nearest thing around it."""
        if document != PROPERTIES:
            return self.own.span(document, pointer)
        _, key, *rest = *json_pointer.split(pointer), ""
        if key in self.parts:
            text = self.parts[key]
            return text.shown(text.find(json_pointer.join([step for step in rest if step])))
        color = self.connector.first("iconbrandcolor")
        return color.span if key == "iconBrandColor" and color is not None else self.connector.span


def findings(one: Solution, profile: str) -> list[Finding]:
    """What the rules and the referees say about the first connector of a solution."""
    connector = one.connectors[0]
    part = one.part(connector, "openapidefinition")
    if part is None:
        return []
    document, found = json_document.read(one.at(part[0]), part[1])
    if document is None:
        return found
    places = _places(one, connector, document.text)
    wrong = published.unreadable(document.value, places.own)
    if wrong is not None or not isinstance(document.value, dict):
        return [*found, *([wrong] if wrong else [])]
    whole, more = _properties(one, connector)
    beside = {name: file[1] for node, name in _BESIDE if (file := one.part(connector, node))}
    judged = subject(
        document.value,
        {"properties": whole},
        files=beside,
        published=True,
        size=len(part[1]),
        text=document.text.text,
        profile=profile,
    )
    verdicts = referees.verdicts(document.value, {"properties": whole})
    said = run.judge(judged, RULES, profile, places, verdicts)
    return [
        *found,
        *more,
        *_limits(one, part, document.value),
        *(published.worded(each).finding._replace(fix="") for each in said),
    ]


def _properties(one: Solution, connector: Element) -> tuple[Plain, list[Finding]]:
    """`properties` with the publisher of the solution, since a solution has no other."""
    whole, found = solution_connector.properties(one, connector)
    names = ("SolutionManifest", "Publisher", "LocalizedNames", "LocalizedName")
    publisher = one.manifest.first(*names) if one.manifest is not None else None
    name = publisher.attributes.get("description", "") if publisher is not None else ""
    return {**whole, **({"publisher": name, "stackOwner": name} if name else {})}, found


def _places(one: Solution, connector: Element, definition: JsonText) -> _Places:
    files: dict[str, tuple[str, Text | None]] = {DEFINITION: (definition.file, definition)}
    for node, name in _BESIDE:
        part = one.part(connector, node)
        if part is not None:
            text = None if name == ICON else Text(one.at(part[0]), part[1].decode("utf-8", "replace"))
            files[name] = (one.at(part[0]), text)
    parts: dict[str, JsonText] = {}
    for node, key in solution_connector.PROPERTIES:
        part = one.part(connector, node)
        document = json_document.read(one.at(part[0]), part[1])[0] if part is not None else None
        if document is not None:
            parts[key] = document.text
    return _Places(JsonPlaces(files, one.place), parts, connector)


def _limits(one: Solution, part: tuple[str, bytes], definition: Plain) -> list[Finding]:
    """What a solution and the publication pipeline cannot take, although the definition is right."""
    place, found = start(one.at(part[0])), []
    size = len(part[1].decode("utf-8", "replace"))
    if size > MAX_DEFINITION:
        what = f"The definition has {size:,} characters; a solution takes {MAX_DEFINITION:,}."
        found.append(Finding("PKG102", what, place, "Split the connector, or shorten its descriptions."))
    named = definition.get("definitions")
    if isinstance(named, dict) and "security" in named:
        what = "A definition is called 'security', which the publication pipeline mistakes for the security list."
        found.append(Finding("PKG103", what, place, "Give the definition another name.", "warning"))
    return found

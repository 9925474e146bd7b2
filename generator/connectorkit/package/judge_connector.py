"""Check the connector inside a package with all rules; places are entries of the archive."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check import published
from connectorkit.check.engine import run
from connectorkit.check.engine.connector_index import subject
from connectorkit.check.json_places import JsonPlaces
from connectorkit.check.rules import RULES
from connectorkit.diagnostics.finding import Finding, Span
from connectorkit.model.connector import Json
from connectorkit.model.file_names import DEFINITION, ICON, PROPERTIES, SCRIPT
from connectorkit.package.connector_files import MAX_DEFINITION
from connectorkit.read import json_document, solution_properties
from connectorkit.read.json_positions import JsonText, Text
from connectorkit.read.solution import Solution, start
from connectorkit.read.solution_properties import SpreadProperties
from connectorkit.read.xml_document import Element
from connectorkit.verify import referees

Plain = dict[str, Json]
_BESIDE = (("iconblob", ICON), ("customcodeblobcontent", SCRIPT))


class _Places:
    """Places of both documents of a connector, and of the files beside them."""

    def __init__(self, own: JsonPlaces, properties: SpreadProperties) -> None:
        self.own, self.properties = own, properties

    def span(self, document: str, pointer: str) -> Span:
        """The place of the value, or of the nearest value around it."""
        return self.properties.span(pointer) if document == PROPERTIES else self.own.span(document, pointer)


def findings(one: Solution, profile: str) -> list[Finding]:
    """The findings of rules and referees about the first connector of a solution."""
    connector = one.connectors[0]
    part = one.part(connector, "openapidefinition")
    if part is None:
        return []
    document, found = json_document.read(one.at(part[0]), part[1])
    if document is None:
        return found
    whole = solution_properties.read(one, connector)
    own = _places(one, connector, document.text)
    wrong = published.unreadable(document.value, own)
    if wrong is not None or not isinstance(document.value, dict):
        return [*found, *([wrong] if wrong else [])]
    properties: Plain = {"properties": _with_publisher(one, whole.value)}
    beside = {name: file[1] for node, name in _BESIDE if (file := one.part(connector, node))}
    judged = subject(
        document.value,
        properties,
        files=beside,
        published=True,
        size=len(part[1]),
        text=document.text.text,
        profile=profile,
    )
    verdicts = referees.verdicts(document.value, properties)
    said = run.judge(judged, RULES, profile, _Places(own, whole), verdicts)
    return [
        *found,
        *whole.findings,
        *_limits(one, part, document.value),
        *_texts(connector, document.value),
        *(published.worded(each).finding._replace(fix="") for each in said),
    ]


def _with_publisher(one: Solution, whole: Plain) -> Plain:
    """`properties` with the publisher of the solution, the only one in a solution."""
    names = ("SolutionManifest", "Publisher", "LocalizedNames", "LocalizedName")
    publisher = one.manifest.first(*names) if one.manifest is not None else None
    name = publisher.attributes.get("description", "") if publisher is not None else ""
    return {**whole, **({"publisher": name, "stackOwner": name} if name else {})}


def _places(one: Solution, connector: Element, definition: JsonText) -> JsonPlaces:
    files: dict[str, tuple[str, Text | None]] = {DEFINITION: (definition.file, definition)}
    for node, name in _BESIDE:
        part = one.part(connector, node)
        if part is not None:
            text = None if name == ICON else Text(one.at(part[0]), part[1].decode("utf-8", "replace"))
            files[name] = (one.at(part[0]), text)
    return JsonPlaces(files, one.place)


def _texts(connector: Element, definition: Plain) -> Iterator[Finding]:
    """Compare display name and description, which a solution has in two places."""
    info = definition.get("info")
    info = info if isinstance(info, dict) else {}
    for node, key in (("displayname", "title"), ("description", "description")):
        shown, said = connector.first(node), info.get(key)
        if shown is not None and isinstance(said, str) and shown.text.split() != said.split():
            what = f"The {'display name' if key == 'title' else key} is not the {key} of the definition."
            yield Finding("PKG065", what, shown.span, "Use the same text in both.", "warning")


def _limits(one: Solution, part: tuple[str, bytes], definition: Plain) -> list[Finding]:
    """Findings about limits of solutions and of the publication pipeline."""
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

"""Rules about apiProperties.json as a whole: brand colour, publisher and top-level keys."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connectorkit.check.engine.connector_index import Subject, listed, mapping, short
from connectorkit.check.engine.properties import (
    PLAIN_NAME,
    brand_color,
    default_color,
    hit,
    is_a,
    properties_of,
    unknown,
)
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, Severities, everywhere, spelt
from connectorkit.check.engine.words import misspelt, nearest
from connectorkit.model.file_names import PROPERTIES
from connectorkit.model.json_pointer import escape

INDEPENDENT = "#da3b01"
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}\Z")
_MEMBERS: dict[str, type] = {
    "iconBrandColor": str,
    "capabilities": list,
    "connectionParameters": dict,
    "connectionParameterSets": dict,
    "publisher": str,
    "stackOwner": str,
    "policyTemplateInstances": list,
    "scriptOperations": list,
    "script": dict,
}
_CAPABILITIES = ("actions", "triggers", "gateway", "cloud")
_FORMS: dict[type, str] = {str: "a text", list: "a list", dict: "an object"}
_WARNED = Severities("warning", "warning", "off")
_COLOR_AT = "/properties/iconBrandColor"


def _read(subject: Subject) -> bool:
    """Whether there is an apiProperties.json with content to check."""
    return isinstance(mapping(subject.properties).get("properties"), dict)


def _color_there(subject: Subject) -> Iterator[Hit]:
    if (
        _read(subject)
        and not properties_of(subject).get("iconBrandColor")
        and not misspelt(properties_of(subject), "iconBrandColor")
    ):
        yield hit(_COLOR_AT, "The connector has no brand colour.")


def _color_form(subject: Subject) -> Iterator[Hit]:
    value = properties_of(subject).get("iconBrandColor")
    if value and not (isinstance(value, str) and _COLOR.match(value)):
        bare = value.strip().lstrip("#") if isinstance(value, str) else ""
        better = f"#{bare}" if re.fullmatch("[0-9A-Fa-f]{6}", bare) else ""
        fix = Fix(f"Write '{better}'.", (Edit("set", _COLOR_AT, better),)) if better else None
        yield hit(_COLOR_AT, f"The brand colour '{short(str(value))}' does not have six hexadecimal digits.", fix=fix)


def _color_own(subject: Subject) -> Iterator[Hit]:
    name = default_color(subject)
    if name and subject.profile != "independent":
        yield hit(_COLOR_AT, f"The brand colour '{brand_color(subject)}' is {name}.")


def _color_independent(subject: Subject) -> Iterator[Hit]:
    color = brand_color(subject)
    if _COLOR.match(color) and color.lower() != INDEPENDENT:
        message = f"The brand colour '{color}' is not the colour of independent publishers."
        yield hit(_COLOR_AT, message, f"Write '{INDEPENDENT}'.")


def _publisher(subject: Subject) -> Iterator[Hit]:
    return _named(subject, "publisher", "The connector does not name its publisher.")


def _stack_owner(subject: Subject) -> Iterator[Hit]:
    return _named(subject, "stackOwner", "The connector does not name the owner of its service.")


def _named(subject: Subject, key: str, message: str) -> Iterator[Hit]:
    value = properties_of(subject).get(key)
    empty = value is None or (isinstance(value, str) and not value.strip())
    if _read(subject) and empty and not misspelt(properties_of(subject), key):
        yield hit(f"/properties/{key}", message)


def _same(subject: Subject) -> Iterator[Hit]:
    publisher, owner = properties_of(subject).get("publisher"), properties_of(subject).get("stackOwner")
    if not isinstance(publisher, str) or not isinstance(owner, str) or not publisher.strip() or not owner.strip():
        return
    plain = PLAIN_NAME.match(publisher) and PLAIN_NAME.match(owner)
    if plain and publisher.strip().lower() != owner.strip().lower():
        message = f"The publisher '{short(publisher)}' is not the stack owner '{short(owner)}'."
        yield Hit("/properties/stackOwner", message, document=PROPERTIES, related=("/properties/publisher",))


def _unknown(subject: Subject) -> Iterator[Hit]:
    for key, meant in unknown(properties_of(subject), _MEMBERS):
        at = f"/properties/{escape(key)}"
        same = meant.lower() == key.lower() and meant not in properties_of(subject)
        fix = Fix(f"Write `{meant}`.", (Edit("rename", at, meant),)) if same else None
        lacking = meant if meant not in properties_of(subject) else ""
        yield hit(
            at,
            f"apiProperties.json has the key '{short(key)}', which the platform does not know.",
            f"Did you mean '{meant}'?" if meant else "",
            fix,
            f"/properties/{lacking}" if lacking else "",
            spelt(at, lacking),
        )


def _beside(subject: Subject) -> Iterator[Hit]:
    for key in mapping(subject.properties):
        if key not in ("properties", "$schema"):
            known = next((one for one in _MEMBERS if one.lower() == key.lower()), "")
            near = nearest(key.lower(), ("properties",)) if "properties" not in mapping(subject.properties) else ""
            way = f"Did you mean '{near}'?" if near else "Move it into `properties`." if known else ""
            at = f"/{escape(key)}"
            message = (
                f"'{short(key)}' is next to `properties`, where the platform does not read it."
                if not near
                else (f"apiProperties.json has the key '{short(key)}' in a place where the platform does not read it.")
            )
            yield hit(at, message, way, correction=spelt(at, near))


def _forms(subject: Subject) -> Iterator[Hit]:
    for key, kind in _MEMBERS.items():
        value = properties_of(subject).get(key)
        if value is not None and key not in ("iconBrandColor", "connectionParameters") and not is_a(value, kind):
            yield hit(f"/properties/{key}", f"`{key}` must be {_FORMS[kind]}.")


def _capabilities(subject: Subject) -> Iterator[Hit]:
    for index, word in enumerate(listed(properties_of(subject).get("capabilities"))):
        if isinstance(word, str) and word and word not in _CAPABILITIES:
            near = nearest(word.lower(), _CAPABILITIES)
            at = f"/properties/capabilities/{index}"
            fix = Fix(f"Write '{near}'.", (Edit("set", at, near),)) if near == word.lower() else None
            if near:
                yield hit(at, f"'{short(word)}' is not a capability of a connector.", f"Did you mean '{near}'?", fix)


def _properties_there(subject: Subject) -> Iterator[Hit]:
    if subject.properties is not None and not _read(subject):
        yield hit("/properties", "apiProperties.json does not have the object `properties`.")


def _file_there(subject: Subject) -> Iterator[Hit]:
    if subject.published and subject.folder and PROPERTIES.lower() not in {name.lower() for name in subject.names}:
        yield Hit("", "The connector has no apiProperties.json.", document=PROPERTIES)


RULES = (
    Rule(
        "PRP010",
        "A connector has a brand colour",
        why="It is the background of the icon. The import refuses a connector without it.",
        source="schema of apiProperties; certification policy 5000.2.1.1",
        severity=everywhere("error"),
        help='Write `brand_color: "#0a7cc1"`, in apiProperties.json "iconBrandColor".',
        bad="exact: {omit: [iconBrandColor]}",
        good='brand_color: "#da3b01"',
        check=_color_there,
    ),
    Rule(
        "PRP011",
        "A brand colour has a hash and six hexadecimal digits",
        why="The platform accepts no colour names and no short forms.",
        source="certification policy 5000.2.1.1",
        severity=Severities("error", "error", "warning"),
        help="Write it like #0a7cc1.",
        bad="exact: {properties_extra: {iconBrandColor: red}}",
        good='exact: {properties_extra: {iconBrandColor: "#da3b01"}}',
        check=_color_form,
    ),
    Rule(
        "PRP012",
        "A brand colour is the connector's own",
        why="White and the default blue of new connectors are refused on submission.",
        source="certification policy 5000.2.1.1",
        severity=Severities("error", "off", "off"),
        help="Use the colour of your brand.",
        good='brand_color: "#da3b01"',
        check=_color_own,
    ),
    Rule(
        "PRP013",
        "The connectors of independent publishers have one colour",
        why="Makers recognise these connectors by their colour; any other colour is refused.",
        source="guide of the repository",
        severity=Severities("off", "error", "off"),
        help="Write #da3b01.",
        good='brand_color: "#da3b01"',
        check=_color_independent,
    ),
    Rule(
        "PRP020",
        "A connector names its publisher",
        why="The gallery shows the publisher, and a submission needs it.",
        source="certification submission",
        severity=_WARNED,
        help="Write `publisher` with the name of the company or person who publishes the connector.",
        bad="publisher: null",
        good="publisher: Contoso",
        check=_publisher,
    ),
    Rule(
        "PRP021",
        "A connector names the owner of its service",
        why="Reviewers contact the owner, and a submission needs it.",
        source="certification submission",
        severity=_WARNED,
        help='Write `stack_owner`, in apiProperties.json "stackOwner", with the name of the owner of the service.',
        bad="stack_owner: null",
        good="stack_owner: Contoso",
        check=_stack_owner,
    ),
    Rule(
        "PRP022",
        "The publisher owns the service",
        why="Reviewers ask for proof when the connector is built for another company.",
        source="certification submission",
        severity=Severities("advice", "off", "off"),
        help="Use the same name for both, unless the connector is built on behalf of the owner.",
        bad="stack_owner: Fabrikam",
        good="stack_owner: Contoso",
        check=_same,
    ),
    Rule(
        "PRP070",
        "apiProperties.json has no unknown keys",
        why="The platform ignores a key that it does not know.",
        source="schema of apiProperties; import InvalidRequestContent",
        severity=everywhere("warning"),
        help="Remove it.",
        bad="exact: {properties_extra: {website: 'https://contoso.com'}}",
        good="website: https://contoso.com",
        check=_unknown,
    ),
    Rule(
        "PRP071",
        "apiProperties.json has no key next to properties",
        why="The platform reads only the content of `properties`.",
        source="schema of apiProperties; import InvalidRequestContent",
        severity=everywhere("warning"),
        help="Remove it.",
        bad="exact: {properties_root_extra: {publisher: Contoso}}",
        good="publisher: Contoso",
        check=_beside,
    ),
    Rule(
        "PRP075",
        "apiProperties.json has an object properties",
        why="The platform reads only the content of `properties`.",
        source="schema of apiProperties",
        severity=everywhere("error"),
        help='Put everything under "properties".',
        bad="exact: {omit: [properties]}",
        good="exact: {omit: []}",
        check=_properties_there,
    ),
    Rule(
        "PRP076",
        "A connector folder has an apiProperties.json",
        why="It describes how a connection is made. Without it the folder cannot be submitted.",
        source="layout of the repository",
        severity=Severities("error", "error", "warning"),
        help='Add it, with "properties" and at least "iconBrandColor".',
        bad="published: {without: [apiProperties.json, settings.json]}",
        good="published: {without: [settings.json]}",
        check=_file_there,
    ),
    Rule(
        "PRP077",
        "The values of apiProperties.json have the right JSON type",
        why="The platform reads the file strictly.",
        source="schema of apiProperties",
        severity=everywhere("error"),
        help="Write a value of that type.",
        bad="exact: {properties_extra: {capabilities: actions}}",
        good="exact: {properties_extra: {capabilities: [actions]}}",
        check=_forms,
    ),
    Rule(
        "PRP078",
        "The capabilities of a connector are known ones",
        why="The platform compares them exactly.",
        source="members of apiProperties",
        severity=everywhere("advice"),
        help="Write actions, triggers, gateway or cloud.",
        bad="exact: {capabilities: [Actions]}",
        good="exact: {capabilities: [actions]}",
        check=_capabilities,
    ),
)

"""Rules about the connector metadata: website, privacy policy and categories."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine import platform_lists
from connectorkit.check.engine.connector_index import Subject, listed, mapping, short
from connectorkit.check.engine.platform_lists import CATEGORIES
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, Severities
from connectorkit.check.engine.words import address, suggestion
from connectorkit.model.connector import Json

_ROWS = ("Website", "Privacy policy", "Categories")
_METADATA = "x-ms-connector-metadata"
_LISTED = Severities("error", "error", "off")


def _rows(subject: Subject) -> Iterator[tuple[int, str, Json]]:
    for index, row in enumerate(listed(subject.root.node.get(_METADATA))):
        entry = mapping(row)
        name = entry.get("propertyName")
        if isinstance(name, str):
            yield index, name, entry.get("propertyValue")


def _metadata_there(subject: Subject) -> Iterator[Hit]:
    names = {name.strip().lower() for _, name, _ in _rows(subject)}
    missing = [name for name in _ROWS if name.lower() not in names]
    if missing:
        listed_ = " and ".join(filter(None, (", ".join(missing[:-1]), missing[-1])))
        yield Hit(f"/{_METADATA}", f"The metadata of the connector does not include {listed_}.")


def _metadata_names(subject: Subject) -> Iterator[Hit]:
    known = {name.lower(): name for name in _ROWS}
    for index, name, _ in _rows(subject):
        right = known.get(name.strip().lower())
        if right is not None and right != name:
            pointer = f"/{_METADATA}/{index}/propertyName"
            yield Hit(
                pointer,
                f"The metadata name '{name}' must be '{right}'.",
                fix=Fix(f"Write '{right}'.", (Edit("set", pointer, right),)),
            )


def _metadata_addresses(subject: Subject) -> Iterator[Hit]:
    for index, name, value in _rows(subject):
        if name.strip().lower() in ("website", "privacy policy"):
            text = value if isinstance(value, str) else ""
            if not address(text, ("https",)):
                shown = f"'{short(text)}'" if text else "empty"
                message = f"The {name.strip().lower()} of the connector is {shown}; it must be an https address."
                yield Hit(f"/{_METADATA}/{index}/propertyValue", message)


def _categories(subject: Subject) -> Iterator[tuple[str, list[str]]]:
    for index, name, value in _rows(subject):
        if name.strip().lower() == "categories" and isinstance(value, str):
            yield f"/{_METADATA}/{index}/propertyValue", value.split(";")


def _category_count(subject: Subject) -> Iterator[Hit]:
    for pointer, names in _categories(subject):
        if len(names) > 2:
            yield Hit(pointer, f"The connector is in {len(names)} categories; two are allowed.")


def _category_names(subject: Subject) -> Iterator[Hit]:
    for pointer, names in _categories(subject):
        for name in names:
            if name.strip() not in CATEGORIES:
                way = suggestion(name.strip(), CATEGORIES)
                message = f"The category '{short(name)}' is unknown as of {platform_lists.AS_OF}."
                yield Hit(pointer, message, way)


def _category_blanks(subject: Subject) -> Iterator[Hit]:
    for pointer, names in _categories(subject):
        better = ";".join(name.strip() for name in names)
        if better != ";".join(names) and all(name.strip() in CATEGORIES for name in names):
            yield Hit(
                pointer,
                "The categories have spaces around them.",
                fix=Fix(f"Write '{better}'.", (Edit("set", pointer, better),)),
            )


RULES = (
    Rule(
        "INF110",
        "The metadata include website, privacy policy and categories",
        why="The gallery shows them, and the validation of a submission requires them.",
        source="validator ConnectorMetadataPropertiesMissing",
        severity=Severities("error", "warning", "off"),
        help="Write `website`, `privacy_policy` and `categories`.",
        bad="website: null",
        good="website: https://contoso.com",
        check=_metadata_there,
    ),
    Rule(
        "INF111",
        "The names of the metadata are spelt correctly",
        why="The platform compares them exactly.",
        source="validator ConnectorMetadataPropertiesMissing",
        severity=Severities("warning", "warning", "off"),
        help="Use the exact name.",
        check=_metadata_names,
    ),
    Rule(
        "INF120",
        "Website and privacy policy are https addresses",
        why="Reviewers open them.",
        source="certification policies 5000.3.1.3 and 5000.3.1.5",
        severity=Severities("warning", "warning", "off"),
        help="Write a whole address that begins with https://.",
        bad="website: contoso.com",
        good="website: https://contoso.com",
        check=_metadata_addresses,
    ),
    Rule(
        "INF130",
        "A connector is in at most two categories",
        why="The validator refuses more categories.",
        source="validator TooManyConnectorCategories",
        severity=_LISTED,
        help="Keep the two that fit best.",
        bad="categories: [Commerce, Finance, Data]",
        good="categories: [Commerce, Finance]",
        check=_category_count,
    ),
    Rule(
        "INF131",
        "A category is a known one",
        why="Reviewers reject a category that the gallery does not have.",
        source="validator InvalidConnectorCategory",
        severity=Severities("warning", "warning", "off"),
        help="Choose a category from the gallery.",
        bad="categories: [Tools]",
        good="categories: [Commerce]",
        check=_category_names,
    ),
    Rule(
        "INF132",
        "Categories are separated by a semicolon without spaces",
        why="The platform compares them exactly.",
        source="validator InvalidConnectorCategory",
        severity=Severities("advice", "advice", "off"),
        help="Separate them by a semicolon without spaces.",
        bad="categories: [Commerce, ' Finance']",
        good="categories: [Commerce, Finance]",
        check=_category_blanks,
    ),
)

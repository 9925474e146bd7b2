"""Rules about the title and the description of a parameter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connectorkit.check.engine import extension_keys
from connectorkit.check.engine.connector_index import At, Subject, short
from connectorkit.check.engine.labels import begun
from connectorkit.check.engine.machine_words import machine_word
from connectorkit.check.engine.parts import location, visible
from connectorkit.check.engine.rule import Hit, Rule, Severities

_TITLE = "x-ms-summary"
_MOST = 80
_SMALL = re.compile(r"[a-z][^A-Z]*")


def _shown(subject: Subject) -> Iterator[At]:
    for at in subject.having("parameter", "in"):
        if location(at) not in ("body", "") and at.name and visible(at):
            yield at


def _empty(at: At, key: str) -> bool:
    """Whether there is no text, not even under a misspelled key."""
    said = at.node.get(key)
    if isinstance(said, str) and said.strip():
        return False
    return said in (None, "") or isinstance(said, str)


def _title_there(subject: Subject) -> Iterator[Hit]:
    for at in _shown(subject):
        if _empty(at, _TITLE) and not extension_keys.misspelt("parameter", at.node, _TITLE):
            yield Hit(at.at(_TITLE), f"{begun(at)} has no title (x-ms-summary), so makers see its name.")


def _description_there(subject: Subject) -> Iterator[Hit]:
    for at in _shown(subject):
        if _empty(at, "description") and not extension_keys.misspelt("parameter", at.node, "description"):
            yield Hit(at.at("description"), f"{begun(at)} has no description.")


def _title_length(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("parameter", _TITLE):
        yield from _long(at, _TITLE)


def _field_title_length(subject: Subject) -> Iterator[Hit]:
    for at in subject.having("schema", _TITLE):
        yield from _long(at, _TITLE)
    for at in subject.having("schema", "title"):
        if at.role == "property" and _TITLE not in at.node:
            yield from _long(at, "title")


def _long(at: At, key: str) -> Iterator[Hit]:
    title = at.text(key)
    if len(title) > _MOST:
        yield Hit(at.at(key), f"The title '{short(title)}' has {len(title)} characters; {_MOST} are allowed.")


def _title_case(subject: Subject) -> Iterator[Hit]:
    small: dict[str, list[At]] = {}
    for at in _shown(subject):
        title = at.text(_TITLE)
        if _SMALL.fullmatch(title) and not machine_word(title.strip(), at.name):
            small.setdefault(at.operation.pointer if at.operation else at.pointer, []).append(at)
    for ats in small.values():
        first = ats[0]
        where = f" of {first.operation.called}" if first.operation else ""
        more = f" and {len(ats) - 1} more" if len(ats) > 1 else ""
        yield Hit(
            first.at(_TITLE),
            f"The title '{short(first.text(_TITLE))}'{more}{where} is not in title case.",
            related=tuple(at.at(_TITLE) for at in ats[1:]),
        )


RULES = (
    Rule(
        "PAR090",
        "A parameter has a title",
        why="Makers see it above the input. The validation of a submission requires it.",
        source="connector string guidance; certification thread PR#4041",
        severity=Severities("error", "warning", "advice"),
        help="Add a title that a maker would understand, such as 'Order ID'.",
        bad="operations: {ListShops: {parameters: {city: {title: none}}}}",
        good="operations: {ListShops: {parameters: {city: {title: Town}}}}",
        check=_title_there,
    ),
    Rule(
        "PAR091",
        "The title of a parameter has at most 80 characters",
        why="Longer titles are truncated in the designer.",
        source="connector string guidance; kept by all 1,036 published connectors",
        severity=Severities("error", "error", "advice"),
        help="Shorten it, and move the rest to the description.",
        good="operations: {ListShops: {parameters: {city: {title: City of the Shops}}}}",
        check=_title_length,
    ),
    Rule(
        "PAR094",
        "The title of a field has at most 80 characters",
        why="Longer titles are truncated in the designer.",
        source="connector string guidance",
        severity=Severities("warning", "warning", "advice"),
        help="Shorten it, and move the rest to the description.",
        good="operations: {CreateOrder: {body: {fields: {amount: {title: Pieces Wanted}}}}}",
        check=_field_title_length,
    ),
    Rule(
        "PAR092",
        "A title is in title case",
        why="Makers see it next to titles of other connectors.",
        source="connector string guidance",
        severity=Severities("advice", "advice", "off"),
        help="Begin each word with a capital letter and separate words with spaces.",
        bad="operations: {ListShops: {parameters: {city: {title: home town}}}}",
        good="operations: {ListShops: {parameters: {city: {title: Home Town}}}}",
        check=_title_case,
    ),
    Rule(
        "PAR093",
        "A parameter has a description",
        why="Makers see it in the input. The validation of a submission requires it.",
        source="connector string guidance; certification submission",
        severity=Severities("error", "warning", "off"),
        help="Write one sentence about what to enter.",
        bad="operations: {ListShops: {parameters: {city: {description: ''}}}}",
        good="operations: {ListShops: {parameters: {city: {description: The city in which to look.}}}}",
        check=_description_there,
    ),
)

"""Rules about all texts that makers read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from connectorkit.check.engine.connector_index import At, Operation, Subject, empty, listed, mapping, short
from connectorkit.check.engine.labels import name_of
from connectorkit.check.engine.misspellings import MISSPELT
from connectorkit.check.engine.parts import shown
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, Severities
from connectorkit.check.engine.words import PRODUCTS, foreign
from connectorkit.model.connector import Json
from connectorkit.model.file_names import PROPERTIES
from connectorkit.model.json_pointer import escape
from connectorkit.model.patterns import lazy

_ADVICE = Severities("advice", "advice", "off")
_WARNED = Severities("warning", "warning", "off")
# A URL with a placeholder, such as https://<tenant>.contoso.com, only shows a pattern.
_ADDRESS = re.compile(
    r"(https?://|www\.)(?![^\s,;)\]\"']*[<{\[])[^\s,;)\]>\"']+",
    re.IGNORECASE,
)
_PRODUCTS = lazy(rf"\b({'|'.join(PRODUCTS)})\b", re.IGNORECASE)
_NAMES = tuple(name.lower() for name in PRODUCTS)
_WORD = re.compile(r"[A-Za-z]+")
_TYPED = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " ", "\u200b": "", "\ufeff": ""}
)
# Optional texts, which are empty only by mistake.
_OPTIONAL = {
    "parameter": ("title", "pattern"),
    "schema": ("title", "pattern"),
    "operation": ("x-ms-trigger-hint", "x-ms-summary"),
    "info": ("termsOfService",),
    "tag": ("description",),
    "notification": ("description",),
    "header": ("description",),
    "security": ("description",),
}


class Text(NamedTuple):
    """A text that makers read, under ``key`` of ``at``."""

    at: At
    key: str
    text: str

    @property
    def pointer(self) -> str:
        """The pointer of the text."""
        return self.at.at(self.key)


def _of_operations(subject: Subject) -> list[Text]:
    """The description of the connector, and the summaries and descriptions of its operations."""
    found = [Text(subject.info, "description", subject.info.text("description"))]
    found += [Text(one, key, one.text(key)) for one in shown(subject) for key in ("summary", "description")]
    return [one for one in found if one.text]


def _of_fields(subject: Subject) -> list[Text]:
    """The titles and descriptions of all inputs and outputs."""
    return [
        Text(at, key, value)
        for kind in ("parameter", "schema")
        for key in ("x-ms-summary", "title", "description")
        for at in subject.having(kind, key)
        if isinstance(value := at.node[key], str) and value
    ]


def _all(subject: Subject) -> str:
    """All texts joined, to check quickly for something that none of them has."""
    return "\n".join(one.text for one in (*subject.once(_of_operations), *subject.once(_of_fields)))


def _small(subject: Subject) -> str:
    """All texts joined, in lower case."""
    return subject.once(_all).lower()


def _thing(text: Text) -> str:
    if isinstance(text.at, Operation):
        return f"The {text.key} of {text.at.called}"
    if text.at.kind == "info":
        return "The description of the connector"
    return f"The {'description' if text.key == 'description' else 'title'} of {name_of(text.at)}"


def _visible(found: list[Text]) -> Iterator[Text]:
    return (one for one in found if not one.at.internal)


def _address_in_operation(subject: Subject) -> Iterator[Hit]:
    for one in subject.once(_of_operations):
        found = _ADDRESS.search(one.text)
        if found:
            yield Hit(one.pointer, f"{_thing(one)} contains the address '{short(found[0])}'.")


def _address_in_field(subject: Subject) -> Iterator[Hit]:
    if not any(start in subject.once(_small) for start in ("://", "www.")):
        return
    for one in _visible([one for one in subject.once(_of_fields) if _ADDRESS.search(one.text)]):
        found = _ADDRESS.search(one.text)
        yield Hit(one.pointer, f"{_thing(one)} contains the address '{short(found[0] if found else '')}'.")


def _letters_of_operation(subject: Subject) -> Iterator[Hit]:
    for one in subject.once(_of_operations):
        if not one.text.isascii() and not (one.at.kind == "info" and foreign(one.text)):
            yield _not_ascii(one)


def _letters_of_field(subject: Subject) -> Iterator[Hit]:
    if not subject.once(_all).isascii():
        for one in _visible([one for one in subject.once(_of_fields) if not one.text.isascii()]):
            yield _not_ascii(one)


def _not_ascii(text: Text) -> Hit:
    letter = next(letter for letter in text.text if not letter.isascii())
    better = text.text.translate(_TYPED)
    what = f"'{letter}'" if letter.isprintable() and not letter.isspace() else f"the invisible U+{ord(letter):04X}"
    fix = None
    if better.isascii() and better.strip() and text.key == "description":
        fix = Fix("Replace typographic characters with ASCII ones.", (Edit("set", text.pointer, better),))
    return Hit(text.pointer, f"{_thing(text)} contains {what}, which is not ASCII.", fix=fix)


def _products(subject: Subject) -> Iterator[Hit]:
    if not any(name in subject.once(_small) for name in _NAMES):
        return
    for one in _visible([*subject.once(_of_operations), *subject.once(_of_fields)]):
        found = _PRODUCTS.search(one.text)
        if found and one.at.kind != "info":
            yield Hit(one.pointer, f"{_thing(one)} names the product '{found[0]}'.")


def _empty(subject: Subject) -> Iterator[Hit]:
    for kind, keys in _OPTIONAL.items():
        for key in keys:
            for at in subject.having(kind, key):
                if at.node[key] is not None and empty(at.node[key]) and _spare(at, key):
                    yield Hit(at.at(key), f"The `{key}` of {_name(at)} is empty.")


def _spare(at: At, key: str) -> bool:
    """Whether the empty text can be removed: an input or output then shows its other title."""
    return key != "title" or at.role not in ("property", "own", "path", "shared") or bool(at.text("x-ms-summary"))


def _name(at: At) -> str:
    if isinstance(at, Operation):
        return at.called
    return "the connector" if at.kind == "info" else name_of(at)


def _empty_property(subject: Subject) -> Iterator[Hit]:
    said = mapping(mapping(subject.properties).get("properties"))
    for pointer, what, value in _settings(said):
        if value is not None and empty(value):
            yield Hit(pointer, f"The `{what}` is empty.", document=PROPERTIES)


def _settings(said: dict[str, Json]) -> Iterator[tuple[str, str, Json]]:
    """Optional texts of apiProperties.json: pointer, name and value."""
    for index, policy in enumerate(listed(said.get("policyTemplateInstances"))):
        yield f"/properties/policyTemplateInstances/{index}/title", "title of a policy", mapping(policy).get("title")
    for index, word in enumerate(listed(said.get("capabilities"))):
        yield f"/properties/capabilities/{index}", "capability", word
    for name, one in mapping(said.get("connectionParameters")).items():
        start = f"/properties/connectionParameters/{escape(name)}/oAuthSettings"
        settings = mapping(mapping(one).get("oAuthSettings"))
        yield f"{start}/redirectUrl", "redirectUrl", settings.get("redirectUrl")
        for index, scope in enumerate(listed(settings.get("scopes"))):
            yield f"{start}/scopes/{index}", "scope", scope


def _misspelt(subject: Subject) -> Iterator[Hit]:
    found = set(_WORD.findall(subject.once(_small))).intersection(MISSPELT)
    if not found:
        return
    for one in (*subject.once(_of_operations), *subject.once(_of_fields)):
        small = one.text.lower()
        if not any(word in small for word in found):
            continue
        wrong = next((word for word in _WORD.findall(one.text) if word.lower() in MISSPELT), "")
        if wrong and not one.at.internal:
            better = _WORD.sub(lambda word: spelt(word[0]), one.text)
            fix = Fix(f"Write '{spelt(wrong)}'.", (Edit("set", one.pointer, better),))
            way = f"Did you mean '{spelt(wrong)}'?"
            yield Hit(one.pointer, f"{_thing(one)} contains the misspelt word '{wrong}'.", way, fix)


def spelt(word: str) -> str:
    """The correct spelling of ``word``, in its letter case."""
    right = MISSPELT.get(word.lower(), word)
    if word.isupper():
        return right.upper()
    return right[0].upper() + right[1:] if word[0].isupper() else right


RULES = (
    Rule(
        "OPR140",
        "Descriptions contain no web address",
        why="Addresses are shown as plain text, and they change. Reviewers refuse them.",
        source="certification policy 5000.2.3.6",
        severity=_WARNED,
        help="Name the page instead, or move the address to `intro`.",
        bad='operations: {GetOrder: {description: "Reads one order, see https://contoso.com/docs for more."}}',
        good="operations: {GetOrder: {description: Reads one order with its lines.}}",
        check=_address_in_operation,
    ),
    Rule(
        "OPR141",
        "Titles and descriptions of inputs and outputs contain no web address",
        why="Addresses are shown as plain text, and they change.",
        source="certification policy 5000.2.3.6",
        severity=_ADVICE,
        help="Describe the content of the page, or move the address to `intro`.",
        good="operations: {GetOrder: {parameters: {order_id: {description: The number of the order.}}}}",
        check=_address_in_field,
    ),
    Rule(
        "OPR142",
        "Titles and descriptions of the connector and its operations are in ASCII",
        why="Reviewers reject other characters, most of which come from a word processor.",
        source="certification policy 5000.2.3.6",
        severity=_WARNED,
        help="Use ASCII characters only.",
        bad="operations: {GetOrder: {description: Reads one order – with its lines.}}",
        good="operations: {GetOrder: {description: Reads one order - with its lines.}}",
        check=_letters_of_operation,
    ),
    Rule(
        "OPR143",
        "Titles and descriptions of inputs and outputs are in ASCII",
        why="Other characters often come from a word processor, and some are displayed as boxes.",
        source="certification policy 5000.2.3.6",
        severity=_ADVICE,
        help="Use ASCII characters only.",
        bad="operations: {GetOrder: {parameters: {order_id: {description: The order’s number.}}}}",
        good="operations: {GetOrder: {parameters: {order_id: {description: The order's number.}}}}",
        check=_letters_of_field,
    ),
    Rule(
        "OPR150",
        "Titles and descriptions name no product of the Power Platform",
        why="The same connector is used in all products, and reviewers reject their names.",
        source="certification submission",
        severity=_WARNED,
        help="Write `a flow` or `an app`, or remove the name.",
        bad="operations: {GetOrder: {description: Reads one order for Power Automate.}}",
        good="operations: {GetOrder: {description: Reads one order for a flow.}}",
        check=_products,
    ),
    Rule(
        "OPR160",
        "No title, description or other string is empty",
        why="Reviewers report every empty string, and removing the key has no effect.",
        source="review of submissions",
        severity=_ADVICE,
        help="Write a value, or remove the key.",
        bad='terms_of_service: ""',
        good="terms_of_service: https://contoso.com/terms",
        check=_empty,
    ),
    Rule(
        "OPR161",
        "No string of apiProperties.json is empty",
        why="Reviewers report every empty string, and removing the key has no effect.",
        source="review of submissions",
        severity=_ADVICE,
        help="Write a value, or remove the key.",
        bad='exact: {capabilities: [""]}',
        good="exact: {capabilities: [actions]}",
        check=_empty_property,
    ),
    Rule(
        "OPR170",
        "Common words are spelt correctly",
        why="Spelling is the most frequent reason for a rejection.",
        source="review of submissions",
        severity=_ADVICE,
        help="Correct the spelling.",
        bad="operations: {GetOrder: {description: Retrive one order with its lines.}}",
        good="operations: {GetOrder: {description: Retrieve one order with its lines.}}",
        check=_misspelt,
    ),
)

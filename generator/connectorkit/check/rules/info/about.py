"""Rules about the title, description, contact, status and version of a connector."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connectorkit.check.engine.connector_index import At, Subject, empty, mapping, short
from connectorkit.check.engine.lacking import lacking
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, Severities, everywhere
from connectorkit.check.engine.words import PRODUCTS, STATUS_AT_END, address, foreign, misspelt, sendable

_TITLE_WORDS = re.compile(rf"\b(API|Connector|{'|'.join(PRODUCTS)})\b", re.IGNORECASE)
_PRODUCTS = re.compile(rf"\b({'|'.join(PRODUCTS)})\b", re.IGNORECASE)
_SHIPPED = Severities("error", "error", "warning")
_LISTED = Severities("error", "error", "off")


def _title_there(subject: Subject) -> Iterator[Hit]:
    if not subject.info.text("title").strip() and not misspelt(subject.info.node, "title"):
        yield Hit("/info/title", f"The connector has {lacking(subject.info, 'title')}.")


def _title_length(subject: Subject) -> Iterator[Hit]:
    title = subject.info.text("title")
    if len(title) > 30:
        yield Hit("/info/title", f"The title '{short(title)}' has {len(title)} characters; 30 are allowed.")


def _title_words(subject: Subject) -> Iterator[Hit]:
    title = subject.info.text("title")
    found = _TITLE_WORDS.search(title)
    if found:
        yield Hit(
            "/info/title", f"The title '{short(title)}' contains the word '{found[0]}', which is not allowed in titles."
        )


def _title_end(subject: Subject) -> Iterator[Hit]:
    title = subject.info.text("title")
    if title.strip() and not (title[-1].isalnum() or title[-1] == ")") and not STATUS_AT_END.search(title):
        better = _without_end(title)
        fix = Fix(f"Shorten the title to '{short(better)}'.", (Edit("set", "/info/title", better),)) if better else None
        yield Hit("/info/title", f"The title '{short(title)}' ends with {_end(title)}.", fix=fix)


def _without_end(title: str) -> str:
    end = len(title)
    while end and not (title[end - 1].isalnum() or title[end - 1] == ")"):
        end -= 1
    return title[:end]


def _end(text: str) -> str:
    return "a space" if text[-1].isspace() else f"'{text[-1]}'"


def _description_length(subject: Subject) -> Iterator[Hit]:
    text = subject.info.text("description").strip()
    if not 30 <= len(text) <= 500 and not (text == "" and misspelt(subject.info.node, "description")):
        had = f"it has {len(text)}" if text else "it has none"
        yield Hit("/info/description", f"The description of the connector must have 30 to 500 characters; {had}.")


def _description_english(subject: Subject) -> Iterator[Hit]:
    if foreign(subject.info.text("description")):
        yield Hit("/info/description", "The description of the connector is not in English.")


def _description_products(subject: Subject) -> Iterator[Hit]:
    found = _PRODUCTS.search(subject.info.text("description"))
    if found:
        yield Hit("/info/description", f"The description of the connector names the product '{found[0]}'.")


def _description_api(subject: Subject) -> Iterator[Hit]:
    if re.search(r"\bAPIs?\b", subject.info.text("description")):
        yield Hit("/info/description", "The description of the connector mentions an API; makers see a connector.")


def _contact(subject: Subject) -> Iterator[Hit]:
    contact = mapping(subject.info.node.get("contact"))
    contact_ = At("contact", "/info/contact", contact)
    missing = [key for key in ("name", "url", "email") if not contact_.has(key) and not misspelt(contact, key)]
    if missing and not misspelt(subject.info.node, "contact"):
        what = "no contact" if len(missing) == 3 else f"a contact without {' and '.join(missing)}"
        there = [f"/{key}" for key in missing if key in contact]
        yield Hit(f"/info/contact{there[0] if there else ''}", f"The connector names {what}.")


def _contact_email(subject: Subject) -> Iterator[Hit]:
    email = mapping(subject.info.node.get("contact")).get("email")
    if not empty(email) and not (isinstance(email, str) and sendable(email)):
        yield Hit("/info/contact/email", f"'{short(str(email))}' is not an e-mail address.")


def _contact_url(subject: Subject) -> Iterator[Hit]:
    url = mapping(subject.info.node.get("contact")).get("url")
    if not empty(url) and not (isinstance(url, str) and address(url)):
        yield Hit("/info/contact/url", f"'{short(str(url))}', the page of the contact, is not an absolute address.")


def _status(subject: Subject) -> Iterator[Hit]:
    said = mapping(subject.info.node.get("x-ms-api-annotation")).get("status")
    if said is not None and said not in ("Preview", "Production"):
        yield Hit(
            "/info/x-ms-api-annotation/status",
            f"'{short(str(said))}' is not a status of a connector; it must be Preview or Production.",
        )


def _status_ahead(subject: Subject) -> Iterator[Hit]:
    if mapping(subject.info.node.get("x-ms-api-annotation")).get("status") != "Preview":
        return
    for operation in subject.operations:
        if mapping(operation.node.get("x-ms-api-annotation")).get("status") == "Production":
            yield Hit(
                operation.at("x-ms-api-annotation", "status"),
                f"{operation.called} is in production, but the connector is a preview.",
                related=("/info/x-ms-api-annotation/status",),
            )


def _version(subject: Subject) -> Iterator[Hit]:
    if not subject.info.text("version").strip() and not misspelt(subject.info.node, "version"):
        yield Hit("/info/version", "The connector has no version, or one that is not a string.")


RULES = (
    Rule(
        "INF010",
        "A connector has a title",
        why="The gallery lists connectors by their title.",
        source="certification submission, 5000.2.2",
        severity=everywhere("error"),
        help="Write the name of the product or organisation as the title.",
        bad='connector: ""',
        good="connector: Contoso Orders",
        check=_title_there,
    ),
    Rule(
        "INF020",
        "A title has at most 30 characters",
        why="Longer titles are truncated in the gallery and refused on submission.",
        source="certification policy 5000.2.2.1",
        severity=_SHIPPED,
        help="Shorten the title to 30 characters.",
        bad="connector: Contoso Orders of Shops and Warehouses",
        good="connector: Contoso Orders",
        check=_title_length,
    ),
    Rule(
        "INF030",
        "A title names no product of the Power Platform, and neither API nor Connector",
        why="Everything in the gallery is a connector, and these words are refused on submission.",
        source="certification policy 5000.2.2.2",
        severity=_LISTED,
        help="Name only the product or the organisation.",
        bad="connector: Contoso API",
        good="connector: Contoso Orders",
        check=_title_words,
    ),
    Rule(
        "INF040",
        "A title ends with a letter or digit",
        why="A space or punctuation at the end is refused on submission.",
        source="certification policy 5000.2.2.3",
        severity=Severities("error", "error", "advice"),
        help="Remove the characters at the end.",
        bad="connector: Contoso!",
        good="connector: Contoso",
        check=_title_end,
    ),
    Rule(
        "INF060",
        "A description has 30 to 500 characters",
        why="Makers read it before they choose the connector.",
        source="certification policy 5000.2.3.4",
        severity=_SHIPPED,
        help="Describe in one to three sentences what the service is for.",
        bad="description: Sends orders.",
        good="description: Orders of the Contoso shop, read and placed from a flow.",
        check=_description_length,
    ),
    Rule(
        "INF070",
        "A description is in English",
        why="The gallery is reviewed in English, and translated from English.",
        source="certification policy 5000.2.3.1",
        severity=Severities("warning", "warning", "off"),
        help="Translate it.",
        bad="description: Заказы магазина Контосо, которые читаются и создаются из потока.",
        good="description: Orders of the Contoso shop, read and placed from a flow.",
        check=_description_english,
    ),
    Rule(
        "INF080",
        "A description names no product of the Power Platform",
        why="The same connector is used in all products, and reviewers reject their names.",
        source="certification policy 5000.2.3.5",
        severity=Severities("error", "warning", "off"),
        help="Describe what the service does, without naming the product.",
        bad="description: Orders of the Contoso shop for Power Automate and its makers.",
        good="description: Orders of the Contoso shop, read and placed from a flow.",
        check=_description_products,
    ),
    Rule(
        "INF090",
        "A description does not mention an API",
        why="Makers work with actions and triggers, not with requests.",
        source="connector string guidance",
        severity=Severities("advice", "advice", "off"),
        help="Describe what the service does for a maker.",
        bad="description: This wraps the REST API of the Contoso shop for orders.",
        good="description: Orders of the Contoso shop, read and placed from a flow.",
        check=_description_api,
    ),
    Rule(
        "INF100",
        "A connector has a contact with name, url and email",
        why="The validation of a submission requires all three.",
        source="certification submission; validator /info/contact",
        severity=Severities("error", "warning", "off"),
        help="Write `contact: {name: ..., url: ..., email: ...}`.",
        bad="contact: {email: null}",
        good="contact: {name: Contoso Support, url: 'https://contoso.com/help', email: help@contoso.com}",
        check=_contact,
    ),
    Rule(
        "INF101",
        "The contact has a valid e-mail address",
        why="The validator refuses any other value.",
        source="validator ContactEmailNotValid",
        severity=_SHIPPED,
        help="Write an address such as help@contoso.com.",
        bad="contact: {email: help at contoso}",
        good="contact: {email: help@contoso.com}",
        check=_contact_email,
    ),
    Rule(
        "INF102",
        "The page of the contact is an absolute address",
        why="The validator refuses any other value.",
        source="validator UrlNotValid",
        severity=_SHIPPED,
        help="Begin it with https://.",
        bad="contact: {url: www.contoso.com}",
        good="contact: {url: 'https://contoso.com/help'}",
        check=_contact_url,
    ),
    Rule(
        "INF150",
        "The status of a connector is Preview or Production",
        why="Any other value is refused.",
        source="schema of apiDefinition",
        severity=Severities("error", "error", "warning"),
        help="Write Preview or Production.",
        bad="annotation: {status: Beta}",
        good="annotation: {status: Preview}",
        check=_status,
    ),
    Rule(
        "INF151",
        "No operation of a preview connector is in production",
        why="A preview connector cannot offer an operation in production.",
        source="validator OperationStatusAheadOfConnector",
        severity=Severities("error", "error", "warning"),
        help="Use the same status for both.",
        check=_status_ahead,
    ),
    Rule(
        "INF160",
        "A connector has a version",
        why="The import refuses it otherwise.",
        source="schema of apiDefinition",
        severity=everywhere("error"),
        help='Write `version: "1.0"`.',
        bad="version: null",
        good='version: "1.0"',
        check=_version,
    ),
)

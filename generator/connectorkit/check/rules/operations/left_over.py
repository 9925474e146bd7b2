"""Rules about leftovers in texts: markup, placeholders, spaces, old names, other languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from connectorkit.check.engine import languages
from connectorkit.check.engine.all_texts import Text, texts, whole
from connectorkit.check.engine.connector_index import Subject, short
from connectorkit.check.engine.parts import shown
from connectorkit.check.engine.rule import Hit, Rule, Severities
from connectorkit.model.file_names import DEFINITION
from connectorkit.model.patterns import lazy

_ADVICE = Severities("advice", "advice", "off")
_TAG = re.compile(
    r"</?(?:a|b|br|code|div|em|font|h[1-6]|i|img|li|ol|p|pre|span|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul)"
    r"(?:\s[^<>]*)?/?>|&(?:nbsp|amp|lt|gt|quot|apos|#\d{2,5});",
    re.IGNORECASE,
)
# A text about markup may contain tags.
_ABOUT_MARKUP = re.compile(r"\b(?:x?html|xml|markup|tags?|elements?|(?:un)?escap\w*|(?:en|de)cod\w*)\b", re.IGNORECASE)
# TODO in capitals only: some services manage "todo" items.
_PLACEHOLDER = lazy(
    r"\b(?:TODO|FIXME|TBD)\b|\{\{\s*(?:[A-Z][A-Z0-9_ -]*|(?i:todo|insert|your)\b[^}]*)\s*\}\}|"
    r"\[\[?(?i:todo|insert|add|describe|enter|your)\b[^\]]*\]\]|<(?i:todo|insert|your)\b[^>]*>|(?i:\blorem ipsum\b)|"
    r"(?i:\breplace[ -]?me\b)|(?i:\bdescription (?:goes )?here\b)"
)
_MARKS = ("TODO", "FIXME", "TBD", "{{", "[[", "<", "orem ", "OREM ", "eplace", "EPLACE", "escription ", "ESCRIPTION ")
_BLANKS = lazy(r"(?<=[^\s.!?:|])[ \u00a0]{2,}(?=[^\s|])")
_OLD = {
    "Microsoft Flow": "Power Automate",
    "MS Flow": "Power Automate",
    "PowerApps": "Power Apps",
    "PowerAutomate": "Power Automate",
    "PowerPlatform": "Power Platform",
    "Common Data Service": "Dataverse",
    "Power Virtual Agents": "Copilot Studio",
}
_OLD_NAME = lazy(rf"(?<![\w./@-])(?:{'|'.join(_OLD)})(?![\w/@-]|\.\w)")


def _found(
    subject: Subject, pattern: re.Pattern[str], marks: tuple[str, ...], only: Callable[[Text], bool] = lambda text: True
) -> list[tuple[Text, str]]:
    """The texts with a match. Every match contains one of ``marks``, which are searched first for speed."""
    said = whole(subject)
    there = [mark for mark in marks if mark in said]
    return [
        (text, match[0])
        for text in (texts(subject) if there else ())
        if any(map(text.text.__contains__, there)) and only(text) and (match := pattern.search(text.text))
    ]


def _markup(subject: Subject) -> Iterator[Hit]:
    for text, word in _found(
        subject, _TAG, ("<", "&"), lambda text: not text.markdown and not _ABOUT_MARKUP.search(text.text)
    ):
        yield Hit(text.pointer, f"{text.what} contains HTML, '{short(word)}'.", document=text.document)


def _placeholders(subject: Subject) -> Iterator[Hit]:
    for text, word in _found(subject, _PLACEHOLDER, _MARKS):
        yield Hit(text.pointer, f"{text.what} contains the placeholder '{short(word)}'.", document=text.document)


def _blanks(subject: Subject) -> Iterator[Hit]:
    """One finding for each document: where one text has double spaces, many have."""
    by_document: dict[str, list[Text]] = {}
    for text, _ in _found(subject, _BLANKS, ("  ", "\u00a0")):
        by_document.setdefault(text.document, []).append(text)
    for document, found in by_document.items():
        more = f", and so do {len(found) - 1} other strings" if len(found) > 1 else ""
        yield Hit(
            found[0].pointer,
            f"{found[0].what} has two spaces between words{more}.",
            related=tuple(text.pointer for text in found[1:]),
            document=document,
        )


def _old_names(subject: Subject) -> Iterator[Hit]:
    for text, name in _found(
        subject, _OLD_NAME, tuple(_OLD), lambda text: text.markdown or text.document != DEFINITION
    ):
        message = f"{text.what} contains the old name '{name}'."
        yield Hit(text.pointer, message, f"Write '{_OLD[name]}'.", document=text.document)


def _language(subject: Subject) -> Iterator[Hit]:
    """One finding for a connector: usually several texts are in the other language."""
    found, judged = [], set[str]()
    for text in texts(subject):
        if text.text in judged:
            continue
        judged.add(text.text)
        # INF070 reports the description of the connector.
        about = text.key == "description" and text.at is not None and text.at.kind == "info"
        verdict = None if about else languages.not_english(text.text)
        if verdict is not None:
            found.append((text, verdict))
    if not found:
        return
    (text, verdict), *others = found
    looks = f"; it looks like {verdict.language}" if verdict.language else ""
    more = f", and {len(others)} other strings are not" if others else ""
    related = tuple(other.pointer for other, _ in others if other.document == text.document)
    yield Hit(text.pointer, f"{text.what} is not in English{looks}{more}.", document=text.document, related=related)


def _deprecated(subject: Subject) -> Iterator[Hit]:
    for operation in shown(subject):
        said = f"{operation.text('summary')} {operation.text('description')}".lower()
        if operation.node.get("deprecated") is True and "deprecated" not in said and "replaced by" not in said:
            message = f"The description of {operation.called} does not mark it as deprecated."
            yield Hit(operation.at("description"), message)


RULES = (
    Rule(
        "OPR155",
        "Products are called by their current names",
        why="Readers look for products by their current names.",
        source="connector string guidance",
        severity=_ADVICE,
        help="Write the current name.",
        bad="credentials: {api_key: {description: The key that Microsoft Flow asks for.}}",
        good="credentials: {api_key: {description: The key of your account.}}",
        check=_old_names,
    ),
    Rule(
        "OPR154",
        "Titles and descriptions are in English",
        why="The gallery is reviewed in English, and translated from English.",
        source="certification policy 5000.2.3.1; validator ValueMustBeInEnglish",
        severity=_ADVICE,
        help="Translate it.",
        bad="operations: {GetOrder: {description: Liest die Bestellung und gibt den Kunden mit der Adresse aus.}}",
        good="operations: {GetOrder: {description: Reads one order with its lines.}}",
        check=_language,
    ),
    Rule(
        "OPR171",
        "No title or description contains HTML",
        why="The designer and the gallery show the tags as plain text.",
        source="connector string guidance",
        severity=_ADVICE,
        help="Write plain text.",
        bad="operations: {GetOrder: {description: Reads <b>one</b> order with its lines.}}",
        good="operations: {GetOrder: {description: Reads one order with its lines.}}",
        check=_markup,
    ),
    Rule(
        "OPR172",
        "No title or description contains a placeholder",
        why="Makers would see a note of the author.",
        source="connector string guidance",
        severity=Severities("warning", "warning", "advice"),
        help="Replace the placeholder.",
        bad="operations: {GetOrder: {description: 'TODO: describe this.'}}",
        good="operations: {GetOrder: {description: Reads one order with its lines.}}",
        check=_placeholders,
    ),
    Rule(
        "OPR173",
        "Words are separated by one space",
        why="Reviewers report double spaces.",
        source="connector string guidance",
        severity=_ADVICE,
        help="Remove the second space.",
        bad="operations: {GetOrder: {description: Reads  one order with its lines.}}",
        good="operations: {GetOrder: {description: Reads one order with its lines.}}",
        check=_blanks,
    ),
    Rule(
        "OPR201",
        "The description of a deprecated operation marks it as deprecated",
        why="The designer does not mark deprecated operations in existing flows, so makers see it only in the "
        "description.",
        source="deprecate an operation",
        severity=_ADVICE,
        help="Write '(deprecated)' at the end of the description, and name what replaces it.",
        bad="operations: {GetOrder: {deprecated: true}}",
        good="operations: {GetOrder: {deprecated: true, description: Reads one order with its lines (deprecated).}}",
        check=_deprecated,
    ),
)

"""Rules about the wording of summaries and descriptions of operations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connectorkit.check.engine.connector_index import Operation, Subject, mapping, short
from connectorkit.check.engine.parts import shown
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, Severities
from connectorkit.check.engine.words import STATUS_AT_END
from connectorkit.check.rules.operations.identity import repeats

_ADVICE = Severities("advice", "advice", "off")
_MARKS = re.compile(r"[^\w\s()/\\<>*%&?]")
_CAPITAL = re.compile(r"[A-Z][a-z]+\Z")
_SMALL = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "of", "on", "or", "the", "to", "with")
)
# Words that are always verbs in this form -> their imperative.
_COMMANDS = {
    "gets": "Get",
    "creates": "Create",
    "deletes": "Delete",
    "retrieves": "Retrieve",
    "adds": "Add",
    "removes": "Remove",
    "sends": "Send",
    "fetches": "Fetch",
    "generates": "Generate",
    "converts": "Convert",
    "performs": "Perform",
    "executes": "Execute",
    "provides": "Provide",
    "obtains": "Obtain",
    "allows": "Allow",
    "modifies": "Modify",
    "validates": "Validate",
    "retrieving": "Retrieve",
    "getting": "Get",
    "creating": "Create",
    "deleting": "Delete",
    "updating": "Update",
    "fetching": "Fetch",
    "adding": "Add",
    "removing": "Remove",
    "sending": "Send",
}
_TRIGGERS = re.compile(r"\btrigger(s|ed)?\b.*?\b(when|whenever|if|once|after|each|every|on)\b", re.I | re.S)
_CAMEL = re.compile(r"(?<![\w./@#{-])[a-z]{2,}[A-Z][a-z]\w*(?![\w/@(}])")
_ABBREVIATIONS = {
    word.lower(): word
    for word in """
        ID IDs URL URLs URI SMS MMS JSON XML HTML PDF CSV API APIs HTTP HTTPS SQL IP VAT CRM UUID GUID FAQ PDFs QR
        """.split()
}
_VERSION = re.compile(r"(?<=\w)[\s_-]+v([0-9]{1,2})\Z", re.IGNORECASE)


def _set(operation: Operation, key: str, better: str) -> Fix:
    return Fix(f"Write '{short(better)}'.", (Edit("set", operation.at(key), better),))


def _summary_marks(subject: Subject) -> Iterator[Hit]:
    for operation in shown(subject):
        said = re.sub(r"[^\w)]+\Z", "", STATUS_AT_END.sub("", operation.text("summary")))
        if not said.isascii():
            continue
        marks = sorted(set(_MARKS.findall(said)))
        if marks:
            shown_ = " and ".join(f"'{mark}'" for mark in marks)
            yield Hit(operation.at("summary"), f"The summary {operation.called} contains {shown_}.")


def _summary_case(subject: Subject) -> Iterator[Hit]:
    names = {word for word in re.findall(r"\w+", subject.info.text("title"))}
    for operation in shown(subject):
        words = re.findall(r"[^\W\d_]+", operation.text("summary"))[1:]
        content = [word for word in words if word.lower() not in _SMALL]
        raised = [word for word in content if _CAPITAL.match(word) and word not in names]
        if len(raised) > 1 and not any(word.islower() for word in content):
            yield Hit(operation.at("summary"), f"The summary {operation.called} is in title case.")


def _summary_command(subject: Subject) -> Iterator[Hit]:
    for operation in shown(subject):
        said = operation.text("summary")
        first, blank, rest = said.partition(" ")
        command = _COMMANDS.get(first.lower())
        if command and rest.strip() and not operation.trigger:
            better = f"{command}{blank}{rest}"
            fix = None if repeats(operation) else _set(operation, "summary", better)
            yield Hit(
                operation.at("summary"),
                f"The summary {operation.called} is not in the imperative.",
                f"Begin it with '{command}'.",
                fix,
            )


def _trigger_summary(subject: Subject) -> Iterator[Hit]:
    for operation in shown(subject):
        said = operation.text("summary").strip()
        if operation.trigger and said and not said.lower().startswith("when"):
            message = f"The summary of the trigger {operation.called} does not begin with When."
            yield Hit(operation.at("summary"), message)


def _trigger_description(subject: Subject) -> Iterator[Hit]:
    for operation in shown(subject):
        said = operation.text("description")
        if operation.trigger and said.strip() and not _TRIGGERS.search(said) and not repeats(operation):
            message = f"The description of the trigger {operation.called} does not explain when it triggers."
            yield Hit(operation.at("description"), message)


def _sentence(subject: Subject) -> Iterator[Hit]:
    for operation in shown(subject):
        said = operation.text("description").strip()
        if not said or repeats(operation):
            continue
        first = said.split(None, 1)[0]
        begun = said if not first.islower() or not first.isalpha() else said[0].upper() + said[1:]
        ended = begun if said[-1] in ".!?:)\"'”’…>" else f"{begun}."
        if ended != said:
            wrong = [
                what
                for what, is_so in (
                    ("begins with a lower-case letter", begun != said),
                    ("does not end with a full stop", ended != begun),
                )
                if is_so
            ]
            fix = _set(operation, "description", ended) if _plain_end(said) else None
            message = f"The description of {operation.called} {' and '.join(wrong)}."
            yield Hit(operation.at("description"), message, fix=fix)


def _plain_end(text: str) -> bool:
    """Whether a full stop can be appended to ``text``."""
    last = text.split()[-1]
    return text[-1].isalnum() and "/" not in last and "." not in last


def _camel(subject: Subject) -> Iterator[Hit]:
    for operation in shown(subject):
        for key in ("summary", "description"):
            found = _CAMEL.search(operation.text(key))
            if found:
                word = short(found[0])
                message = f"The {key} of {operation.called} contains '{word}', an identifier from code."
                yield Hit(operation.at(key), message)


def _abbreviations(subject: Subject) -> Iterator[Hit]:
    for operation in shown(subject):
        said = operation.text("summary")
        better = re.sub(r"(?<![\w.'-])[A-Za-z]+(?![\w'-]|\.\w)", lambda word: _capitals(word[0]), said)
        if better != said:
            wrong = next(word for word in re.findall(r"[A-Za-z]+", said) if _capitals(word) != word)
            message = f"The abbreviation '{wrong}' in the summary {operation.called} is not in capitals."
            fix = _set(operation, "summary", better)
            yield Hit(operation.at("summary"), message, f"Write '{_capitals(wrong)}'.", fix)


def _capitals(word: str) -> str:
    right = _ABBREVIATIONS.get(word.lower(), word)
    return word if word.isupper() else right


def _version(subject: Subject) -> Iterator[Hit]:
    for operation in shown(subject):
        said = operation.text("summary")
        found = _VERSION.search(said)
        if found:
            better = f"{said[: found.start()]} (V{found[1]})"
            message = f"The revision at the end of the summary {operation.called} is not in parentheses."
            fix = _set(operation, "summary", better)
            yield Hit(operation.at("summary"), message, f"Write '(V{found[1]})'.", fix)


def _appended(subject: Subject) -> Iterator[Hit]:
    """A status that the reference page also adds from the annotation. Without an annotation, it is common practice."""
    for operation in shown(subject):
        found = STATUS_AT_END.search(operation.text("summary"))
        status = mapping(operation.node.get("x-ms-api-annotation")).get("status")
        if found and isinstance(status, str) and found[1].lower() == status.lower():
            message = f"The summary {operation.called} repeats '{found[1]}', which is the status of the operation."
            yield Hit(operation.at("summary"), message)


RULES = (
    Rule(
        "OPR081",
        "A summary is made of letters, digits, spaces and parentheses",
        why="Reviewers require plain words. Punctuation makes a name hard to find and to translate.",
        source="connector string guidance",
        severity=_ADVICE,
        help="Use words only.",
        bad='operations: {GetOrder: {summary: "Get an order: lines"}}',
        good="operations: {GetOrder: {summary: Get an order (lines)}}",
        check=_summary_marks,
    ),
    Rule(
        "OPR100",
        "A summary is in sentence case",
        why="A flow shows its steps together with those of other connectors.",
        source="connector string guidance",
        severity=_ADVICE,
        help="Use sentence case: lower case after the first word, except in names.",
        bad="operations: {GetOrder: {summary: Get All Open Orders}}",
        good="operations: {GetOrder: {summary: Get all open orders}}",
        check=_summary_case,
    ),
    Rule(
        "OPR101",
        "The summary of an action is in the imperative",
        why="A step of a flow is an instruction.",
        source="connector string guidance",
        severity=_ADVICE,
        help="Begin it with a verb, such as Get or Create.",
        bad="operations: {GetOrder: {summary: Gets an order}}",
        good="operations: {GetOrder: {summary: Get an order}}",
        check=_summary_command,
    ),
    Rule(
        "OPR110",
        "The summary of a trigger begins with When",
        why="Makers recognise triggers by this word: When an order is shipped.",
        source="connector string guidance",
        severity=_ADVICE,
        help="Write `When ...` and the event.",
        bad="operations: {WhenOrderShipped: {summary: Order shipped}}",
        good="operations: {WhenOrderShipped: {summary: When an order is shipped}}",
        check=_trigger_summary,
    ),
    Rule(
        "OPR111",
        "The description of a trigger explains when it triggers",
        why="All connectors use the same wording: This operation triggers when ...",
        source="connector string guidance",
        severity=_ADVICE,
        help="Write `This operation triggers when ...`.",
        bad="operations: {WhenOrderShipped: {description: An order left a shop.}}",
        good="operations: {WhenOrderShipped: {description: This operation triggers when an order leaves a shop.}}",
        check=_trigger_description,
    ),
    Rule(
        "OPR121",
        "A description is a sentence",
        why="Makers read it as prose; half a sentence looks unfinished.",
        source="connector string guidance; coding standards",
        severity=_ADVICE,
        help="Begin it with a capital letter and end it with a full stop.",
        bad="operations: {GetOrder: {description: reads one order with its lines}}",
        good="operations: {GetOrder: {description: Reads one order with its lines.}}",
        check=_sentence,
    ),
    Rule(
        "OPR151",
        "Texts of an operation have no camelCase words",
        why="They are not translated, and makers know fields by their titles.",
        source="certification submission",
        severity=_ADVICE,
        help="Write it in plain words.",
        bad="operations: {GetOrder: {description: Reads one order by its orderNumber.}}",
        good="operations: {GetOrder: {description: Reads one order by its number.}}",
        check=_camel,
    ),
    Rule(
        "OPR152",
        "Abbreviations in a summary are in uppercase",
        why="Id and Url look like words, and are translated as words.",
        source="certification submission",
        severity=_ADVICE,
        help="Write it in capitals.",
        bad="operations: {GetOrder: {summary: Get an order by Id}}",
        good="operations: {GetOrder: {summary: Get an order by ID}}",
        check=_abbreviations,
    ),
    Rule(
        "OPR190",
        "The revision of an operation is in parentheses",
        why="All connectors append (V2) to the name of a later revision.",
        source="operational versioning",
        severity=_ADVICE,
        help="Write `(V2)`.",
        bad="operations: {GetOrder: {summary: Get an order v2}}",
        good="operations: {GetOrder: {summary: Get an order (V2)}}",
        check=_version,
    ),
    Rule(
        "OPR200",
        "A summary does not repeat the status of its operation",
        why="The reference page adds the status, so it would appear twice.",
        source="connector reference pages",
        severity=_ADVICE,
        help="Remove it from the summary.",
        bad="operations: {GetOrder: {summary: Get an order (Preview), annotation: {status: Preview}}}",
        good="operations: {GetOrder: {annotation: {status: Preview}}}",
        check=_appended,
    ),
)

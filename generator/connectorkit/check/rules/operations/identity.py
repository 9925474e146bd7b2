"""Rules about the operationId, summary and description of operations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connectorkit.check.engine import machine_words
from connectorkit.check.engine.connector_index import Operation, Subject, mapping, short
from connectorkit.check.engine.lacking import lacking
from connectorkit.check.engine.parts import shown
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, Severities, everywhere
from connectorkit.check.engine.words import STATUS_AT_END, misspelt, plain

MAX_ID = 100
MAX_SUMMARY = 80
_REFUSED_IN_ID = re.compile(r"[^A-Za-z0-9_.-]")
_PASCAL = re.compile(r"[A-Z][A-Za-z0-9]*(_V[0-9]+)?\Z")
_REFUSED_IN_SUMMARY = re.compile(r"[/\\<>*%&?]")
_SHIPPED = Severities("error", "error", "warning")


def _id_there(subject: Subject) -> Iterator[Hit]:
    for operation in subject.operations:
        if not operation.id.strip() and not misspelt(operation.node, "operationId"):
            yield Hit(operation.at("operationId"), f"{operation.called} has {lacking(operation, 'operationId')}.")


def _id_unique(subject: Subject) -> Iterator[Hit]:
    for operation in subject.operations:
        first = subject.operation(operation.id)
        if operation.id.strip() and first is not None and first is not operation:
            yield Hit(
                operation.at("operationId"),
                f"The operationId '{short(operation.id)}' is used twice.",
                related=(first.at("operationId"),),
            )


def _id_characters(subject: Subject) -> Iterator[Hit]:
    for operation in subject.operations:
        found = _REFUSED_IN_ID.search(operation.id)
        if found and operation.id.strip():
            what = "a space" if found[0].isspace() else f"'{found[0]}'"
            better = _pascal(operation)
            way = f"Write '{better}'." if better else ""
            yield Hit(operation.at("operationId"), f"The operationId '{short(operation.id)}' contains {what}.", way)


def _id_marks(subject: Subject) -> Iterator[Hit]:
    for operation in subject.operations:
        if ("-" in operation.id or "." in operation.id) and not _REFUSED_IN_ID.search(operation.id):
            mark = "-" if "-" in operation.id else "."
            yield Hit(operation.at("operationId"), f"The operationId '{short(operation.id)}' contains '{mark}'.")


def _id_length(subject: Subject) -> Iterator[Hit]:
    for operation in subject.operations:
        if len(operation.id) > MAX_ID:
            message = f"The operationId '{short(operation.id, 40)}' has {len(operation.id)} characters."
            yield Hit(operation.at("operationId"), message)


def _id_case(subject: Subject) -> Iterator[Hit]:
    for operation in subject.operations:
        said = operation.id
        if said.strip() and not _PASCAL.match(said) and not re.search(r"[^A-Za-z0-9_]", said):
            better = _pascal(operation)
            way = f"Write '{better}', unless flows already use the operation." if _PASCAL.match(better) else ""
            yield Hit(operation.at("operationId"), f"The operationId '{short(said)}' is not in PascalCase.", way)


def _pascal(operation: Operation) -> str:
    """The operationId in PascalCase; "" where its words cannot be separated."""
    return machine_words.pascal(operation.id, operation.text("summary"))


def _id_revision(subject: Subject) -> Iterator[Hit]:
    for operation in subject.operations:
        revision = mapping(operation.node.get("x-ms-api-annotation")).get("revision")
        if not isinstance(revision, int) or revision < 2 or not operation.id:
            continue
        if not operation.id.lower().endswith(f"v{revision}"):
            message = f"'{short(operation.id)}' is revision {revision} of its family, but does not end with the number."
            yield Hit(operation.at("operationId"), message, f"End the operationId with _V{revision}.")


def _summary_there(subject: Subject) -> Iterator[Hit]:
    for operation in shown(subject):
        if not operation.text("summary").strip() and not misspelt(operation.node, "summary"):
            yield Hit(operation.at("summary"), f"The operation {operation.called} has {lacking(operation, 'summary')}.")


def _summary_length(subject: Subject) -> Iterator[Hit]:
    for operation in shown(subject):
        length = len(operation.text("summary").strip())
        if length > MAX_SUMMARY:
            message = f"The summary {operation.called} has {length} characters; {MAX_SUMMARY} are allowed."
            yield Hit(operation.at("summary"), message)


def _summary_characters(subject: Subject) -> Iterator[Hit]:
    for operation in shown(subject):
        found = sorted(set(_REFUSED_IN_SUMMARY.findall(operation.text("summary"))))
        if found:
            marks = " and ".join(f"'{mark}'" for mark in found)
            yield Hit(operation.at("summary"), f"The summary {operation.called} contains {marks}.")


def _summary_end(subject: Subject) -> Iterator[Hit]:
    for operation in shown(subject):
        said = operation.text("summary")
        if not said.strip() or said[-1].isalnum() or said[-1] == ")":
            continue
        if _REFUSED_IN_SUMMARY.match(said[-1]) or STATUS_AT_END.search(said):
            continue
        better = re.sub(r"[^\w)]+\Z|_+\Z", "", said)
        fix = Fix(f"Shorten the summary to '{better}'.", (Edit("set", operation.at("summary"), better),))
        end = "a space" if said[-1].isspace() else f"'{said[-1]}'"
        yield Hit(
            operation.at("summary"),
            f"The summary {operation.called} ends with {end}.",
            fix=fix if better and (better[-1].isalnum() or better[-1] == ")") else None,
        )


def _description_there(subject: Subject) -> Iterator[Hit]:
    for operation in shown(subject):
        if not operation.text("description").strip() and not misspelt(operation.node, "description"):
            yield Hit(
                operation.at("description"),
                f"The operation {operation.called} has {lacking(operation, 'description')}.",
            )


def _description_differs(subject: Subject) -> Iterator[Hit]:
    for operation in shown(subject):
        if repeats(operation):
            yield Hit(operation.at("description"), f"The description of {operation.called} only repeats its summary.")


def repeats(operation: Operation) -> bool:
    """Whether the description only repeats the summary."""
    said = plain(operation.text("description"))
    return bool(said) and said == plain(operation.text("summary"))


RULES = (
    Rule(
        "OPR010",
        "An operation has an operationId",
        why="Flows refer to operations by it. The import refuses an operation without it.",
        source="validator OperationIdRequired",
        severity=everywhere("error"),
        help="Add one, such as GetOrder.",
        bad="operations: {GetOrder: {exact: {id_written: false}}}",
        good="operations: {GetOrder: {action: GetOrder}}",
        check=_id_there,
    ),
    Rule(
        "OPR020",
        "An operationId is unique",
        why="A flow cannot distinguish the two operations, so the import refuses them.",
        source="validator OperationIdNotUnique",
        severity=everywhere("error"),
        help="Change one of them.",
        bad="operations: {GetOrder: {action: CreateOrder}}",
        good="operations: {GetOrder: {action: GetOrder}}",
        check=_id_unique,
    ),
    Rule(
        "OPR030",
        "An operationId is made of letters, digits and underscores",
        why="The validator warns if it has to remove another character.",
        source="validator OperationIdSanitized",
        severity=Severities("warning", "warning", "advice"),
        help="Use only letters, digits and underscores.",
        bad="operations: {GetOrder: {action: Get order}}",
        good="operations: {GetOrder: {action: GetOrder}}",
        check=_id_characters,
    ),
    Rule(
        "OPR031",
        "An operationId has neither hyphen nor dot",
        why="The validator reports an operationId that changes when such characters are removed.",
        source="validator OperationIdSanitized",
        severity=Severities("warning", "warning", "off"),
        help="Use only letters, digits and underscores, unless flows already use the operation.",
        bad="operations: {GetOrder: {action: get-order}}",
        good="operations: {GetOrder: {action: GetOrder}}",
        check=_id_marks,
    ),
    Rule(
        "OPR040",
        "An operationId is short",
        why="The platform has an unpublished limit, and no published connector exceeds this length by much.",
        source="validator OperationIdTooLong",
        severity=everywhere("warning"),
        help=f"Shorten it to {MAX_ID} characters.",
        good="operations: {GetOrder: {action: GetOrder}}",
        check=_id_length,
    ),
    Rule(
        "OPR050",
        "An operationId is in PascalCase",
        why="Makers see it in the code view and in expressions, where connectors should look alike.",
        source="coding standards",
        severity=Severities("advice", "advice", "off"),
        help="Begin each word with a capital letter and use no separators, unless flows already use the operation.",
        bad="operations: {GetOrder: {action: get_order}}",
        good="operations: {GetOrder: {action: GetOrder}}",
        check=_id_case,
    ),
    Rule(
        "OPR060",
        "The operationId of a later revision ends with its number",
        why="Both revisions are available at the same time, and expressions refer to them by operationId.",
        source="validator OperationIdShouldEndWithRevision; operational versioning",
        severity=Severities("advice", "advice", "off"),
        help="End it with _V and the number of the revision.",
        bad="operations: {GetOrder: {annotation: {family: GetOrder, revision: 2}}}",
        good="operations: {GetOrder: {action: GetOrder_V2, annotation: {family: GetOrder, revision: 2}}}",
        check=_id_revision,
    ),
    Rule(
        "OPR070",
        "An operation has a summary",
        why="Makers choose the action or trigger by this name.",
        source="certification submission; no published operation goes without",
        severity=_SHIPPED,
        help="Describe in a few words what it does, such as Get an order.",
        bad="operations: {GetOrder: {summary: null}}",
        good="operations: {GetOrder: {summary: Get an order}}",
        check=_summary_there,
    ),
    Rule(
        "OPR071",
        f"A summary has at most {MAX_SUMMARY} characters",
        why="The designer truncates longer summaries, and the submission refuses them.",
        source="validator OperationSummaryTooLong; connector string guidance",
        severity=Severities("error", "error", "advice"),
        help="Keep the action in the summary and move the rest to the description.",
        good="operations: {GetOrder: {summary: Get an order}}",
        check=_summary_length,
    ),
    Rule(
        "OPR080",
        "A summary does not contain the characters / \\ < > * % & ?",
        why="The validator refuses them.",
        source="validator RestrictedCharactersInSummary",
        severity=_SHIPPED,
        help="Write a word instead, such as `and` or `or`.",
        bad="operations: {GetOrder: {summary: Get order/lines}}",
        good="operations: {GetOrder: {summary: Get an order with lines}}",
        check=_summary_characters,
    ),
    Rule(
        "OPR090",
        "A summary ends with a letter, a digit or a closing parenthesis",
        why="The validator refuses a space or punctuation at the end.",
        source="validator ValueMustEndWithAlphanumeric",
        severity=Severities("error", "error", "advice"),
        help="Remove the characters at the end.",
        bad="operations: {GetOrder: {summary: Get an order.}}",
        good="operations: {GetOrder: {summary: Get an order}}",
        check=_summary_end,
    ),
    Rule(
        "OPR120",
        "An operation has a description",
        why="Makers read it before they choose the operation, and a submission without it is refused.",
        source="certification submission; connector string guidance",
        severity=Severities("error", "error", "advice"),
        help="Describe in one or two sentences what the operation does and what it returns.",
        bad="operations: {GetOrder: {description: null}}",
        good="operations: {GetOrder: {description: Reads one order with its lines.}}",
        check=_description_there,
    ),
    Rule(
        "OPR130",
        "A description adds to the summary",
        why="Makers see the description below the summary, so a repetition adds nothing.",
        source="connector string guidance; coding standards",
        severity=Severities("advice", "advice", "off"),
        help="Describe the input, the result, or when to use the operation.",
        bad="operations: {GetOrder: {description: Get an order.}}",
        good="operations: {GetOrder: {description: Reads one order with its lines.}}",
        check=_description_differs,
    ),
)

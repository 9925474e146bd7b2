"""The rule about the list at which a batch trigger is split."""

from __future__ import annotations

from collections.abc import Iterator

from connectorkit.check.engine import designer_labels
from connectorkit.check.engine.connector_index import Operation, Subject, short
from connectorkit.check.engine.parts import shown
from connectorkit.check.engine.rule import Hit, Rule, Severities
from connectorkit.designer.cards import Card
from connectorkit.designer.fields import Field
from connectorkit.designer.javascript import ANY_ITEM
from connectorkit.diagnostics import phrases

_BODY = "body.$"
_CONTENT = "x-ms-notification-content"


def _split(subject: Subject) -> Iterator[Hit]:
    for operation in shown(subject):
        card = designer_labels.card(subject, operation) if operation.trigger else None
        if card is None or card.trigger.lower() != "batch" or card.batch is not None:
            continue
        body = [row for row in card.outputs if row.key.startswith(_BODY)]
        lists = [row for row in body if row.type == "array" and ANY_ITEM not in row.key]
        # TRG011 reports a response without a list; a schema that is loaded is unknown.
        delivered = card.output.endswith(f"/{_CONTENT}")
        if (lists or (delivered and body)) and not any(row.dynamic for row in body):
            yield _unsplit(operation, card, lists, body)


def _unsplit(operation: Operation, card: Card, lists: list[Field], body: list[Field]) -> Hit:
    which = _some(lists)
    if not lists:
        message = f"{operation.called} cannot be split: its payload contains no list."
        return Hit(f"{card.output}/schema", message, "Write `kind: single`, or declare the list in the payload.")
    if len(lists) > 1:
        message = f"{operation.called} cannot be split: its response contains several lists, {which}."
        return Hit(
            f"{card.output}/schema", message, "Make all lists but one internal, and all properties next to that list."
        )
    beside = _some([row for row in body if _beside(row, lists[0])])
    message = f"{operation.called} cannot be split by its list {which}: the response also shows {beside}."
    return Hit(f"{card.output}/schema", message)


def _some(rows: list[Field]) -> str:
    names = [f"'{short(row.key.removeprefix(f'{_BODY}.'))}'" for row in rows]
    return phrases.together([*names[:3], *([f"{len(names) - 3} more"] if len(names) > 3 else [])])


def _beside(row: Field, split: Field) -> bool:
    """Whether a row is a sibling of the list or of an object around it."""
    above = row.key.rpartition(".")[0]
    way = split.key == row.key or split.key.startswith(f"{row.key}.")
    return row.key != _BODY and not way and split.key.startswith(f"{above}.")


RULES = (
    Rule(
        "TRG012",
        "A batch trigger can be split by one list",
        why="The designer starts a flow for each item of a list only if the response shows a single property that "
        "contains the list. Otherwise one flow gets the whole response, and makers must loop over it.",
        source="LogicAppsUX at 5c7453c9: getArrayOutputMetadata; 25 of 64 published batch triggers have no such list",
        severity=Severities("advice", "advice", "off"),
        help="Make every property next to the list internal, or write `kind: single`.",
        check=_split,
    ),
)

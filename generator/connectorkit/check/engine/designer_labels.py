"""The labels that makers see: those of an operation's inputs, and of outputs that later steps can use.

They are the labels of cards in the designer (:mod:`connectorkit.designer`).
"""

from __future__ import annotations

from typing import NamedTuple

from connectorkit.check.engine.connector_index import Operation, Subject
from connectorkit.designer.cards import Card
from connectorkit.designer.cards import cards as read
from connectorkit.designer.fields import Field
from connectorkit.designer.javascript import ANY_ITEM, last_step

_WHOLES = ("object", "array")


class Label(NamedTuple):
    """The label of one input or output, with its JSON pointer."""

    text: str
    pointer: str
    row: Field

    @property
    def path(self) -> str:
        """The path of the value in its place; few labels are shown with it."""
        names = [last_step(step) for step in self.row.key.partition(".$")[2].split(".") if step not in ("", ANY_ITEM)]
        return ".".join(names) or self.row.name

    @property
    def place(self) -> str:
        """The place of the value: query, path, header, formData or body."""
        return self.row.key.partition(".$")[0]


def card(subject: Subject, operation: Operation) -> Card | None:
    """The card of an operation; None for one that makers do not see."""
    return subject.once(_cards).get(operation.pointer)


def _cards(subject: Subject) -> dict[str, Card]:
    return {one.pointer: one for one in read(subject.definition, subject.kept)}


def inputs(found: Card) -> list[Label]:
    """The visible inputs with a title."""
    return _labels(found.inputs)


def outputs(found: Card) -> list[Label]:
    """The outputs with a title that makers use; whole objects and arrays are seldom used."""
    return _labels([row for row in found.outputs if row.type not in _WHOLES])


def _labels(rows: list[Field]) -> list[Label]:
    return [Label(row.title, row.pointer, row) for row in rows if row.titled]

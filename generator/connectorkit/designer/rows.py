"""Rows: cards as plain values, one list for each input and output."""

from __future__ import annotations

from connectorkit.designer.cards import Card
from connectorkit.designer.fields import Field
from connectorkit.designer.javascript import Plain
from connectorkit.model.schema import Json


def document(cards: list[Card]) -> Plain:
    """``order``: operationIds in the designer's order; ``operations``: by operationId."""
    return {"order": [card.id for card in cards], "operations": {card.id: _operation(card) for card in cards}}


def _operation(card: Card) -> Plain:
    rows: Plain = {
        "summary": card.summary,
        "visibility": card.visibility,
        "trigger": card.trigger or None,
        "inputs": [_input(one) for one in card.inputs],
        "tokens": [[one.title, one.key, one.visibility, "array" * one.inside_array] for one in card.outputs],
    }
    if card.batch is not None:
        rows["output"] = {"array": {"collectionPath": card.batch.path, "required": card.batch.required}}
    return rows


def _input(one: Field) -> list[Json]:
    row: list[Json] = [one.title, one.key, "required" * one.required, one.visibility, one.editor.kind]
    return row if one.editor.choices is None else [*row, list(one.editor.choices)]

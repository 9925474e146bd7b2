"""Designer cards: a connector as the designer and Power Apps show it, as text or JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from typing import NamedTuple

from connectorkit.cli import explain
from connectorkit.designer import rows
from connectorkit.designer.cards import Card, cards
from connectorkit.designer.fields import Field
from connectorkit.designer.inputs import Dropped
from connectorkit.designer.javascript import to_string
from connectorkit.designer.outputs import Batch, of_one_item
from connectorkit.designer.power_apps import rows as functions_as_rows
from connectorkit.designer.power_apps.formulas import Formula, formulas
from connectorkit.designer.power_apps.functions import Function, functions
from connectorkit.diagnostics.finding import Unusable
from connectorkit.diff.sides import load
from connectorkit.render.templates import TemplateFault, Templates

_WIDTH = 100
_LABEL = 32
_EDITORS = {"combobox": "drop-down", "filepicker": "file picker", "dictionary": "keys and values"}
_RECURRENCE = (
    "Interval, required",
    "Frequency, required: Month, Week, Day, Hour, Minute, Second",
    "Time zone",
    "Start time",
)


class Block(NamedTuple):
    """A section of a card: its title, and a line for each input or output."""

    title: str
    rows: list[str]


class Found(NamedTuple):
    """What makers see: cards in the designer's order, and Power Apps functions by operationId."""

    cards: list[Card]
    functions: list[Function]
    formulas: dict[str, Formula]


class Shown(NamedTuple):
    """A card as text."""

    heading: str
    description: str
    blocks: list[Block]


def of(source: str, operation: str | None) -> Found:
    """What makers see of a source or published connector, or only of one operation.

    Raises Unusable if the connector cannot be read, or if makers do not see the operation.
    """
    try:
        definition = load.load(source).contents.definition
    except TemplateFault as fault:
        raise Unusable(f"{source}: {fault.finding.message}") from None
    offered = functions(definition)
    found = Found(cards(definition), offered, formulas(definition, offered))
    if operation is None:
        return found
    chosen = [card for card in found.cards if card.id == operation]
    if not chosen:
        ids = [card.id for card in found.cards]
        raise Unusable(explain.unknown(operation, ids, "operation that makers see named"))
    return found._replace(cards=chosen, functions=[one for one in found.functions if one.id == operation])


def cut(found: Found) -> list[str]:
    """A line for each card that is incomplete."""
    return [
        f"{card.id}: it has too many or too deeply nested types; the card does not show all of them"
        for card in found.cards
        if card.cut
    ]


def as_json(found: Found, power_apps: bool = False) -> bytes:
    """``{"order": [...], "operations": {...}}`` with a list for each input and output, or ``{"functions": {...}}``."""
    said = functions_as_rows.document(found.functions, found.formulas) if power_apps else rows.document(found.cards)
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def as_text(found: Found, reader: str | None = None) -> str:
    """The cards as text; ``reader`` limits it to the view of `designer` or `power-apps`."""
    shown = [_shown(card, found.formulas.get(card.id), reader) for card in found.cards]
    return Templates().render("explain/cards.txt.j2", {"cards": shown})


def _shown(card: Card, formula: Formula | None, reader: str | None) -> Shown:
    kind = f"{card.trigger} trigger" if card.trigger else "MCP server, for agents" if card.protocol else "action"
    marks = _line(", ".join(filter(None, (kind, card.visibility, card.status))))
    return Shown(
        f"{_flat(card.id)}: {_line(card.summary) or 'no summary'} ({marks})",
        _line(card.description) if reader != "power-apps" else "",
        [
            *(_blocks(card) if reader != "power-apps" else ()),
            *([_in_app(card, formula)] if reader != "designer" else ()),
        ],
    )


def _in_app(card: Card, formula: Formula | None) -> Block:
    if formula is None:
        return Block(f"Power Apps: no function{_why_none(card)}", [])
    if formula.unsupported:
        reasons = [_line(f"because {reason}") for reason in formula.unsupported]
        return Block("Power Apps: unsupported, so there is no function", [*reasons, *map(_line, formula.notes)])
    return Block(f"Power Apps: {_flat(formula.call)}", [_line(note) for note in formula.notes])


def _why_none(card: Card) -> str:
    if card.trigger:
        return ", because apps have no triggers"
    in_webhook = card.output.endswith("/x-ms-notification-content")
    return ", because its path is that of a webhook (x-ms-notification-content)" if in_webhook else ""


def _blocks(card: Card) -> Iterator[Block]:
    front = [one for one in card.inputs if _in_front(one)]
    behind = [one for one in card.inputs if not _in_front(one)]
    yield Block("Inputs", [_input(one) for one in front] or ["none" if not behind else "none in front"])
    if behind:
        title = f"Advanced parameters: showing 0 of {len(behind)}"
        yield Block(title, [_input(one) for one in behind])
    if card.dropped:
        yield Block("Left out by the designer", [_left_out(one) for one in card.dropped])
    if card.polls:
        yield Block("How often do you want to check for items?", list(_RECURRENCE))
    if card.trigger.lower() == "batch":
        yield Block("Batch", [_split(card.batch)])
    splits = card.batch if card.trigger.lower() == "batch" else None
    tokens = of_one_item(card.outputs, splits) if splits else card.outputs
    shown = [one for one in tokens if one.visibility.lower() != "advanced"]
    hidden = [one for one in tokens if one.visibility.lower() == "advanced"]
    yield Block("Dynamic content", [_token(one) for one in shown] or ["none"])
    if hidden:
        yield Block("Dynamic content behind See more", [_token(one) for one in hidden])


def _left_out(one: Dropped) -> str:
    return _line(f"{one.name}: {'a file of such a name' if one.kind == 'file' else one.kind} in {one.place}")


def _in_front(one: Field) -> bool:
    return one.required or one.visibility.lower() == "important"


def _input(one: Field) -> str:
    marks = [_editor(one), f"default {json.dumps(one.default, ensure_ascii=False)}" if one.default is not None else ""]
    if one.dynamic:
        marks.append("its fields are loaded")
    label = f"{_line(one.title)}{' *' if one.required else ''}"
    text = f"{label:<{_LABEL}} {_line(', '.join(filter(None, marks)))}"
    return f"{text} - {_line(one.description)}" if one.description else text


def _editor(one: Field) -> str:
    kind = one.editor.kind
    name = _EDITORS.get(kind, kind) or ("list" if one.type == "array" else "text")
    if one.editor.loads and one.type != "array":
        return f"{name} ({one.editor.loads})"
    choices = [to_string(choice) or "(empty)" for choice in one.editor.choices or ()]
    return f"{name}: {_line(' | '.join(choices))}" if one.editor.choices is not None else name


def _token(one: Field) -> str:
    marks = ", ".join(filter(None, ("in a list" * one.inside_array, "its fields are loaded" * one.dynamic)))
    return f"{_line(one.title):<{_LABEL}} {_flat(one.key)}{f' ({marks})' if marks else ''}"


def _split(batch: Batch | None) -> str:
    if batch is None:
        return "no single list to split by: each run gets the whole response"
    name = "the body" if not batch.path else f"body/{batch.path.replace('.', '/')}"
    return f"one run for each item of {_flat(name)}"


def _flat(text: str) -> str:
    return " ".join(text.split())


def _line(text: str) -> str:
    return textwrap.shorten(text, _WIDTH, placeholder=" …")

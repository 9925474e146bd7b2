"""Cards as plain values for the page: the editor of each input, and its location in the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from connectorkit.designer.cards import Card
from connectorkit.designer.choices import COMBOBOX
from connectorkit.designer.fields import Budget, Field, Fields, Place, in_order
from connectorkit.designer.javascript import Plain, decoded, mapping, same, to_string
from connectorkit.designer.outputs import of_one_item
from connectorkit.desk.definition_index import DefinitionIndex, Operation, Part
from connectorkit.diagnostics.finding import Span
from connectorkit.model.json_value import Json, listed

_DEEPEST = 3
SpanOf = Callable[[str], Span]
"""Maps a JSON pointer in the definition to its span in a file."""


class CardData:
    """Builds the values of the cards of one definition. No value is markup."""

    def __init__(self, index: DefinitionIndex, span_of: SpanOf) -> None:
        self._index, self._span_of = index, span_of
        self._budget = Budget()

    def card(self, card: Card) -> Plain:
        """The values of a card: its texts, its inputs in the designer's order, and its dynamic content."""
        operation = self._index.operations.get(card.id)
        self._budget.start()
        batch = card.batch if same(card.trigger, "batch") else None
        tokens = of_one_item(card.outputs, batch) if batch is not None else card.outputs
        return {
            "id": card.id,
            "summary": card.summary,
            "description": card.description,
            "visibility": card.visibility,
            "status": card.status,
            "trigger": card.trigger,
            "deprecated": operation is not None and operation.part.node.get("deprecated") is True,
            "polls": card.polls,
            "batch": (batch.path or "body") if batch is not None else "",
            "cut": card.cut,
            "protocol": card.protocol,
            "method": operation.method if operation else "",
            "path": operation.path if operation else "",
            "pointer": operation.part.pointer if operation else "",
            "place": place(self._span_of(operation.part.pointer)) if operation else None,
            "inputs": [self.input(one, self._of(operation, one.key), 0) for one in card.inputs],
            "tokens": [token(one) for one in tokens],
        }

    def _of(self, operation: Operation | None, key: str) -> Part | None:
        return self._index.schema(operation, key) if operation is not None else None

    def input(self, row: Field, part: Part | None, depth: int = 0) -> Plain:
        """The values of an input: its texts, editor and choices and, for a list, the inputs of an item."""
        node = part.node if part is not None else {}
        made: Plain = {
            "key": row.key,
            "label": row.title,
            "name": row.name,
            "type": row.type,
            "required": row.required,
            "front": row.required or same(row.visibility, "important"),
            "description": row.description,
            "default": row.default,
            "dynamic": row.dynamic,
            "editor": _editor(row),
            "own_editor": row.editor.kind if row.editor.kind != COMBOBOX else "",
            "loads": row.editor.loads,
            "choices": _choices(row, node),
            "pointer": part.pointer if part is not None else "",
            "place": place(self._span_of(part.pointer)) if part is not None else None,
        }
        if made["editor"] == "list" and part is not None:
            made["items"] = self._items(part, depth)
        return made

    def _items(self, part: Part, depth: int) -> list[Json]:
        """The inputs of one item of a list; a single input with the key ``$`` if an item is not an object."""
        items = self._index.items(part)
        if depth >= _DEEPEST:
            return []
        found = Fields(self._index.references).of(items.laid, Place(inputs=True, key="$", budget=self._budget))
        rows = [row for row in in_order(found) if not same(row.visibility, "internal")]
        return [self.input(row, self._inside(items, row.key), depth + 1) for row in rows]

    def _inside(self, items: Part, key: str) -> Part | None:
        return self._index.below(items, [decoded(step) for step in key.split(".")[1:]])


def place(span: Span) -> Plain:
    """A span as the page shows it: file, line and column, both counted from 1."""
    return {"file": span.file, "line": span.line, "column": span.column}


def _editor(row: Field) -> str:
    if row.type == "array":
        return "list"
    if row.editor.kind == COMBOBOX:
        return "choice"
    return "json" if row.type == "object" or row.editor.kind == "dictionary" else "text"


def _choices(row: Field, node: Plain) -> Json:
    """The choices of a drop-down: the titles in the designer, each with the value that is sent."""
    if row.editor.choices is None or row.editor.kind != COMBOBOX:
        return None
    titles = [to_string(one) for one in row.editor.choices]
    values = list(_values(node, titles))
    if len(values) != len(titles):
        values = list[Json](titles)
    return [{"title": title, "value": value} for title, value in zip(titles, values, strict=True)]


def _values(node: Plain, titles: list[str]) -> Iterable[Json]:
    if not isinstance(node.get("enum"), list):
        return ({"": None, "Yes": True, "No": False}.get(one) for one in titles)
    named = listed(node.get("x-ms-enum-values")) or listed(mapping(node.get("x-ms-editor-options")).get("items"))
    return [mapping(one).get("value") for one in named] if named else listed(node.get("enum"))


def token(row: Field) -> Plain:
    """The values of a dynamic content token."""
    return {
        "key": row.key,
        "title": row.title,
        "type": row.type,
        "description": row.description,
        "more": same(row.visibility, "advanced"),
        "list": row.inside_array,
        "dynamic": row.dynamic,
    }

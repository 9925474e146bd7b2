"""Outputs: the dynamic content for later steps, and the list at which a batch is split.

The rules are those of ``OutputsProcessor`` and ``getArrayOutputMetadata`` in LogicAppsUX.
"""

from __future__ import annotations

from typing import NamedTuple

from connectorkit.designer import javascript
from connectorkit.designer.fields import Budget, Field, Fields, Place
from connectorkit.designer.javascript import ANY_ITEM, encoded, same
from connectorkit.designer.references import Laid, References

_FIRST = ("200", "201", "default")


class Batch(NamedTuple):
    """The only list of a response: its path from the body, and whether each step is required."""

    path: str
    required: bool


def response(operation: Laid, content: Laid | None, references: References) -> Laid:
    """The source of the outputs: the notification content of a webhook, or the response that the designer chooses.

    A single response counts if it is a success or the default; of several, 200, 201 or the default.
    """
    if content is not None:
        return content
    responses = references.below(operation, "responses")
    codes = list(responses.node)
    if len(codes) == 1 and (codes[0].startswith("2") or same(codes[0], "default")):
        return references.below(responses, codes[0])
    chosen = next((code for code in _FIRST if responses.node.get(code) is not None), "")
    return references.below(responses, chosen)


def outputs(chosen: Laid, references: References, budget: Budget) -> list[Field]:
    """The outputs of a response in the designer's order: those of its body, then those of its headers."""
    fields = Fields(references)
    body = fields.of(references.below(chosen, "schema"), Place(False, budget=budget))
    rows = [Field(f"body.{row.key}", *row[1:]) for row in body]
    headers = references.below(chosen, "headers")
    for name in javascript.keys(headers.node):
        place = Place(False, key=f"$.{encoded(name)}", budget=budget)
        header = fields.of(references.below(headers, name), place)
        rows += [row._replace(key=f"header.{row.key}", name=name) for row in header]
    return list(javascript.by_key((row.key, row) for row in rows).values())


def batch(chosen: Laid, references: References) -> Batch | None:
    """The list at which a batch is split: the body, or the list in its only visible property."""
    schema = references.laid(chosen.node.get("schema"), chosen.opened)
    path: list[str] = []
    required = True
    while schema.node.get("type") == "object":
        inner = references.laid(schema.node.get("properties"), schema.opened)
        properties = {name: references.laid(one, inner.opened) for name, one in inner.node.items()}
        seen = [name for name, one in properties.items() if not same(one.node.get("x-ms-visibility"), "internal")]
        if len(seen) != 1:
            return None
        listed = schema.node.get("required")
        required = required and isinstance(listed, list) and seen[0] in listed
        path.append(seen[0])
        schema = properties[seen[0]]
    return Batch(".".join(path), required) if schema.node.get("type") == "array" else None


def of_one_item(rows: list[Field], split: Batch) -> list[Field]:
    """The outputs of a run for one item of a batch: without the list, with the item outside of it."""
    whole = f"body.$.{split.path}" if split.path else "body.$"
    item = f"{whole}.{ANY_ITEM}"
    kept = [row for row in rows if row.key != whole or not split.path]
    return [
        row._replace(inside_array=False) if row.key.startswith(item) and ANY_ITEM not in row.key[len(item) :] else row
        for row in kept
    ]

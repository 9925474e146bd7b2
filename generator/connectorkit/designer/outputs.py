"""Outputs: the dynamic content that later steps can take, and the list by which a batch is split.

The rules are those of ``OutputsProcessor`` and ``getArrayOutputMetadata`` in LogicAppsUX.
"""

from __future__ import annotations

from typing import NamedTuple

from connectorkit.designer import javascript
from connectorkit.designer.fields import Budget, Field, Fields, Place
from connectorkit.designer.javascript import Plain, encoded, mapping, same
from connectorkit.designer.references import Laid, References

_FIRST = ("200", "201", "default")
_ALONE = frozenset(("default", "200", "201", "202", "203", "204", "205", "206", "207", "208", "226"))


class Batch(NamedTuple):
    """The one list of a response: its names from the body, joined by dots, and whether each of them is required."""

    path: str
    required: bool


def response(operation: Plain, content: Laid, references: References) -> Laid:
    """What the outputs are read from: what a webhook delivers, else the response that the designer chooses.

    A single response counts where it is a success or the default; of several, 200, 201 or the default.
    """
    if content.node:
        return content
    responses = references.laid(operation.get("responses"), content.opened)
    codes = javascript.keys(responses.node)
    chosen = codes if len(codes) == 1 and codes[0].lower() in _ALONE else [code for code in _FIRST if code in codes]
    return references.laid(responses.node[chosen[0]], responses.opened) if chosen else Laid({})


def outputs(chosen: Laid, references: References, budget: Budget) -> list[Field]:
    """The outputs of a response in the designer's order: those of its body, then those of its headers."""
    fields = Fields(references)
    body = fields.of(references.laid(chosen.node.get("schema"), chosen.opened), Place(False, budget=budget))
    rows = [row._replace(key=f"body.{row.key}") for row in body]
    headers = mapping(chosen.node.get("headers"))
    for name in javascript.keys(headers):
        place = Place(False, key=f"$.{encoded(name)}", budget=budget)
        header = fields.of(references.laid(headers[name], chosen.opened), place)
        rows += [row._replace(key=f"header.{row.key}", name=name) for row in header]
    return list(javascript.by_key((row.key, row) for row in rows).values())


def batch(chosen: Laid, references: References) -> Batch | None:
    """The list by which a batch is split: the body, or what its only visible property leads to."""
    schema = references.laid(chosen.node.get("schema"), chosen.opened)
    path: list[str] = []
    required = True
    while schema.node.get("type") == "object":
        properties = mapping(schema.node.get("properties"))
        seen = [name for name, one in properties.items() if not _internal(references.laid(one, schema.opened).node)]
        if len(seen) != 1:
            return None
        listed = schema.node.get("required")
        required = required and isinstance(listed, list) and seen[0] in listed
        path.append(seen[0])
        schema = references.laid(properties[seen[0]], schema.opened)
    return Batch(".".join(path), required) if schema.node.get("type") == "array" else None


def _internal(node: Plain) -> bool:
    return same(node.get("x-ms-visibility"), "internal")

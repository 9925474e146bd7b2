"""Invented rules for tests of fixes, and small connectors that break them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from connectorkit.check.engine.connector_index import Subject, listed, mapping
from connectorkit.check.engine.rule import Edit, Fix, Hit, Rule, everywhere
from connectorkit.model.file_names import DEFINITION

SOURCE = """\
# Orders of a shop
connector: Contoso Orders   # the title
description: >-
  Orders of the Contoso shop, read and placed
  from a flow.
version: "1.0"
server: https://orders.example.com/v1
operations:
- action: GetOrder
  # What a maker sees
  summary: 'Get an order'
  description: "Reads one \\"order\\"."
  request: GET /orders/{order_id}
  parameters: {order_id: {type: string, title: Order}, count: int32}
  returns:
    fields:
      total: {type: double, title: Total}
      note: string
      buyer: Person
      seller: Person
types:
  Person:
    fields:
      first_name: string   # given
      city: {type: string, description: City of the person}
"""
GET = "/paths/~1orders~1{order_id}/get"
SCHEMA = f"{GET}/responses/200/schema"


def rule(id: str, check: Callable[[Subject], Iterator[Hit]], severity: str = "error") -> Rule:
    """A rule of which only the check counts."""
    return Rule(id, "T", "W", "S", everywhere(severity), "H.", check)


def asks(*edits: Edit, id: str = "TST010", document: str = DEFINITION) -> Rule:
    """A rule that wants ``edits``, in one fix, as long as one of them is not made."""

    def check(subject: Subject) -> Iterator[Hit]:
        whole = subject.definition if document == DEFINITION else subject.properties
        if any(not _made(whole, edit) for edit in edits):
            yield Hit(edits[0].pointer, "It should be mended.", fix=Fix("Mend it.", edits), document=document)

    return rule(id, check)


def _made(document: Any, edit: Edit) -> bool:
    there, value = _at(document, edit.pointer)
    if edit.what == "set":
        return there and value == edit.value and type(value) is type(edit.value)
    if edit.what == "add":
        return there and isinstance(value, dict) and value.get(edit.key) == edit.value
    return not there


def _at(document: Any, pointer: str) -> tuple[bool, Any]:
    for step in (part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]):
        if isinstance(document, dict) and step in document:
            document = document[step]
        elif isinstance(document, list) and step.isdigit() and int(step) < len(document):
            document = document[int(step)]
        else:
            return False, None
    return True, document


def capital_words(subject: Subject) -> Iterator[Hit]:
    """A rule of the usual kind: every title of a property begins with a capital."""
    for at in subject.of("schema"):
        title = at.text("x-ms-summary")
        if title and not title[:1].isupper():
            pointer, better = at.at("x-ms-summary"), title[:1].upper() + title[1:]
            yield Hit(pointer, f"'{title}' begins small.", fix=Fix(f"'{better}'", (Edit("set", pointer, better),)))


def source(folder: Path, text: str = SOURCE) -> Path:
    """A source of one file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "connector.yaml").write_bytes(text.encode())
    return folder


def published(folder: Path, definition: Any, properties: Any = None) -> Path:
    """A connector folder; texts are written as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in (("apiDefinition.swagger.json", definition), ("apiProperties.json", properties)):
        if value is not None:
            data = value if isinstance(value, bytes) else json.dumps(value, indent=2).encode()
            (folder / name).write_bytes(data)
    return folder


__all__ = ["asks", "capital_words", "listed", "mapping", "published", "rule", "source"]

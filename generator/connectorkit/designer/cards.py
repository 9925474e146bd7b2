"""Cards: the operations of a definition as the designer lists them, each with its inputs and outputs.

The rules are those of ``SwaggerParser`` in LogicAppsUX (``libs/logic-apps-shared/src/parsers/lib/swagger``). Where the
cards differ on purpose:

| the parser | the cards | because |
| --- | --- | --- |
| stops with a TypeError at a path with `parameters` and an operation without | show the operation | the maintainer has \
to see it to fix it |
| lists an operation without an `operationId` as `undefined` | leave it out | it cannot be named, and the import refuses it |
| stops at a value of the wrong type | read it as if it were not there | one fault does not hide all other cards |
| follows types of any size | stop after 20,000 schemas and 60 levels, and say so | a small file can describe more than \
fits into memory |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from connectorkit.designer import javascript
from connectorkit.designer.fields import Budget, Field, rank
from connectorkit.designer.inputs import inputs
from connectorkit.designer.javascript import Plain, get, mapping, same, words
from connectorkit.designer.outputs import Batch, batch, outputs, response
from connectorkit.designer.references import Laid, References
from connectorkit.model.schema import Json

_METHODS = re.compile("get|put|post|delete|options|head|patch", re.IGNORECASE)


class Card(NamedTuple):
    """One operation as a maker sees it.

    ``trigger``: "" for an action, else the value of ``x-ms-trigger``. ``polls``: the designer adds the fields of a
    recurrence. ``batch``: the one list of the response. ``cut``: there are more inputs or outputs than are read.
    """

    id: str
    summary: str
    description: str
    visibility: str
    status: str
    trigger: str
    polls: bool
    inputs: list[Field]
    outputs: list[Field]
    batch: Batch | None
    cut: bool


class _Operation(NamedTuple):
    node: Plain
    parameters: list[Laid]
    content: Laid
    opened: frozenset[str]


def cards(definition: Plain) -> list[Card]:
    """The cards of a definition in the designer's order: important operations first, advanced ones last."""
    references = References(definition)
    found = [one for one in _operations(definition, references) if not _is(one, "internal")]
    ranked = sorted(found, key=lambda one: rank(False, get(one.node, "x-ms-visibility")))
    status = mapping(mapping(definition.get("info")).get("x-ms-api-annotation")).get("status")
    made = ((words(one.node.get("operationId")), _card(one, references, status)) for one in ranked)
    return list(javascript.by_key((id, card) for id, card in made if id).values())


def _is(operation: _Operation, visibility: str) -> bool:
    return same(get(operation.node, "x-ms-visibility"), visibility)


def _operations(definition: Plain, references: References) -> Iterator[_Operation]:
    paths = mapping(definition.get("paths"))
    for path in javascript.keys(paths):
        item = references.laid(paths[path])
        shared = _parameters(item, references)
        content = references.laid(item.node.get("x-ms-notification-content"), item.opened)
        for method in javascript.keys(item.node):
            operation = references.laid(item.node[method], item.opened)
            if _METHODS.search(method) and operation.node:
                own = _parameters(operation, references)
                yield _Operation(operation.node, [*own, *_others(shared, own)], content, operation.opened)


def _parameters(owner: Laid, references: References) -> list[Laid]:
    listed = owner.node.get("parameters")
    return [references.laid(one, owner.opened) for one in listed] if isinstance(listed, list) else []


def _others(shared: list[Laid], own: list[Laid]) -> list[Laid]:
    """The parameters of a path without those whose name the operation has, wherever they are sent."""
    return [one for one in shared if not any(same(other.node.get("name"), _name(one)) for other in own)]


def _name(parameter: Laid) -> str:
    return words(parameter.node.get("name"))


def _card(operation: _Operation, references: References, status: Json) -> Card:
    node, budget = operation.node, Budget()
    chosen = response(node, operation.content, references)
    own = mapping(node.get("x-ms-api-annotation")).get("status")
    trigger = words(node.get("x-ms-trigger"))
    return Card(
        id=words(node.get("operationId")),
        summary=words(node.get("summary")),
        description=words(node.get("description")),
        visibility=words(get(node, "x-ms-visibility")),
        status=words(own) or words(status),
        trigger=trigger,
        polls=bool(trigger) and not operation.content.node,
        inputs=inputs(operation.parameters, references, budget),
        outputs=outputs(chosen, references, budget),
        batch=batch(chosen, references),
        cut=budget.cut,
    )

"""Cards: the operations of a definition in the designer, each with its inputs and outputs.

The rules are those of ``SwaggerParser`` in LogicAppsUX (``libs/logic-apps-shared/src/parsers/lib/swagger``).
``docs/guide/designer.md`` lists where the cards differ on purpose, and why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from connectorkit.designer import javascript
from connectorkit.designer.fields import Budget, Field, rank
from connectorkit.designer.inputs import Dropped, dropped, inputs
from connectorkit.designer.javascript import Plain, get, mapping, same, words
from connectorkit.designer.kept_operations import KeptOperations
from connectorkit.designer.outputs import Batch, batch, outputs, response
from connectorkit.designer.references import Laid, References
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.model.mcp import PROTOCOL_KEY
from connectorkit.model.schema import Json

_METHODS = re.compile("get|put|post|delete|options|head|patch", re.IGNORECASE)


class Card(NamedTuple):
    """One operation in the designer.

    ``trigger``: "" for an action, else the value of ``x-ms-trigger``. ``polls``: the designer adds the fields of a
    recurrence. ``batch``: the one list of the response. ``cut``: there are more inputs or outputs than are read.
    ``dropped``: parameters that the designer leaves out. ``pointer`` and ``output``: the places of the operation and of
    the source of its outputs. ``protocol``: that of an MCP server; "" for other operations.
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
    dropped: tuple[Dropped, ...] = ()
    pointer: str = ""
    output: str = ""
    protocol: str = ""


class _Operation(NamedTuple):
    laid: Laid
    parameters: list[Laid]
    content: Laid | None
    path: str
    method: str

    @property
    def node(self) -> Plain:
        return self.laid.node


def cards(definition: Plain, kept: Kept = NOTHING) -> list[Card]:
    """The cards of a definition in the designer's order: important operations first, advanced ones last."""
    references = References(definition)
    found = [one for one in _operations(definition, references) if not _is(one, "internal")]
    ranked = sorted(found, key=lambda one: rank(False, get(one.node, "x-ms-visibility")))
    status = mapping(mapping(definition.get("info")).get("x-ms-api-annotation")).get("status")
    budget = Budget()
    known = KeptOperations(definition, kept, "card", words(status))
    made = (
        (
            words(one.node.get("operationId")),
            known.once(one.path, one.method, budget, partial(_card, one, references, budget, status)),
        )
        for one in ranked
    )
    return list(javascript.by_key((id, card) for id, card in made if id).values())


def _is(operation: _Operation, visibility: str) -> bool:
    return same(get(operation.node, "x-ms-visibility"), visibility)


def _operations(definition: Plain, references: References) -> Iterator[_Operation]:
    root = Laid(definition)
    for path in javascript.keys(mapping(definition.get("paths"))):
        item = references.below(root, "paths", path)
        shared = _parameters(item, references)
        delivered = item.node.get("x-ms-notification-content")
        content = references.below(item, "x-ms-notification-content") if isinstance(delivered, dict) else None
        for method in javascript.keys(item.node):
            operation = references.below(item, method)
            if _METHODS.search(method) and operation.node:
                own = _parameters(operation, references)
                yield _Operation(operation, [*own, *_others(shared, own)], content, path, method)


def _parameters(owner: Laid, references: References) -> list[Laid]:
    listed = owner.node.get("parameters")
    if not isinstance(listed, list):
        return []
    return [
        references.laid(one, owner.opened, f"{owner.pointer}/parameters/{index}") for index, one in enumerate(listed)
    ]


def _others(shared: list[Laid], own: list[Laid]) -> list[Laid]:
    """The parameters of a path without those whose name an own parameter has, in any place."""
    return [one for one in shared if not any(same(other.node.get("name"), _name(one)) for other in own)]


def _name(parameter: Laid) -> str:
    return words(parameter.node.get("name"))


def _card(operation: _Operation, references: References, budget: Budget, status: Json) -> Card:
    node = operation.node
    budget.start()
    chosen = response(operation.laid, operation.content, references)
    own = mapping(node.get("x-ms-api-annotation")).get("status")
    trigger = words(node.get("x-ms-trigger"))
    return Card(
        id=words(node.get("operationId")),
        summary=words(node.get("summary")),
        description=words(node.get("description")),
        visibility=words(node.get("x-ms-visibility")),
        status=words(own) or words(status),
        trigger=trigger,
        polls=bool(trigger) and operation.content is None and not node.get("x-ms-notification"),
        inputs=inputs(operation.parameters, references, budget),
        outputs=outputs(chosen, references, budget),
        batch=batch(chosen, references),
        cut=budget.cut,
        dropped=tuple(dropped(operation.parameters)),
        pointer=operation.laid.site,
        output=chosen.site,
        protocol=words(node.get(PROTOCOL_KEY)),
    )

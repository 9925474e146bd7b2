"""Functions: the operations in Power Apps, each with its name, its arguments and its result.

The rules are those of ``OpenApiParser.GetFunctionsInternal`` and ``OpenApiExtensions.GetConnectorReturnType``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from connectorkit.designer.fields import Budget
from connectorkit.designer.javascript import Plain
from connectorkit.designer.kept_operations import KeptOperations
from connectorkit.designer.power_apps.arguments import Argument, Arguments, LeftOut
from connectorkit.designer.power_apps.names import function_name, unlike
from connectorkit.designer.power_apps.nodes import Node, Nodes
from connectorkit.designer.power_apps.types import MEDIA, TEXT, UNTYPED, Fault, Types
from connectorkit.model.http_methods import METHODS
from connectorkit.model.json_value import listed, mapping
from connectorkit.model.kept import NOTHING, Kept

_RETURNED = frozenset(("application/json", "text/plain", "*/*", "application/octet-stream", "text/csv", "text/html"))
_DYNAMIC = ("x-ms-dynamic-schema", "x-ms-dynamic-properties")


class Returned(NamedTuple):
    """The result of a function. ``nothing``: the response has no schema. ``dynamic``: its fields are loaded."""

    type: str
    nothing: bool = False
    dynamic: bool = False


class Function(NamedTuple):
    """An operation as a function.

    ``id``: its operationId. ``required``: positional inputs; ``optional``: fields of the last record; ``hidden``: sent
    with their default. ``faults``: why Power Apps does not support it, and offers no such function. ``left_out``:
    inputs that a formula cannot set. ``cut``: it has more types than are read.
    """

    id: str
    name: str
    required: tuple[Argument, ...]
    optional: tuple[Argument, ...]
    hidden: tuple[Argument, ...]
    returns: Returned
    faults: tuple[Fault, ...]
    left_out: tuple[LeftOut, ...]
    deprecated: bool
    cut: bool
    pointer: str

    @property
    def supported(self) -> bool:
        """Whether a formula can call it."""
        return not self.faults


def functions(definition: Plain, kept: Kept = NOTHING) -> list[Function]:
    """The functions in the order of the definition, without triggers, webhooks and internal operations."""
    nodes, budget = Nodes(definition), Budget()
    known = KeptOperations(definition, kept, "function", repr(definition.get("produces")))
    return [
        known.once(path, method, budget, partial(_function, nodes, budget, operation, shared, name))
        for path, method, operation, shared, name in _operations(nodes)
    ]


def _operations(nodes: Nodes) -> Iterator[tuple[str, str, Node, list[Node], str]]:
    for path in mapping(nodes.root.node.get("paths")):
        item = nodes.below(nodes.root, "paths", path)
        if "x-ms-notification-content" in item.node:
            continue
        for method in METHODS:
            operation = nodes.below(item, method)
            hidden = "x-ms-trigger" in operation.node or operation.internal
            name = function_name(operation.text("operationId") or path)
            if operation.node and name and not hidden:
                yield path, method, operation, nodes.each(item, "parameters"), name


def _function(nodes: Nodes, budget: Budget, operation: Node, shared: list[Node], name: str) -> Function:
    budget.start()
    types = Types(nodes, budget)
    given = Arguments(nodes, types)
    given.read(operation, shared)
    taken = [one.name for one in given.required]
    returns, fault = _returned(nodes, operation, types)
    return Function(
        id=operation.text("operationId"),
        name=name,
        required=tuple(given.positional),
        optional=tuple(one._replace(name=unlike(one.name, taken)) for one in given.optional),
        hidden=tuple(given.hidden),
        returns=returns,
        faults=(*given.faults, *types.faults.values(), *fault),
        left_out=tuple(given.left_out),
        deprecated=operation.node.get("deprecated") is True,
        cut=budget.cut,
        pointer=operation.site,
    )


def _returned(nodes: Nodes, operation: Node, types: Types) -> tuple[Returned, list[Fault]]:
    response = _response(nodes, operation)
    if response is None:
        return Returned(UNTYPED), []
    media, place = _produced(nodes, operation)
    if not any(one.partition(";")[0].lower() in _RETURNED for one in media):
        text = f"the response has the media type '{media[0]}'"
        return Returned(UNTYPED), [Fault(MEDIA, text, place)]
    schema = nodes.below(response, "schema")
    if not isinstance(response.node.get("schema"), dict):
        return Returned(TEXT, nothing=True), []
    dynamic = any(schema.node.get(key) for key in _DYNAMIC)
    return Returned(types.of(schema, "response"), dynamic=dynamic), []


def _produced(nodes: Nodes, operation: Node) -> tuple[list[str], str]:
    for one in (operation, nodes.root):
        written = [kind for kind in listed(one.node.get("produces")) if isinstance(kind, str)]
        if written:
            return written, f"{one.pointer}/produces"
    return ["application/octet-stream"], operation.pointer


def _response(nodes: Nodes, operation: Node) -> Node | None:
    """The success response with the lowest status, else the default, else the first one."""
    responses = nodes.below(operation, "responses")
    codes = [code for code in responses.node if not code.startswith("x-")]
    first = next(iter(sorted(code for code in codes if len(code) == 3 and code.startswith("2"))), None)
    chosen = first or ("default" if "default" in codes else next(iter(codes), None))
    return None if chosen is None else nodes.below(responses, chosen)

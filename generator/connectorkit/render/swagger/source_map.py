"""The source map: JSON pointers of the swagger to spans of the YAML, for every node of the model."""

from __future__ import annotations

from functools import partial

from connectorkit.model.connector import Connector, Event, Operation, Parameter, Response, Schema, Span
from connectorkit.model.json_pointer import escape
from connectorkit.model.kept import NOTHING, Kept


def places(connector: Connector, kept: Kept = NOTHING) -> dict[str, Span]:
    """The spans by pointer; :mod:`connectorkit.check.locate` finds keywords inside these nodes.

    Those of operations that are in ``kept`` are not gathered again.
    """
    found: dict[str, Span] = {"": connector.span}
    for item in connector.paths:
        pointer = f"/paths/{escape(item.path)}"
        found[pointer] = item.span
        _parameters(item.parameters, pointer, found)
        _event(item.event, pointer, found)
    for operation in connector.operations:
        pointer = f"/paths/{escape(operation.path)}"
        event, own = kept.once("places", (operation,), partial(_operation, operation, pointer))
        found |= event
        found.setdefault(pointer, operation.span)
        found |= own
    kept.turn("places")
    for named in connector.types.values():
        if named.definition:
            _schema(named.schema, f"/definitions/{escape(named.name)}", found)
    for name, parameter in connector.shared_parameters.items():
        _parameter(parameter, f"/parameters/{escape(name)}", found)
    for name, response in connector.shared_responses.items():
        _response(response, f"/responses/{escape(name)}", found)
    return found


def _operation(operation: Operation, pointer: str) -> tuple[dict[str, Span], dict[str, Span]]:
    """The spans of what an operation delivers, which stands on its path, and its own."""
    event: dict[str, Span] = {}
    _event(operation.event, pointer, event)
    here = f"{pointer}/{operation.method}"
    found = {here: operation.span}
    _parameters(operation.parameters, here, found)
    for response in operation.responses:
        _response(response, f"{here}/responses/{escape(response.status)}", found)
    return event, found


def _event(event: Event | None, pointer: str, found: dict[str, Span]) -> None:
    if event is not None:
        found[f"{pointer}/x-ms-notification-content"] = event.span
        _schema(event.schema, f"{pointer}/x-ms-notification-content/schema", found)


def _parameters(parameters: tuple[Parameter, ...], pointer: str, found: dict[str, Span]) -> None:
    for index, one in enumerate(p for p in parameters if not p.inherited):
        _parameter(one, f"{pointer}/parameters/{index}", found)


def _parameter(one: Parameter, pointer: str, found: dict[str, Span]) -> None:
    found[pointer] = one.span
    if one.location == "body" and not one.shared:
        _schema(one.schema, f"{pointer}/schema", found)
    elif one.schema.items is not None and not one.shared:
        _schema(one.schema.items, f"{pointer}/items", found)


def _response(response: Response, pointer: str, found: dict[str, Span]) -> None:
    found[pointer] = response.span
    if response.schema is not None and not response.shared:
        _schema(response.schema, f"{pointer}/schema", found)


def _schema(node: Schema, pointer: str, found: dict[str, Span]) -> None:
    found[pointer] = node.span
    for below in node.fields or ():
        _schema(below.schema, f"{pointer}/properties/{escape(below.name)}", found)
    if node.items is not None:
        _schema(node.items, f"{pointer}/items", found)
    if isinstance(node.additional, Schema):
        _schema(node.additional, f"{pointer}/additionalProperties", found)
    for index, part in enumerate(node.all_of):
        _schema(part, f"{pointer}/allOf/{index}", found)

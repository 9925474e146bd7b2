"""Addresses: every input and field of a connector with the path that sources and messages use for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from connectorkit.model import flatten
from connectorkit.model.connector import Connector, Operation, Parameter, Schema
from connectorkit.model.json_pointer import escape

_MOST = 40  # The depth at which schemas that contain themselves are cut; deeper paths are of no use.


class Address(NamedTuple):
    """An input or a field with its path.

    ``path``: ``data.messages[].status`` of a response or an event, ``body.messages[].to`` or the name of a parameter.
    ``where``: body, answer, event, path, query, header or formData; ``status`` that of a response. ``pointer`` is
    its JSON pointer in the swagger, "" for a field that responses have although no schema declares it. ``python`` is
    its attribute path in the client.
    """

    path: str
    operation: Operation
    where: str
    pointer: str
    schema: Schema
    python: str
    required: bool = False
    status: str = ""

    @property
    def full(self) -> str:
        """The path under the operation: ``sms_send.body.messages[].to``."""
        return f"{self.operation.id}.{self.path}"

    @property
    def title(self) -> str:
        """The title that a maker sees; "" for a whole body, and for the items of a list."""
        return self.schema.display


def walk(connector: Connector) -> Iterator[Address]:
    """Every address, operation by operation: inputs, responses, events."""
    for operation in connector.operations:
        here = f"/paths/{escape(operation.path)}"
        yield from _inputs(connector, operation, here)
        for response in operation.responses:
            if response.schema is not None:
                at = f"{here}/{operation.method}/responses/{escape(response.status)}"
                at = f"/responses/{escape(response.shared)}" if response.shared else at
                top = Address("", operation, "answer", f"{at}/schema", response.schema, "", status=response.status)
                yield from _below(connector, top, frozenset())
        if operation.event is not None:
            at = f"{here}/x-ms-notification-content/schema"
            yield from _below(connector, Address("", operation, "event", at, operation.event.schema, ""), frozenset())


def _inputs(connector: Connector, operation: Operation, path: str) -> Iterator[Address]:
    own = inherited = 0
    for one in operation.parameters:
        at = f"{path}/parameters/{inherited}" if one.inherited else f"{path}/{operation.method}/parameters/{own}"
        own, inherited = own + (not one.inherited), inherited + one.inherited
        at = f"/parameters/{escape(one.shared)}" if one.shared else at
        yield from _input(connector, operation, one, at)


def _input(connector: Connector, operation: Operation, one: Parameter, at: str) -> Iterator[Address]:
    if one.location != "body":
        yield Address(one.name, operation, one.location, at, one.schema, one.python, one.required)
        return
    top = Address("body", operation, "body", f"{at}/schema", one.schema, "", one.required)
    yield top
    yield from _below(connector, top, frozenset())


def _below(connector: Connector, here: Address, seen: frozenset[str]) -> Iterator[Address]:
    schema = here.schema
    if here.pointer.count("/") > _MOST * 2:
        return
    named = flatten.referred(connector, schema, seen)
    if named is not None:
        there = here._replace(schema=named, pointer=f"/definitions/{escape(schema.ref)}")
        yield from _below(connector, there, seen | {schema.ref})
    for field in schema.fields or ():
        at = f"{here.pointer}/properties/{escape(field.name)}" if here.pointer else ""
        yield from _field(connector, here, field.name, field.python, field.schema, field.required, at, seen)
    for field in schema.undeclared:
        yield from _field(connector, here, field.name, field.python, field.schema, False, "", seen)
    for index, part in enumerate(schema.all_of):
        yield from _below(connector, here._replace(schema=part, pointer=f"{here.pointer}/allOf/{index}"), seen)
    if schema.items is not None:
        inner = here._replace(
            schema=schema.items,
            path=f"{here.path}[]",
            python=f"{here.python}[]",
            pointer=f"{here.pointer}/items" if here.pointer else "",
        )
        yield from _below(connector, inner, seen)


def _field(
    connector: Connector,
    here: Address,
    name: str,
    python: str,
    schema: Schema,
    required: bool,
    at: str,
    seen: frozenset[str],
) -> Iterator[Address]:
    path = f"{here.path}.{name}" if here.path else name
    attribute = f"{here.python}.{python}" if here.python else python
    found = here._replace(path=path, python=attribute, pointer=at, schema=schema, required=required)
    yield found
    yield from _below(connector, found, seen)

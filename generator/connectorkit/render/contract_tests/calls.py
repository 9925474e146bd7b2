"""The calls that the contract tests make with the generated client, as values for their template."""

from __future__ import annotations

from dataclasses import field
from typing import Literal, TypedDict

from connectorkit.contract.contract_types import Request
from connectorkit.model.connector import UNSET, Connector
from connectorkit.model.json_value import Json
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.model.record import record
from connectorkit.render.client import methods
from connectorkit.render.client.kinds import Kind, Plan, constant
from connectorkit.sandbox.server.request import OF_HTTP
from connectorkit.sandbox.shapes import json_types

_Place = Literal["query", "headers", "form", "path_values", "body"]
_PLACES: dict[str, _Place] = {
    "query": "query",
    "header": "headers",
    "formData": "form",
    "path": "path_values",
    "body": "body",
}


class Named(TypedDict):
    """A keyword argument, or an entry of a mapping."""

    name: str
    value: Value


class Plain(TypedDict):
    """A JSON value, or the bytes of a file."""

    form: Literal["literal"]
    value: Json | bytes


class FromBefore(TypedDict):
    """A path parameter whose value comes from an earlier step."""

    form: Literal["known"]
    name: str


class Made(TypedDict):
    """An instance of a class of the client."""

    form: Literal["object"]
    name: str
    arguments: list[Named]


class Listed(TypedDict):
    """A list."""

    form: Literal["list"]
    listed: list[Value]


class Mapped(TypedDict):
    """A mapping."""

    form: Literal["mapping"]
    entries: list[Named]


Value = Plain | FromBefore | Made | Listed | Mapped
_NOTHING: Plain = {"form": "literal", "value": None}


@record
class Call:
    """A call of a method; ``classes`` are the classes that its arguments use."""

    method: str
    arguments: list[Named] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)


class _Unsaid(Exception):
    """The request lacks a value that the call needs."""


def calls(
    connector: Connector, requests: dict[str, tuple[Request, list[str]]], kept: Kept = NOTHING
) -> dict[str, Call]:
    """The calls of the operations whose requests the client can express, by operationId.

    ``requests`` contains the request of each operation, and its path parameters whose values come from earlier steps.
    """
    found: dict[str, Call] = {}
    for one in methods.settled(connector, kept)[0]:
        if one.operation.id not in requests:
            continue
        request, known = requests[one.operation.id]
        try:
            found[one.operation.id] = _call(one, request, known)
        except _Unsaid:
            continue
    return found


def _call(one: methods.Call, request: Request, known: list[str]) -> Call:
    made = Call(one.method)
    for entry in one.inputs:
        if not entry.argument:
            continue
        value = _argument(entry, request, known, made.classes)
        if value is not None:
            made.arguments.append({"name": entry.argument, "value": value})
        elif entry.wanted:
            raise _Unsaid(entry.wire)
    made.classes = sorted(set(made.classes))
    return made


def _argument(entry: methods.Input, request: Request, known: list[str], classes: list[str]) -> Value | None:
    """The value of an argument; None if the request has none."""
    if entry.location == "path" and entry.wire in known:
        return {"form": "known", "name": entry.wire}
    if entry.location == "header" and entry.wire.lower() in OF_HTTP:
        return {"form": "literal", "value": "sandbox"} if entry.wanted else None
    if entry.location == "whole":
        return _value(entry.kind, request.get("body", request.get("raw")), classes)
    place = request.get(_PLACES.get(entry.location, "query"))
    if not isinstance(place, dict) or entry.wire not in place:
        return None
    value = place[entry.wire]
    return _value(entry.kind, value if entry.location == "body" else _read(entry.kind, value), classes)


def _read(kind: Kind, value: Json) -> Json:
    """A value that is sent as a string, converted to the type that the client accepts."""

    if kind.code == "l" and not isinstance(value, list):
        raise _Unsaid  # The separator is not known here.
    words = {"i": ("integer",), "n": ("integer", "number"), "b": ("boolean",)}.get(kind.code)
    return json_types.fit(value, words) if words else value


def _value(kind: Kind, value: Json, classes: list[str]) -> Value | None:
    """A value in the types of the client, None for null. Raises _Unsaid if they cannot represent it."""
    if value is None:
        return None
    if kind.plan is not None:
        return _object(kind.plan, value, classes)
    if kind.code == "l" and kind.item is not None:
        if not isinstance(value, list):
            raise _Unsaid
        return {"form": "list", "listed": [_value(kind.item, one, classes) or _NOTHING for one in value]}
    if kind.code == "m" and kind.item is not None:
        if not isinstance(value, dict):
            raise _Unsaid
        entries: list[Named] = [
            {"name": name, "value": _value(kind.item, one, classes) or _NOTHING} for name, one in value.items()
        ]
        return {"form": "mapping", "entries": entries}
    if kind.code in "fr":
        return {"form": "literal", "value": str(value).encode()}
    fits: dict[str, type | tuple[type, ...]] = {"s": str, "p": str, "i": int, "n": (int, float), "b": bool, "o": dict}
    if not isinstance(value, fits.get(kind.code, object)) or (isinstance(value, bool) and kind.code in "in"):
        raise _Unsaid
    return {"form": "literal", "value": value}


def _object(plan: Plan, value: Json, classes: list[str]) -> Made:
    if not isinstance(value, dict) or set(value) - {slot.wire for slot in plan.slots} - plan.unsent:
        raise _Unsaid
    classes.append(plan.name)
    given: list[Named] = []
    for slot in plan.slots:
        sent = constant(slot.kind.schema) is UNSET and not slot.kind.schema.read_only
        below = _value(slot.kind, value.get(slot.wire), classes) if sent else None
        if below is not None:
            given.append({"name": slot.python, "value": below})
        elif sent and slot.required and slot.kind.schema.default is UNSET:
            raise _Unsaid
    return {"form": "object", "name": plan.name, "arguments": given}

"""The calls of the contract tests as lines of Python for the generated client."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from connectorkit.contract.contract_types import Request
from connectorkit.model.connector import UNSET, Connector
from connectorkit.model.json_value import Json
from connectorkit.model.kept import NOTHING, Kept
from connectorkit.model.record import record
from connectorkit.render.client import methods
from connectorkit.render.client.kinds import Kind, Plan, constant
from connectorkit.render.python_text import literal
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


_WIDTH = 110


@record
class Call:
    """One call: ``text`` is an expression that uses ``client`` and ``known``; ``classes`` are those it names."""

    text: str
    classes: list[str] = field(default_factory=list)


@record(frozen=True)
class _Group:
    """An expression with others inside: how it opens, its parts each with what stands before it, how it closes."""

    opened: str
    parts: tuple[tuple[str, _Group | str], ...]
    closed: str

    def line(self) -> str:
        """All on one line."""
        inner = ", ".join(before + (one if isinstance(one, str) else one.line()) for before, one in self.parts)
        return f"{self.opened}{inner}{self.closed}"

    def laid(self, indent: int, lead: int) -> str:
        """On one line where it fits, else one part a line."""
        if indent + lead + len(self.line()) <= _WIDTH or not self.parts:
            return self.line()
        below = indent + 4
        lines = [
            f"{' ' * below}{before}{one if isinstance(one, str) else one.laid(below, len(before))},\n"
            for before, one in self.parts
        ]
        return f"{self.opened}\n{''.join(lines)}{' ' * indent}{self.closed}"


class _Unsaid(Exception):
    """A value that the call needs and that the request does not have."""


def calls(
    connector: Connector, requests: dict[str, tuple[Request, list[str]]], kept: Kept = NOTHING
) -> dict[str, Call]:
    """The call of each operation whose request can be said by its client.

    ``requests`` are the request of an operation, and the parameters of its path that a step before gives.
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
    made = Call("")
    arguments: list[tuple[str, _Group | str]] = []
    for entry in one.inputs:
        if not entry.argument:
            continue
        text = _argument(entry, request, known, made.classes)
        if text:
            arguments.append((f"{entry.argument}=", text))
        elif entry.wanted:
            raise _Unsaid(entry.wire)
    made.text = _Group(f"client.{one.method}(", tuple(arguments), ")").laid(4, len("return "))
    made.classes = sorted(set(made.classes))
    return made


def _argument(entry: methods.Input, request: Request, known: list[str], classes: list[str]) -> _Group | str:
    """The value of an argument as Python; "" where the request has none."""
    if entry.location == "path" and entry.wire in known:
        return f"known[{literal(entry.wire)}]"
    if entry.location == "header" and entry.wire.lower() in OF_HTTP:
        return '"sandbox"' if entry.wanted else ""
    if entry.location == "whole":
        return _text(entry.kind, request.get("body", request.get("raw")), classes)
    place = request.get(_PLACES.get(entry.location, "query"))
    if not isinstance(place, dict) or entry.wire not in place:
        return ""
    value = place[entry.wire]
    return _text(entry.kind, value if entry.location == "body" else _read(entry.kind, value), classes)


def _read(kind: Kind, value: Json) -> Json:
    """A value that travels as a text, as the client takes it."""

    if kind.code == "l" and not isinstance(value, list):
        raise _Unsaid  # Which separator was meant is not said here.
    words = {"i": ("integer",), "n": ("integer", "number"), "b": ("boolean",)}.get(kind.code)
    return json_types.fit(value, words) if words else value


def _text(kind: Kind, value: Json, classes: list[str]) -> _Group | str:
    """A value as the client's types spell it; raises _Unsaid for one that they cannot hold."""
    if value is None:
        return ""
    if kind.plan is not None:
        return _object(kind.plan, value, classes)
    if kind.code == "l" and kind.item is not None:
        if not isinstance(value, list):
            raise _Unsaid
        return _Group("[", tuple(("", _text(kind.item, one, classes) or "None") for one in value), "]")
    if kind.code == "m" and kind.item is not None:
        if not isinstance(value, dict):
            raise _Unsaid
        items = [(f"{literal(name)}: ", _text(kind.item, one, classes) or "None") for name, one in value.items()]
        return _Group("{", tuple(items), "}")
    if kind.code in "fr":
        return repr(str(value).encode())
    fits: dict[str, type | tuple[type, ...]] = {"s": str, "p": str, "i": int, "n": (int, float), "b": bool, "o": dict}
    if not isinstance(value, fits.get(kind.code, object)) or (isinstance(value, bool) and kind.code in "in"):
        raise _Unsaid
    return literal(value)


def _object(plan: Plan, value: Json, classes: list[str]) -> _Group:
    if not isinstance(value, dict) or set(value) - {slot.wire for slot in plan.slots} - plan.unsent:
        raise _Unsaid
    classes.append(plan.name)
    given: list[tuple[str, _Group | str]] = []
    for slot in plan.slots:
        sent = constant(slot.kind.schema) is UNSET and not slot.kind.schema.read_only
        if sent and value.get(slot.wire) is not None:
            given.append((f"{slot.python}=", _text(slot.kind, value[slot.wire], classes)))
        elif sent and slot.required and slot.kind.schema.default is UNSET:
            raise _Unsaid
    return _Group(f"{plan.name}(", tuple(given), ")")

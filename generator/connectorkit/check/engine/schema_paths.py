"""Shapes: what schemas say once references and parts are put together, and where a path in them leads."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from connectorkit.check.engine.connector_index import At, Operation, Plain, Subject, listed, mapping
from connectorkit.model.json_pointer import escape, unescape

DYNAMIC = ("x-ms-dynamic-schema", "x-ms-dynamic-properties")
_SUCCESS = ("200", "201", "202")
_NESTED = 3  # Lists of lists of lists are the deepest that anyone fills in a form.


class Spot(NamedTuple):
    """A schema on the way of a path: its node and pointer, and what the way says of it.

    ``known`` is False where anything may lie. ``required``: each step must be given. ``internal``: something on
    the way is hidden.
    """

    node: Plain
    pointer: str = ""
    known: bool = True
    required: bool = True
    internal: bool = False


class Lost(NamedTuple):
    """A path that leads nowhere: the step that failed, and the names that are there instead."""

    step: str
    names: tuple[str, ...] = ()


ANYTHING = Spot({}, known=False)


def spot(at: At, required: bool = True) -> Spot:
    """The start of a path at a node."""
    return Spot(at.node, at.pointer, True, required, hidden(at.node))


def hidden(node: Plain) -> bool:
    """Whether a node says of itself that makers never see it."""
    return node.get("x-ms-visibility") == "internal"


def parts(subject: Subject, start: Spot) -> Iterator[Spot]:
    """A shape and all that it is made of: what it refers to, and the parts of allOf."""
    waiting, seen = [start], set()
    for here in waiting:
        if id(here.node) in seen:
            continue
        seen.add(id(here.node))
        yield here
        if "$ref" in here.node:
            target = subject.at(here.node["$ref"])
            waiting.append(start._replace(node=target.node, pointer=target.pointer) if target else ANYTHING)
        for index, part in enumerate(listed(here.node.get("allOf"))):
            if isinstance(part, dict):
                waiting.append(here._replace(node=part, pointer=f"{here.pointer}/allOf/{index}"))


def kind(subject: Subject, start: Spot) -> str:
    """The JSON type of a shape, told by its keywords where it does not say one; "" for any."""
    guess = ""
    for part in parts(subject, start):
        said = part.node.get("type")
        if isinstance(said, str) and said:
            return said
        guess = guess or ("object" if "properties" in part.node else "array" if "items" in part.node else "")
    return guess


def loose(subject: Subject, start: Spot) -> bool:
    """Whether a shape may hold fields that it does not declare."""
    declared = False
    for part in parts(subject, start):
        declared |= bool(mapping(part.node.get("properties")))
        more = part.node.get("additionalProperties", False)
        if not part.known or more is not False or any(key in part.node for key in (*DYNAMIC, "discriminator")):
            return True
    return not declared and kind(subject, start) in ("", "object")


def below(subject: Subject, start: Spot, name: str) -> Spot | Lost:
    """The field ``name`` of a schema. The designer compares names without regard to case; the exact name comes first.

    Source: the parser of Azure/LogicAppsUX, which looks properties up by ``equals``.
    """
    names: list[str] = []
    other: Spot | None = None
    for part in parts(subject, start):
        fields = mapping(part.node.get("properties"))
        written = in_any_case(name, fields)
        field = fields.get(written)
        if isinstance(field, dict):
            required = start.required and written in listed(part.node.get("required"))
            found = Spot(
                field, f"{part.pointer}/properties/{escape(written)}", True, required, start.internal or hidden(field)
            )
            if written == name:
                return found
            other = other or found
        names += fields
    return other or (ANYTHING if loose(subject, start) else Lost(name, tuple(names)))


def in_any_case(name: str, known: Collection[str]) -> str:
    """``name`` as ``known`` spells it: exactly, else in another case; ``name`` itself where it is not there."""
    if name in known:
        return name
    lowered = name.casefold()
    return next((one for one in known if one.casefold() == lowered), name)


def item(subject: Subject, start: Spot) -> Spot:
    """Each item of a list."""
    for part in parts(subject, start):
        items = part.node.get("items")
        if isinstance(items, dict):
            return start._replace(node=items, pointer=f"{part.pointer}/items", internal=start.internal or hidden(items))
    return ANYTHING


def follow(subject: Subject, start: Spot, path: str, through_lists: bool = False) -> Spot | Lost:
    """Where ``path``, names with slashes between, leads. ``through_lists``: to a field of the items of a list."""
    here = start
    for step in path.split("/") if path else ():
        if not here.known:
            return here
        for _ in range(_NESTED if through_lists else 0):
            here = item(subject, here) if here.known and kind(subject, here) == "array" else here
        found = below(subject, here, unescape(step))
        if isinstance(found, Lost):
            return found
        here = found
    return here


def answer(subject: Subject, operation: Operation) -> At | None:
    """The schema of the first successful response that has one, as a node without a walk of its own."""
    order = sorted(operation.responses, key=lambda one: (one.name not in _SUCCESS, one.name))
    for one in order:
        schema = one.node.get("schema")
        if isinstance(schema, dict) and (one.name.startswith("2") or one.name == "default"):
            return At("schema", one.at("schema"), schema, "", one, operation, "root")
    return None

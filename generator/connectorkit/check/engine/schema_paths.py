"""Schemas with references and ``allOf`` parts resolved, and paths in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from connectorkit.check.engine.connector_index import At, Operation, Plain, Subject, listed, mapping
from connectorkit.model.json_pointer import escape, unescape

DYNAMIC = ("x-ms-dynamic-schema", "x-ms-dynamic-properties")
_SUCCESS = ("200", "201", "202")
_NESTED = 3  # Deeper nesting of arrays does not occur in forms.


class Spot(NamedTuple):
    """A schema on a path: its node and pointer, and properties of the path to it.

    ``known`` is False where any value is allowed. ``required``: each step of the path is required. ``internal``: a step
    of the path is hidden.
    """

    node: Plain
    pointer: str = ""
    known: bool = True
    required: bool = True
    internal: bool = False


class Lost(NamedTuple):
    """A path without a target: the step that failed, and the names that exist there."""

    step: str
    names: tuple[str, ...] = ()


ANYTHING = Spot({}, known=False)


def spot(at: At, required: bool = True) -> Spot:
    """The start of a path at a node."""
    return Spot(at.node, at.pointer, True, required, hidden(at.node))


def hidden(node: Plain) -> bool:
    """Whether a node itself is hidden from makers."""
    return node.get("x-ms-visibility") == "internal"


def parts(subject: Subject, start: Spot) -> Iterator[Spot]:
    """A schema and everything that it is composed of: the target of its reference, and the parts of allOf."""
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
    """The JSON type of a schema, implied by its keywords if not declared; "" for any."""
    guess = ""
    for part in parts(subject, start):
        said = part.node.get("type")
        if isinstance(said, str) and said:
            return said
        guess = guess or ("object" if "properties" in part.node else "array" if "items" in part.node else "")
    return guess


def loose(subject: Subject, start: Spot) -> bool:
    """Whether a schema allows undeclared properties."""
    declared = False
    for part in parts(subject, start):
        declared |= bool(mapping(part.node.get("properties")))
        more = part.node.get("additionalProperties", False)
        if not part.known or more is not False or any(key in part.node for key in (*DYNAMIC, "discriminator")):
            return True
    return not declared and kind(subject, start) in ("", "object")


def below(subject: Subject, start: Spot, name: str) -> Spot | Lost:
    """The property ``name`` of a schema: with the exact name, or else in any letter case, as in the designer.

    Source: the parser of Azure/LogicAppsUX, which compares names with ``equals``.
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
    """The known name that equals ``name``, exactly or else in any letter case; ``name`` itself if none does."""
    if name in known:
        return name
    lowered = name.casefold()
    return next((one for one in known if one.casefold() == lowered), name)


def item(subject: Subject, start: Spot) -> Spot:
    """The items of an array."""
    for part in parts(subject, start):
        items = part.node.get("items")
        if isinstance(items, dict):
            return start._replace(node=items, pointer=f"{part.pointer}/items", internal=start.internal or hidden(items))
    return ANYTHING


def follow(subject: Subject, start: Spot, path: str, through_lists: bool = False) -> Spot | Lost:
    """The end of ``path``, names separated by slashes. ``through_lists``: names of arrays lead to their items."""
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
    """The schema of the first successful response that has one; the node is not in the index."""
    order = sorted(operation.responses, key=lambda one: (one.name not in _SUCCESS, one.name))
    for one in order:
        schema = one.node.get("schema")
        if isinstance(schema, dict) and (one.name.startswith("2") or one.name == "default"):
            return At("schema", one.at("schema"), schema, "", one, operation, "root")
    return None

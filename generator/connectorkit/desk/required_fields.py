"""Fields that a definition requires although the card does not mark them as required."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from connectorkit.contract.contract_types import Request
from connectorkit.designer.javascript import same
from connectorkit.desk.definition_index import DefinitionIndex, Operation, Part
from connectorkit.desk.sandbox_world import World
from connectorkit.model.json_value import Json, listed, mapping

_DEEPEST: Final = 20
_MOST: Final = 10


def lacking(world: World, operation: Operation, request: Request) -> list[Json]:
    """Sentences about required fields that are missing in the body of a request, at most _MOST.

    A card marks a field as required only if all enclosing objects are required, and never marks an object.
    """
    part = world.index.schema(operation, "body.$")
    if part is None or operation.body is None:
        return []
    why = "" if operation.body.node.get("required") is True else "the body is optional"
    if "body" not in request:
        if why or not listed(part.node.get("required")):
            return []
        return ["The definition requires a body, but the card is empty, because all inputs in it are optional."]
    found = _lacking(world.index, part, request["body"], "", why, 0)
    return [sentence for sentence, _ in zip(found, range(_MOST), strict=False)]


def _lacking(index: DefinitionIndex, part: Part, value: Json, above: str, why: str, depth: int) -> Iterator[str]:
    if isinstance(value, list):
        for item in value if depth < _DEEPEST else ():
            yield from _lacking(index, index.items(part), item, above, "", depth + 1)
        return
    if not isinstance(value, dict) or depth >= _DEEPEST:
        return
    required = [name for name in listed(part.node.get("required")) if isinstance(name, str)]
    for name in mapping(part.node.get("properties")):
        inner = index.below(part, [name])
        if inner is None or _unseen(inner):
            continue
        path = f"{above}.{name}" if above else name
        if name in value:
            optional = why or ("" if name in required else f"'{path}' is optional")
            yield from _lacking(index, inner, value[name], path, optional, depth + 1)
        elif name in required and (why or mapping(inner.node.get("properties"))):
            reason = why or "it is an object, and none of its fields is filled in"
            yield f"The definition requires '{path}', but the card allows makers to leave it empty: {reason}."


def _unseen(part: Part) -> bool:
    return same(part.node.get("x-ms-visibility"), "internal") or part.node.get("readOnly") is True

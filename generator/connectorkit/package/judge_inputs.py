"""Check the inputs of a flow's step against the operation that it calls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from connectorkit.model import json_pointer
from connectorkit.model.json_value import Json, Object, listed, mapping

_BODY: Final = "body"


def operations(definition: Json) -> dict[str, list[Object]]:
    """The parameters of each operation by operationId, including those of its path, references resolved."""
    root = mapping(definition)
    found: dict[str, list[Object]] = {}
    for item in mapping(root.get("paths")).values():
        for operation in mapping(item).values():
            if isinstance(operation, dict) and isinstance(id_ := operation.get("operationId"), str):
                both = [*listed(mapping(item).get("parameters")), *listed(operation.get("parameters"))]
                found[id_] = [_meant(root, one) for one in both]
    return found


def missing(definition: Json, parameters: list[Object], given: Object) -> Iterator[str]:
    """The names of required inputs that a step lacks: makers must fill these in before they can save.

    Values of a body have paths such as ``body/customer``. Internal inputs, those with a default, and fields of forms,
    whose names in a flow are not documented, are left out.
    """
    root = mapping(definition)
    for one in parameters:
        name = str(one.get("name"))
        place = one.get("in")
        needed = one.get("required") is True or place == "path"
        if place == _BODY and needed:
            yield from _of_body(root, name, _meant(root, one.get("schema")), given)
        elif place in ("path", "query", "header") and needed and _asked(one) and name not in given:
            yield name


def _of_body(root: Object, name: str, schema: Object, given: Object) -> Iterator[str]:
    wholes = {name, _BODY}
    if any(whole in given for whole in wholes):
        return
    properties = mapping(schema.get("properties"))
    for field in listed(schema.get("required")):
        if field not in properties or not _asked(_meant(root, properties[str(field)])):
            continue
        paths = [f"{whole}/{field}" for whole in wholes]
        if not any(key == path or key.startswith(f"{path}/") for key in given for path in paths):
            yield f"{name}/{field}"


def _asked(node: Object) -> bool:
    """Whether makers must set it: it is visible and has no default."""
    return str(node.get("x-ms-visibility")).lower() != "internal" and "default" not in node


def _meant(root: Object, node: Json) -> Object:
    """A node, or the direct target of its reference."""
    target = mapping(node).get("$ref")
    if isinstance(target, str) and target.startswith("#"):
        return mapping(json_pointer.find(root, target[1:], {}))
    return mapping(node)

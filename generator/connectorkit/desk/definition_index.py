"""An index of the operations and inputs of a definition: JSON pointers and schemas by the designer's keys."""

from __future__ import annotations

from typing import NamedTuple

from connectorkit.designer.javascript import Plain, decoded, mapping
from connectorkit.designer.references import Laid, References
from connectorkit.model import json_pointer
from connectorkit.model.http_methods import METHODS
from connectorkit.model.json_value import Json, listed


class Part(NamedTuple):
    """A value of the definition: its pointer, and the value with its references resolved."""

    pointer: str
    laid: Laid

    @property
    def node(self) -> Plain:
        """The value as an object; empty if it is not one."""
        return self.laid.node


class Operation(NamedTuple):
    """An operation: its pointer, and its parameters, including those of its path item."""

    id: str
    method: str
    path: str
    part: Part
    parameters: list[Part]

    @property
    def body(self) -> Part | None:
        """The body parameter."""
        return next((one for one in self.parameters if one.node.get("in") == "body"), None)

    def parameter(self, place: str, name: str) -> Part | None:
        """The parameter with this name and location (`in`)."""
        named = (one for one in self.parameters if one.node.get("name") == name)
        return next((one for one in named if one.node.get("in") == place), None)


class DefinitionIndex:
    """The operations of a definition by id, including internal ones. If two share an id, the first counts."""

    def __init__(self, definition: Plain) -> None:
        self.definition = definition
        self.references = References(definition)
        self.operations: dict[str, Operation] = {}
        for path, item in mapping(definition.get("paths")).items():
            at = json_pointer.join(("paths", path))
            here = self._part(at, item)
            for method, node in here.node.items():
                if method.lower() in METHODS and isinstance(node, dict):
                    self._add(method, path, self._part(f"{here.pointer}/{method}", node), here)

    def schema(self, operation: Operation, key: str) -> Part | None:
        """The parameter, or the schema within the body, that the key of an input names."""
        place, _, rest = key.partition(".$")
        steps = [decoded(step) for step in rest.split(".")[1:]]
        if place != "body":
            return operation.parameter(place, steps[0]) if steps else None
        body = operation.body
        if body is None:
            return None
        return self.below(self._part(f"{body.pointer}/schema", body.node.get("schema"), body.laid.opened), steps)

    def below(self, part: Part, steps: list[str]) -> Part | None:
        """The schema at a path of property names."""
        for step in steps:
            properties = mapping(part.node.get("properties"))
            if not isinstance(properties.get(step), dict):
                return None
            inside = json_pointer.join(("properties", step))
            part = self._part(part.pointer + inside, properties[step], part.laid.opened)
        return part

    def output(self, pointer: str, key: str) -> Part | None:
        """The schema of a token; ``pointer`` is that of the response, or of the notification of a webhook."""
        response = self._part(pointer, json_pointer.find(self.definition, pointer, {}))
        part: Part | None = self._part(f"{response.pointer}/schema", response.node.get("schema"), response.laid.opened)
        for step in key.split(".")[2:]:
            if part is not None:
                part = self.items(part) if step == "[*]" else self.below(part, [decoded(step)])
        return part

    def items(self, part: Part) -> Part:
        """The schema of the items of an array."""
        return self._part(f"{part.pointer}/items", part.node.get("items"), part.laid.opened)

    def _part(self, pointer: str, value: Json, opened: frozenset[str] = frozenset()) -> Part:
        target = mapping(value).get("$ref")
        laid = self.references.laid(value, opened)
        inside = isinstance(target, str) and target.startswith("#/definitions/") and laid.node
        return Part(target[1:] if inside and isinstance(target, str) else pointer, laid)

    def _add(self, method: str, path: str, part: Part, item: Part) -> None:
        id = part.node.get("operationId")
        if not isinstance(id, str) or id in self.operations:
            return
        own = self._parameters(part)
        names = {one.node.get("name") for one in own if isinstance(one.node.get("name"), str)}
        shared = [one for one in self._parameters(item) if one.node.get("name") not in names]
        self.operations[id] = Operation(id, method.upper(), path, part, [*own, *shared])

    def _parameters(self, owner: Part) -> list[Part]:
        found = listed(owner.node.get("parameters"))
        return [self._part(f"{owner.pointer}/parameters/{number}", one) for number, one in enumerate(found)]

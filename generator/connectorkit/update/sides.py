"""The base, the new and the current definition: operations, and values with references resolved."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from connectorkit.model import json_pointer
from connectorkit.model.connector import UNSET, Json, Unset
from connectorkit.model.http_methods import METHODS
from connectorkit.model.json_pointer import escape

Plain = dict[str, Json]
_VARIABLE = re.compile(r"\{[^{}]*\}")


def same(one: Json | Unset, other: Json | Unset) -> bool:
    """Whether two values are equal JSON, ignoring the order of keys; 1 is not 1.0."""
    if isinstance(one, Unset) or isinstance(other, Unset):
        return one is other
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def mapping(value: Json | Unset) -> Plain:
    """An object; empty for anything else."""
    return value if isinstance(value, dict) else {}


def items(value: Json | Unset) -> list[Json]:
    """An array; empty for anything else."""
    return value if isinstance(value, list) else []


class Layer(NamedTuple):
    """An object of a definition, and its pointer."""

    node: Plain
    pointer: str


@dataclass(slots=True)
class View:
    """An object of a definition, followed by the targets of its references. The first layer with a key counts."""

    document: Plain
    layers: list[Layer] = field(default_factory=list)

    @property
    def own(self) -> Layer:
        """The object itself."""
        return self.layers[0]

    def get(self, key: str) -> Json | Unset:
        """The value of a key; UNSET without one."""
        return self.holder(key).node.get(key, UNSET)

    def holder(self, key: str) -> Layer:
        """The first layer with the key; without one the last layer, to which a new key belongs."""
        return next((one for one in self.layers if key in one.node and key != "$ref"), self.layers[-1])

    def keys(self) -> list[str]:
        """The keys of all layers, without the references."""
        return list(dict.fromkeys(key for one in self.layers for key in one.node if key != "$ref"))

    def below(self, *steps: str) -> View | None:
        """The object at some keys, or None."""
        layer = self.holder(steps[0])
        found, pointer = json_pointer.find(layer.node, json_pointer.join(steps), UNSET), layer.pointer
        return view(self.document, found, pointer + json_pointer.join(steps))


def view(document: Plain, node: Json | Unset, pointer: str) -> View | None:
    """The view of an object; None for anything else."""
    made = View(document)
    while isinstance(node, dict) and all(node is not one.node for one in made.layers):
        made.layers.append(Layer(node, pointer))
        target = node.get("$ref")
        if not isinstance(target, str) or not target.startswith("#/"):
            break
        pointer = target[1:]
        node = json_pointer.find(document, pointer, UNSET)
    return made if made.layers else None


@dataclass(slots=True)
class Operation:
    """An operation of a definition. ``id`` is "" where it has none."""

    path: str
    method: str
    view: View
    item: Plain

    @property
    def id(self) -> str:
        """Its operationId."""
        said = self.view.get("operationId")
        return said if isinstance(said, str) else ""

    @property
    def address(self) -> tuple[str, str]:
        """Its method and its path without the names of variables."""
        return self.method, _VARIABLE.sub("{}", self.path)

    @property
    def pointer(self) -> str:
        """Its pointer."""
        return self.view.own.pointer

    @property
    def called(self) -> str:
        """Its id, or its method and path."""
        return self.id or f"{self.method.upper()} {self.path}"


def operations(document: Plain) -> list[Operation]:
    """The operations of a definition, in order."""
    return list(_operations(document))


def _operations(document: Plain) -> Iterator[Operation]:
    for path, item in mapping(document.get("paths", UNSET)).items():
        for method, node in mapping(item).items():
            if method in METHODS and isinstance(node, dict):
                pointer = f"/paths/{escape(path)}/{method}"
                yield Operation(path, method, View(document, [Layer(node, pointer)]), mapping(item))


def paired(first: list[Operation], second: list[Operation]) -> dict[str, Operation]:
    """The operation of ``second`` for each of ``first`` (by pointer): with the same id, else the same address."""
    by_id = {one.id: one for one in second if one.id}
    found = {one.pointer: by_id[one.id] for one in first if one.id in by_id}
    taken = {one.pointer for one in found.values()}
    by_address = {one.address: one for one in second if one.pointer not in taken}
    for one in first:
        if one.pointer not in found and one.address in by_address:
            found[one.pointer] = by_address.pop(one.address)
    return found
